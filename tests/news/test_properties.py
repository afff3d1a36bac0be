"""What must hold for any text at all."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.errors import DataError
from keiretsu.news import Claim, contradictions, main_deal, read_article, read_claims
from keiretsu.news.text.quantities import number

_PARTS = """
    Toyota Nissan Honda's the company it they said will could have merged with stake
    in of 20% about 5.1 percent from to , . ; “ ” " ’s ( ) between and plans cut
    20,000 jobs by 2027 April sold 3.3 million vehicles according Reuters via sources
    CEO Espinosa former $5 billion 304 miles (489 km) Re:Nissan joint venture 50:50
    talks collapsed no deal materialized range sedan the Ariya electric recall tariff
    antitrust 日産 \ue000 \u200b 👍 e\u0301 -- — 1,2,3 99999999999999999999
    half first Q3 fiscal year 31 February 30, 0000-00-00
"""
_WORDS = st.sampled_from([*_PARTS.split(), "\n", "\n\n"])
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=60).map(" ".join))


def claims_of(text: str) -> tuple[str, tuple[Claim, ...]]:
    try:
        article = read_article(text=text, date="2025-03-14")
    except DataError:
        return "", ()
    return article.text, read_claims(article)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_any_text_is_read_and_every_quote_is_in_it(text: str) -> None:
    kept, claims = claims_of(text)
    for claim in claims:
        assert claim.quote == kept[slice(*claim.span)]
        assert claim.quote
        assert all(0 <= a < b <= len(kept) for a, b in claim.alt_spans)
        assert claim.sentence


@settings(max_examples=40, deadline=None)
@given(_TEXTS)
def test_a_claim_survives_json_and_reading_again(text: str) -> None:
    kept, claims = claims_of(text)
    assert claims_of(kept)[1] == claims
    for claim in claims:
        assert Claim.from_dict(json.loads(json.dumps(claim.to_dict()))) == claim
    assert len({claim.id for claim in claims}) == len(claims)
    main_deal(claims)
    contradictions(claims)


@given(st.integers(0, 10**12))
def test_a_number_is_read_with_or_without_its_commas(value: int) -> None:
    assert number(str(value)) == number(f"{value:,}") == float(value)
