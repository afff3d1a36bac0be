"""The rules of every jurisdiction, read from one TOML file each and checked on entry.

A rule whose amounts are reset from time to time gives them by period; every period
becomes a rule of its own, and the day picks the one that holds. A limb that several
tests share is written once, under `[conditions]`, and taken in by `{ use = "name" }`.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from keiretsu.countries import country_name
from keiretsu.errors import DataError, UnknownName
from keiretsu.rules.logic import parse
from keiretsu.rules.rule import Fee, Rule, Test
from keiretsu.rules.vocabulary import Words, load_words
from keiretsu.sources import Source
from keiretsu.spelling import among

_FIELDS = {
    "id",
    "authority",
    "instrument",
    "kind",
    "currency",
    "in_force_from",
    "in_force_to",
    "status",
    "confidence",
    "notes",
    "cross_holdings",
    "fees",
    "standstill",
    "timetable",
    "confidence_of",
    "sources",
    "periods",
    "tests",
}
KINDS = (
    "concentration",
    "notification",
    "control_concept",
    "interlock",
    "information_exchange",
)


@dataclass(frozen=True, kw_only=True)
class Jurisdiction:
    """One authority's territory and its rules.

    `members` are states inside it; `absent` says why no rule of a kind is held.
    """

    code: str
    name: str
    members: tuple[str, ...]
    rules: tuple[Rule, ...]
    absent: Mapping[str, str]


def load_rules(jurisdictions: Iterable[str] | None = None) -> tuple[Rule, ...]:
    """Return the rules of some jurisdictions, of any day (default: of all).

    Raises
    ------
    UnknownName
        If we hold no rules for a jurisdiction.
    """
    known = load_jurisdictions()
    asked = known if jurisdictions is None else jurisdictions
    codes = [jurisdiction_code(text) for text in asked]
    return tuple(rule for code in dict.fromkeys(codes) for rule in known[code].rules)


def jurisdiction_code(text: str) -> str:
    """Return the code of a jurisdiction: `uk`, `GB` and `United Kingdom` are `UK`.

    Raises
    ------
    UnknownName
        If we hold no rules for it.
    """
    known = load_jurisdictions()
    named = {one.name: code for code, one in known.items()}
    name = country_name(text.strip().upper())
    found = among(text, known) or named.get(among(name, named) or "")
    if found is None:
        unknown = UnknownName("jurisdiction", text, known)
        unknown.hint = f"use one of: {', '.join(sorted(known))}"
        raise unknown
    return found


@cache
def load_jurisdictions() -> Mapping[str, Jurisdiction]:
    """Return every jurisdiction we hold rules for, by its code."""
    folder = files("keiretsu.rules") / "data"
    words = load_words()
    found = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml") and path.name != "words.toml":
            read = read_jurisdiction(path.read_text(encoding="utf-8"), words, path.name)
            found[read.code] = read
    return found


def read_jurisdiction(text: str, words: Words, place: str) -> Jurisdiction:
    """Read the text of one file of rules.

    Raises
    ------
    DataError
        If it is not TOML, lacks a field, or uses an outcome, operation, variable or
        figure that is not defined.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{place} is not TOML: {error}") from None
    try:
        meanings = {**words.market, **words.deal, **data.get("variables", {})}
        rules = (
            rule
            for row in _with_limbs(data["rules"], data.get("conditions", {}), place)
            for rule in _rules(
                row,
                data["jurisdiction"],
                words,
                meanings,
                data.get("phrases", {}),
                place,
            )
        )
        return Jurisdiction(
            code=data["jurisdiction"],
            name=data["name"],
            members=tuple(data.get("members", ())),
            rules=tuple(rules),
            absent=data.get("absent", {}),
        )
    except KeyError as error:
        raise DataError(f"{place} lacks the field {error}") from None


def _with_limbs(tree: Any, limbs: Mapping[str, Any], place: str) -> Any:
    """Put the shared limbs in the place of their names."""
    if isinstance(tree, list):
        return [_with_limbs(part, limbs, place) for part in tree]
    if not isinstance(tree, dict):
        return tree
    if set(tree) == {"use"}:
        if tree["use"] not in limbs:
            raise DataError(f"{place} uses the condition {tree['use']!r}, never given")
        return _with_limbs(limbs[tree["use"]], limbs, place)
    return {key: _with_limbs(part, limbs, place) for key, part in tree.items()}


