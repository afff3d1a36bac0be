"""One plant where no number stands: closes its Kingston plant, 工場を閉鎖.

The word for the plant is then a figure of its own, a count of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from keiretsu.news.reader.figure import Figure

_APART = 90
"""Characters between a plant and its end, all in one sentence."""
_PLANTS = {
    "en": r"\b(?:plant|factory|site|mill|works|assembly line)\b"
    r"(?! (?:manager|director|worker))",
    "de": r"\b(?:\w*(?:werk|fabrik|standort))(?:e?s|en)?\b",
    "fr": r"\b(?:usine|site|fonderie)\b",
    "es": r"\b(?:planta|f[aá]brica|factor[ií]a)\b",
    "ja": r"(?:工場|製作所|生産拠点)",
    "zh": r"(?:工厂|工廠|厂区|生产基地)",
}
_ENDS = {
    "en": r"\b(?:clos(?:e[sd]?|ing|ures?)|shut(?:s|ting)?|shutdown|mothball\w*"
    r"|(?:stop|end|cease|halt)s? (?:\w+ )?(?:production|assembly|making|building))\b",
    "de": r"(?:\bschlie(?:ß|ss)\w*|\bgeschlossen|\w*schlie(?:ß|ss)ung\b|\bstillgelegt"
    r"|\bstilllegung|\bstillleg\w+|\bdicht(?:zu)?mach\w*|\bAus für\b)",
    "fr": r"\b(?:ferm(?:e|er|era|eront|ée?|eture)|cess(?:e|er|era) (?:de produire|la"
    r" production|son activité))\b",
    "es": r"\b(?:cierr[ae]|cerrar[áa]?n?|cerr[óo]|cierre|clausur\w+"
    r"|(?:dejar[áa]?|cesar[áa]?) (?:de producir|la producción))\b",
    "ja": r"(?:閉鎖|閉じる|閉じ|閉める|生産を(?:[^。]{0,12})?(?:終え|終了|停止|やめ))",
    "zh": r"(?:关闭|關閉|关停|關停|停产|停產|关厂|關廠)",
}
_COUNTED = re.compile(
    r"(?:[\d一二三四五六七八九十两兩数數][座家个個つ所]?|各地|全)\s?$"
)


def closings(text: str, language: str) -> Iterator[Figure]:
    """Yield a count of one for each single plant that is said to close."""
    form = _form(language)
    if form is None:
        return
    for match in form.finditer(text):
        start, end = match.span("first" if match["first"] else "second")
        if not _COUNTED.search(text, max(0, start - 6), start):
            yield Figure(start=start, end=end, measure="count", value=1.0)


@cache
def _form(language: str) -> re.Pattern[str] | None:
    if language not in _PLANTS:
        return None
    plant, ends = _PLANTS[language], _ENDS[language]
    stop = "，、" if language in {"ja", "zh"} else ""
    between = rf"[^.!?。！？\n{stop}]{{0,{_APART}}}?"
    return re.compile(
        rf"(?P<first>{plant}){between}{ends}|{ends}{between}(?P<second>{plant})", re.I
    )
