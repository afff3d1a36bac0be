"""Tokens, phrases and sentences: worked by hand, then what must hold for any text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.news.text.splitting import LONGEST, sentence_spans
from keiretsu.news.text.tokens import Phrases, tokenise


def words(text: str) -> list[str]:
    return [token.text for token in tokenise(text)]


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text, tokenise(text))]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Honda's 3.3% stake", ["Honda", "'", "s", "3.3", "%", "stake"]),
        ("SAIC-GM-Wuling", ["SAIC", "-", "GM", "-", "Wuling"]),
        ("20,000 jobs,30", ["20,000", "jobs", ",", "30"]),
        ("U.S. and kia.com", ["U.S", ".", "and", "kia.com"]),
        ("it said.Toyota", ["it", "said", ".", "Toyota"]),
        ("トヨタ20%", ["ト", "ヨ", "タ", "20", "%"]),
        ("현대차 Kia", ["현", "대", "차", "Kia"]),
        (" \t\n", []),
    ],
)
def test_words_and_signs_are_told_apart(text: str, tokens: list[str]) -> None:
    assert words(text) == tokens


@pytest.mark.parametrize(
    "parts",
    [
        ["Nissan Motor Co. said it will close plants.", "Honda will not."],
        ["Shares of Honda Motor Co.", "The deal is off."],
        ["It was paid by Mr. Uchida of Nissan on Feb. 13, 2025.", "Then it ended."],
        ["Sales in the U.S. fell by 3.5 percent.", "In Japan they rose."],
        ['"We are free," he said.', '"We will be."', '"No!" said Honda.'],
        ["Amendment No. 9 was filed."],
        ["Is it over?", "It is!"],
        ["A stake of approx. five percent."],
        ["トヨタが出資した。", "スズキも買う。"],
        ["It was J. Example who said so."],
        ["That ended the talks.", "[citation needed]"],
        ["Yahoo! sold it."],
    ],
)
def test_sentences_are_divided_where_a_reader_would(parts: list[str]) -> None:
    joiner = "" if "。" in parts[0] else " "
    assert sentences(joiner.join(parts)) == parts


def test_every_phrase_is_found_also_inside_another() -> None:
    phrases = Phrases(["Nissan", "Nissan Motor", "BMW Group", "日産"])
    text = "Nissan Motor and  BMW\tGroup; 日産自動車 is Nissanlike"
    found = [text[a:b] for a, b in phrases.find(tokenise(text))]
    assert found == ["Nissan", "Nissan Motor", "BMW\tGroup", "日産"]


def test_a_phrase_that_the_text_cuts_short_is_not_found() -> None:
    phrases = Phrases(["BMW Group", "BMW Group plc of Munich"])
    assert len(list(phrases.find(tokenise("the BMW Group plc")))) == 1


TEXTS = st.text(
    alphabet=st.sampled_from('Ab 1.,!"(“”。トU\n\t-_’\u200b👍'), max_size=80
)


@given(TEXTS)
def test_tokens_are_all_that_is_no_white_space(text: str) -> None:
    tokens = tokenise(text)
    assert "".join(t.text for t in tokens) == "".join(text.split())
    assert all(text[t.start : t.end] == t.text for t in tokens)


@given(TEXTS, st.integers(1, 60))
def test_sentences_hold_every_token_once_and_are_short(text: str, many: int) -> None:
    whole = text * many
    tokens = tokenise(whole)
    spans = list(sentence_spans(whole, tokens))
    assert all(0 < b - a <= LONGEST for a, b in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    held = "".join(whole[a:b] for a, b in spans)
    assert "".join(held.split()) == "".join(t.text for t in tokens)
