"""Countries by their codes: what a table writes short, a reader is told in full."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def country_name(code: str) -> str:
    """Return the English name of a country, or of several; an unknown code as it is.

    Parameters
    ----------
    code
        ISO 3166 code of two letters, `EU`, `UK`, or several with `/` between.

    Examples
    --------
    >>> country_name("JP"), country_name("FR/JP"), country_name("XX")
    ('Japan', 'France and Japan', 'XX')
    """
    names = _names()
    return " and ".join(names.get(one.strip(), one.strip()) for one in code.split("/"))


def in_sentence(name: str) -> str:
    """Return the name of a country or union as it stands within a sentence.

    >>> in_sentence("United States"), in_sentence("Japan")
    ('the United States', 'Japan')
    """
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


_WITH_ARTICLE = ("United ", "European ", "Netherlands", "Philippines")


@cache
def _names() -> Mapping[str, str]:
    text = (files("keiretsu") / "countries.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(text.splitlines())}
