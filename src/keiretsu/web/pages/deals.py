"""A deal: its answer, the slider over every stake, and one page for each question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from keiretsu.errors import DataError
from keiretsu.report import Report
from keiretsu.report.abridge import abridged
from keiretsu.report.answer import answer
from keiretsu.report.curve import FINE, Curve
from keiretsu.report.headline import headline
from keiretsu.report.html import sections_of
from keiretsu.report.key_numbers import NOTHING
from keiretsu.report.pictures.stake_curve import stake_curve_picture
from keiretsu.report.references import References
from keiretsu.web.asked import Asked
from keiretsu.web.computed import (
    address_of,
    asked_of,
    curve_key,
    curve_of,
    effects_of,
    market_of,
    report_of,
)
from keiretsu.web.line import in_line
from keiretsu.web.site import Site, site_of

PARTS: Mapping[str, tuple[str, ...]] = {
    "owners": ("owners",),
    "meet": ("overlap",),
    "sure": ("uncertainty",),
    "cars": ("cars",),
    "authorities": ("filings", "screens"),
    "prices": ("prices", "gainers"),
    "plans": ("plans",),
    "unknown": ("gaps",),
    "sources": ("sources",),
    "method": ("method",),
    "reproduce": ("reproduce",),
}
"""The pages of a deal, by their address, and the sections that each holds."""
CHIPS = (10.0, 20.0, 33.4, 51.0)
"""Stakes that a reader may pick at once."""


async def deal_page(request: Request) -> Response:
    """`/deal/toyota~nissan?stake=20&on=&market=`."""
    text = _kept_page(site_of(request), request)
    if text is not None:
        return HTMLResponse(text)
    return await in_line(_deal_page)(request)


def _kept_page(site: Site, request: Request) -> str | None:
    """Return a page whose curve is whole and that was asked for before, or None."""
    known = site.answers.known
    one = known(address_of(request))
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
        moves=curve is not None and _moves(curve),
        waits=curve is None and market_of(site, one) is not None,
        picture=None if curve is None else stake_curve_picture(curve, chosen),
        answer=answer(report),
        sections={s.name: s for s in sections_of(report, references)},
        parts=PARTS,
    )


def _moves(curve: Curve) -> bool:
    """Say whether any size of the stake moves a price, so that there is a curve."""
    changes = (v for point in curve.points for v in point.changes.values())
    return any(abs(change) >= NOTHING for change in changes)


def deal_part(request: Request) -> Response:
    """`/deal/toyota~nissan/owners`: one question."""
    site, one = site_of(request), asked_of(request)
    part = request.path_params["part"]
    if part not in PARTS:
        raise DataError(
            f"a deal has no page {part!r:.40}", hint=f"there are {', '.join(PARTS)}"
        )
    text = site.answers.get(("part", part, one), lambda: _part_text(site, one, part))
    return HTMLResponse(text)


def _part_text(site: Site, one: Asked, part: str) -> str:
    """Return the page of one question."""
    report = abridged(report_of(site, one))
    references = References()
    every = {s.name: s for s in sections_of(report, references)}
    shown = _shown(report, references)
    if part == "sources":  # what the other pages cite
        for name, section in every.items():
            if name != "sources":
                site.render("section.html", section=section, **shown)
    sections = [every[name] for name in PARTS[part] if name in every]
    return site.render(
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
