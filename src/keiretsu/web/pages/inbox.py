"""Claims that wait: each beside the facts, and forms that decide on it.

A form becomes an `Answer`, as a line of `keiretsu news review --decisions` does, and is
done as that is. What is not accepted yet (a reading, a swap) stands in the address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from keiretsu.characters import visible
from keiretsu.errors import DataError, KeiretsuError
from keiretsu.news.claims.claim import MODALITIES, Claim, fields_by_kind
from keiretsu.web.inbox import MOST_PASTED, desk_of, waiting_pages
from keiretsu.web.pages.watching import since_of
from keiretsu.web.site import Site, site_of

if TYPE_CHECKING:
    from keiretsu.review.inbox import Entry, Inbox

MOST_WAITING = 20
"""Claims on one page."""
MOST_DECIDED = 10
"""Decisions that a page lists, the last."""
_FIELDS = 40
"""Fields that a form may have; a claim has 13 at most."""
_OWN = {"modality": list(MODALITIES), "polarity": ["+", "-"]}
"""What can be corrected of every kind of claim, and its values."""


def inbox_page(request: Request) -> Response:
    """`/inbox?since=2026-10-01&skip=20`: the claims that wait."""
    site, query = site_of(request), request.query_params
    since, skip = since_of(query), _skip(query.get("skip", ""))
    with desk_of(site).open() as inbox:
        waiting = _waiting(site, inbox, since)
        return site.page(
            request,
            "inbox.html",
            shown=[_shown(inbox, e, e) for e in waiting[skip : skip + MOST_WAITING]],
            count=len(waiting),
            skip=skip,
            most=MOST_WAITING,
            most_pasted=MOST_PASTED,
            last=inbox.last(),
            decided=inbox.journal.standing()[: -MOST_DECIDED - 1 : -1],
            **_frame(site, inbox, since),
        )


def inbox_twin(request: Request) -> Response:
    """`/inbox.json?since=`: every claim that waits, as data."""
    site, since = site_of(request), since_of(request.query_params)
    if request.path_params["form"] != "json":
        raise DataError("claims that wait are there as json only")
    with desk_of(site).open() as inbox:
        found = [one.to_dict() for one in _waiting(site, inbox, since)]
    return JSONResponse({"since": since.isoformat(), "claims": found})


def claim_page(request: Request) -> Response:
    """`/inbox/<key>?since=&reading=&swap=`: one claim, to correct, name and decide."""
    site, query = site_of(request), request.query_params
    since = since_of(query)
    with desk_of(site).open() as inbox:
        entry = _entry(site, inbox, since, request.path_params["key"])
        return _one(request, inbox, entry, query, since)


async def inbox_post(request: Request) -> Response:
    """Do what a form says, and lead back to what waits."""
    site = site_of(request)
    form = await request.form(max_files=0, max_fields=_FIELDS)
    if not site.tokens.holds(str(form.get("token", ""))):
        return site.refused(request)
    said = {name: str(value) for name, value in form.items()}
    return await run_in_threadpool(_done, request, site, said)


def _done(request: Request, site: Site, said: Mapping[str, str]) -> Response:
    from keiretsu.review.inbox import Answer, apply  # the store, which few servers need
    from keiretsu.review.inbox.answers import DO

    since, do = since_of(said), said.get("do", "")
    with desk_of(site).open() as inbox:
        if do == "undo":
            _undo(inbox, said.get("number", ""))
            return RedirectResponse(f"/inbox?since={since}", 303)
        if do not in DO:
            raise DataError(f"{do!r:.40} is nothing to do with a claim")
        entry = _entry(site, inbox, since, said.get("key", ""))
        try:
            more = _more(inbox, entry, said)
            answer = Answer(place="not done", do=do, claim=entry.key, more=more)
            list(apply(inbox, [entry.page], [answer]))
        except KeiretsuError as error:
            return _one(request, inbox, entry, said, since, error)
    there = f"/{entry.key}" if do in ("same", "new") else ""
    return RedirectResponse(f"/inbox{there}?since={since}", 303)


def _undo(inbox: Inbox, number: str) -> None:
    """Undo the decision that the form showed, and no other that came after it."""
    last = inbox.last()
    if last is None or str(last.number) != number:
        raise DataError(
            "another decision was made or undone meanwhile", hint="see /inbox again"
        )
    inbox.undo()


def _more(inbox: Inbox, entry: Entry, said: Mapping[str, str]) -> dict[str, Any]:
    """Return what a form says beside what is to be done."""
    more: dict[str, Any] = {
        name: said[name].strip()
        for name in ("because", "name", "company", "called")
        if said.get(name, "").strip()
    }
    if said.get("reading"):
        more["reading"] = _number(said["reading"])
    if said.get("do") in ("accept", "swap"):
        more["set"] = _changes(_as_asked(inbox, entry, said).claim, said)
    return more


def _as_asked(inbox: Inbox, entry: Entry, said: Mapping[str, str]) -> Entry:
    """Return a claim with the reading and the direction that were asked for."""
    if said.get("reading"):
        entry = inbox.choose(entry, _number(said["reading"]))
    if said.get("swap") or said.get("do") == "swap":
        entry = inbox.swap(entry)
    return entry


def _one(
    request: Request,
    inbox: Inbox,
    entry: Entry,
    said: Mapping[str, str],
    since: dt.date,
    error: KeiretsuError | None = None,
) -> Response:
    """Return the page of one claim, with what was typed where that could not be."""
    site = site_of(request)
    try:
        asked = _as_asked(inbox, entry, said)
    except DataError as wrong:
        asked, said, error = entry, {}, error or wrong
    claim = asked.claim
    return site.page(
        request,
        "inbox_claim.html",
        200 if error is None else 400,
        one=_shown(inbox, entry, asked),
        fields=[] if claim.readings else _fields(claim, said),
        reading=said.get("reading", ""),
        swapped=bool(said.get("swap") or said.get("do") == "swap"),
        because=said.get("because", ""),
        problem=None if error is None else str(error.args[0]),
        hint=None if error is None else error.hint,
        **_frame(site, inbox, since),
    )


def _frame(site: Site, inbox: Inbox, since: dt.date) -> dict[str, Any]:
    """Return what both pages show."""
    return {
        "since": since,
        "token": site.tokens.new(),
        "by": inbox.by,
        "store": str(inbox.store.place),
        "label": inbox.data().register.label,
        "watched": site.watched is not None,
    }


def _shown(inbox: Inbox, entry: Entry, asked: Entry) -> dict[str, Any]:
    """Return an entry as it is asked for, with what the facts say of it."""
    claim, said = asked.claim, asked.claim.normalised
    is_whole = claim.kind == "stake" and not claim.readings
    return {
        "entry": entry,
        "page": entry.page,
        "claim": claim,
        "whole": entry.claim,
        "facts": inbox.beside_facts(asked),
        "unknown": inbox.unknown(asked),
        "turns": is_whole and bool(said.get("holder") and said.get("held")),
    }


def _fields(claim: Claim, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the fields that can be corrected, as a form shows them."""
    return [
        {
            "name": name,
            "allowed": allowed,
            "value": typed.get(f"set.{name}", _text(claim, name)),
            "open": name not in _OWN,
        }
        for name, allowed in {**fields_by_kind()[claim.kind], **_OWN}.items()
    ]


