"""What every section is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from keiretsu.pictures.table import Table


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section of the page.

    Attributes
    ----------
    name
        Its anchor and the stem of its template.
    heading
        What it answers.
    content
        What its template shows, folded away until a reader asks for it.
    lead
        Sentences that answer the heading; they are never folded.
    glance
        A small table under them, or None.
    more
        What the fold is called; empty where there is nothing to unfold.
    """

    name: str
    heading: str
    content: Mapping[str, Any] = field(default_factory=dict)
    lead: tuple[str, ...] = ()
    glance: Table | None = None
    more: str = "More"

    @property
    def template(self) -> str:
        """File of its template."""
        return f"{self.name}.html"
