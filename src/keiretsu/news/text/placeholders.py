"""One sign for each kind of thing a sentence can mention.

A sentence is read with every name, number and date replaced by one sign from Unicode's
private area, so that a pattern can say "a company, a verb of holding, a percentage"
whatever they are called. In pattern files the signs are written `{C}`, `{PCT}` and so
on; `{holder:C}` also gives the sign a name by which the reader finds it again.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any

SIGNS = {
    "C": "\ue000",  # a company or holder
    "G": "\ue001",  # several: "the two companies"
    "P": "\ue002",  # a person
    "M": "\ue003",  # an outlet
    "R": "\ue004",  # an authority
    "S": "\ue005",  # an unnamed or other source
    "H": "\ue006",  # a hole where a name was lost
    "PCT": "\ue007",
    "MONEY": "\ue008",
    "N": "\ue009",  # a plain number
    "D": "\ue00a",  # a date or period
    "KM": "\ue00b",
    "KWH": "\ue00c",
    "RATIO": "\ue00d",  # 50:50
    "PLAN": "\ue00e",  # a named plan: Re:Nissan
}
PRIVATE = re.compile("[\ue000-\uf8ff]")
_HOLE = re.compile(
    r"\{(?:(?P<name>[a-z_]\w*):)?(?P<what>[A-Z]+(?:\|[A-Z]+)*|[a-z]\w*)\}"
)


@cache
def pattern_file(name: str) -> dict[str, Any]:
    """Return one file of patterns as plain data."""
    text = (files("keiretsu.news") / "patterns" / name).read_text(encoding="utf-8")
    return loads(text)


def compile_form(form: str) -> re.Pattern[str]:
    """Return the regular expression of a form written with signs and words.

    `{C}` is a sign, `{C|H}` either of two, `{holder:C}` a named one, and `{stake}` a
    word class of `words.toml`. A space stands for any white space sign.

    >>> bool(compile_form("{holder:C} has {PCT}").search("\ue000 has \ue007"))
    True
    """
    return re.compile(_expand(form).replace(" ", r"\s"), re.I)


def _expand(form: str) -> str:
    return _HOLE.sub(_one, form)


def _one(match: re.Match[str]) -> str:
    what, name = match["what"], match["name"]
    if what[0].isupper():
        inner = "[" + "".join(SIGNS[w] for w in what.split("|")) + "]"
    else:
        inner = f"(?:{_expand(pattern_file('words.toml')[what])})"
    return f"(?P<{name}>{inner})" if name else inner
