"""The lab: an own table, what is known of it, its demand, a deal, and the Python."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from keiretsu.errors import DataError
from keiretsu.estimation.known_numbers import FORMS
from keiretsu.web.guard import MOST_UPLOAD
from keiretsu.web.lab.child import in_child
from keiretsu.web.lab.study import EVIDENCE, STATE, TABLE, study_of
from keiretsu.web.lab.tables import Tables
from keiretsu.web.pages.deal_files import WRITTEN
from keiretsu.web.site import Site, site_of
from keiretsu.web.twins import as_csv

EXAMPLE = Path(__file__).parent.parent / "static" / "six-makers.csv"
MOST_SHOWN = 60
"""Products that a page of the lab shows; its twins hold all."""


def lab_form(request: Request) -> Response:
    """`/lab?example=1`: one box for a table."""
    site = site_of(request)
    example = bool(request.query_params.get("example"))
    return site.page(
        request,
        "lab.html",
        token=site.tokens.new(),
        text=EXAMPLE.read_text(encoding="utf-8") if example else "",
        most=MOST_UPLOAD,
    )


async def lab_post(request: Request) -> Response:
    """Keep the table that was sent and lead to what was found in it."""
    site = site_of(request)
    async with request.form(
        max_files=1, max_fields=8, max_part_size=MOST_UPLOAD
    ) as form:
        if not site.tokens.holds(str(form.get("token", ""))):
            return site.refused(request)
        sent, text = form.get("file"), str(form.get("text", ""))
        data = await sent.read() if isinstance(sent, UploadFile) else b""
        said = {name: str(form.get(name, "")).strip() for name in ("currency", "place")}
    name = _tables(site).keep(data or text.encode("utf-8", "replace"))
    return RedirectResponse(f"/lab/{name}{_query(said)}", 303)


def table_page(request: Request) -> Response:
    """`/lab/<hash>?currency=&place=&market=&nests=`: its faults, and what is known."""
    site, state = site_of(request), _state(request)
    found = _checked(site, request, state)
    return site.page(
        request,
        "lab_table.html",
        name=request.path_params["name"],
        found=found,
        errors=[f for f in found["faults"] if f["severity"] == "error"],
        remarks=[f for f in found["faults"] if f["severity"] != "error"],
        state=state,
        table={k: state[k] for k in TABLE if k != "market"},
        forms=FORMS,
        twin=_query(state),
    )


def demand_page(request: Request) -> Response:
    """`/lab/<hash>/demand?…`: what was known beside what came out."""
    site, state = site_of(request), _state(request)
    study = study_of(state)
    found = _fitted(site, request, state)
    return site.page(
        request,
        "lab_demand.html",
        name=request.path_params["name"],
        found=found,
        shown=found["products"][:MOST_SHOWN],
        state=state,
        study=study,
        kept={k: state[k] for k in (*TABLE, *EVIDENCE)},
        twin=_query(state),
        form=study.known.form,
    )


def lab_deal_page(request: Request) -> Response:
    """`/lab/<hash>/deal?…`: what the deal does, and the Python that says the same."""
    site, state = site_of(request), _state(request)
    study = study_of(state)
    found = _effects(site, request, state)
    return site.page(
        request,
        "lab_deal.html",
        name=request.path_params["name"],
        found=found,
        markets=found["effects"]["markets"],
        most=MOST_SHOWN,
        state=state,
        twin=_query(state),
        python=study.python(_file(site, request)),
        file=_file(site, request),
        form=study.known.form,
    )


def lab_twin(request: Request) -> Response:
    """`/lab/<hash>.json`; `demand` and `deal` as json, csv, toml, py, xlsx."""
    site, state, form = site_of(request), _state(request), request.path_params["form"]
    part = request.path_params.get("part", "table")
    if form == "py":
        text = study_of(state).python(_file(site, request))
        return _download(text, "study.py", "text/x-python")
    if part == "table" and form == "json":
        return JSONResponse(_checked(site, request, state))
    if part == "demand" and form in {"json", "csv", "toml"}:
        found = _fitted(site, request, state)
        if form == "csv":
            return as_csv(found["products"])
        if form == "toml":
            return _download(found["file"], "demand.toml", "application/toml")
        return JSONResponse(found)
    if part == "deal" and form in {"json", "csv", "toml", "xlsx"}:
        return _deal_twin(site, request, state, form)
    raise DataError(
        f"there is no {form!r:.20} of this", hint="there are json, csv, toml, py, xlsx"
    )


def sent_table(request: Request) -> Response:
    """`/lab/<hash>/table`: the table as it was sent."""
    data, suffix = _tables(site_of(request)).sent(request.path_params["name"])
    kind = "text/csv" if suffix == ".csv" else "application/octet-stream"
    return _download(data, f"table{suffix}", kind)


def _deal_twin(
    site: Site, request: Request, state: Mapping[str, str], form: str
) -> Response:
    if form == "xlsx":
        found = _task(site, request, "workbook", _with_demand(site, request, state))
        return _download(bytes.fromhex(found), "deal.xlsx", WRITTEN["xlsx"][1])
    found = _effects(site, request, state)
    if form == "csv":
        return as_csv([r for m in found["effects"]["markets"] for r in m["products"]])
    if form == "toml":
        return _download(found["deal"], "deal.toml", "application/toml")
    return JSONResponse(found)


def _checked(site: Site, request: Request, state: Mapping[str, str]) -> Any:
    return _task(site, request, "checked", {k: state[k] for k in TABLE})


def _fitted(site: Site, request: Request, state: Mapping[str, str]) -> Any:
    kept = {k: state[k] for k in (*TABLE, *EVIDENCE)} | {"on": _day(state)}
    return _task(site, request, "fitted", kept)


def _effects(site: Site, request: Request, state: Mapping[str, str]) -> Any:
    return _task(site, request, "effects", _with_demand(site, request, state))


def _with_demand(
    site: Site, request: Request, state: Mapping[str, str]
) -> dict[str, str]:
    _ = study_of(state).deal
    said = {**state, "on": _day(state)}
    return said | {"demand": _fitted(site, request, state)["file"]}


def _day(state: Mapping[str, str]) -> str:
    return study_of(state).on.isoformat()


def _task(site: Site, request: Request, task: str, said: Mapping[str, str]) -> Any:
    """Return the answer to a task, from what is kept or from a child."""
    path = _tables(site).path(request.path_params["name"])
    key = ("lab", path.name, task, tuple(said.items()))
    found = site.answers.known(key)
    if found is None:
        found = in_child(task, path, said)
        site.answers.keep(key, found)
    return found


def _state(request: Request) -> dict[str, str]:
    return {k: request.query_params.get(k, "").strip() for k in STATE}


def _query(state: Mapping[str, str]) -> str:
    said = {k: v for k, v in state.items() if v}
    return f"?{urlencode(said)}" if said else ""


def _tables(site: Site) -> Tables:
    return Tables(site.articles.folder / "tables")


def _file(site: Site, request: Request) -> str:
    path = _tables(site).path(request.path_params["name"])
    return f"table{path.suffix}"


def _download(content: str | bytes, name: str, kind: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