def _changes(claim: Claim, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the fields in which a form says something else than the claim."""
    names = (*fields_by_kind()[claim.kind], *_OWN)
    said = {name: typed[f"set.{name}"] for name in names if f"set.{name}" in typed}
    return {k: v for k, v in said.items() if v.split() != _text(claim, k).split()}


def _text(claim: Claim, name: str) -> str:
    """Return a field as a person would type it."""
    value = getattr(claim, name) if name in _OWN else claim.normalised.get(name)
    if isinstance(value, tuple | list):
        return visible("; ".join(map(str, value)))
    if isinstance(value, float):
        return f"{value:.12g}"
    return "" if value is None else visible(str(value))


def _waiting(site: Site, inbox: Inbox, since: dt.date) -> list[Entry]:
    entries = inbox.entries(waiting_pages(site, since))
    return [one for one in entries if one.decision is None]


def _entry(site: Site, inbox: Inbox, since: dt.date, key: str) -> Entry:
    for one in inbox.entries(waiting_pages(site, since)):
        if one.key == key:
            return one
    raise DataError(
        f"no claim {key[:10]!r} is here since {since}", hint="see what waits: /inbox"
    )


def _skip(text: str) -> int:
    return _number(text) if text else 0


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise DataError(f"{text!r:.40} is no number", hint="write 1, 2, …")
    return int(text)
