"""Numbers as people write them in six languages: 3,3 Mio., 15萬3,308, a third, 51/49.

Each figure has its value in full and what it measures: a percentage (5.1 is 5.1 %),
money with its currency, a distance in km, an energy in kWh, or a plain count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.packaged import packaged
from keiretsu.news.text.folding import by_folded, folded

KM_PER_MILE = 1.609344
MOST_VALUE = 1e18
"""Value above which digits are no figure."""
_KANJI = dict(
    zip(
        "〇零一二三四五六七八九两兩壱弐参",
        (0, 0, *range(1, 10), 2, 2, 1, 2, 3),
        strict=True,
    )
)
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_POINT = re.compile(
    r"(?<=\d)・(?=\d+[%％万億千割])|(?<=[〇一二三四五六七八九十])・(?=[〇一二三四五六七八九]+[%％])"
)
"""The decimal point of Japanese newspapers: 38・5%, 一〇・七%."""
_WIDE = str.maketrans("０１２３４５６７８９．，％／：－", "0123456789.,%/:-")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number in a text.

    Attributes
    ----------
    start, end
        Its place in the text.
    measure
        `percent`, `money`, `km`, `kwh` or `count`.
    value
        In full; percent as 5.1.
    currency
        ISO code of money; None where the text does not tell.
    least
        Low end of a range, of which `value` is the high end.
    """

    start: int
    end: int
    measure: str
    value: float
    currency: str | None = None
    least: float | None = None


def find_figures(text: str, language: str) -> list[Figure]:
    """Return the figures of a text, left to right, none inside another.

    Parameters
    ----------
    text
        Any text.
    language
        ISO 639-1 code: it decides what a comma and a full stop are.

    >>> [f.value for f in find_figures("34,5 % für 3,3 Mrd. Euro", "de")]
    [34.5, 3300000000.0]
    >>> [f.value for f in find_figures("15萬3,308輛，七成", "zh")]
    [153308.0, 70.0]
    """
    plain = _POINT.sub(".", text.translate(_WIDE))
    readers = [_ratios, _fractions]
    if language in EASTERN:
        readers += [_eastern]
    readers += [_western]
    taken = bytearray(len(plain))
    found: list[Figure] = []
    for reader in readers:
        for figure in reader(plain, language):
            if figure.value <= MOST_VALUE and not any(taken[figure.start : figure.end]):
                taken[figure.start : figure.end] = b"\1" * (figure.end - figure.start)
                found.append(figure)
    return sorted(found, key=lambda f: f.start)


@cache
def _data() -> dict[str, Any]:
    return packaged("numbers.toml")


@cache
def _table(name: str) -> dict[str, Any]:
    return by_folded(_data()[name])


@cache
def _words(language: str) -> dict[str, float]:
    return by_folded(_data()["words"].get(language, _data()["words"]["en"]))


def _any(words: Iterable[str]) -> str:
    known = set(words)
    known |= set(map(folded, known))
    return "|".join(sorted(map(re.escape, sorted(known)), key=len, reverse=True))


_RATIO = re.compile(
    r"(?<![\d.,:/-])(\d\d?(?:[.,]\d+)?)\s?([:/-])\s?(\d\d?(?:[.,]\d+)?)(?![\d/:%-]|[.,]\d)"
)


def _ratios(text: str, language: str) -> Iterator[Figure]:
    """`51:49` is two percentages, where they make a whole."""
    for match in _RATIO.finditer(text):
        first, second = (float(match[n].replace(",", ".")) for n in (1, 3))
        if abs(first + second - 100) < 0.01:
            yield Figure(
                start=match.start(1), end=match.end(1), measure="percent", value=first
            )
            yield Figure(
                start=match.start(3), end=match.end(3), measure="percent", value=second
            )


def _fractions(text: str, language: str) -> Iterator[Figure]:
    for match in _fraction_form().finditer(text):
        value = _table("fractions")[folded(match[0])]
        yield Figure(
            start=match.start(), end=match.end(), measure="percent", value=value
        )


@cache
def _fraction_form() -> re.Pattern[str]:
    words = _data()["fractions"]
    latin = _any(w for w in words if (w[0].isascii() and w[0].isalpha()) or w[0] in "é")
    other = _any(w for w in words if not w[0].isascii() or w[0].isdigit())
    return re.compile(rf"\b(?:{latin})\b|(?:{other})", re.I)


