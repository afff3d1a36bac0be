"""Numbers of Japanese and Chinese: 15萬3,308, 七成, 3億5000万円, 百分之十二."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keiretsu.news.reader.figure import Figure, numbers

_KANJI = dict(
    zip(
        "〇零一二三四五六七八九两兩壱弐参",
        (0, 0, *range(1, 10), 2, 2, 1, 2, 3),
        strict=True,
    )
)
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
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
_MODELS = re.compile(r"車種|モデル|车型|車型|款[车車新]")
"""What is counted right behind letters: BEV6車種 are six models, EV6 is one."""
_PERCENT_OF = re.compile(r"百分之(?P<n>[〇零一二三四五六七八九十百点點\d.]+)")


def eastern_figures(text: str, language: str) -> Iterator[Figure]:
    """Yield the figures of a Japanese or Chinese text, ranges first."""
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
        value = kanji(match["n"].replace("點", "点").split("点")[0])
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
        if _stuck(before) and not _MODELS.match(text, match.end("number")):
            continue
        value = kanji(number)
        if value is None:
            continue
        yield from _with_unit(match, value, unit)


def _stuck(before: str) -> bool:
    """Whether a number is the rest of a word of letters, or of another number."""
    return before == "." or (before.isascii() and before.isalnum())


def _counts(text: str, end: int, number: str) -> bool:
    """Whether a number in signs counts something, as 七座 does and 一致 does not."""
    if any(c in _LARGE for c in number):
        return True
    after = text[end : end + 2]
    if any(c in _SMALL for c in number) and after[:1] in set("人名社台辆輛"):
        return True
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
                value += kanji(match[part]) or 0
        if match["half2"]:
            value += 5
        if value > 100:
            return
    elif match["money"]:
        measure, currency = "money", numbers()["currencies"][match["money"]]
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


def kanji(text: str) -> float | None:
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
