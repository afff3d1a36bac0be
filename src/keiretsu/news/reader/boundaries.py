"""Where a name really begins and ends, where the tagger cut it short or took too much.

`Lee Seok-` ends in the middle of a word, `约纳斯·林德霍` in the middle of a foreign
name, `北汽股` before `份`; `马智欣周` took the first sign of `周五`. Two firms written
as one word (`华域麦格纳`, `Dongfeng Nissan`) are the name of a third, their venture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from keiretsu.bundled_names import bundled_register
from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.names import HAN, NameFound, doubtful
from keiretsu.news.reader.packaged import packaged

_REST = re.compile(r"-?[a-zà-öø-ÿ]+")
_NO_REST = re.compile(
    r"-(?:led|owned|based|backed|made|style|branded|built|run|controlled|listed|related"
    r"|born|held|funded|supplied|type|free|like|sized|linked)$"
)
_HEAD = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+-$")
_WEEKDAY = re.compile(r"[一二三四五六日末]")
_GIVEN = re.compile(
    rf"(?!氏)[{HAN}]{{1,2}}(?=氏|さん|が|は|の[^\W\d]|も|[（(|\n、。」])"
)
_HAN = re.compile(f"[{HAN}]")
_MOST_GIVEN = {"ja": 2, "zh": 1}
"""Signs between a name and the title after it that can only be the given name's."""
_HONOUR = re.compile(r"(?<=.)(?:氏|さん|様|女士|先生)$")
_FOREIGN = re.compile(r"(?<=[ァ-ヴー])[・＝][ァ-ヴ]")
_KANA = re.compile(r"[ァ-ヴー]")
_TAILS = {"股": "份", "资": "本", "資": "本", "證": "券", "证": "券", "集": "团團"}
_FORMER = "前元新現现原"
_BEFORE_TITLES = "为為任是兼作做"
_SAYING = re.compile(
    r"[在说說称稱曾将將已于於的为為]|随[后即之]|隨[後即之]|早[前先些]|(?:表[示态態]|接[受任替]|指出|透[露]|认为|認為|介[绍紹]|回[应應答]|强调|強調"
    r"|告[诉訴]|坦言|直言|宣布|补充|補充|出[席任]|担任|擔任|解[释釋]|[写寫]道|提[出到醒]|披露|承认|否认|预计|呼吁"
    r"|对[此媒外]|對[此媒外]|向[记媒]|就此|率[队先]|获[任聘]|離任|离任|上任|[则則](?![表说說称稱指透认認强強回在])|转[任投]|轉[任投]|辞[去任职]|辭[去任職]"
    r"|调[往任]|調[往任]|继续|繼續|升任|兼任|赴[任华美日]|上[周月]|去年|今年|周[一二三四五六日])"
)
"""How what is said of a person begins in Chinese, and no name of one ends."""


def mended(names: Sequence[NameFound], text: str, language: str) -> list[NameFound]:
    """Return names with their ends put right, in the order of the text."""
    if not names:
        return []
    ordered = sorted((_one_line(n, text) for n in names), key=lambda n: n.start)
    ordered = [n for n in ordered if n.end > n.start]
    begins = [0] + [n.end for n in ordered[:-1]]
    limits = [n.start for n in ordered[1:]] + [len(text)]
    titles = [n.sort == "title" for n in ordered[1:]] + [False]
    whole = [
        _mended(n, text, language, (low, high), title)
        for n, low, high, title in zip(ordered, begins, limits, titles, strict=True)
    ]
    return list(_joined(whole, text, language))


def _one_line(name: NameFound, text: str) -> NameFound:
    """Leave out what stands on the next line, and half a legal form at the front."""
    surface = text[name.start : name.end]
    start, end = name.start, name.end
    if "\n" in surface:
        end = start + surface.index("\n")
        if not surface[: end - start].strip():
            start, end = name.start + len(surface.rpartition("\n")[0]) + 1, name.end
    if surface in {"限公司", "有限公司", "公司", "责任公司", "責任公司"}:
        end = start
    return (
        replace(name, start=start, end=end)
        if (start, end) != (name.start, name.end)
        else name
    )


