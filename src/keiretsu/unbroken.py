"""Words on a terminal that break into lines between words, never before a percent sign.

Rich takes every kind of space for one at which a line may break.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.containers import Lines
    from rich.text import Text

_HELD = "\ue000"
"""Stands for a space at which no line may break, while lines are broken."""


def unbroken(words: str, style: str = "") -> Text:
    """Return words as rich shows them, `20 %` on one line."""
    from rich.text import Text

    class Held(Text):
        def wrap(self, *given: Any, **how: Any) -> Lines:
            held = Text(self.plain.replace(" %", f"{_HELD}%"), style=self.style)
            lines = held.wrap(*given, **how)
            for line in lines:
                line.plain = line.plain.replace(_HELD, " ")
            return lines

    return Held(words, style=style)