_EAST = re.compile(
    r"(?P<number>(?:[\d][\d,]*(?:\.\d+)?|[〇零一二三四五六七八九十百千两兩]+(?:\.[〇一二三四五六七八九]+)?)"
    r"(?:[万萬亿億兆千百十](?:(?:\d[\d,]*(?:\.\d+)?|[〇零一二三四五六七八九十百千两兩]+))?)*)"
    r"(?P<half>半)?(?P<more>[余餘多数數])?\s?"
    r"(?P<unit>%|パーセント|割(?:(?P<bu>[\d一二三四五六七八九])分)?|成(?P<cheng>[\d一二三四五六七八九])?(?:(?P<half2>半))?"
    r"|公里|キロメートル|キロ(?!ワット)|km|千瓦时|kWh|キロワット時|度(?=电)"
    r"|(?P<money>円|米ドル|ドル|ユーロ|ポンド|ウォン|ルピー|元|人民元|人民币|人民幣|美元|欧元|歐元|日元|日圆|日圓|韩元|韓元|英镑|港元|新台币|新台幣|卢比|盧比))?",
    re.I,
)
_RANGE = re.compile(
    r"(?<![从從由自\d.])(?P<low>\d+(?:\.\d+)?)\s?%?\s?(?:至|[~〜～—–-])\s?"
    r"(?P<high>\d+(?:\.\d+)?)\s?%"
)
_PERCENT_OF = re.compile(r"百分之(?P<n>[〇零一二三四五六七八九十百点點\d.]+)")


def _eastern(text: str, language: str) -> Iterator[Figure]:
    for match in _RANGE.finditer(text):
        low, high = float(match["low"]), float(match["high"])
        if low < high:
            yield Figure(
                start=match.start(),
                end=match.end(),
                measure="percent",
                value=high,
                least=low,
            )
    for match in _PERCENT_OF.finditer(text):
        value = _kanji(match["n"].replace("點", "点").split("点")[0])
        if value is not None:
            yield Figure(
                start=match.start(), end=match.end(), measure="percent", value=value
            )
    for match in _EAST.finditer(text):
        number, unit = match["number"], match["unit"]
        digits = any(c.isdigit() and c.isascii() for c in number)
        if (
            not digits
            and unit is None
            and not _counts(text, match.end("number"), number)
        ):
            continue
        before = text[match.start() - 1 : match.start()]
        if before and before.isascii() and (before.isalnum() or before == "."):
            continue
        value = _kanji(number)
        if value is None:
            continue
        yield from _with_unit(match, value, unit)


def _counts(text: str, end: int, number: str) -> bool:
    """Whether a number in signs counts something, as 七座 does and 一致 does not."""
    if any(c in _LARGE for c in number):
        return True
    after = text[end : end + 2]
    return bool(after) and (
        after[0] in "座名款台辆輛家间間"
        or after[:2] in {"工場", "工厂", "个工", "か所", "カ所"}
    )


def _with_unit(
    match: re.Match[str], value: float, unit: str | None
) -> Iterator[Figure]:
    measure, currency = "count", None
    end = match.end()
    if unit is None:
        end = match.end("number")
    elif unit in "%パーセント":
        measure = "percent"
    elif unit[0] in "割成":
        measure, value = "percent", value * 10
        for part in ("bu", "cheng"):
            if match[part]:
                value += _kanji(match[part]) or 0
        if match["half2"]:
            value += 5
        if value > 100:
            return
    elif match["money"]:
        measure, currency = "money", _data()["currencies"][match["money"]]
    elif unit.casefold() in {"千瓦时", "kwh", "キロワット時", "度"}:
        measure = "kwh"
    else:
        measure = "km"
    yield Figure(
        start=match.start(),
        end=end,
        measure=measure,
        value=round(value, 6),
        currency=currency,
    )


def _kanji(text: str) -> float | None:
    """Return 15萬3,308, 3億5000万, 二十三 or 1.2万 in full."""
    total = section = 0.0
    pending: str = ""
    for sign in text.replace(",", ""):
        if sign in _LARGE:
            section += float(pending) if pending else (0.0 if section else 1.0)
            total += section * _LARGE[sign]
            section, pending = 0.0, ""
        elif sign in _SMALL:
            section += (float(pending) if pending else 1.0) * _SMALL[sign]
            pending = ""
        elif sign in _KANJI:
            pending += str(_KANJI[sign])
        elif sign.isdigit() or sign == ".":
            pending += sign
        else:
            return None
    try:
        return total + section + (float(pending) if pending else 0.0)
    except ValueError:
        return None


