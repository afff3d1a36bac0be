"""Real ties between makers as deals: announced, completed and failed, with sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

from keiretsu.deals.deal import Deal
from keiretsu.errors import DataError, UnknownName
from keiretsu.files import is_file, toml
from keiretsu.sources import Source
from keiretsu.spelling import among

State = Literal["announced", "completed", "failed"]
STATES: tuple[str, ...] = get_args(State)


@dataclass(frozen=True, kw_only=True)
class Template:
    """A real tie, as far as it is known.

    Attributes
    ----------
    name, title
        `renault-nissan-1999`, and what it is in one line.
    state
        `announced`, `completed` or `failed`.
    outcome
        What came of it, in words.
    note
        What the steps leave out or assume; empty where nothing must be said.
    deal
        The steps, on a day before they were done.
    sources
        Who says so.
    """

    name: str
    title: str
    state: str
    outcome: str
    note: str
    deal: Deal
    sources: tuple[Source, ...]

    def to_toml(self) -> str:
        """Return the text of a deal file, with what is known of it as comments."""
        head = [f"{self.title}: {self.state}, {self.outcome}."]
        head += [f"Not in the steps: {self.note}."] if self.note else []
        head += [f"Source: {source.cited}." for source in self.sources]
        return "".join(f"# {line}\n" for line in head) + "\n" + self.deal.to_toml()


@cache
def templates() -> Mapping[str, Template]:
    """Return the bundled templates by name, the oldest first.

    Examples
    --------
    >>> templates()["honda-nissan-2024"].deal.sentence
    'Honda and Nissan merge'
    """
    place = files("keiretsu.deals") / "data" / "templates.toml"
    rows = toml(place.read_text("utf-8"), "templates.toml", "correct it")["templates"]
    found = {}
    for row in rows:
        name = row["name"]
        if row["state"] not in STATES:
            raise DataError(
                f"template {name!r} is {row['state']!r:.60}",
                hint=f"use one of: {', '.join(STATES)}",
            )
        data = {"on": row["on"], "steps": row["steps"]}
        found[name] = Template(
            name=name,
            title=row["title"],
            state=row["state"],
            outcome=row["outcome"],
            note=row["note"],
            deal=Deal.from_dict(data, place=f"template {name!r}"),
            sources=tuple(Source(**one) for one in row["sources"]),
        )
    return found


def template(name: str) -> Template:
    """Return one template.

    Raises
    ------
    UnknownName
        If there is none of this name; the hint offers near ones, or those of a company.
    """
    known = templates()
    found = among(name, known)
    if found is None:
        raise _unknown(name, known)
    return known[found]


def _unknown(name: str, known: Mapping[str, Template]) -> DataError:
    """Return what is said of a name that no template has; a company's leads to its own.

    >>> print(_unknown("Nissan", templates()).hint)
    did you mean renault-nissan-1999 or nissan-mitsubishi-2016 or honda-nissan-2024?
    """
    parts = set(re.findall(r"[a-z]+", name.casefold()))
    shared = {one: len(parts & set(one.split("-"))) for one in known}
    most = max(shared.values())
    near = [one for one, count in shared.items() if count == most > 0]
    told = UnknownName("deal template", name, known)
    words = {word for one in known for word in one.split("-")}
    if near and (most > 1 or parts <= words or told.hint is None):
        told.hint = f"did you mean {' or '.join(near)}?"
    told.hint = told.hint or "keiretsu deal template lists them"
    return told


def deal_file(path: Path) -> Deal:
    """Return the deal of a file, or of a template where no file is called so."""
    if not is_file(path) and among(str(path), templates()):
        return template(str(path)).deal
    return Deal.from_file(path)
