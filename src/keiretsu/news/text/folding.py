"""Words as tables know them, whatever their case.

`re.IGNORECASE` takes the Turkish `ı` and `İ`, the long `ſ` and the Kelvin sign for
letters that they do not become in small letters, and `ß` becomes `ss`: what a form has
found is looked up by `folded`, in a table whose keys are folded too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

_PLAIN = str.maketrans({"ı": "i", "İ": "i"})
_V = TypeVar("_V")


def folded(word: str) -> str:
    r"""Return a word as tables know it.

    >>> folded("DREIẞIG"), folded("mıllıon"), folded("\u212am")
    ('dreissig', 'million', 'km')
    """
    return word.translate(_PLAIN).casefold()


def by_folded(table: Mapping[str, _V]) -> dict[str, _V]:
    """Return a table with folded keys."""
    return {folded(word): value for word, value in table.items()}