def _mended(
    name: NameFound, text: str, language: str, room: tuple[int, int], title: bool
) -> NameFound:
    if name.id is not None or name.sort not in {"party", "person", "other"}:
        return name
    if language in EASTERN:
        if name.sort == "person":
            return _eastern_person(name, text, language, room, title)
        return _eastern(name, text, language, room)
    end, start = name.end, name.start
    match = _REST.match(text, end)
    if match and match.end() <= room[1] and not _NO_REST.match(match[0]):
        cut = text[end - 1] == "-" or match[0].startswith("-")
        end = match.end() if cut else end
    head = _HEAD.search(text[max(0, start - 14) : start])
    if head and name.sort == "person" and start - len(head[0]) >= room[0]:
        start -= len(head[0])
    return replace(name, start=start, end=end)


def _eastern(
    name: NameFound, text: str, language: str, room: tuple[int, int]
) -> NameFound:
    start, end, (floor, limit) = name.start, name.end, room
    if name.sort == "party":
        for begin in range(max(floor, start - 3), start + 1):
            whole = doubtful(language).match(text, begin)
            if whole and end < whole.end() <= limit:
                start, end = whole.span()
                break
    if _KANA.match(text, start):
        while start > floor and _KANA.match(text, start - 1):
            start -= 1
    if _KANA.match(text, end - 1):
        while end < limit and _KANA.match(text, end):
            end += 1
    if end < limit and text[end] in _TAILS.get(text[end - 1], ""):
        end += 1
    return replace(name, start=start, end=end)


def _eastern_person(
    name: NameFound, text: str, language: str, room: tuple[int, int], title: bool
) -> NameFound:
    start, end, limit = name.start, name.end, room[1]
    surface = _HONOUR.sub("", text[start:end])
    end = start + len(surface)
    spoken = language == "zh" and _SAYING.match(text, end)
    given = _GIVEN.match(text, end) if len(surface) in {2, 3} and not spoken else None
    beside = title and 0 < limit - end <= _MOST_GIVEN[language]
    if beside and _HAN.match(text, end) and text[end] not in _BEFORE_TITLES:
        end = limit if _HAN.match(text, limit - 1) else end
    elif given and surface[0] >= "々" and given.end() <= limit:
        end = given.end()
    elif "·" in surface or "・" in surface or _FOREIGN.match(text, end):
        foreign = packaged("words.toml")["foreign"]
        while end < limit and (text[end] in foreign or text[end] in "・＝"):
            if text[end] == " ":
                break
            end += 1
        while start > room[0] and text[start - 1] in foreign and "·" in surface:
            start -= 1
    else:
        end -= _too_much(surface, text[end : end + 1], language)
    return replace(name, start=start, end=end)


def _too_much(surface: str, after: str, language: str) -> int:
    """How many signs of what follows a person's name took: 周(五), 表(示), 转任."""
    if surface[-1] == "周" and len(surface) > 2:
        return int(bool(_WEEKDAY.match(after)))
    if language == "zh":
        whole = surface + after
        cuts = (n for n in range(2, len(surface)) if _SAYING.match(whole, n))
        return len(surface) - next(cuts, len(surface))
    return int(len(surface) > 3 and surface[-1] in _FORMER)


def _joined(
    names: Sequence[NameFound], text: str, language: str
) -> Iterator[NameFound]:
    """Make one name of two firms that are written as one word."""
    held: NameFound | None = None
    for name in names:
        if held is not None and _one_word(held, name, text, language):
            both = text[held.start : name.end]
            found = bundled_register().meanings(both)
            held = replace(held, end=name.end, id=found[0] if found else None)
            continue
        if held is not None:
            yield held
        held = name
    if held is not None:
        yield held


def _one_word(one: NameFound, two: NameFound, text: str, language: str) -> bool:
    between = text[one.end : two.start]
    if one.sort == two.sort == "person":
        foreign = "·" in text[one.start : one.end] and two.id is None
        return language == "zh" and between == "" and foreign
    if one.sort != "party" or two.sort != "party":
        return False
    if one.id is None and two.id is None:
        return between == "-"
    if one.id == two.id:
        return False
    if language in EASTERN:
        return between == "" and not text[one.start].isascii()
    return between == " " and one.id is not None and two.id is not None
