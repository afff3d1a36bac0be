"""FollowTheMoney: the entities of JSON lines, one a line, each with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keiretsu.errors import DataError

_SEEN = ("first_seen", "last_seen", "last_change")
_ENVELOPE = ("id", "schema", "properties", "datasets", "caption")


@dataclass(frozen=True)
class Entity:
    """One line: its place, identifier, schema, data sets and texts by property."""

    place: str
    id: str
    schema: str
    datasets: tuple[str, ...]
    said: dict[str, list[str]]
    rest: tuple[str, ...]
    seen: tuple[str, ...] = ()

    def one(self, name: str) -> str:
        """Return the one value of a property, or nothing.

        Raises
        ------
        DataError
            If there are several.
        """
        values = dict.fromkeys(self.said.get(name, ()))
        if len(values) > 1:
            raise DataError(
                f"{self.place}, {name}: several values: {', '.join(values)}",
                hint="keep the one that holds",
            )
        return next(iter(values), "")

    def needed(self, *names: str) -> str:
        """Return the value of the first of these properties that has one.

        Raises
        ------
        DataError
            If none has.
        """
        found = next((value for name in names if (value := self.one(name))), "")
        if not found:
            raise DataError(
                f"{self.place}: {self.schema} {self.id!r} gives no {names[0]}",
                hint=f"give it: {' or '.join(names)}",
            )
        return found


def entities(text: str, place: str) -> Iterator[Entity]:
    """Yield the entities of JSON lines.

    Raises
    ------
    DataError
        If a line is no entity; the message gives file, line and property.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _entity(line, f"{place}, line {number}")


def _entity(line: str, place: str) -> Entity:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"{place}: no JSON: {error}", hint="write one entity a line"
        ) from None
    if not isinstance(found, dict):
        raise DataError(f"{place}: no entity", hint="write one entity a line")
    for key in ("id", "schema"):
        if not isinstance(found.get(key), str):
            raise DataError(f"{place}, {key}: no text", hint=f"give the {key} as text")
    said = found.get("properties", {})
    if not isinstance(said, dict):
        raise DataError(f"{place}, properties: no object", hint="write {name: [text]}")
    datasets = _texts(found.get("datasets", []), f"{place}, datasets")
    return Entity(
        place=place,
        id=found["id"],
        schema=found["schema"],
        datasets=tuple(datasets),
        said={name: _texts(value, f"{place}, {name}") for name, value in said.items()},
        rest=tuple(key for key in found if key not in (*_ENVELOPE, *_SEEN)),
        seen=tuple(str(found[key]) for key in _SEEN if found.get(key)),
    )


def _texts(value: Any, place: str) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if any(isinstance(v, bool) or not isinstance(v, str | int | float) for v in values):
        raise DataError(f"{place}: {value!r} is no text", hint="write a list of texts")
    return [str(value) for value in values]
