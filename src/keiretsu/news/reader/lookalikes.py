"""Words that look like a name though nobody knows them: the reader drops what plays no
part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.lexicon import kinds_of
from keiretsu.news.reader.names import (
    CAPITAL,
    EDGE,
    FUNCTION_WORDS,
    HAN,
    LETTER,
    NameFound,
    doubtful,
    only_describes,
)

_PLAIN = (
    r"\da-zA-Zぁ-ん的了在是和与與将將被由对對"
    r"为為其该該本个個这這那一不有也上下年月日股权權份"
)
"""Signs that the Chinese name of a firm seldom has, and that words beside it have."""
_NAMELIKE = re.compile(
    rf"(?<![{LETTER}\d])(?:[{CAPITAL}][{LETTER}'’\d]*|[a-z][A-Z][{LETTER}]*|[A-Z]+\d+[A-Za-z]*)"
    rf"(?:[- ](?:[{CAPITAL}][{LETTER}'’\d]*|\d{{1,4}}[A-Za-z]?(?![\d.,%])"
    rf"|[A-Z]+\d+|[eEiI]-?[{CAPITAL}][a-z]*)(?![{LETTER}]))*"
)
_NAMELIKE_EAST = re.compile(
    rf"[A-Za-zÀ-ž][{LETTER}\d.&'-]*(?: [A-Z\d][{LETTER}\d.&'-]*)*"
    r"|[ァ-ヴー・＝]{3,}(?:[A-Z\d]+)?|(?<=「)[^「」。、]{2,10}(?=」)"
    r"|(?<=“)[^“”。，]{2,8}(?=”)"
)


_NAMELIKE_FIRM = re.compile(
    rf"(?<=[{EDGE}])[{HAN}]{{1,5}}?"
    r"(?:集团|集團|汽车|汽車|科技|电池|電池|资本|資本|控股|创投|創投|基金|家族信托|家族|材料|电驱"
    r"|動力|动力|股份|租車|租车|重工|电子|電子|证券|證券|智能|半导体|銀行|银行|摩托|部件|投资|投資"
    r"|工业|工業|电气|電氣|电动|電動|国际|國際|实业|實業|客车|客車|出行|能源|电控|機械|机械)"
    rf"|(?<=[{EDGE}])[^\W{_PLAIN}]{{2,6}}?"
    r"(?=(?:合计|間接|间接|仍|也|则|則)?(?:持有|持股|所持|占股|控股股|接手|收购|收購|入股|旗下|减持"
    r"|減持|增持|認購|认购))"
    rf"|(?<=[{EDGE}])[^\W{_PLAIN}增减減降升涨漲跌约約占佔达達超近同比率从從]{{2,6}}?(?=\d[\d.]*[%％])"
    rf"|(?<=[|【])[^\W{_PLAIN}]{{2,7}}(?=[|】])"
)


def namelike(text: str, language: str, taken: set[int]) -> list[NameFound]:
    """Return words that look like a name and that nobody has taken, as sort `other`.

    German writes every noun with a capital: there only words with digits or capitals
    inside, and those after another capital, are taken.
    """
    form = _NAMELIKE_EAST if language in EASTERN else _NAMELIKE
    found: list[NameFound] = []
    for known in _eastern_forms(language):
        for match in known.finditer(text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                start, end = match.span()
                found.append(NameFound(start=start, end=end, sort="other"))
    pieces = (p for m in form.finditer(text) for p in _pieces(m, language))
    for start, piece, told in pieces:
        words = piece.split(" ")
        while words and (words[0].casefold() in FUNCTION_WORDS or start in taken):
            start += len(words[0]) + 1
            words = words[1:]
        name = " ".join(words)
        end = start + len(name)
        if only_describes(name) or _FORMS.match(name):
            continue
        if len(name) < 2 or not taken.isdisjoint(range(start, end)):
            continue
        if name.isalpha() and name[1:].islower() and _only_begins(text, name, start):
            continue
        if language == "de" and not told and not _GERMAN.search(name):
            continue
        found.append(NameFound(start=start, end=start + len(name), sort="other"))
    return found


def _eastern_forms(language: str) -> list[re.Pattern[str]]:
    if language not in EASTERN:
        return []
    return [doubtful(language), *([_NAMELIKE_FIRM] if language == "zh" else [])]


_FORMS = re.compile(
    r"(?:Ltd|Inc|Corp|Co|GmbH|AG|SE|SA|Limited|plc|KG|LLC|Bhd|Berhad|NV|SpA)$"
)
_OWNER = re.compile(r"['’]s?(?=$| )")
_OF_FIRM = re.compile(
    r"-(?:Tochter|Gruppe|Konzern|Mutter|Marke|Chef|Werk|Eigner|Gründer|Partner|Sparte"
    r"|Anteil|Aktie|Vorstand|Manager|Sprecher|Präsident)\w*(?=$| )"
)


def _pieces(match: re.Match[str], language: str) -> Iterator[tuple[int, str, bool]]:
    """Yield what stands before and after an owner's sign: `Vy` of `Norway's Vy`.

    Of each its start, itself, and whether such a sign stands before it.
    """
    at = 0
    cuts = _OF_FIRM if language == "de" else _OWNER
    for cut in cuts.finditer(match[0]) if language in {"de", "en"} else ():
        if cut.start() > at:
            yield match.start() + at, match[0][at : cut.start()], at > 0
        at = cut.end() + 1
    if at < len(match[0]):
        yield match.start() + at, match[0][at:], at > 0


_GERMAN = re.compile(rf"\d|[a-zß][{CAPITAL}]|[A-Z]{{2}}|^[{CAPITAL}]\w+ [{CAPITAL}]")
_BEGINS = re.compile(r"(?:^|[.!?:;\n|•*–—-])[\s\"'“”«»„‘’(¿¡+*#]*$")


def _only_begins(text: str, word: str, start: int) -> bool:
    """Whether a word has its capital only from beginning a sentence."""
    if not _BEGINS.search(text[max(0, start - 6) : start]):
        return False
    low = word.casefold()
    if kinds_of(low) or low in _words(text):
        return True
    if _WORD.fullmatch(low):
        return False
    return bool(re.search(rf"(?<![{LETTER}]){low}(?![{LETTER}])", text))


_WORD = re.compile(rf"[{LETTER}]+")


@lru_cache(maxsize=2)
def _words(text: str) -> frozenset[str]:
    """Return the words of a text, looked up once for all of its names."""
    return frozenset(_WORD.findall(text))
