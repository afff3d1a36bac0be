"""The numbered list of sources: every fact on the page points into it.

Numbers are given in the order in which the page cites. A value nobody has checked keeps
its mark at the place where it is cited, not only in the list.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from keiretsu.sources import Source, safe_link

CONFIDENCE_WORDS = {
    "sourced": "read in the source",
    "sourced_partial": "read in part",
    "derived": "computed from sourced rows",
    "assumed": "a stated assumption",
    "memory": "from memory, unchecked",
}
_MARKS = {
    "sourced": "",
    "sourced_partial": " in part",
    "derived": " derived",
    "assumed": " assumed",
    "memory": " unchecked",
}


@dataclass(kw_only=True)
class Reference:
    """One numbered source and the facts that rest on it."""

    number: int
    source: Source
    facts: list[str] = field(default_factory=list)

    @property
    def link(self) -> str | None:
        """The address, if a browser can safely follow it."""
        return safe_link(self.source.address)

    @property
    def confidence(self) -> str:
        """The confidence, in words."""
        return CONFIDENCE_WORDS[self.source.confidence]


class References:
    """Collects what a page cites."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Reference] = {}

    def __len__(self) -> int:
        return len(self._found)

    @property
    def listed(self) -> tuple[Reference, ...]:
        """Everything cited so far, by number."""
        return tuple(self._found.values())

    def cite(self, source: Source | None, fact: str = "") -> Markup:
        """Return the mark that stands beside a value, and remember the fact.

        Parameters
        ----------
        source
            Where the value comes from; None marks it as having no source.
        fact
            The fact in words with its date, for the list.
        """
        if source is None:
            return Markup('<span class="ref none">no source</span>')
        key = (source.title, source.address, source.confidence)
        entry = self._found.setdefault(
            key, Reference(number=len(self._found) + 1, source=source)
        )
        if fact and fact not in entry.facts:
            entry.facts.append(fact)
        return Markup('<a class="ref{0}" href="#source-{1}">{1}{2}</a>').format(
            " memory" if source.confidence == "memory" else "",
            entry.number,
            _MARKS[source.confidence],
        )
