"""Claims that their own sentence takes back: denied, given up, or long past.

The trained reader weighs words and does not see how far a denial reaches; what stands
in a sentence that denies is therefore not claimed. A holding that the sentence says to
have ended is no holding of today, whoever read it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import pairwise

from keiretsu.news.articles.article import Article
from keiretsu.news.claims.claim import Claim
from keiretsu.news.text.placeholders import pattern_file

_TIES = frozenset({"stake", "deal"})
_OVER = frozenset({"denied", "rejected", "terminated", "withdrawn", "blocked"})
_BREAK = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])[.!?](?=\s|$)|[。！？]|\n")
_PARTS = re.compile(r"[,;，、；]\s*(?!\d)")
_CLAUSES = re.compile(
    r"[,;，、；]\s*(?!\d)|\s(?:and|but|und|aber|sondern|et|mais|y|pero|sino)\s"
)


def takes_back(claim: Claim, article: Article) -> bool:
    """Whether the sentence of a tie denies what is claimed, or says that it is over."""
    if claim.kind not in _TIES or claim.polarity == "-":
        return False
    if claim.normalised.get("status") in _OVER or claim.modality == "denied":
        return False
    sentence, _ = _sentence(claim, article)
    return _found("denied", article.language, sentence) or is_over(claim, article)


def is_given_up(claim: Claim, article: Article) -> bool:
    """Whether the words round a target that a pattern found refuse it or give it up."""
    none = claim.normalised.get("value") == 0
    if claim.kind != "plan_target" or claim.polarity == "-" or none:
        return False
    sentence, first = _sentence(claim, article)
    start, end = (place - first for place in claim.span)
    return gives_up(sentence, start, end, article.language)


def gives_up(sentence: str, start: int, end: int, language: str | None) -> bool:
    """Return whether a sentence refuses or gives up what stands at a place of it.

    Only the part between commas and conjunctions counts that the place is in, but for
    a goal that is dropped, whose figure may stand in a clause of its own.
    """
    if _found("goal_dropped", language, sentence):
        return True
    cuts = [0, *(m.end() for m in _CLAUSES.finditer(sentence)), len(sentence)]
    last = next((b for b in cuts if end <= b), len(sentence))
    words = sentence[max(a for a in cuts if a <= start) : last]
    if _found("left_open", language, words):
        return False
    return _found("given_up", language, words)


def is_over(claim: Claim, article: Article) -> bool:
    """Whether a stake that is claimed to be held is said to be held no more."""
    if claim.kind != "stake" or claim.normalised.get("action", "holds") != "holds":
        return False
    return _found("ended", article.language, _near(claim, article))


def _sentence(claim: Claim, article: Article) -> tuple[str, int]:
    """Return the sentence that a claim stands in, and where it begins."""
    start, end = claim.span
    breaks = _breaks(article.text)
    before = bisect_right(breaks, start) - 1
    after = bisect_right(breaks, max(end - 1, start))
    return article.text[breaks[before] : breaks[after]], breaks[before]


@lru_cache(maxsize=4)
def _breaks(text: str) -> tuple[int, ...]:
    """Return where sentences begin, and the end of the text, with nothing beyond it."""
    return (0, *(m.end() for m in _BREAK.finditer(text)), len(text) + 1)


def _near(claim: Claim, article: Article) -> str:
    """Return the part of the sentence between commas that has the claim's figure."""
    sentence, first = _sentence(claim, article)
    percent = claim.normalised.get("percent")
    figure = None if percent is None else f"{percent:g}"
    quote = claim.quote if figure is None else figure
    at = sentence.find(quote, max(claim.span[0] - first, 0))
    at = sentence.find(quote) if at < 0 else at
    if at < 0:
        return sentence
    cuts = [0, *(m.end() for m in _PARTS.finditer(sentence)), len(sentence)]
    return next(sentence[a:b] for a, b in pairwise(cuts) if at < b)


def _found(sort: str, language: str | None, text: str) -> bool:
    form = _forms(sort).get(language or "")
    return form is not None and form.search(text) is not None


@cache
def _forms(sort: str) -> dict[str, re.Pattern[str]]:
    rules: dict[str, str] = pattern_file("doubts.toml")[sort]
    return {language: re.compile(form) for language, form in rules.items()}
