"""Numbered sources: a line cites a number and how far it may be trusted.

Titles and addresses are long and repeat; eighty columns have room for them once. A
command cites while it lays out its tables and prints the list at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.cli.output import table
from keiretsu.sources import Source

if TYPE_CHECKING:
    from rich.console import RenderableType


_SHORT = {"sourced_partial": "partly"}
"""What is too wide for a column of a terminal."""


def graded(source: Source) -> str:
    """Return how far a source may be trusted, in a word."""
    return _SHORT.get(source.confidence, source.confidence)


class Citations:
    """The sources of one printed answer, numbered as they are first cited."""

    def __init__(self) -> None:
        self._numbers: dict[Source, int] = {}

    def cite(self, source: Source) -> str:
        """Return the mark of a source: its number and confidence: `[2] memory`."""
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        return f"[{number}] {graded(source)}"

    def listed(self) -> list[RenderableType]:
        """Return the list of everything cited, or nothing where nothing was."""
        if not self._numbers:
            return []
        return [
            table(
                "Sources",
                ("no.", "where it was read"),
                (
                    (f"[{number}]", "\n".join(filter(None, (s.title, s.address))))
                    for s, number in self._numbers.items()
                ),
                whole=("no.",),
            )
        ]
