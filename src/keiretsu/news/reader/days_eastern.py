"""Dates of Japanese and Chinese: 2025年3月, 令和7年度, 去年四季度, 4〜6月期."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from keiretsu.news.reader.years import RELATIVE, nearest_year, relative_year
from keiretsu.news.text.dates import YEAR


@cache
def eastern_form(language: str) -> re.Pattern[str]:
    """Return a form that finds dates in a Japanese or Chinese text."""
    relative = "|".join(sorted(RELATIVE[language], key=len, reverse=True))
    era = r"(?:令和|平成)(?:\d+|元)年"
    year = rf"(?:(?P<y>{YEAR})\s?"
    year += r"(?:年(?P<fiscal>度|3月期)?|(?P<fiscal5>財年|财年|會計年度|会计年度))"
    year += r"|(?P<y2>\d\d)年(?P<fiscal2>度|3月期)?"
    year += rf"|(?P<era>{era})(?P<fiscal3>度)?|(?P<rel>{relative})(?P<fiscal4>度)?)"
    return re.compile(
        rf"(?P<iso>\b{YEAR}[-/]\d\d?[-/]\d\d?\b)|"
        rf"{year}(?:の|に|的|，)?(?:(?P<m>\d\d?)\s?月(?:末|初|上旬|中旬|下旬)?(?:(?P<d>\d\d?)[日号號])?(?:[-~〜～–至から]+(?P<mb>\d\d?)月期?)?|第?(?P<q>[一二三四1-4])(?:季度|季|四半期)|(?P<h>上半年|下半年|上半期|上期|下半期|下期|前半|后半|後半))?"
        rf"|(?P<m3>\d\d?)[-~〜～–至]+(?P<mb3>\d\d?)月期?|(?P<m2>\d\d?)月(?:(?P<d2>\d\d?)[日号號]|期|末|份)?|第(?P<q2>[一二三四1-4])(?:季度|季|四半期)|(?P<h2>上半年|下半年|上半期|下半期)|(?P<d3>\d\d?)[日号號](?!元)"
        rf"|\b(?P<plain>{YEAR})(?=/|\.|$)",
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
    return relative_year(m["rel"], language, today)


def read_eastern(m: re.Match[str], language: str, today: dt.date | None) -> str | None:
    """Return the ISO form of a date that was found."""
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
        y = nearest_year(b, None, today)
        return (
            f"{(y or 0) - (a > b)}-{a:02d}/{y}-{b:02d}"
            if 1 <= a <= 12 and 1 <= b <= 12
            else None
        )
    if m["m2"]:
        mo = int(m["m2"])
        if not 1 <= mo <= 12:
            return None
        y = nearest_year(mo, None, today)
        return (
            dt.date(y or 0, mo, int(m["d2"])).isoformat()
            if m["d2"]
            else f"{y}-{mo:02d}"
        )
    if m["q2"]:
        return f"{today.year}-Q{_QUARTER[m['q2']]}"
    return f"{today.year}-H{1 if m['h2'][0] == '上' else 2}"
