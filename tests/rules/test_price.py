"""The price of a deal, where it is given, decides the tests that look at it."""

from __future__ import annotations

import math

import pytest

from keiretsu.deals import Deal
from keiretsu.errors import DataError
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market
from keiretsu.rules import assess
from keiretsu.rules.amounts import threshold
from keiretsu.rules.assessment import Assessment
from keiretsu.rules.exchange_rates import rated_currencies
from keiretsu.rules.filings import Filing
from keiretsu.rules.price import Price

DAY = "2026-11-01"
MERGER = Deal.merge("toyota", "nissan", on=DAY)


def filing(found: Assessment, code: str) -> Filing:
    return next(one for one in found.filings if one.jurisdiction == code)


def asked(text: str | None, code: str = "US", deal: Deal = MERGER) -> Filing:
    price = None if text is None else Price.read(text)
    day = load_landscape(DAY)
    sold = load_market("us-2024-brands")
    return filing(assess(deal, day, sold, jurisdictions=[code], price=price), code)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("USD 9 billion", 9e9, "USD"),
        ("9e9 USD", 9e9, "USD"),
        ("1.2 trillion JPY", 1.2e12, "JPY"),
        ("EUR 350 million", 3.5e8, "EUR"),
        ("  KRW 600billion ", 6e11, "KRW"),
    ],
)
def test_a_price_is_read_as_people_write_it(
    text: str, amount: float, currency: str
) -> None:
    assert Price.read(text) == Price(amount=amount, currency=currency)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("9", "is no price"),
        ("USD", "is no price"),
        ("USD 9 EUR", "is no price"),
        ("USD -9", "is no price"),
        ("USD 9,5 billion", "is no price"),
        ("USD 0", "a price of 0"),
        ("USD 1e999", "a price of inf"),
        ("XXX 9", "no rate of 'XXX'"),
    ],
)
def test_what_is_no_price_is_refused(text: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        Price.read(text)


@pytest.mark.parametrize(
    ("text", "duty", "fee"),
    [
        (None, "cannot tell", None),
        ("USD 133.8 million", "need not file", None),
        ("USD 134 million", "must file", 35_000),
        ("USD 9 billion", "must file", 2_460_000),
        ("JPY 1.5 trillion", "must file", 2_460_000),  # some ten billion dollars
        ("JPY 20.03 billion", "cannot tell", 35_000),  # 133.9 million, within a tenth
    ],
)
def test_the_american_duty_and_fee_follow_the_price(
    text: str | None, duty: str, fee: float | None
) -> None:
    found = asked(text)
    assert found.duty == duty
    assert found.fee == fee


def test_who_need_not_file_is_told_the_line_it_would_cross_first() -> None:
    (ground,) = asked("USD 100 million").grounds
    assert "100 million US dollars" in ground.text
    assert "more than 133.9 million" in ground.text


def test_what_is_held_before_is_worth_more_than_what_is_paid() -> None:
    known = Price.read("USD 100 million").inputs("USD", had=True)["value_of_holdings"]
    assert (known.low, known.high) == (1e8, math.inf)  # type: ignore[union-attr]
    more = Deal.stake("volkswagen", "rivian", 0.4, on=DAY)
    assert asked("USD 100 million", deal=more).duty == "cannot tell"
    assert asked("USD 2 billion", deal=more).duty == "must file"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("IN", "more than 5 billion rupees and of a tenth of its worldwide one"),
        ("KR", "a million people a month in Korea"),
    ],
)
def test_what_would_decide_is_said_as_the_test_asks_it(code: str, said: str) -> None:
    assert any(said in way for way in asked("USD 9 billion", code).decided_by)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("€2bn", 2e9, "EUR"),
        ("US$1.5 billion", 1.5e9, "USD"),
        ("$750m", 7.5e8, "USD"),
        ("CNY 3.5bn", 3.5e9, "CNY"),
        ("INR 500 crore", 5e9, "INR"),
        ("₹2 lakh crore", 2e12, "INR"),
        ("900 billion yen", 9e11, "JPY"),
        ("1.2 trillion won", 1.2e12, "KRW"),
        ("9,000,000,000 usd", 9e9, "USD"),
        ("£40 mn", 4e7, "GBP"),
    ],
)
def test_a_price_is_read_as_papers_write_it(
    text: str, amount: float, currency: str
) -> None:
    assert Price.read(text) == Price(amount=amount, currency=currency)


@pytest.mark.parametrize(
    "text",
    ["¥900 billion", "9 billion", "EUR 2 billion USD", "1,5 bn EUR", "€-2bn", ""],
)
def test_what_is_no_price_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(DataError) as caught:
        Price.read(text)
    assert ("JPY or CNY" in str(caught.value.hint)) == ("¥" in text)


@pytest.mark.parametrize("code", rated_currencies())
def test_an_amount_as_we_write_it_is_read_as_that_amount(code: str) -> None:
    written = threshold(4.5e9, code)
    assert Price.read(written) == Price(amount=4.5e9, currency=code)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("A$2 billion", "AUD"),
        ("R$5bn", "BRL"),
        ("Rs. 500 crore", "INR"),
        ("Rs 500 crore", "INR"),
        ("RMB 3.5bn", "CNY"),
        ("3.5bn renminbi", "CNY"),
        ("2 billion Swedish kronor", "SEK"),
        ("1 billion pounds sterling", "GBP"),
    ],
)
def test_signs_and_words_of_other_countries_are_read(text: str, currency: str) -> None:
    assert Price.read(text).currency == currency
