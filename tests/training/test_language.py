"""The language of single sentences of the learning articles."""

import re
from collections import Counter

from training.news.corpus import articles

from keiretsu.news.articles.language import EASTERN, language_of

_WORD = re.compile(r"[^\W\d_]+")
_EVERY = 7
_SENTENCE = 7
"""Words of a sentence; shorter ones are captions, prices and names of places."""


def test_single_sentences_tell_their_language() -> None:
    sentences = [
        (article.language, sentence)
        for article in articles()
        if article.language not in EASTERN
        for sentence in re.split(r"(?<=[.!?])\s+|\n", article.text)
        if len(_WORD.findall(sentence)) >= _SENTENCE and "|" not in sentence
    ][::_EVERY]
    found = Counter(
        "right" if told == language else "silent" if told is None else "wrong"
        for language, sentence in sentences
        for told in [language_of(sentence)]
    )
    assert len(sentences) > 400
    assert found["wrong"] <= 0.004 * len(sentences), found
    assert found["silent"] <= 0.01 * len(sentences), found
