"""Reading an article: paste it, see what was read, say yes; then it is computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from keiretsu.deals.ladder import by_size
from keiretsu.errors import DataError
from keiretsu.news import deals_to_choose, read_claims
from keiretsu.news.pipeline import FAIR, read_whole
from keiretsu.report.references import References
from keiretsu.report.sections.reported import claims_words, reported_section
from keiretsu.web.asked import asked, landscape_of, percent_of
from keiretsu.web.site import site_of

STATE = ("sure", "reading", "swap", "not")
"""What an address of an article says beside its name."""


def read_form(request: Request) -> Response:
    """`/read`: one box."""
    site = site_of(request)
    return site.page(request, "read.html", token=site.tokens.new())


async def read_post(request: Request) -> Response:
    """Keep the pasted text and lead to what was read in it."""
    site = site_of(request)
    form = await request.form(max_files=0, max_fields=8)
    if not site.tokens.holds(str(form.get("token", ""))):
        return site.refused(request)
    name = site.articles.keep(str(form.get("text", "")), str(form.get("date", "")))
    return RedirectResponse(f"/read/{name}", 303)


def read_article_page(request: Request) -> Response:
    """`/read/<hash>?sure=&reading=&swap=&not=`: the confirm bar, then the claims."""
    site, query = site_of(request), request.query_params
    article = site.articles.get(request.path_params["name"])
    claims, less_sure = read_whole(article, _sure(query))
    on = article.date.last if article.date else None
    year = on.year if on else None
    deals = deals_to_choose(claims, year)
    chosen = _chosen(query, len(deals))
    found = deals[chosen] if deals and not query.get("not") else None
    landscape = landscape_of(on) if on else landscape_of(dt.date.today())
    parties = () if found is None else tuple(found.parties[:2])
    if found is not None and found.kind != "stake":  # who would hold is not said
        parties = tuple(by_size(parties, landscape))
    if query.get("swap"):
        parties = parties[::-1]
    return site.page(
        request,
        "claims.html",
        article=article,
        name=request.path_params["name"],
        found=found,
        others=[(n, one) for n, one in enumerate(deals, 1) if n != chosen + 1],
        parties=parties,
        names=[landscape.label(p) for p in parties],
        landscape=landscape,
        on=landscape.on,
        counted=claims_words(claims),
        references=(references := References()),
        cite=references.cite,
        content=reported_section(article, claims, landscape).content,
        here=lambda **changes: _here(request, changes),
        state={k: query.get(k, "") for k in STATE},
        fair=FAIR,
        more=len(less_sure),
        unsure=() if deals else deals_to_choose(less_sure, year),
    )


def _chosen(query: Mapping[str, str], deals: int) -> int:
    """Return which of the deals an address chooses, from 0; the first by default."""
    places = {str(place + 1): place for place in range(deals)}
    return places.get(query.get("reading", ""), 0)


def _sure(query: Mapping[str, str]) -> float | None:
    """Return how sure the reader must be of a claim, as the address says."""
    said = query.get("sure", "")
    try:
        return float(said) if said else None
    except ValueError:
        raise DataError(
            f"sure is {said!r:.40}, no probability", hint="write a number from 0 to 1"
        ) from None


def _here(request: Request, changes: Mapping[str, str]) -> str:
    """Return the address of this page with some of its state changed."""
    state = {k: request.query_params.get(k, "") for k in STATE}
    state.update(changes)
    query = urlencode({k: v for k, v in state.items() if v})
    return request.url.path + (f"?{query}" if query else "")


def read_twin(request: Request) -> Response:
    """`/read/<hash>.json`: the claims as data."""
    site = site_of(request)
    if request.path_params["form"] != "json":
        raise DataError("claims are there as json only")
    article = site.articles.get(request.path_params["name"])
    claims = read_claims(article, _sure(request.query_params))
    return JSONResponse({"claims": [claim.to_dict() for claim in claims]})


def confirm(request: Request) -> Response:
    """`/confirm?holder=&held=&stake=&on=`: the deal sentence was confirmed."""
    query = request.query_params
    stake = query.get("stake", "")
    percent_of(stake)
    pair = f"{query.get('holder', '')}~{query.get('held', '')}"
    one = asked(pair, {"stake": stake, "on": query.get("on", "")})
    return RedirectResponse(one.address(), 303)


def find(request: Request) -> Response:
    """`/find?q=`: a company, a car or a deal in one box."""
    words = request.query_params.get("q", "").strip()
    pieces = [w for w in words.replace(" and ", "~").replace("–", "~").split("~") if w]
    if len(pieces) == 2:
        pair = "~".join(quote(piece.strip()) for piece in pieces)
        return RedirectResponse(f"/deal/{pair}", 303)
    landscape = landscape_of(dt.date.today())
    try:
        company = landscape.resolve(words) if words else None
    except DataError:
        company = None
    if company is not None:
        return RedirectResponse(f"/company/{quote(company.id)}", 303)
    if not words:
        return RedirectResponse("/", 303)
    return RedirectResponse(f"/car?{urlencode({'q': words})}", 303)
