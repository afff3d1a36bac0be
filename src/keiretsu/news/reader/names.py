"""Who and what a text names: parties of the register, models, titles, and unknown
names.

A name is an entry of the register as it is written, longest first, or a stretch of
words that the trained tagger takes for one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from keiretsu.bundled_names import bundled_register
from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.packaged import packaged
from keiretsu.news.text import scripts
from keiretsu.news.text.tokens import Phrases, Token, tokenise
from keiretsu.spelling import fold

HAN = scripts.HAN + scripts.AGAIN
LETTER = "A-Za-zÀ-ÖØ-öø-ÿĀ-ž"
CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"


EDGE = (
    "的在与與和向由将將把被对對于是为為至给給从從、，。：:；“「（(|》持购購让讓售司"
    r"【\n"
)
"""What stands before a Chinese name and is no part of it."""


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
    kept = _longest(found)
    if language in EASTERN:
        kept = [part for name in kept for part in _make_and_model(name, text, language)]
    return kept


def _make_and_model(name: NameFound, text: str, language: str) -> Iterator[NameFound]:
    """Yield the make and the model of 智己LS6, other names as they are."""
    ids, _ = _spellings(language)
    for cut in range(name.end - 1, name.start + 1, -1):
        make = ids.get(text[name.start : cut]) if name.sort == "model" else None
        if make is not None:
            yield NameFound(start=name.start, end=cut, sort="party", id=make)
            yield replace(name, start=cut)
            return
    yield name


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
        spelling = _plain(text[start:end])
        found = (
            ids.get(spelling)
            or ids.get(spelling.title())
            or ids.get(spelling.removesuffix("s"))
        )
        if found and not _inside_a_word(text, start, end, ids):
            yield NameFound(
                start=start,
                end=end,
                sort=_SORTS.get(bundled_register().entry(found).kind, "party"),
                id=found,
            )


_KANA = re.compile("[ァ-ヴー]+")


def _inside_a_word(text: str, start: int, end: int, ids: dict[str, str]) -> bool:
    """Whether a name is but a part of a word in kana: デル (Dell) in モデル (model)."""
    first = start
    while first > 0 and _KANA.match(text[first - 1]):
        first -= 1
    before = text[first:start] if _KANA.match(text, start) else ""
    short = end - start < 3 and _KANA.fullmatch(text[start:end])
    return bool(
        (before and before not in ids)
        or (short and end < len(text) and _KANA.match(text, end))
    )


@cache
def _spellings(language: str) -> tuple[dict[str, str], Phrases]:
    eastern = language in EASTERN
    defaults = {row[0]: row[1] for row in _rows("ambiguous.csv")}
    register = bundled_register()
    ids: dict[str, str] = {}
    for entry in register.entries.values():
        for spelling in (*entry.spellings, *entry.former):
            latin = spelling[0].isascii() or spelling[0] < "\u0400"
            if (not latin and not eastern) or defaults.get(spelling) == "word":
                continue
            if len(fold(spelling)) < 2:
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
    more |= {s.capitalize(): i for s, i in ids.items() if _one_case(s)}
    if language == "de":
        more |= {
            f"{s}s": i
            for s, i in ids.items()
            if s[-1:].isalpha() and s[-1:] not in "sxzß"
        }
    ids = more | ids
    return ids, Phrases(ids)


def _one_case(spelling: str) -> bool:
    """Whether a name is all small or all capital, as newspapers do not write names."""
    one = spelling.isupper() and len(spelling) > 4
    return spelling.isalpha() and spelling.isascii() and (one or spelling.islower())


@cache
def doubtful(language: str) -> re.Pattern[str]:
    """Return a form of the firms whose Chinese or Japanese names are words as well."""
    register = bundled_register()
    found = [
        name
        for name, default in _rows("ambiguous.csv")
        if default == "word" and len(name) > 1 and not name[0].isascii()
        for meant in register.meanings(name)[:1]
        if _SORTS.get(register.entry(meant).kind) == "party"
    ]
    kana = re.compile("[ァ-ヴ]")
    own = [n for n in found if language == "ja" or not kana.match(n)]
    words = "|".join(sorted(map(re.escape, own), key=len, reverse=True))
    return re.compile(rf"(?:(?<=[{EDGE}])|(?<![{HAN}ァ-ヴー]))(?:{words})")


def _titles(text: str, tokens: list[Token], language: str) -> Iterator[NameFound]:
    roles, phrases = _title_words(language)
    folded = [Token(t.text.casefold(), t.start, t.end) for t in tokens]
    for start, end in phrases.find(folded):
        role = roles.get(_plain(text[start:end]).casefold())
        board = text[end - 1] == "事" and text[end : end + 1] in set("会會局")
        if role is not None and not board:
            yield NameFound(start=start, end=end, sort="title", id=role)
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
            start=start, end=end, sort="model", id=makes.get(_plain(text[start:end]))
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


@cache
def models() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return every model known: its make, its name and its names in other scripts."""
    return tuple(
        (make, model, tuple(filter(None, more.split(";"))))
        for make, model, more, _ in _rows("models.csv")
    )


@cache
def _model_words() -> frozenset[str]:
    return frozenset(name for _, model, more in models() for name in (model, *more))


def is_model(words: str) -> bool:
    """Whether a car is called so, by any make.

    >>> is_model("Corsa"), is_model("Group")
    (True, False)
    """
    return words in _model_words() or words.rpartition(" ")[0] in _model_words() - {""}


FIRM_ENDINGS = re.compile(
    "(?:汽车|汽車|集团|集團|科技|股份|电池|電池|新能源|动力|動力|投资|投資|基金|公司|资本|資本|控股|重工|商社|工業|工业|製作所|電機|电机|材料|电子|電子|金融|租赁|租賃|銀行|银行|証券|证券|物流|交通|产业|產業|創投|创投)"
)
SURNAMES = frozenset(packaged("words.toml")["surnames"].split())
DEMONYMS = frozenset(packaged("words.toml")["demonyms"].split())
FUNCTION_WORDS = frozenset(packaged("words.toml")["function"].split())
_SHORT = frozenset(packaged("words.toml")["short"].split())


def only_describes(words: str) -> bool:
    """Whether capitalised words name nobody, as in "Chinese EV maker Leapmotor".

    >>> only_describes("Chinese EV"), only_describes("EV"), only_describes("Indian Oil")
    (True, True, False)
    """
    return all(word in DEMONYMS or word in _SHORT for word in words.split())


def _plain(words: str) -> str:
    """Return words with plain spaces; a line's end stays one, and parts names."""
    return re.sub(r"[^\S\n]+", " ", words)


def _rows(name: str) -> list[list[str]]:
    text = (files("keiretsu.news.reader") / name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]
