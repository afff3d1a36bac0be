"""Pieces for the pages of others: a card or a curve in a frame, and who says how."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlsplit

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from keiretsu.errors import DataError, KeiretsuError
from keiretsu.report.answer import answer
from keiretsu.report.pictures.stake_curve import stake_curve_picture
from keiretsu.web.asked import asked
from keiretsu.web.computed import asked_of, curve_of, market_of, report_of
from keiretsu.web.guard import POLICY
from keiretsu.web.site import site_of

FRAMED = {
    "content-security-policy": POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
    "cross-origin-resource-policy": "cross-origin",
}
"""What lets others frame these pages, and no other page of ours."""
WIDE, NARROW = 640, 600
"""Pixels that a frame is wide; below the second, pieces are drawn for a phone."""
HEIGHTS = {"deal": (360, 480), "curve": (560, 860)}
"""Pixels that a frame of each piece is high, wide and narrow."""
CARD = (1200, 630)


def framed_deal(request: Request) -> Response:
    """`/embed/deal/toyota~nissan?stake=20&on=`: the sentence and its numbers."""
    site, one = site_of(request), asked_of(request)
    report = report_of(site, one)
    response = site.page(
        request,
        "embed.html",
        asked=one,
        report=report,
        answer=answer(report),
        picture=None,
        waits=False,
    )
    response.headers.update(FRAMED)
    return response


def framed_curve(request: Request) -> Response:
    """`/embed/curve/toyota~nissan?on=&market=`: every size of a stake, as a picture."""
    site, one = site_of(request), asked_of(request)
    curve = curve_of(site, one)
    if curve is None and market_of(site, one) is None:
        raise DataError("the two meet in no market that we hold")
    report = report_of(site, one)
    chosen = 1.0 if one.percent is None else one.percent / 100
    response = site.page(
        request,
        "embed.html",
        asked=one,
        report=report,
        answer=answer(report),
        picture=None if curve is None else stake_curve_picture(curve, chosen),
        waits=curve is None,
    )
    response.headers.update(FRAMED)
    if curve is None:
        response.headers["refresh"] = "3"
    return response


def oembed(request: Request) -> Response:
    """`/oembed?url=&maxwidth=&maxheight=`: how a page of ours is put into another.

    References
    ----------
    oEmbed 1.0: type `rich`; 404 for an address that is not ours, 501 for XML.
    """
    query = request.query_params
    if query.get("format", "json") != "json":
        return JSONResponse({"error": "only json is there"}, 501)
    most = [_pixels(query.get(name, ""), name) for name in ("maxwidth", "maxheight")]
    found = _piece(query.get("url", ""), request)
    if found is None:
        told = {"error": "no page of this site that can be framed", "hint": ""}
        return JSONResponse(told, 404)
    kind, pair, state, title = found
    width = min(WIDE, most[0] or WIDE)
    high = HEIGHTS[kind][width < NARROW]
    height = min(high, most[1] or high)
    base = str(request.base_url).rstrip("/")
    frame = f"{base}/embed/{kind}/{pair}{state}"
    html = Markup(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" '
        'style="border:0"></iframe>'
    ).format(frame, width, height, title)
    return JSONResponse(
        {
            "type": "rich",
            "version": "1.0",
            "title": title,
            "provider_name": "keiretsu",
            "provider_url": f"{base}/",
            "cache_age": 86_400,
            "html": str(html),
            "width": width,
            "height": height,
            "thumbnail_url": f"{base}/deal/{pair}.png{state}",
            "thumbnail_width": CARD[0],
            "thumbnail_height": CARD[1],
        }
    )


def _piece(address: str, request: Request) -> tuple[str, str, str, str] | None:
    """Return kind, pair, query and sentence of what an address of ours shows.

    None where it is not ours, or shows nothing that can be framed.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    ours = {("http", request.url.netloc), ("https", request.url.netloc), ("", "")}
    steps = [unquote(step) for step in parts.path.split("/")]
    if (parts.scheme, parts.netloc) not in ours or len(steps) < 3 or steps[0]:
        return None
    kind, pair = (steps[2], steps[3:]) if steps[1] == "embed" else (steps[1], steps[2:])
    if kind not in HEIGHTS or len(pair) != 1:
        return None
    try:
        one = asked(pair[0], dict(parse_qsl(parts.query)))
    except KeiretsuError:
        return None
    state = one.address().partition("?")[2]
    return (
        kind,
        f"{quote(one.holder)}~{quote(one.held)}",
        f"?{state}",
        one.sentence,
    )


def _pixels(text: str, name: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:9]) < 10_000:
        raise DataError(f"{name} is {text!r:.40}", hint="write a number of pixels")
    return int(text)
