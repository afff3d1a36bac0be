"""The trained reader: what must hold whatever it has learnt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training.news.corpus import articles

from keiretsu.errors import DataError
from keiretsu.news import read_article, read_claims
from keiretsu.news.reader.trained import read_trained

ASIDE = articles(aside=True)


@pytest.mark.parametrize("article", ASIDE[::9], ids=lambda a: a.id)
def test_every_claim_is_where_it_says_and_as_sure_as_asked(article) -> None:  # type: ignore[no-untyped-def]
    read = read_article(text=article.text, id=article.id, date=article.date)
    every, some = read_trained(read, 0.0), read_trained(read, 0.5)
    assert len(some) <= len(every)
    for claim in every:
        assert read.text[slice(*claim.span)] == claim.quote
        assert 0 <= (claim.probability or 0) <= 1
    assert {c.key for c in some} <= {c.key for c in every}
    assert every == read_trained(read, 0.0)


def test_a_holder_never_holds_itself() -> None:
    for article in ASIDE[::5]:
        for claim in read_trained(read_article(text=article.text), 0.0):
            if claim.kind == "stake":
                assert claim.normalised.get("holder") != claim.normalised.get("held")


@pytest.mark.parametrize("sure", [-0.1, 1.5, float("nan")])
def test_a_probability_that_is_none_is_refused(sure: float) -> None:
    with pytest.raises(DataError, match="no probability"):
        read_claims(read_article(text="Toyota owns 20% of Subaru."), sure)


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_any_text_is_read(text: str) -> None:
    try:
        article = read_article(text="Toyota hält 20 % an Subaru, und die Firma " + text)
    except DataError:
        return
    for claim in read_trained(article, 0.0):
        assert article.text[slice(*claim.span)] == claim.quote
