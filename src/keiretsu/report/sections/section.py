"""What every section is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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
        What its template shows.
    """

    name: str
    heading: str
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """File of its template."""
        return f"{self.name}.html"
