"""Words that we offer are understood in any case, with spaces or hyphens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import keiretsu as kt
from keiretsu.control import reading_named
from keiretsu.deals import Deal
from keiretsu.deals.conduct.conduct import conduct_named
from keiretsu.deals.demand_models import FORMS
from keiretsu.deals.demand_models.choose import demand_source
from keiretsu.deals.templates import template, templates
from keiretsu.errors import DataError
from keiretsu.estimation.known_numbers import KnownNumbers
from keiretsu.landscape.exchange.formats import FORMATS, format_of
from keiretsu.rules.load import jurisdiction_code, load_jurisdictions
from keiretsu.spelling import among

Take = Callable[[str], Any]


def step_of(kind: str) -> Any:
    steps = [{"kind": kind, "first": "toyota", "second": "nissan"}]
    return Deal.from_dict({"on": "2025-05-19", "steps": steps}).steps


OFFERED: dict[str, tuple[Take, Sequence[str]]] = {
    "reading": (reading_named, ("silent", "one-way", "shapley")),
    "demand": (lambda n: demand_source(n, kt.default_assumptions()), FORMS),
    "conduct": (conduct_named, ("prices", "quantities", "auction", "bargaining=0.5")),
    "market": (lambda n: kt.load_market(n).name, ("us-2022", "de-2024-brands")),
    "template": (template, list(templates())[:3]),
    "step": (step_of, ("merge",)),
    "format": (lambda n: format_of(Path("x"), n), list(FORMATS)),
    "calibrated": (lambda n: KnownNumbers(form=n).form, ("nested logit", "logit")),
    "jurisdiction": (jurisdiction_code, ("US", "EU", "UK")),
}


def spellings(word: str) -> tuple[str, ...]:
    return (word.upper(), word.title(), word.replace(" ", "-").replace("-", "_"))


@pytest.mark.parametrize("kind", OFFERED)
def test_any_spelling_of_a_word_on_offer_means_the_word(kind: str) -> None:
    take, words = OFFERED[kind]
    for word in words:
        for spelling in spellings(word):
            assert type(take(spelling)) is type(take(word)), spelling
            assert repr(take(spelling)) == repr(take(word)), spelling


@pytest.mark.parametrize("kind", OFFERED)
@pytest.mark.parametrize("word", ["", "nothing of the sort", "=", "１"])
def test_what_is_not_on_offer_is_refused(kind: str, word: str) -> None:
    with pytest.raises(DataError):
        OFFERED[kind][0](word)


def test_economists_terms_are_understood() -> None:
    for term, ours in {
        "Bertrand": "prices",
        "cournot": "quantities",
        "collusion=0.3": "coordination=0.3",
    }.items():
        assert conduct_named(term) == conduct_named(ours)


@pytest.mark.parametrize(
    ("said", "code"),
    [("gb", "UK"), ("United Kingdom", "UK"), ("japan", "JP"), ("european union", "EU")],
)
def test_a_jurisdiction_goes_by_its_name_too(said: str, code: str) -> None:
    assert jurisdiction_code(said) == code


def test_no_two_words_on_offer_are_spelled_alike() -> None:
    for words in (FORMS, templates(), FORMATS, load_jurisdictions()):
        assert all(among(word.upper(), words) == word for word in words)


def test_a_conduct_without_its_number_says_how_to_write_it() -> None:
    with pytest.raises(DataError) as told:
        conduct_named("coordination")
    assert told.value.hint == "write coordination=0.5"


def test_a_plural_is_the_word() -> None:
    """As in `--to html,pdf,xlsx,md,cards`."""
    assert among("cards", ("html", "card")) == "card"
    assert among("Prices", ("price", "prices")) == "prices"
    assert among("s", ("html", "card")) is None
