"""Chinese and Japanese names of people that no register holds, by the title beside."""

from __future__ import annotations

import re

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.names import HAN, SURNAMES, NameFound

_RUN_BEFORE = re.compile(
    rf"(?:[{HAN}]{{1,6}}[·・][{HAN}]{{1,6}}|[ァ-ヴー・＝]{{3,14}}|[{HAN}]{{2,5}}|[{HAN}]{{1,3}}[ぁ-ん]{{2,3}})$"
)
_HONORIFIC = re.compile(r"氏|さん|女士|先生")
_AFTER = re.compile(rf"[{HAN}]{{1,6}}[·・][{HAN}]{{1,6}}|[{HAN}]{{2,3}}")
_NO_NAME = frozenset(
    "说說称稱表指透将在和與与對对於于的宣任出接会會强坦认認回则則又也曾已今昨"
)


def beside_titles(text: str, language: str, known: list[NameFound]) -> list[NameFound]:
    """Return Chinese and Japanese names of people that stand right beside a title."""
    if language not in EASTERN:
        return []
    taken = {i for n in known for i in range(n.start, n.end)}
    found: list[tuple[int, int]] = []
    edges = [(n.start, n.end) for n in known if n.sort == "title"]
    edges += [m.span() for m in _HONORIFIC.finditer(text)]
    for start, end in edges:
        low = max(0, start - 14)
        while any(i in taken for i in range(low, start)):
            low += 1
        length = _run_before(text[low:start], language)
        if length:
            found.append((start - length, start))
        after = _AFTER.match(text[end : end + 12]) if language == "zh" else None
        if after and ("·" in after[0] or after[0][0] in SURNAMES):
            name = after[0]
            if "·" not in name and len(name) == 3 and name[2] in _NO_NAME:
                name = name[:2]
            found.append((end, end + len(name)))
    return [
        NameFound(start=a, end=b, sort="person")
        for a, b in found
        if taken.isdisjoint(range(a, b))
    ]


_NOBODY = re.compile(
    r".*(?:同社|初代|次期|両社|当社|歴代|本社|会社|法人|代表|名誉|日本|米国|中国|事業|部門|担当|地域|現地"
    r"|新任|前任|後任|交代|就任|退任|辞任|本部|自動車|投資|人事|候補|工場|経営|技術|開発|営業|販売"
    r"|集团|集團|公司|中国区|亚太区|董事会|事业部|负责人|汽车|汽車)$|.*[のがをはにでと](?:ある)?$|.*のある$"
)


def is_nobody(words: str) -> bool:
    """Whether Chinese or Japanese words are no person's name, whatever their place.

    >>> is_nobody("代表権のある"), is_nobody("交代"), is_nobody("南真介")
    (True, True, False)
    """
    return bool(_NOBODY.match(words))


def _run_before(text: str, language: str) -> int:
    """Return how many signs at the end of a text can be the name of a person.

    >>> _run_before("公司任命王建国", "zh"), _run_before("同社", "ja")
    (3, 0)
    """
    found = _RUN_BEFORE.search(text)
    if not found or is_nobody(found[0]):
        return 0
    if language == "ja" or "·" in found[0]:
        return len(found[0])
    likely = [n for n in (3, 2) if len(found[0]) >= n and text[-n] in SURNAMES]
    return likely[0] if likely else 0
