"""Dates and periods in six languages, at the precision that they state.

Relative ones (next year, 再来年3月, im Mai) are read by the day of the article; without
it they stay unread. Results are ISO: `2025-02-13`, `2025-02`, `2026-H2`, `2025-Q3`,
`FY2024`, `2024-04/2025-03`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.packaged import packaged
from keiretsu.news.text.folding import by_folded, folded

_DATA = packaged("days.toml")
_MONTHS: dict[str, str] = _DATA["months"]
_SHORT: dict[str, str] = _DATA["short"]
_ORDINALS: dict[str, dict[str, int]] = _DATA["ordinals"]
_NEXT: dict[str, dict[str, int]] = _DATA["years"]

Found = tuple[int, int, str | None]


def find_days(text: str, language: str, today: dt.date | None) -> list[Found]:
    """Return start, end and ISO form of each date; None where it cannot be told.

    >>> find_days("bis Ende März 2027", "de", None)
    [(9, 18, '2027-03')]
    >>> find_days("再来年の３月末", "ja", dt.date(2025, 10, 22))
    [(0, 7, '2027-03')]
    """
    plain = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    plain = _SIGNS.sub(lambda m: m[0].translate(_DIGITS), plain)
    forms = _eastern(language) if language in EASTERN else _western(language)
    found: list[Found] = []
    last = 0
    for match in forms.finditer(plain):
        if match.start() < last:
            continue
        try:
            iso = _read(match, language, today)
        except (ValueError, OverflowError):
            iso = None
        if iso is _NOTHING:
            continue
        found.append((match.start(), match.end(), iso))
        last = match.end()
    return found


_NOTHING = ""
_SIGNS = re.compile(r"[一二][〇零一二三四五六七八九]{3}(?=年)")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_Y = r"(?:19[5-9]\d|20[0-6]\d)"


@cache
def _names(language: str) -> dict[str, int]:
    names = {m: n for n, m in enumerate(_MONTHS[language].split(), 1)}
    for n, short in enumerate(_SHORT[language].split(), 1):
        if short != "-":
            names[short] = min(n, 12) if short != "sept" else 9
    return names


@cache
def _western(language: str) -> re.Pattern[str]:
    lang = language if language in _MONTHS else "en"
    months = "|".join(sorted(map(re.escape, _names(lang)), key=len, reverse=True))
    month = rf"(?:{months})\b\.?"
    ordinal = "|".join(sorted(_ORDINALS[lang], key=len, reverse=True))
    relative = "|".join(sorted(map(re.escape, _NEXT[lang]), key=len, reverse=True))
    of = r"(?:\s(?:of|de|del|d['’]|des|in|von|dieses|de l['’])?\s?"
    of += r"(?:the year |l['’]|année )?|\s|,\s)"
    day = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.|er)?"
    to = r"\s?(?:-|–|to|through|bis|à|a|und|and|et|y|until)\s?"
    half = r"halbjahr|half|semestre|semester"
    quarter = r"quartal|quarter|trimestre"
    return re.compile(
        rf"(?P<iso>\b{_Y}-\d\d-\d\d\b)"
        rf"|\b(?P<half>(?:{ordinal})\w*|[12](?:\.|er|e|º)?)[\s-](?P<hq>{half}|{quarter})s?\b(?:(?:{of})(?:(?P<hy>{_Y})|(?P<hrel>{relative})))?"
        rf"|\b(?P<hq2>[HQ]|S|T)(?P<hn>[1-4])(?:[\s/-]?(?P<h2y>{_Y}))?\b|\b(?P<hn3>[1-4])(?P<hq3>[HQT])(?:[\s/]?(?P<h3y>{_Y}))?\b"
        r"|\b(?P<fy>FY|fiscal(?: year)?|Geschäftsjahr|exercice|ejercicio(?: fiscal)?"
        rf"|año fiscal)[\s-]?(?P<fyy>{_Y}|\d\d)(?:[/-]\d\d\d?\d?)?\b"
        rf"|\b(?P<span>{_Y})[-–/](?P<span2>{_Y}|\d\d)\b"
        rf"|\b(?P<m1>{month}){to}(?P<m2>{month})(?:(?:{of})(?P<mmy>{_Y}))?"
        rf"|\b(?P<d1>{day})(?:\s(?:de|d['’]))?\s(?P<dm>{month})(?:(?:{of})(?P<dy>{_Y}))?"
        rf"|\b(?P<am>{month})\s(?P<ad>{day})\b(?!\d|%)(?:,?\s(?P<ay>{_Y}))?"
        rf"|\b(?P<mm>{month})(?:(?:{of})(?:(?P<my>{_Y})|(?P<mrel>{relative})))?"
        rf"|\b(?P<dot>\d?\d\.\d?\d\.{_Y})\b|\b(?P<slash>\d?\d/\d?\d/{_Y})\b"
        rf"|(?P<rel>\b(?:{relative})\b)"
        rf"|(?<![\d.,$€£¥/-])\b(?P<year>{_Y})\b(?![.,]\d|\s?(?:%|km|kwh|kg|vehicles|cars|units|jobs))",
        re.I,
    )


def _read(m: re.Match[str], language: str, today: dt.date | None) -> str | None:
    if language in EASTERN:
        return _read_eastern(m, language, today)
    lang = language if language in _MONTHS else "en"
    for group, reader in _READERS.items():
        if m[group]:
            return reader(m, lang, today)
    return m["iso"] or m["year"]


Reader = Callable[[re.Match[str], str, dt.date | None], str | None]


def _part(m: re.Match[str], lang: str, today: dt.date | None) -> str | None:
    """Read `first half of 2026`, `drittes Quartal`."""
    number = _ordinal(m["half"], lang)
    year = m["hy"] or _relative(m["hrel"], lang, today) or _this(today)
    sign = "H" if m["hq"].casefold().startswith(("h", "s")) else "Q"
    return f"{year}-{sign}{number}" if year and number else None


def _short_part(
    sign: str, number: str, stated: str | None, now: int | None
) -> str | None:
    """Read `Q3 2025`, `2S`: semesters are halves, trimesters quarters."""
    letter = {"S": "H", "T": "Q"}.get(sign.upper(), sign.upper())
    if letter == "H" and int(number) > 2:
        return _NOTHING
    year = stated or now
    return f"{year}-{letter}{number}" if year else None


def _fiscal(m: re.Match[str], lang: str, today: dt.date | None) -> str:
    return f"FY{m['fyy'] if len(m['fyy']) == 4 else '20' + m['fyy']}"


def _years(m: re.Match[str], lang: str, today: dt.date | None) -> str:
    first, last = m["span"], m["span2"]
    last = last if len(last) == 4 else first[:2] + last
    return f"{first}/{last}" if int(last) > int(first) else first


def _months(m: re.Match[str], lang: str, today: dt.date | None) -> str | None:
    first, last = _month(m["m1"], lang), _month(m["m2"], lang)
    year = m["mmy"] or _nearest_year(last, None, today)
    if not year:
        return None
    return f"{int(year) - (first > last)}-{first:02d}/{year}-{last:02d}"


def _day(
    day: str, name: str, stated: str | None, lang: str, today: dt.date | None
) -> str | None:
    month, number = _month(name, lang), int(re.sub(r"\D", "", day))
    year = stated or _nearest_year(month, number, today)
    return dt.date(int(year), month, number).isoformat() if year else None


def _one_month(m: re.Match[str], lang: str, today: dt.date | None) -> str | None:
    """Read `May 2026`, `im Mai`; `may`, `march` and short forms alone are words."""
    name = m["mm"].strip(".")
    word = name in {"may", "march", "mar", "sept"} if lang == "en" else len(name) <= 3
    if word and not m["my"] and name.casefold() != "mai":
        return _NOTHING
    month = _month(m["mm"], lang)
    year = m["my"] or _relative(m["mrel"], lang, today)
    year = year or _nearest_year(month, None, today)
    return f"{year}-{month:02d}" if year else None


def _numbers(m: re.Match[str], lang: str, today: dt.date | None) -> str:
    """Read `3.9.2025` and `9/3/2025`, the month first in English."""
    text = m["dot"] or m["slash"]
    first, second, year = (int(part) for part in re.split(r"[./]", text))
    if lang == "en" and m["slash"] and first <= 12:
        first, second = second, first
    return dt.date(year, second, first).isoformat()


def _called(m: re.Match[str], lang: str, today: dt.date | None) -> str | None:
    year = _relative(m["rel"], lang, today)
    return None if year is None else str(year)


_READERS: dict[str, Reader] = {
    "half": _part,
    "hq2": lambda m, _, today: _short_part(m["hq2"], m["hn"], m["h2y"], _this(today)),
    "hq3": lambda m, _, today: _short_part(m["hq3"], m["hn3"], m["h3y"], _this(today)),
    "fy": _fiscal,
    "span": _years,
    "m1": _months,
    "d1": lambda m, lang, today: _day(m["d1"], m["dm"], m["dy"], lang, today),
    "ad": lambda m, lang, today: _day(m["ad"], m["am"], m["ay"], lang, today),
    "mm": _one_month,
    "dot": _numbers,
    "slash": _numbers,
    "rel": _called,
}


def _this(today: dt.date | None) -> int | None:
    return None if today is None else today.year


def _relative(words: str | None, language: str, today: dt.date | None) -> int | None:
    if not words or today is None:
        return None
    return today.year + by_folded(_NEXT[language])[folded(words)]


def _month(word: str, language: str) -> int:
    return by_folded(_names(language))[folded(word.strip(". "))]


def _ordinal(word: str, language: str) -> int | None:
    digits = re.match(r"\d", word)
    if digits:
        return int(digits[0])
    folded = word.casefold()
    return next(
        (n for w, n in _ORDINALS[language].items() if folded.startswith(w)), None
    )


def _nearest_year(month: int, day: int | None, today: dt.date | None) -> int | None:
    """The year of a month that nobody states: the last one, or one soon to come."""
    if today is None:
        return None
    ahead = (month - today.month) % 12
    return (
        today.year + (month < today.month)
        if ahead <= 3
        else today.year - (month > today.month)
    )


@cache
def _eastern(language: str) -> re.Pattern[str]:
    relative = "|".join(sorted(_NEXT[language], key=len, reverse=True))
    era = r"(?:令和|平成)(?:\d+|元)年"
    year = rf"(?:(?P<y>{_Y})\s?"
    year += r"(?:年(?P<fiscal>度|3月期)?|(?P<fiscal5>財年|财年|會計年度|会计年度))"
    year += r"|(?P<y2>\d\d)年(?P<fiscal2>度|3月期)?"
    year += rf"|(?P<era>{era})(?P<fiscal3>度)?|(?P<rel>{relative})(?P<fiscal4>度)?)"
    return re.compile(
        rf"(?P<iso>\b{_Y}[-/]\d\d?[-/]\d\d?\b)|"
        rf"{year}(?:の|に|的|，)?(?:(?P<m>\d\d?)\s?月(?:末|初|上旬|中旬|下旬)?(?:(?P<d>\d\d?)[日号號])?(?:[-~〜～–至から]+(?P<mb>\d\d?)月期?)?|第?(?P<q>[一二三四1-4])(?:季度|季|四半期)|(?P<h>上半年|下半年|上半期|上期|下半期|下期|前半|后半|後半))?"
        rf"|(?P<m3>\d\d?)[-~〜～–至]+(?P<mb3>\d\d?)月期?|(?P<m2>\d\d?)月(?:(?P<d2>\d\d?)[日号號]|期|末|份)?|第(?P<q2>[一二三四1-4])(?:季度|季|四半期)|(?P<h2>上半年|下半年|上半期|下半期)|(?P<d3>\d\d?)[日号號](?!元)"
        rf"|\b(?P<plain>{_Y})(?=/|\.|$)",
        re.I,
    )


_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _year(m: re.Match[str], language: str, today: dt.date | None) -> int | None:
    if m["y"]:
        return int(m["y"])
    if m["y2"]:
        return 2000 + int(m["y2"])
    if m["era"]:
        n = re.search(r"\d+|元", m["era"])
        assert n is not None
        base = 2018 if m["era"].startswith("令和") else 1988
        return base + (1 if n[0] == "元" else int(n[0]))
    if m["rel"] and today is not None:
        return today.year + by_folded(_NEXT[language])[folded(m["rel"])]
    return None


def _read_eastern(m: re.Match[str], language: str, today: dt.date | None) -> str | None:
    if m["iso"]:
        parts = [int(x) for x in re.split(r"[-/]", m["iso"])]
        return dt.date(*parts).isoformat()
    if m["plain"]:
        return m["plain"]
    stated = any(m[g] for g in ("y", "y2", "era", "rel"))
    y = _year(m, language, today) if stated else None
    if m["m2"] or m["m3"] or m["d3"] or m["q2"] or m["h2"]:
        return _undated(m, today)
    if y is None:
        return None
    if m["m"]:
        mo = int(m["m"])
        if m["mb"]:
            return f"{y}-{mo:02d}/{y + (int(m['mb']) < mo)}-{int(m['mb']):02d}"
        if m["d"]:
            return dt.date(y, mo, int(m["d"])).isoformat()
        return f"{y}-{mo:02d}" if 1 <= mo <= 12 else None
    if m["q"]:
        return f"{y}-Q{_QUARTER[m['q']]}"
    if m["h"]:
        return f"{y}-H{1 if m['h'][0] in '上前' else 2}"
    fiscal = m["fiscal"] or m["fiscal2"] or m["fiscal3"] or m["fiscal4"]
    fiscal = fiscal or m["fiscal5"]
    if fiscal == "3月期":
        return f"FY{y - 1}"
    if fiscal and language == "ja":
        return f"FY{y}"
    return str(y)


def _undated(m: re.Match[str], today: dt.date | None) -> str | None:
    if today is None:
        return None
    if m["d3"]:
        d = int(m["d3"])
        back = d > today.day + 3
        first = today.replace(day=1)
        base = (first - dt.timedelta(days=1)) if back else today
        return dt.date(base.year, base.month, d).isoformat()
    if m["m3"]:
        a, b = int(m["m3"]), int(m["mb3"])
        y = _nearest_year(b, None, today)
        return (
            f"{(y or 0) - (a > b)}-{a:02d}/{y}-{b:02d}"
            if 1 <= a <= 12 and 1 <= b <= 12
            else None
        )
    if m["m2"]:
        mo = int(m["m2"])
        if not 1 <= mo <= 12:
            return None
        y = _nearest_year(mo, None, today)
        return (
            dt.date(y or 0, mo, int(m["d2"])).isoformat()
            if m["d2"]
            else f"{y}-{mo:02d}"
        )
    if m["q2"]:
        return f"{today.year}-Q{_QUARTER[m['q2']]}"
    return f"{today.year}-H{1 if m['h2'][0] == '上' else 2}"
