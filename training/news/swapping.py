"""More texts from the same ones, by exchanging names for others of their kind."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from keiretsu.bundled_names import bundled_register
from keiretsu.news.articles.language import EASTERN
from training.news.corpus import own_names

Marked = tuple[int, int, str]


@cache
def _pool(name: str) -> list[str]:
    text = (Path(__file__).parent / "pools.toml").read_text(encoding="utf-8")
    words: str = tomllib.loads(text)[name]
    return words.split()


_FORMS = (
    "",
    "",
    "",
    *(
        f" {form}"
        for form in [
            "AG",
            "GmbH",
            "SE",
            "SA",
            "S.A.",
            "Ltd",
            "Inc.",
            "Corp.",
            "Co.",
            "plc",
            "NV",
            "SpA",
        ]
    ),
)


def swapped(
    text: str, marks: Sequence[Marked], language: str, shuffle: random.Random
) -> tuple[str, list[Marked]]:
    """Return a text with other names, and where they stand.

    Parameters
    ----------
    text, marks
        A text and its names: start, end and sort of each, in order.
    language
        ISO 639-1 code.
    shuffle
        Where chance comes from.
    """
    chosen: dict[str, str] = {}
    parts: list[str] = []
    new: list[Marked] = []
    last = place = 0
    for start, end, sort in marks:
        old = text[start:end]
        if old not in chosen:
            chosen[old] = _other(old, sort, language, shuffle, chosen)
        parts += [text[last:start], chosen[old]]
        place += start - last
        new.append((place, place + len(chosen[old]), sort))
        place += len(chosen[old])
        last = end
    parts.append(text[last:])
    return "".join(parts), new


def _other(
    old: str, sort: str, language: str, shuffle: random.Random, chosen: dict[str, str]
) -> str:
    if sort == "model" or shuffle.random() < 0.15:
        return old
    if sort == "person":
        for known, new in chosen.items():
            if known.endswith(old) and " " in known and " " in new:
                return new.split(" ")[-1]
        return person(old, language, shuffle)
    if shuffle.random() < 0.55:
        pool = register(language in EASTERN and not old.isascii(), language)
        return shuffle.choice(pool)
    return firm(old, language, shuffle)


def person(old: str, language: str, shuffle: random.Random) -> str:
    """Return another name for a person, of the same form."""
    pick = shuffle.choice
    if language == "ja":
        if old[0] in "・ァアイウエオカキクケコ" or "・" in old:
            return pick(_pool("foreign_ja"))
        family = pick(_pool("ja_family"))
        return family if len(old) <= 2 else family + pick(_pool("ja_given"))
    if language == "zh":
        if "·" in old:
            return pick(_pool("foreign_zh"))
        return pick(_pool("zh_family")) + pick(_pool("zh_given"))
    family = pick(_pool("family"))
    if shuffle.random() < COINED:
        family = _word(shuffle)
    return family if " " not in old else f"{pick(_pool('given'))} {family}"


def firm(old: str, language: str, shuffle: random.Random) -> str:
    """Return an invented name for a firm, of the same form."""
    pick = shuffle.choice
    if shuffle.random() < COINED:
        return coined(old, language, shuffle)
    if language == "zh" and not old.isascii():
        stem = pick(_pool("zh_stem"))
        return stem if len(old) <= 2 else stem + pick(_pool("zh_tail"))
    if language == "ja" and not old.isascii():
        stem = pick(_pool("ja_stem"))
        return stem + pick(_pool("ja_tail")) if len(old) > 3 or len(stem) < 3 else stem
    tail = pick(_pool("tail"))
    name = pick(_pool("stem")) + (tail if tail.islower() else f" {tail}")
    return name + (pick(_FORMS) if " " in old else "")


COINED = 0.6
"""Share of new firms and families whose names are put together from syllables, so that
no stem can be learnt by heart."""


def coined(old: str, language: str, shuffle: random.Random) -> str:
    """Return a name that nobody has, of the same script and about the same length."""
    pick = shuffle.choice
    if language == "zh" and not old.isascii():
        signs = _pool("zh_signs")[0]
        stem = "".join(pick(signs) for _ in range(pick((2, 2, 2, 3))))
        return stem if len(old) <= 3 else stem + pick(_pool("zh_tail"))
    if language == "ja" and not old.isascii():
        if "ァ" <= old[0] <= "ー":
            stem = "".join(pick(_pool("ja_kana")) for _ in range(pick((3, 4, 5))))
        else:
            signs = _pool("ja_signs")[0]
            stem = "".join(pick(signs) for _ in range(pick((2, 2, 3))))
        return stem + pick(_pool("ja_tail")) if len(old) > 4 else stem
    if old.isupper() and len(old) < 6:
        letters = "ABCDEFGHIKLMNOPRSTUVWXYZ"
        return "".join(pick(letters) for _ in range(pick((2, 3, 3, 4))))
    name = _word(shuffle)
    if " " in old or shuffle.random() < 0.2:
        tail = pick([t for t in _pool("tail") if not t.islower()] + [_word(shuffle)])
        name = f"{name} {tail}" + pick(_FORMS)
    return name


def _word(shuffle: random.Random) -> str:
    pick = shuffle.choice
    parts = [
        pick(_pool("onset")) + pick(_pool("vowel")) + pick(_pool("coda"))
        for _ in range(pick((1, 2, 2, 2, 3)))
    ]
    word = "".join(parts).replace("-", "")
    return word.capitalize() if len(word) > 2 else word.capitalize() + "nor"


@cache
def register(eastern: bool, language: str) -> list[str]:
    """Return the companies of the register as a language writes them."""
    found = []
    for entry in bundled_register().entries.values():
        if entry.kind != "company":
            continue
        if not eastern:
            found.append(entry.short)
            continue
        found += [
            a.text
            for a in entry.aliases
            if a.kind == "native" and a.language[:2] == language
        ]
    if not found:
        found = [e["names"][0] for e in own_names().values() if e["type"] == "company"]
    return sorted(set(found))
