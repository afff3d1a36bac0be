"""The annotated articles: texts, what is known of them, and their claims."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from keiretsu.bundled_names import bundled_register
from keiretsu.spelling import fold

HERE = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Annotated:
    """One article with its claims as annotated.

    Attributes
    ----------
    id, text, language, date, batch
        As its file says; `batch` names the hand that wrote it.
    claims
        Plain claims, as `Claim.to_dict` gives them.
    """

    id: str
    text: str
    language: str
    date: str | None
    batch: str
    claims: tuple[dict[str, Any], ...] = field(repr=False)

    @property
    def style(self) -> str:
        """One of `STYLES`: written as newspapers write, or to be hard."""
        return "ordinary" if "-news-" in self.batch else "hard"


STYLES = ("ordinary", "hard")


@cache
def articles(aside: bool = False) -> tuple[Annotated, ...]:
    """Return the articles to learn from, or those set aside, by batch.

    Parameters
    ----------
    aside
        Whether those are wanted that nothing was learnt from or chosen by.
    """
    found = []
    for path in sorted(HERE.glob("*.jsonl")):
        if path.stem.endswith("-aside") != aside:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(
                Annotated(
                    id=row["id"],
                    text=row["text"],
                    language=row["language"],
                    date=row.get("date"),
                    batch=path.stem,
                    claims=tuple(row["claims"]),
                )
            )
    return tuple(found)


@cache
def names() -> dict[str, frozenset[str]]:
    """Return folded spellings by identifier: the register's and the corpus's own."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in bundled_register().entries.values():
        found[entry.id] |= {fold(s) for s in (*entry.spellings, *entry.former)}
    for identifier, own in own_names().items():
        found[identifier] |= {fold(s) for s in own["names"]}
    return {i: frozenset(s - {""}) for i, s in found.items()}


@cache
def own_names() -> dict[str, Any]:
    """Return the entries that the articles brought with them."""
    data: dict[str, Any] = json.loads((HERE / "names.json").read_text(encoding="utf-8"))
    return data


def spelling_form(spelling: str) -> re.Pattern[str]:
    """Return a form that finds a spelling as a whole name."""
    latin = spelling[0].isascii() or spelling[0] < "\u0400"
    edge = r"(?<![^\W_])" if latin else ""
    tail = r"(?![^\W_])" if latin else ""
    return re.compile(edge + re.escape(spelling) + tail)
