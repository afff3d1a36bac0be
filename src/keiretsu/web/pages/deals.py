"""A deal: its answer, the slider over every stake, and one page for each question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from keiretsu.deals import Effects, run
from keiretsu.deals.where import markets_to_price
from keiretsu.errors import DataError
from keiretsu.market import Market
from keiretsu.report import Report, make_report, write_forms
from keiretsu.report.abridge import abridged
from keiretsu.report.answer import answer
from keiretsu.report.curve import COARSE, FINE, Curve, merged, stake_curve
from keiretsu.report.headline import headline
from keiretsu.report.html import render, sections_of
from keiretsu.report.key_numbers import leading
from keiretsu.report.pictures.stake_curve import stake_curve_picture
from keiretsu.report.references import References
from keiretsu.web.asked import Asked, asked
from keiretsu.web.site import Site, site_of
from keiretsu.web.twins import as_csv, as_svg, not_yet

PARTS: Mapping[str, tuple[str, ...]] = {
    "owners": ("owners",),
    "meet": ("overlap",),
    "sure": ("uncertainty",),
    "cars": ("cars",),
    "authorities": ("screens", "filings"),
    "prices": ("prices", "gainers"),
    "plans": ("plans",),
    "unknown": ("gaps",),
    "sources": ("sources",),
    "method": ("method",),
    "reproduce": ("reproduce",),
}
"""The pages of a deal, by their address, and the sections that each holds."""
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
CHIPS = (10.0, 20.0, 33.4, 51.0)
"""Stakes that a reader may pick at once."""
CHUNK = 20
"""Steps in which the points behind a page are computed; who asks waits for one."""
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
)
DRAWS = 32


def report_of(site: Site, one: Asked) -> Report:
    """Return the report of a deal at the models' points, computed once."""

    def make() -> Report:
        return make_report(
            one.deal,
            landscape=one.landscape,
            markets=one.markets,
            draws=0,
            effects=effects_of(site, one),
        )

    return site.answers.get(("report", one), make)


def effects_of(site: Site, one: Asked) -> Effects | None:
    """Return what a deal does at the models' points, None where nothing is sold."""

    def make() -> tuple[Effects | None]:
        places = one.markets or markets_to_price(one.deal, one.landscape)
        return (run(one.deal, one.landscape, places) if places else None,)

    return site.answers.get(("effects", one), make)[0]


def market_of(site: Site, one: Asked) -> Market | None:
    """Return the market that a deal's page speaks of first."""

    def find() -> tuple[Market | None]:
        found = leading(report_of(site, one).effects)
        return (None if found is None else found.market,)

    return site.answers.get(("market", one), find)[0]


def curve_of(site: Site, one: Asked) -> Curve | None:
    """Return the curve of a pair as far as it is computed; the rest is begun."""
    market = market_of(site, one)
    if market is None:
        return None
    key = curve_key(one, market)
    found: Curve | None = site.answers.known(key)
    if found is None or len(found.points) < len(FINE):
        site.answers.behind(key, lambda: draw_curve(site, one, market, key))
    return found


def curve_key(one: Asked, market: Market) -> tuple[Any, ...]:
    """Return by what the curve of a pair is kept."""
    return "curve", one.holder, one.held, one.on, market.name


def draw_curve(
    site: Site, one: Asked, market: Market, key: tuple[Any, ...]
) -> Iterator[int]:
    """Compute the tenths first, then every whole percent, and keep each step.

    Yields how many sizes there are by then.
    """
    found: Curve | None = None
    behind = [size for size in FINE if size not in COARSE]
    steps = [COARSE, *(behind[n::CHUNK] for n in range(CHUNK))]
    for sizes in steps:
        site.answers.give_way()
        if site.answers.stopped.is_set():
            return
        more = stake_curve(
            one.holder, one.held, one.landscape, market, stakes=tuple(sizes)
        )
        found = more if found is None else merged(found, more)
        site.answers.keep(key, found)
        yield len(found.points)


async def deal_page(request: Request) -> Response:
    """`/deal/toyota~nissan?stake=20&on=&market=`."""
    text = _kept_page(site_of(request), request)
    if text is not None:
        return HTMLResponse(text)
    return await run_in_threadpool(_deal_page, request)


