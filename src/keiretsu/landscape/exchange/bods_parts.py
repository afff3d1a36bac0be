"""BODS 0.4: the statements of a file and what is in them, each with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from keiretsu.errors import DataError
from keiretsu.landscape.exchange.bods import VERSION


class Part:
    """An object within the file, with its place; wrong types are told."""

    def __init__(self, value: Any, place: str) -> None:
        if not isinstance(value, Mapping):
            raise DataError(f"{place}: no object", hint="write {name: value}")
        self.value, self.place = value, place

    def text(self, name: str, *, needed: bool = False) -> str:
        """Return a text, or nothing where it is left out and not needed."""
        found = self.value.get(name) or ""
        if not isinstance(found, str) or (needed and not found):
            wrong = f"{found!r} is no text" if name in self.value else "is not given"
            raise DataError(f"{self.place}, {name}: {wrong}", hint=f"give the {name}")
        return found

    def texts(self, name: str) -> list[str]:
        """Return a list of texts; none where it is left out or null."""
        found = self.value.get(name) or []
        if not isinstance(found, list) or not all(isinstance(t, str) for t in found):
            raise DataError(
                f"{self.place}, {name}: no list of texts", hint='write ["A", "B"]'
            )
        return found

    def part(self, name: str) -> Part:
        """Return an object within this one; empty where it is left out."""
        return Part(self.value.get(name) or {}, f"{self.place}, {name}")

    def parts(self, name: str) -> list[Part]:
        """Return the objects of a list; none where it is left out."""
        found = self.value.get(name) or []
        if not isinstance(found, list):
            raise DataError(f"{self.place}, {name}: no list", hint="write [...]")
        places = (f"{self.place}, {name} {n}" for n in range(1, len(found) + 1))
        return [Part(one, at) for one, at in zip(found, places, strict=True)]


def parts_of(text: str, place: str) -> list[Part]:
    """Return the statements of a BODS file.

    Raises
    ------
    DataError
        If it is none of version 0.4; the message gives the file and which statement.
    """
    try:
        found = _parsed(text, place)
    except json.JSONDecodeError as error:
        raise DataError(
            f"{place}, line {error.lineno}: no JSON: {error.msg}", hint="correct it"
        ) from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"{place}: no JSON: {error}", hint="correct it") from None
    if not isinstance(found, list):
        raise DataError(
            f"{place}: no BODS file", hint="a list of statements is expected"
        )
    told = [Part(one, f"{place}, statement {n}") for n, one in enumerate(found, 1)]
    _see_version(told)
    return told


def _parsed(text: str, place: str) -> Any:
    """Return JSON, or the list of objects that stand one a line."""

    def load(part: str) -> Any:
        return json.loads(part, parse_float=_plain, parse_int=str)

    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines[:2]):
        return load(text)
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found += [load(line)] if line.strip() else []
        except json.JSONDecodeError as error:
            raise DataError(
                f"{place}, line {number}: no JSON: {error.msg}", hint="correct it"
            ) from None
    return found


def _plain(number: str) -> str:
    """Return a number of JSON in plain digits: `1e1` is `10`."""
    return format(Decimal(number), "f") if "e" in number.lower() else number


def _see_version(told: Sequence[Part]) -> None:
    """See that the statements are of the version that is read."""
    for one in told:
        version = one.part("publicationDetails").text("bodsVersion")
        is_older = "statementType" in one.value or "statementID" in one.value
        if is_older or (version and not version.startswith(VERSION)):
            shown = version or "0.1 to 0.3"
            raise DataError(
                f"{one.place}: BODS {shown} is not read, only {VERSION}",
                hint="publish or convert the file as BODS 0.4",
            )
