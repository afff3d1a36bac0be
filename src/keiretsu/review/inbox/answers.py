"""Decisions from a file, where no person sits at a terminal.

JSON Lines, a decision a line: `{"claim": "1f0c…", "do": "accept"}`. A claim is named by
the first letters of its key, as `news review --json` lists it. What a decision needs
stands beside it: `set` for corrections, `reading`, `because`; for a name `name` with
`company` (the same company) or `called` and `kind` (a new one).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keiretsu.errors import DataError
from keiretsu.news.corroboration import Page
from keiretsu.review.inbox.entry import Entry
from keiretsu.review.inbox.inbox import Inbox
from keiretsu.review.inbox.journal import Decision

MOST_ANSWERS = 10_000
"""Decisions of one file."""
_FEWEST = 6
DO = ("accept", "reject", "swap", "same", "new")
"""What may be done with a claim, or with a name in it."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One line: what is to be done, with which claim or name.

    Attributes
    ----------
    place
        Where it stands, for messages.
    do
        One of `DO`; `swap` accepts too.
    claim
        The first letters of a claim's key.
    more
        What else the line says.
    """

    place: str
    do: str
    claim: str
    more: Mapping[str, Any]


def read_answers(text: str, place: str) -> tuple[Answer, ...]:
    """Return the decisions of a file.

    Raises
    ------
    DataError
        If a line is none; the message says which.
    """
    lines = [(n, one) for n, one in enumerate(text.splitlines(), 1) if one.strip()]
    if len(lines) > MOST_ANSWERS:
        raise DataError(
            f"{place} has {len(lines)} decisions", hint=f"give at most {MOST_ANSWERS}"
        )
    return tuple(_answer(line, f"{place}, line {n}") for n, line in lines)


def apply(
    inbox: Inbox, pages: Sequence[Page], answers: Iterable[Answer]
) -> Iterator[tuple[Answer, Decision]]:
    """Do what a file of decisions says, line by line; yield each that was done.

    Raises
    ------
    DataError
        At a line that cannot be done; those before it stand.
    """
    entries = inbox.entries(pages)
    for answer in answers:
        try:
            done = _done(inbox, _entry(answer, entries), answer)
        except DataError as error:
            said = f"{answer.place}: {error.args[0]}"
            raise DataError(said, hint=error.hint) from None
        if answer.do in ("same", "new"):  # other claims may name it too
            entries = inbox.entries(pages)
        yield answer, done


def _done(inbox: Inbox, entry: Entry, answer: Answer) -> Decision:
    if answer.do == "same":
        names = (_text(answer, "name"), _text(answer, "company"))
        return inbox.same(*names, entry.page)
    if answer.do == "new":
        known = {k: str(answer.more[k]) for k in ("called", "kind") if k in answer.more}
        return inbox.new_company(_text(answer, "name"), entry.page, **known)
    return _decided(inbox, entry, answer)


def _decided(inbox: Inbox, entry: Entry, answer: Answer) -> Decision:
    if answer.do == "reject":
        return inbox.reject(entry, str(answer.more.get("because", "")))
    if "reading" in answer.more:
        number = answer.more["reading"]
        if isinstance(number, bool) or not isinstance(number, int):
            raise DataError(f"reading {number!r} is no number", hint="write 1 or 2")
        entry = inbox.choose(entry, number)
    if answer.do == "swap":
        entry = inbox.swap(entry)
    changes = answer.more.get("set", {})
    if not isinstance(changes, dict):
        raise DataError("set holds no fields", hint='write "set": {"percent": "5.1"}')
    if changes:
        entry = inbox.correct(entry, {str(k): str(v) for k, v in changes.items()})
    return inbox.accept(entry)


def _answer(line: str, place: str) -> Answer:
    hint = 'write {"claim": "1f0c4a…", "do": "accept"}'
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise DataError(f"{place} is no JSON", hint=hint) from None
    if not isinstance(said, dict) or said.get("do") not in DO:
        raise DataError(
            f"{place} does not say what to do", hint=f"do is one of: {', '.join(DO)}"
        )
    key = said.get("claim")
    if not isinstance(key, str) or len(key) < _FEWEST:
        raise DataError(
            f"{place} names no claim", hint=f"give {_FEWEST} letters of its key or more"
        )
    more = {k: v for k, v in said.items() if k not in ("do", "claim")}
    return Answer(place=place, do=said["do"], claim=key, more=more)


def _entry(answer: Answer, entries: tuple[Entry, ...]) -> Entry:
    found = [one for one in entries if one.key.startswith(answer.claim)]
    if len(found) != 1:
        many = "several claims begin" if found else "no claim of these pages begins"
        raise DataError(
            f"{many} with {answer.claim[:40]!r}", hint="see keys with: --json"
        )
    return found[0]


def _text(answer: Answer, name: str) -> str:
    value = answer.more.get(name)
    if not isinstance(value, str) or not value:
        raise DataError(f"it says no {name}", hint=f'write "{name}": "…"')
    return value
