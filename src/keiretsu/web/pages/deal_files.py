"""A deal and its curve as files: data, drawings, and what a reader keeps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from keiretsu.errors import DataError
from keiretsu.report import make_report, write_forms
from keiretsu.report.curve import FINE
from keiretsu.report.html import render
from keiretsu.report.pictures.stake_curve import stake_curve_picture
from keiretsu.web.asked import Asked
from keiretsu.web.computed import asked_of, curve_of, market_of, report_of
from keiretsu.web.site import Site, site_of
from keiretsu.web.twins import as_csv, as_svg, not_yet

WRITTEN: Mapping[str, tuple[str, str]] = {
    "png": ("card", "image/png"),
    "xlsx": (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "pdf": ("pdf", "application/pdf"),
    "md": ("md", "text/markdown; charset=utf-8"),
    "tex": ("tex", "application/x-tex"),
}
"""Forms of a deal that are files: what the library calls each, and its media type."""
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
)
DRAWS = 32


def deal_twin(request: Request) -> Response:
    """`/deal/toyota~nissan.json`, `.csv`, `.toml`, `.html` or of `WRITTEN`."""
    site, one, form = site_of(request), asked_of(request), request.path_params["form"]
    if form == "toml":
        text = report_of(site, one).deal.to_toml()
        return PlainTextResponse(text, media_type="application/toml")
    if form == "html":
        return _whole_report(site, one)
    report = report_of(site, one)
    if form == "json":
        return JSONResponse(report.to_dict())
    if form == "csv":
        return as_csv(report.effects.rows())
    if form in WRITTEN:
        return _written(site, one, form)
    raise _no_twin(form, f"json, csv, toml, html, {', '.join(WRITTEN)}")


def _written(site: Site, one: Asked, form: str) -> Response:
    """Return a deal in a form that the library writes as a file."""
    name, kind = WRITTEN[form]

    def make() -> bytes:
        with TemporaryDirectory(prefix="keiretsu-") as folder:
            path = Path(folder) / f"deal.{form}"
            write_forms(report_of(site, one), path, [name])
            return path.read_bytes()

    return Response(site.answers.get((form, one), make), media_type=kind)


def curve_twin(request: Request) -> Response:
    """`/curve/toyota~nissan.json`, `.csv`, `.svg`: the curve as it is by now."""
    site, one, form = site_of(request), asked_of(request), request.path_params["form"]
    if form not in {"json", "csv", "svg"}:
        raise _no_twin(form, "json, csv, svg")
    curve = curve_of(site, one)
    if curve is None:
        if market_of(site, one) is None:
            raise DataError("the two meet in no market that we hold")
        return not_yet()
    if form == "json":
        whole = len(curve.points) >= len(FINE)
        return JSONResponse(curve.to_dict() | {"whole": whole})
    if form == "csv":
        return as_csv(curve.rows())
    return as_svg(stake_curve_picture(curve))


def _whole_report(site: Site, one: Asked) -> Response:
    """Return the one file that a reader keeps, with its draws."""

    def make() -> str:
        report = make_report(
            one.deal, landscape=one.landscape, markets=one.markets, draws=DRAWS
        )
        return render(report)

    text = site.answers.get(("file", one), make)
    headers = {"content-security-policy": REPORT_POLICY}
    return Response(text, media_type="text/html", headers=headers)


def _no_twin(form: str, known: str) -> DataError:
    return DataError(f"there is no {form!r:.20} of this", hint=f"there are {known}")
