"""What makes another name of a name: a model after a make, a family, a subsidiary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from keiretsu.bundled_names import bundled_register
from keiretsu.news.reader.names import NameFound, is_model
from keiretsu.news.reader.packaged import packaged


def apart(
    name: NameFound, inside: Sequence[NameFound], text: str, language: str
) -> Iterator[NameFound]:
    """Yield a tagged name, or the known ones in it where it is no name of its own.

    Parameters
    ----------
    name, inside
        A name that the tagger found, and the names of the register inside.
    text, language
        The article and its language.

    `Opel Corsa` is a make and its model, `トヨタ・ダイハツ` are two firms, and
    `SAIC Volkswagen` is one, the venture of two.
    """
    firms = [k for k in inside if k.sort == "party"]
    first = firms[0] if firms else None
    if first is None or bundled_register().meanings(text[name.start : name.end]):
        yield name
    elif first.start == name.start and (rest := _model_after(first, name, text)):
        yield first
        yield rest
    elif len(firms) > 1 and _listed(firms, name, text):
        yield from firms
    else:
        yield name


def _model_after(first: NameFound, name: NameFound, text: str) -> NameFound | None:
    """Return the rest of a name where it is a model of the firm before."""
    rest = text[first.end : name.end]
    start = first.end + len(rest) - len(rest.lstrip(" -"))
    if start >= name.end or not (
        name.sort == "model" or is_model(text[start : name.end])
    ):
        return None
    return NameFound(start=start, end=name.end, sort="model")


def _listed(firms: Sequence[NameFound], name: NameFound, text: str) -> bool:
    whole = [name.start, *[n for f in firms for n in (f.start, f.end)], name.end]
    gaps = [text[a:b] for a, b in zip(whole[::2], whole[1::2], strict=True)]
    return not gaps[0] and not gaps[-1] and set(gaps[1:-1]) <= {"・", "/", "／"}


_UNITS = packaged("words.toml")["units"].split()
_WIDER = {
    "en": r"(?: (?:{units}))+(?![\w-])|['’]?s? [Ff]amily\b",
    "de": r"(?: (?:{units}))+(?![\w-])",
    "fr": r"(?: (?:{units}))+(?![\w-])",
    "es": r"(?: (?:{units}))+(?![\w-])",
    "ja": r"(?:・[ァ-ヴー]{{2,}})+|(?<=[ァ-ヴー])家(?![電具庭計族])|(?:創業)?一族",
    "zh": r"氏?家族(?:信托|信託)?",
}
_BEFORE = {
    "de": re.compile(r"[Ff]amilie $"),
    "fr": re.compile(r"[Ff]amille (?:de |d['’])?$"),
    "es": re.compile(r"[Ff]amilia $"),
}


_NUMBER = re.compile(
    r" (?:\d{2,3}|EV|BEV|PHEV|Plus|Pro|Max|Ultra|GT|Long Range)(?![\w.,:/-]"
    r"|\s?(?:%|km|kWh|Kilo|kilo|PS|hp|ch\b|CV|[$€£¥]|Euro|euro|mil|Mil|Mrd|Mio|units|cars"
    r"|Auto|miles|Prozent|per|por|pour|万|台|辆|輛))|EV(?![A-Za-z])"
)
"""What belongs to the name of a model: `Epiq 55`, `エルフEV`."""


_NOBLE = re.compile(r" (?:von|van|van der|van den|ter|zu) [A-ZÀ-Þ][\w-]+")


def widened(names: Sequence[NameFound], text: str, language: str) -> list[NameFound]:
    """Return names with what makes another of them, in the order of the text.

    `Scania` before `Argentina`, `Navistar` before `Defense` and `Bloor` before `family`
    are names of other parties.
    """
    found: list[NameFound] = []
    until = -1
    after, before = _wider(language), _BEFORE.get(language)
    firms = [n.start for n in names if n.id is not None and n.sort == "party"]
    for name in sorted(names, key=lambda n: n.start):
        if name.start < until:
            continue
        start, end = name.start, name.end
        if name.sort == "model" and (number := _NUMBER.match(text, end)):
            name = replace(name, end=number.end())
        elif name.sort in {"party", "person", "other"}:
            match = after.match(text, end) if name.sort != "person" else None
            if match and not any(end < other < match.end() for other in firms):
                end = match.end()
            if name.sort == "person" and " " not in text[start:end]:
                noble = _NOBLE.match(text, end)
                known = noble and any(end < other < noble.end() for other in firms)
                end = noble.end() if noble and not known else end
            family = before.search(text, max(0, start - 12), start) if before else None
            start = family.start() if family and family.start() > until else start
        if (start, end) != (name.start, name.end):
            meant = bundled_register().meanings(text[start:end])
            name = NameFound(
                start=start,
                end=end,
                sort="person" if name.sort == "person" else "party",
                id=meant[0] if meant else None,
            )
        until = name.end
        found.append(name)
    return found


@cache
def _wider(language: str) -> re.Pattern[str]:
    units = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
    return re.compile(_WIDER.get(language, _WIDER["en"]).format(units=units))