def _kept_page(site: Site, request: Request) -> str | None:
    """Return a page whose curve is whole and that was asked for before, or None."""
    known = site.answers.known
    one = known(_address(request))
    market = None if one is None else known(("market", one))
    if market is None or market[0] is None:
        return None
    curve = known(curve_key(one, market[0]))
    if curve is None or len(curve.points) < len(FINE):
        return None
    text: str | None = known(("page", one, len(curve.points)))
    return text


def _deal_page(request: Request) -> Response:
    site, one = site_of(request), asked_of(request)
    sentence = _first_sentence(site, one) if site.hurried else None
    if sentence is not None:
        response = site.page(request, "first.html", asked=one, sentence=sentence)
        response.headers["refresh"] = "0"
        return response
    curve = curve_of(site, one)
    points = 0 if curve is None else len(curve.points)
    key = ("page", one, points)
    response = HTMLResponse(site.answers.get(key, lambda: deal_text(site, one, curve)))
    if curve is None and market_of(site, one) is not None:
        response.headers["refresh"] = "3"
    return response


def _first_sentence(site: Site, one: Asked) -> str | None:
    """Return the answer alone, once, where the rest is still to be computed.

    Whoever asks again, as the page does by itself, waits for the whole.
    """
    known, key = site.answers.known, ("first", one)
    if known(("report", one)) is not None or known(key) is not None:
        return None
    return site.answers.get(key, lambda: (_headline(site, one),))[0]


def _headline(site: Site, one: Asked) -> str | None:
    effects = effects_of(site, one)
    if effects is None:
        return None
    report = Report(deal=effects.deal, effects=effects, landscape=one.landscape)
    return headline(report).sentence


def deal_text(site: Site, one: Asked, curve: Curve | None) -> str:
    """Return the page of a deal with its curve, as far as there is one."""
    report = abridged(report_of(site, one))
    references = References()
    chosen = 1.0 if one.percent is None else one.percent / 100
    return site.render(
        "deal.html",
        **_shown(report, references),
        asked=one,
        chips=CHIPS,
        curve=curve,
        waits=curve is None and market_of(site, one) is not None,
        picture=None if curve is None else stake_curve_picture(curve, chosen),
        answer=answer(report),
        sections={s.name: s for s in sections_of(report, references)},
        parts=PARTS,
    )


def deal_part(request: Request) -> Response:
    """`/deal/toyota~nissan/owners`: one question."""
    site, one = site_of(request), asked_of(request)
    part = request.path_params["part"]
    if part not in PARTS:
        raise DataError(
            f"a deal has no page {part!r:.40}", hint=f"there are {', '.join(PARTS)}"
        )
    report = abridged(report_of(site, one))
    references = References()
    every = {s.name: s for s in sections_of(report, references)}
    shown = _shown(report, references)
    if part == "sources":  # what the other pages cite
        for name, section in every.items():
            if name != "sources":
                site.render("section.html", section=section, **shown)
    sections = [every[name] for name in PARTS[part] if name in every]
    return site.page(
        request,
        "part.html",
        **shown,
        asked=one,
        part=part,
        parts=PARTS,
        sections=sections,
        sentence=answer(report).headline.sentence,
    )


def _shown(report: Report, references: References) -> dict[str, Any]:
    """Return what the report's own templates speak of."""
    return {
        "report": report,
        "label": report.label,
        "words": report.effects.words,
        "deal": report.deal,
        "references": references,
        "cite": references.cite,
    }


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


def asked_of(request: Request) -> Asked:
    """Return the deal that an address names, looked up where it was asked before."""
    answers, key = site_of(request).answers, _address(request)
    found: Asked | None = answers.known(key)
    if found is None:
        found = asked(request.path_params["pair"], request.query_params)
        answers.keep(key, found)
    return found


def _address(request: Request) -> tuple[Any, ...]:
    """Return what an address names; without a day of its own, it is of today."""
    state = (request.query_params.get(name, "") for name in ("stake", "on", "market"))
    return "asked", request.path_params["pair"], *state, dt.date.today()
