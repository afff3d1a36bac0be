"""Plain articles, put together from templates: to learn from, not to measure on."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from training.news.corpus import Annotated
from training.news.swapping import firm, person, register

SENTENCES = 7
_PERCENT = {
    "en": ("{}%", "{} percent", "{} per cent"),
    "de": ("{} Prozent", "{} %"),
    "fr": ("{} %",),
    "es": ("{}%", "{} %", "{} por ciento"),
    "ja": ("{}%", "{}%"),
    "zh": ("{}%",),
}
_FEW = {
    "en": "two three four five six seven eight nine",
    "de": "zwei drei vier fünf sechs sieben acht neun",
    "fr": "deux trois quatre cinq six sept huit neuf",
    "es": "dos tres cuatro cinco seis siete ocho nueve",
    "zh": "两 三 四 五 六 七 八 九",
}


@cache
def _templates() -> dict[str, list[tuple[str, str]]]:
    text = (Path(__file__).parent / "templates.toml").read_text(encoding="utf-8")
    data: dict[str, str] = tomllib.loads(text)
    return {
        language: [
            (line.rsplit("|", 1)[0].strip(), line.rsplit("|", 1)[1].strip())
            for line in lines.splitlines()
            if "|" in line
        ]
        for language, lines in data.items()
    }


def written(count: int, seed: int = 0) -> Iterator[Annotated]:
    """Yield plain articles in turn in the six languages, each with its claims.

    Parameters
    ----------
    count
        How many.
    seed
        What chance starts from.
    """
    shuffle = random.Random(seed)
    languages = sorted(_templates())
    for number in range(count):
        language = languages[number % len(languages)]
        yield _article(f"plain-{language}-{number}", language, shuffle)


def _article(name: str, language: str, shuffle: random.Random) -> Annotated:
    lead = _company(language, shuffle)
    text, claims = "", []
    for form, said in shuffle.sample(_templates()[language], SENTENCES):
        slots = _slots(language, lead, shuffle)
        words = form.format(**{key: text for key, (text, _) in slots.items()})
        gap = (
            ""
            if not text
            else shuffle.choice(["\n\n", "" if language in {"ja", "zh"} else " "])
        )
        start = len(text) + len(gap)
        text += gap + words
        for part in filter(None, (p.strip() for p in said.split(";"))):
            claims.append(_claim(part.split(), slots, words, start))
    return Annotated(name, text, language, "2025-06-03", "plain", tuple(claims))


def _company(language: str, shuffle: random.Random) -> str:
    eastern = language in {"ja", "zh"}
    if shuffle.random() < 0.8:
        return shuffle.choice(register(eastern, language))
    return firm("丰田汽车" if eastern else "Acme Motors", language, shuffle)


def _slots(
    language: str, lead: str, shuffle: random.Random
) -> dict[str, tuple[str, Any]]:
    names = [lead]
    while len(names) < 3:
        other = _company(language, shuffle)
        if not any(other in n or n in other for n in names):
            names.append(other)
    if shuffle.random() < 0.5:
        shuffle.shuffle(names)
    form = shuffle.choice(_PERCENT[language])
    low, high = sorted(shuffle.sample(range(2, 97), 2))
    p = high + (shuffle.randrange(10) / 10 if shuffle.random() < 0.4 else 0)
    n = shuffle.randrange(11, 900) * 1000
    old = {"ja": "田中健一", "zh": "王建国"}.get(language, "Anna Berg")
    one = person(old, language, shuffle)
    year = str(shuffle.randrange(2025, 2032))
    found: dict[str, tuple[str, Any]] = {
        key: (name, name) for key, name in zip("ABC", names, strict=True)
    }
    found["p"] = (form.format(_number(p, language)), p)
    found["q"] = (form.format(_number(low, language)), low)
    found["n"] = (_count(n, language), n)
    few = shuffle.randrange(2, 10)
    words = _FEW.get(language, "").split()
    found["s"] = (words[few - 2] if words and shuffle.random() < 0.6 else str(few), few)
    found["H"] = (one, one)
    found["y"] = (year, year)
    return found


def _number(value: float, language: str) -> str:
    text = f"{value:g}"
    return text.replace(".", ",") if language in {"de", "fr", "es"} else text


def _count(value: int, language: str) -> str:
    if language in {"ja", "zh"} and value >= 10_000:
        return f"{value / 10_000:g}万"
    text = f"{value:,}"
    mark = {"de": ".", "es": ".", "fr": " "}.get(language, ",")
    return text.replace(",", mark)


def _claim(
    part: list[str], slots: dict[str, tuple[str, Any]], words: str, start: int
) -> dict[str, Any]:
    kind, *rest = part
    fields: dict[str, Any]
    if kind == "S":
        name = "stake"
        fields = {
            "holder": slots[rest[0]][1],
            "held": slots[rest[1]][1],
            "percent": slots[rest[2]][1],
        }
        at = words.index(slots[rest[2]][0])
    elif kind == "D":
        name, at = "deal", 0
        fields = {
            "parties": [slots[rest[0]][1], slots[rest[1]][1]],
            "deal_type": rest[2],
            "status": rest[3],
        }
    elif kind == "R":
        name, at = "role", words.index(slots["H"][0])
        fields = {
            "person": slots["H"][1],
            "company": slots[rest[1]][1],
            "title": rest[2],
            "status": "current",
        }
    else:
        name = "plan_target" if kind == "T" else "sales"
        count = slots[rest[2] if len(rest) > 2 else "n"]
        at = words.index(count[0])
        fields = {
            "company": slots[rest[0]][1],
            "metric": rest[1],
            "value": count[1],
        }
    return {
        "kind": name,
        "normalised": fields,
        "span": [start + at, start + at + 1],
        "quote": words,
    }