_GROUPED = {
    "en": r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+",
    "de": r"\d{1,3}(?:[.\u00a0\u202f ’']\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "fr": r"\d{1,3}(?:[\u00a0\u202f .]\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "es": r"\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?|\d+(?:[,.]\d{1,2}(?!\d))?|\d+",
}


@cache
def _western_form(language: str) -> re.Pattern[str]:
    data = _data()
    digits = _GROUPED.get(language, _GROUPED["en"])
    words = _any(_data()["words"].get(language, _data()["words"]["en"]))
    scales = _any(data["scales"])
    signs = _any(
        s
        for s in data["currencies"]
        if not s.isalpha()
        or s
        in {
            "rs",
            "rmb",
            "rm",
            "usd",
            "eur",
            "gbp",
            "jpy",
            "cny",
            "chf",
            "sek",
            "krw",
            "inr",
        }
    )
    names = _any(data["currencies"])
    number = rf"(?:{digits})"
    scale = rf"(?:[\s-]?(?:{scales})(?![^\W\d_]))"
    return re.compile(
        rf"(?P<sign>(?<![^\W\d_])(?:{signs})\s?)?"
        rf"(?:(?P<low>(?<![\w.,]){number})\s?(?:%|per cent|Prozent)?\s?"
        r"(?:-|–|to|bis|à|a|et|y)\s?)?"
        rf"(?:(?P<digits>(?<![\w.,]){number})"
        rf"|(?P<word>(?<!\w)(?:{words})(?!\w)(?:-(?:{words})(?!\w))?)"
        r"|(?<!\w)(?P<one>(?:half )?an?|eine[rn]?(?: halben?)?|une?(?: demi)?|medio)"
        rf"(?=\s(?:{scales})(?!\w)))"
        rf"(?P<scale>{scale})?"
        r"(?P<unit>\s?%|[\s-]?(?:percent|per cent|pct|prozent(?:ige[nrs]?)?"
        r"|pour cent|por ciento)(?!\w)"
        r"|[\s-]?(?:kwh|kilowatt[\s-]?hours?|kilowattstunden|kilovatios hora)(?!\w)"
        r"|[\s-]?(?:km|kilomet(?:re|er)s?|kilomètres|kilómetros)(?!\w|/h)"
        r"|[\s-]?(?P<mile>miles?|meilen|millas)(?!\w)"
        rf"|[\s-]?(?:de |d['’])?(?P<currency>{names})(?![^\W\d_]))?",
        re.I,
    )


_HALF = re.compile(r"half|halb|demi|medio", re.I)


def _western(text: str, language: str) -> Iterator[Figure]:
    for match in _western_form(language).finditer(text):
        value = _number(match["digits"], match["word"], match["scale"], language)
        if value is not None and match["one"]:
            value *= 0.5 if _HALF.search(match["one"]) else 1.0
        if value is None:
            continue
        least = None
        if match["low"]:
            least = _number(match["low"], None, match["scale"], language)
        yield _measured(match, value, least)


def _number(
    digits: str | None, word: str | None, scale: str | None, language: str
) -> float | None:
    if digits:
        bare = re.sub(r"[\s\u00a0\u202f’']", "", digits)
        if language in {"de", "fr", "es"}:
            grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", bare)
            bare = bare.replace(".", "") if grouped else bare
            bare = bare.replace(",", ".")
        else:
            bare = bare.replace(",", "")
        try:
            value = float(bare)
        except ValueError:
            return None
    else:
        table, words = _words(language), folded(word).split("-") if word else []
        value = float(sum(table[w] for w in words)) if words else 1.0
    if scale:
        value *= _table("scales")[folded(scale.strip(" -\u00a0\u202f"))]
    return round(value, 6)


def _measured(match: re.Match[str], value: float, least: float | None) -> Figure:
    unit = (match["unit"] or "").strip(" -\u00a0\u202f").casefold()
    measure, currency = "count", None
    if match["currency"] or match["sign"]:
        named = folded((match["currency"] or match["sign"]).strip())
        measure, currency = "money", _table("currencies").get(named)
    elif match["mile"]:
        measure, value = "km", round(value * KM_PER_MILE, 1)
    elif unit.startswith(("kwh", "kilowatt", "kilovat")):
        measure = "kwh"
    elif unit.startswith(("km", "kilom")):
        measure = "km"
    elif unit:
        measure = "percent"
    return Figure(
        start=match.start(),
        end=match.end(),
        measure=measure,
        value=value,
        currency=currency,
        least=least if least is not None and least < value else None,
    )
