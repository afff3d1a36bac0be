"""What the tagger sees of each word, as numbers of buckets.

The word, its neighbours, their shape, the kinds they belong to and the names known by
the register: firms and people that no register holds are found by their context.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.lexicon import eastern_word, kinds_of
from keiretsu.news.reader.names import FIRM_ENDINGS, FUNCTION_WORDS, SURNAMES, NameFound
from keiretsu.news.text.scripts import AGAIN, EAST, HALF_KANA
from keiretsu.news.text.tokens import Token

BUCKETS = 1 << 17
_EAST = re.compile(f"[{EAST}{HALF_KANA}{AGAIN}]")
_END = frozenset(".!?。！？\n")


def shape(word: str) -> str:
    """Return the form of a word: `Xx`, `X`, `x`, `9`, `K` (katakana), `H` (Chinese
    sign).

    >>> shape("Renault"), shape("BYD"), shape("N7"), shape("日")
    ('Xx', 'X', 'X9', 'H')
    """
    out: list[str] = []
    for sign in word[:12]:
        if sign.isdigit():
            kind = "9"
        elif "ァ" <= sign <= "ー":
            kind = "K"
        elif "\u3040" <= sign <= "\u309f":
            kind = "k"
        elif _EAST.match(sign):
            kind = "H"
        elif sign.isupper():
            kind = "X"
        elif sign.isalpha():
            kind = "x"
        else:
            kind = sign
        if not out or out[-1] != kind:
            out.append(kind)
    return "".join(out[:4])


class Buckets(NamedTuple):
    """The buckets of the features of some tokens, one token after another.

    Attributes
    ----------
    numbers
        Buckets of all tokens.
    begins
        Where those of each token begin.
    """

    numbers: np.ndarray
    begins: np.ndarray

    def of(self, token: int) -> np.ndarray:
        """Return the buckets of one token."""
        last = token + 1 == len(self.begins)
        end = len(self.numbers) if last else self.begins[token + 1]
        return self.numbers[self.begins[token] : end]


def features(
    text: str, tokens: Sequence[Token], known: Sequence[NameFound], language: str
) -> Buckets:
    """Return the buckets of the features of every token.

    Parameters
    ----------
    text, tokens
        An article's text and its tokens.
    known
        Names that the register found.
    language
        ISO 639-1 code.
    """
    line = _line(text, tokens, known, language)
    numbers: list[int] = []
    begins: list[int] = []
    for i in range(len(tokens)):
        begins.append(len(numbers))
        numbers += _features(i, line)
    return Buckets(np.array(numbers, np.int32), np.array(begins, np.int64))


class _Line(NamedTuple):
    """What the features of a text's words look at, one of each word.

    `placed` are the buckets of words, shapes, sorts and kinds by where they stand: see
    `_placed`. It begins and ends with `_FAR` words that are none.
    """

    words: list[str]
    shapes: list[str]
    kinds: list[tuple[int, ...]]
    starts: list[bool]
    lower: set[str]
    often: Counter[str]
    group: str
    beside: list[bool | None]
    placed: list[_Placed]

    def word(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else _NONE

    def shape(self, place: int) -> str:
        return self.shapes[place] if 0 <= place < len(self.words) else _NONE


class _Placed(NamedTuple):
    """Buckets of one word by where it stands, from `_FAR` before to `_FAR` after."""

    word: tuple[int, ...]
    shape: tuple[int, ...]
    sort: tuple[int, ...]
    kinds: list[tuple[int, ...]]


def _line(
    text: str, tokens: Sequence[Token], known: Sequence[NameFound], language: str
) -> _Line:
    written = [t.text for t in tokens]
    words = [w.casefold() for w in written]
    shapes, sorts = [shape(w) for w in written], _sorts(tokens, known)
    kinds = _kinds(text, tokens)
    starts = [
        i == 0
        or written[i - 1] in _END
        or "\n" in text[tokens[i - 1].end : tokens[i].start]
        for i in range(len(tokens))
    ]
    none = [(_NONE, _NONE, _NONE, ())] * _FAR
    every = [*none, *zip(words, shapes, sorts, kinds, strict=True), *none]
    return _Line(
        words=words,
        shapes=shapes,
        kinds=kinds,
        starts=starts,
        lower={w for w in written if w.islower()},
        often=Counter(words),
        group="E" if language in EASTERN else language,
        beside=[_beside(*one) for one in zip(words, shapes, sorts, strict=True)],
        placed=[
            _Placed(
                _placed("w", word),
                _placed("s", form),
                _placed("o", sort),
                [_placed("k", str(kind)) for kind in own],
            )
            for word, form, sort, own in every
        ],
    )


_NONE = "-"
"""What stands before the first word and after the last."""
_REMEMBERED = 20_000
"""Words whose buckets are kept: the same ones come again and again."""


def _bucket(feature: str) -> int:
    return crc32(feature.encode()) % BUCKETS


@lru_cache(_REMEMBERED)
def _placed(letter: str, said: str) -> tuple[int, ...]:
    """Return the buckets of something three places before to three after a word."""
    return tuple(_bucket(f"{letter}{d}={said}") for d in range(-_FAR, _FAR + 1))


_FAR = 3


@lru_cache(_REMEMBERED)
def _affixes(word: str) -> tuple[int, ...]:
    sides = [(f"p{k}={word[:k]}", f"u{k}={word[-k:]}") for k in (1, 2, 3, 4)]
    return tuple(_bucket(f) for pair in sides for f in pair)


@lru_cache(_REMEMBERED)
def _of_shapes(
    group: str, before: str, own: str, after: str, starts: bool
) -> tuple[int, ...]:
    return tuple(
        map(
            _bucket,
            [
                f"gs={group}{own}{starts}",
                f"s-0={before}{own}",
                f"s0+={own}{after}",
                f"s-0+={before}{own}{after}",
            ],
        )
    )


_kept = lru_cache(_REMEMBERED)(_bucket)


def _features(i: int, line: _Line) -> list[int]:
    own, at, placed = line.shapes[i], i + _FAR, line.placed
    found = [_kept("bias"), _kept(f"g{line.group}"), placed[at].word[_FAR]]
    for d in (-2, -1, 1, 2):
        one = placed[at + d]
        found += (one.word[_FAR + d], one.shape[_FAR + d], one.sort[_FAR + d])
    found += (placed[at].shape[_FAR], placed[at].sort[_FAR])
    before, after = line.shape(i - 1), line.shape(i + 1)
    found += _of_shapes(line.group, before, own, after, line.starts[i])
    found += _eastern(i, line) if own[:1] in "HKk" else _western(i, line)
    found.append(_kept(f"often={min(line.often[line.words[i]], 3)}{own}"))
    for d in (-1, 0, 1):
        found += [kind[_FAR + d] for kind in placed[at + d].kinds]
    found += _of_sides(_near(i, 1, line), _near(i, -1, line), own)
    return found


@lru_cache(_REMEMBERED)
def _of_sides(before: str, after: str, own: str) -> tuple[int, ...]:
    sides = (f"before={before}", f"after={after}", f"between={before}{after}{own}")
    return tuple(map(_bucket, sides))


def _western(i: int, line: _Line) -> Iterator[int]:
    word, own = line.words[i], line.shapes[i]
    yield from _affixes(word)
    yield _kept(f"low={word in line.lower}{line.starts[i]}{own}")
    yield _kept(f"fn={word in FUNCTION_WORDS}{own}")
    yield _kept(f"lex={bool(line.kinds[i])}{own}{line.group}")


def _eastern(i: int, line: _Line) -> Iterator[int]:
    yield line.placed[i].word[0]
    yield line.placed[i + 2 * _FAR].word[2 * _FAR]
    for a, b in ((-2, -1), (-1, 0), (0, 1), (1, 2)):
        yield _bucket(f"b{a}={line.word(i + a)}{line.word(i + b)}")
    yield _bucket(f"t={line.word(i - 1)}{line.words[i]}{line.word(i + 1)}")
    yield _kept(f"sn={line.words[i] in SURNAMES}")
    end = FIRM_ENDINGS.search("".join(line.words[i : i + 8]))
    yield _kept(f"firm={end.start() if end else '-'}")
    behind = "".join(line.words[max(0, i - 6) : i + 1])
    yield _kept(f"inside={bool(FIRM_ENDINGS.search(behind))}")


_HONOUR = frozenset(
    ["氏", "様", "さん", "女士", "先生", "mr", "ms", "mrs", "dr", "herr", "frau"]
)


def _beside(word: str, form: str, sort: str) -> bool | None:
    """Whether a word is a title or honorific; None of what no name goes beyond."""
    if sort.endswith("title") or word in _HONOUR:
        return True
    return False if form[:1] in "XHK・·" else None


def _near(i: int, step: int, line: _Line) -> str:
    """How far a title or honorific stands beyond words that could be a name."""
    for distance in range(1, 8):
        place = i + step * distance
        if not 0 <= place < len(line.words) or line.beside[place] is None:
            return "-"
        if line.beside[place]:
            return str(distance)
    return "-"


def _sorts(tokens: Sequence[Token], known: Sequence[NameFound]) -> list[str]:
    sorts = ["-"] * len(tokens)
    place = 0
    for one in known:
        while place < len(tokens) and tokens[place].end <= one.start:
            place += 1
        first = True
        while place < len(tokens) and tokens[place].start < one.end:
            sorts[place] = ("B-" if first else "I-") + one.sort
            first = False
            place += 1
    return sorts


def _kinds(text: str, tokens: Sequence[Token]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    until = 0
    held: tuple[int, ...] = ()
    for token in tokens:
        if _EAST.match(token.text):
            if token.start >= until:
                length, held = eastern_word(text, token.start)
                until = token.start + length
                if not length:
                    held = ()
            found.append(tuple(held))
        else:
            found.append(kinds_of(token.text))
    return found
