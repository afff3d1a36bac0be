"""Several deals side by side: a column each, and all of them as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from keiretsu.deals import Effects
from keiretsu.deals.answers import average_change
from keiretsu.errors import DataError
from keiretsu.pictures.table import Table
from keiretsu.report.answer import answer
from keiretsu.report.headline import place
from keiretsu.report.html import sections_of
from keiretsu.report.key_numbers import by_market, changes_nothing, leading
from keiretsu.report.references import References
from keiretsu.report.severity import gravest
from keiretsu.report.sheets import write_side_by_side
from keiretsu.report.spans import signed_span
from keiretsu.web.asked import Asked, asked
from keiretsu.web.computed import report_of
from keiretsu.web.pages.deal_files import WRITTEN
from keiretsu.web.site import Site, site_of
from keiretsu.web.twins import as_csv, as_pdf

MOST_COMPARED = 6
"""Deals that stand side by side."""


def beside(deals: Sequence[Asked]) -> str | None:
    """Return the address at which deals of one day stand side by side, or None."""
    days = {one.on for one in deals}
    if len(days) != 1 or not 1 < len(deals) <= MOST_COMPARED:
        return None
    query = "&".join(f"d={quote(one.named, safe='~:')}" for one in deals)
    return f"/compare?{query}&on={days.pop()}"


def compare_page(request: Request) -> Response:
    """`/compare?d=toyota~nissan:20&d=…&on=&market=`: columns deals, rows answers."""
    site, deals = site_of(request), compared(request)
    kept = {k: v for k in ("on", "market") if (v := request.query_params.get(k))}
    for one in deals:
        report_of(site, one)  # each in its own turn, that others may come between
    key = "compare", tuple(deals), tuple(kept.items())
    text = site.answers.get(key, lambda: _text(site, deals, kept))
    return HTMLResponse(text)


def _text(site: Site, deals: Sequence[Asked], kept: Mapping[str, str]) -> str:
    """Return the page of deals side by side."""
    columns = [_column(site, one) for one in deals]
    return site.render(
        "compare.html",
        columns=columns,
        glance=_glance(columns) if len(columns) > 1 else None,
        deals=deals,
        kept=kept,
        twin=urlencode([*(("d", one.named) for one in deals), *kept.items()]),
    )


def compare_twin(request: Request) -> Response:
    """`/compare.json?d=…`, `.csv`, `.xlsx`, `.pdf`: the same as data, or on paper."""
    site, form = site_of(request), request.path_params["form"]
    if form == "pdf":
        return as_pdf(request, compare_page(request))
    if form not in {"json", "csv", "xlsx"}:
        raise DataError("deals side by side are there as json, csv, xlsx and pdf")
    found = [(one, report_of(site, one)) for one in compared(request)]
    if form == "json":
        return JSONResponse({one.named: report.to_dict() for one, report in found})
    if form == "csv":
        return as_csv(
            [
                {"deal": one.named} | row
                for one, report in found
                for row in report.effects.rows()
            ]
        )
    if not found:
        raise DataError("no deal is named", hint="/compare.xlsx?d=toyota~nissan:20")
    with TemporaryDirectory(prefix="keiretsu-") as folder:
        path = Path(folder) / "deals.xlsx"
        write_side_by_side([report for _, report in found], path)
        return Response(path.read_bytes(), media_type=WRITTEN["xlsx"][1])


def compared(request: Request) -> list[Asked]:
    """Return the deals that an address names by `d=`, each as `toyota~nissan:20`."""
    given = [d for d in request.query_params.getlist("d") if d.strip()]
    if len(given) > MOST_COMPARED:
        raise DataError(
            f"{len(given)} deals at once", hint=f"compare at most {MOST_COMPARED}"
        )
    query = {k: request.query_params.get(k, "") for k in ("on", "market")}
    found = []
    for one in given:
        pair, _, size = one.partition(":")
        found.append(asked(pair, query | {"stake": size}))
    return found


def _glance(columns: Sequence[Mapping[str, Any]]) -> Table:
    """Return the deals under one another, each where its parties meet most."""
    return Table(
        caption="Each where its parties meet most; the span over readings of control",
        columns=("Deal", "Their prices", "Gravest test"),
        rows=tuple((c["sentence"], c["prices"], c["test"]) for c in columns),
    )


def _prices(effects: Effects) -> str:
    """Return the span of the parties' mean price change, and where."""
    one = leading(effects)
    if one is None:
        return "no market was computed"
    if changes_nothing(effects):
        return "no change is computed"
    readings = by_market(effects)[one.market.name].values()
    span = signed_span([average_change(e, "parties") for e in readings])
    return f"{span} in {place(one)}"


def _column(site: Site, one: Asked) -> dict[str, Any]:
    report = report_of(site, one)
    top = answer(report)
    verdicts = () if report.assessment is None else report.assessment.verdicts
    worst = gravest(verdicts)
    references = References()
    sections = {s.name: s for s in sections_of(report, references)}
    return {
        "asked": one,
        "sentence": report.deal.sentence,
        "headline": top.headline.sentence,
        "prices": _prices(report.effects),
        "table": top.table,
        "decide": sections["owners"].lead if "owners" in sections else (),
        "meet": sections["overlap"].glance if "overlap" in sections else None,
        "test": "none that can be decided is met" if worst is None else worst.meaning,
        "filed": sections["filings"].lead if "filings" in sections else (),
    }
