"""Who and what a text names: parties of the register, models, titles, and unknown
names.

A name is an entry of the register as it is written, longest first, or a stretch of
words that the trained tagger takes for one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from keiretsu.names import bundled_register, fold
from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.lexicon import kinds_of
from keiretsu.news.reader.packaged import packaged
from keiretsu.news.text.tokens import Phrases, Token, tokenise

_HAN = "\u3400-\u9fff々"
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿĀ-ž"
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"


@dataclass(frozen=True, kw_only=True)
class NameFound:
    """One name in a text.

    Attributes
    ----------
    start, end
        Its place in the text.
    sort
        `party`, `media`, `regulator`, `person`, `model`, `title` or `unknown`.
    id
        Identifier of the register; the role of a title; make of a model; else None.
    """

    start: int
    end: int
    sort: str
    id: str | None = None


_SORTS = {
    "company": "party",
    "holder": "party",
    "state": "party",
    "person": "person",
    "media": "media",
    "regulator": "regulator",
    "source": "media",
}


def find_known(
    text: str, language: str, tokens: list[Token] | None = None
) -> list[NameFound]:
    """Return names of the register, models and titles in a text, none inside another.

    >>> [n.id for n in find_known("Toyotas Anteil an Subaru", "de")]
    ['toyota', 'subaru']
    """
    tokens = tokenise(text) if tokens is None else tokens
    found = [*_parties(text, tokens, language), *_titles(text, tokens, language)]
    found += _models(text, tokens, language)
    return _longest(found)


def _longest(found: list[NameFound]) -> list[NameFound]:
    taken: set[int] = set()
    kept: list[NameFound] = []
    for one in sorted(found, key=lambda n: (n.start - n.end, n.start)):
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda n: n.start)


def _parties(text: str, tokens: list[Token], language: str) -> Iterator[NameFound]:
    ids, phrases = _spellings(language)
    for start, end in phrases.find(tokens):
        spelling = text[start:end]
        found = (
            ids.get(spelling)
            or ids.get(spelling.title())
            or ids.get(spelling.removesuffix("s"))
        )
        if found:
            yield NameFound(
                start=start,
                end=end,
                sort=_SORTS.get(bundled_register().entry(found).kind, "party"),
                id=found,
            )


@cache
def _spellings(language: str) -> tuple[dict[str, str], Phrases]:
    eastern = language in EASTERN
    defaults = {row[0]: row[1] for row in _rows("ambiguous.csv")}
    register = bundled_register()
    ids: dict[str, str] = {}
    for entry in register.entries.values():
        for spelling in (*entry.spellings, *entry.former):
            if len(fold(spelling)) < 2 or defaults.get(spelling) == "word":
                continue
            latin = spelling[0].isascii() or spelling[0] < "\u0400"
            if not latin and not eastern:
                continue
            if (
                latin
                and not spelling[0].isdigit()
                and spelling[0] == spelling[0].lower()
                and len(spelling) < 4
            ):
                continue
            known = defaults.get(spelling) or entry.id
            if spelling not in ids or entry.short == spelling:
                ids[spelling] = known if known in register.entries else entry.id
    more = {s.upper(): i for s, i in ids.items() if len(s) > 3 and s.isascii()}
    if language == "de":
        more |= {
            f"{s}s": i
            for s, i in ids.items()
            if s[-1:].isalpha() and s[-1:] not in "sxzß"
        }
    ids = more | ids
    return ids, Phrases(ids)


def _titles(text: str, tokens: list[Token], language: str) -> Iterator[NameFound]:
    roles, phrases = _title_words(language)
    folded = [Token(t.text.casefold(), t.start, t.end) for t in tokens]
    for start, end in phrases.find(folded):
        yield NameFound(
            start=start, end=end, sort="title", id=roles[text[start:end].casefold()]
        )
    if language == "de":
        for match in re.finditer(
            r"(?<=-)(?:Chef|Chefin|Vorstand|Manager|Gründer|Präsident)\b", text
        ):
            yield NameFound(
                start=match.start(),
                end=match.end(),
                sort="title",
                id=roles.get(match[0].casefold(), "ceo"),
            )


@cache
def _title_words(language: str) -> tuple[dict[str, str], Phrases]:
    roles: dict[str, str] = {}
    for title, code, role in _rows("titles.csv"):
        if code[:2] in {language, "en"}:
            roles.setdefault(title.casefold(), role)
    return roles, Phrases(roles)


def _models(text: str, tokens: list[Token], language: str) -> Iterator[NameFound]:
    makes, phrases = _model_names(language)
    for start, end in phrases.find(tokens):
        yield NameFound(
            start=start, end=end, sort="model", id=makes.get(text[start:end])
        )


@cache
def _model_names(language: str) -> tuple[dict[str, str], Phrases]:
    makes: dict[str, str] = {}
    for brand, model, names, alone in _rows("models.csv"):
        if alone == "yes" and len(model) > 1:
            makes.setdefault(model, brand)
        if language in EASTERN:
            for name in filter(None, names.split(";")):
                if len(name) > 2 or alone == "yes":
                    makes.setdefault(name, brand)
    return makes, Phrases(makes)


FIRM_ENDINGS = re.compile(
    "(?:汽车|汽車|集团|集團|科技|股份|电池|電池|新能源|动力|動力|投资|投資|基金|公司|资本|資本|控股|重工|商社|工業|工业|製作所|電機|电机|材料|电子|電子|金融|租赁|租賃|銀行|银行|証券|证券|物流|交通|产业|產業|創投|创投)"
)
SURNAMES = frozenset(packaged("words.toml")["surnames"].split())
DEMONYMS = frozenset(packaged("words.toml")["demonyms"].split())
FUNCTION_WORDS = frozenset(packaged("words.toml")["function"].split())


_NAMELIKE = re.compile(
    rf"(?<![{_LETTER}\d])(?:[{_CAPITAL}][{_LETTER}'’\d]*|[a-z][A-Z][{_LETTER}]*|[A-Z]+\d+[A-Za-z]*)"
    rf"(?:[- ](?:[{_CAPITAL}][{_LETTER}'’\d]*|\d{{1,4}}[A-Za-z]?(?![\d.,%])"
    rf"|[A-Z]+\d+|[eEiI]-?[{_CAPITAL}][a-z]*)(?![{_LETTER}]))*"
)
_NAMELIKE_EAST = re.compile(
    rf"[A-Za-zÀ-ž][{_LETTER}\d.&'-]*(?: [A-Z\d][{_LETTER}\d.&'-]*)*"
    r"|[ァ-ヴー・＝]{3,}(?:[A-Z\d]+)?|(?<=「)[^「」。、]{2,10}(?=」)"
    r"|(?<=“)[^“”。，]{2,8}(?=”)"
)


_NAMELIKE_FIRM = re.compile(
    rf"(?<=[的在与與和向由将將把被对對是为為至给給从從、，。：:；“「（(|》持购購让讓售司\n])[{_HAN}]{{1,5}}?"
    r"(?:集团|集團|汽车|汽車|科技|电池|電池|资本|資本|控股|创投|創投|基金|家族信托|家族|材料|电驱|動力|动力|股份|租車|租车|重工|电子|電子|证券|證券|智能|半导体|銀行|银行)"
)


def namelike(text: str, language: str, taken: set[int]) -> list[NameFound]:
    """Return words that look like a name and that nobody has taken, as sort `other`.

    German writes every noun with a capital: there only words with digits or capitals
    inside, and those after another capital, are taken.
    """
    form = _NAMELIKE_EAST if language in EASTERN else _NAMELIKE
    found: list[NameFound] = []
    if language == "zh":
        for match in _NAMELIKE_FIRM.finditer(text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                start, end = match.span()
                found.append(NameFound(start=start, end=end, sort="other"))
    for match in form.finditer(text):
        start, end = match.span()
        words = match[0].split(" ")
        while words and (words[0].casefold() in FUNCTION_WORDS or start in taken):
            start += len(words[0]) + 1
            words = words[1:]
        name = " ".join(words)
        if name in DEMONYMS:
            continue
        if len(name) < 2 or not taken.isdisjoint(range(start, end)):
            continue
        if name.isalpha() and name[1:].islower() and _only_begins(text, name, start):
            continue
        if language == "de" and not _GERMAN.search(name):
            continue
        found.append(NameFound(start=start, end=start + len(name), sort="other"))
    return found


_GERMAN = re.compile(rf"\d|[a-zß][{_CAPITAL}]|[A-Z]{{2}}|^[{_CAPITAL}]\w+ [{_CAPITAL}]")
_BEGINS = re.compile(r"(?:^|[.!?:;\n|•*–—-])[\s\"'“”«»„‘’(¿¡+*#]*$")


def _only_begins(text: str, word: str, start: int) -> bool:
    """Whether a word has its capital only from beginning a sentence."""
    if not _BEGINS.search(text[max(0, start - 6) : start]):
        return False
    low = word.casefold()
    return bool(kinds_of(low)) or bool(
        re.search(rf"(?<![{_LETTER}]){low}(?![{_LETTER}])", text)
    )


_RUN_BEFORE = re.compile(
    rf"(?:[{_HAN}]{{1,6}}[·・][{_HAN}]{{1,6}}|[ァ-ヴー・＝]{{3,14}}|[{_HAN}]{{2,5}}|[{_HAN}]{{1,3}}[ぁ-ん]{{2,3}})$"
)
_HONORIFIC = re.compile(r"氏|さん|女士|先生")
_AFTER = re.compile(rf"[{_HAN}]{{1,6}}[·・][{_HAN}]{{1,6}}|[{_HAN}]{{2,3}}")
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
        before = _RUN_BEFORE.search(text[low:start])
        if before and (
            language == "ja" or before[0][0] in SURNAMES or "·" in before[0]
        ):
            found.append((start - len(before[0]), start))
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


def _rows(name: str) -> list[list[str]]:
    text = (files("keiretsu.news.reader") / name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]