def _rules(
    row: Mapping[str, Any],
    code: str,
    words: Words,
    meanings: Mapping[str, str],
    phrases: Mapping[str, str | list[str]],
    place: str,
) -> Iterator[Rule]:
    place = f"{place}, rule {row['id']!r}"
    if not set(row) <= _FIELDS:
        raise DataError(f"{place} has a field {min(set(row) - _FIELDS)!r}")
    if row["kind"] not in KINDS:
        raise DataError(
            f"{place} is of kind {row['kind']!r}", hint=f"use {', '.join(KINDS)}"
        )
    for period in row.get("periods", [{}]):
        dated = {**row, **period}
        figures = period.get("figures", {})
        tests = tuple(
            _test(test, figures, words, meanings, place)
            for test in row.get("tests", [])
        )
        used = {var: meanings[var] for test in tests for var in test.when.variables}
        yield Rule(
            id=dated["id"],
            jurisdiction=code,
            authority=dated["authority"],
            instrument=dated["instrument"],
            kind=dated["kind"],
            in_force_from=_day(dated, "in_force_from", place),
            in_force_to=_day(dated, "in_force_to", place),
            status=dated["status"],
            currency=dated.get("currency"),
            tests=tests,
            notes=tuple(dated.get("notes", ())),
            cross_holdings=dated.get("cross_holdings", False),
            fees=tuple(
                Fee(below=fee.get("below"), amount=fee["amount"])
                for fee in dated.get("fees", ())
            ),
            standstill=dated.get("standstill"),
            timetable=dated.get("timetable", ""),
            timetable_confidence=dated.get("confidence_of", {}).get(
                "timetable", "memory"
            ),
            fees_confidence=dated.get("confidence_of", {}).get("fees", "memory"),
            variables=used,
            phrases=phrases,
            sources=_sources(dated),
        )


def _test(
    row: Mapping[str, Any],
    figures: Mapping[str, float],
    words: Words,
    meanings: Mapping[str, str],
    place: str,
) -> Test:
    place = f"{place}, test {row['id']!r}"
    when = parse(_filled(row["when"], figures, place), place)
    for var in when.variables:
        if var not in meanings:
            raise DataError(
                f"{place} looks at {var!r}, which nobody has defined",
                hint="define it under [variables]",
            )
    outcome = words.outcomes.get(row["outcome"])
    if outcome is None:
        raise DataError(
            f"{place} has the outcome {row['outcome']!r}",
            hint=f"use one of: {', '.join(words.outcomes)}",
        )
    return Test(
        id=row["id"],
        text=row["text"],
        when=when,
        outcome=row["outcome"],
        severity=outcome["severity"],
        meaning=outcome["meaning"],
        of_market=any(var in words.market for var in when.variables),
    )


def _filled(tree: Any, figures: Mapping[str, float], place: str) -> Any:
    """Put a period's amounts in the place of their names."""
    if isinstance(tree, list):
        return [_filled(part, figures, place) for part in tree]
    if not isinstance(tree, dict):
        return tree
    if set(tree) == {"figure"}:
        if tree["figure"] not in figures:
            raise DataError(f"{place} uses the figure {tree['figure']!r}, never given")
        return figures[tree["figure"]]
    return {key: _filled(part, figures, place) for key, part in tree.items()}


def _day(row: Mapping[str, Any], field: str, place: str) -> dt.date | None:
    value = row.get(field)
    if value is not None and type(value) is not dt.date:
        raise DataError(
            f"{place} has the day {value!r} as {field}", hint="write it as 2025-02-13"
        )
    return value


def _sources(row: Mapping[str, Any]) -> tuple[Source, ...]:
    confidence = row["confidence"]
    addresses = row.get("sources", ())
    if not addresses:
        return (Source(title=row["instrument"], confidence=confidence),)
    return tuple(
        Source(
            title=f"{row['instrument']} (as described at {urlsplit(address).netloc})",
            address=address,
            confidence=confidence,
        )
        for address in addresses
    )
