"""An LEI is believed only if its check digits are right."""

from __future__ import annotations

import pytest

from keiretsu.errors import DataError
from keiretsu.landscape import Company
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.store import Statement, statement

MADE_UP = "00000000000000000098"
"""Eighteen zeros, and 98 - 0 as ISO 7064 (MOD 97-10) has it."""


def company(lei: str) -> Statement:
    row = {"id": "toyota", "kind": "group", "lei": lei, "source_title": "a register"}
    return statement("companies", row | {"confidence": "sourced"}, "here")


def test_a_right_lei_is_kept_with_its_company() -> None:
    stated = company(MADE_UP)
    record = stated.record("here")
    assert isinstance(record, Company)
    assert record.lei == MADE_UP
    assert Parties.of([stated]).find("there", lei=MADE_UP) == "toyota"


@pytest.mark.parametrize(
    "lei",
    [MADE_UP[:-1] + "7", MADE_UP[:-1], MADE_UP.replace("0", "o"), "٠" * 18 + "98"],
)
def test_a_wrong_lei_is_refused_on_entry(lei: str) -> None:
    with pytest.raises(DataError, match="is no LEI"):
        company(lei)


def test_identifiers_that_name_two_companies_are_refused() -> None:
    parties = Parties.of([company(MADE_UP)])
    with pytest.raises(DataError, match="line 4: one party is two of ours"):
        parties.find("f, line 4", lei=MADE_UP, wikidata="Q20165")


def test_a_stranger_without_a_name_is_told() -> None:
    with pytest.raises(DataError, match="we know no 'x', and the file gives no name"):
        Parties().find("f, line 4", own="x")


def test_a_name_beside_an_identifier_may_be_new_or_one_of_several() -> None:
    parties = Parties.of([company(MADE_UP)])
    for names in (["Motomachi Holding"], ["Subaru", "Toyota"], []):
        assert parties.find("f, line 4", lei=MADE_UP, called=names) == "toyota"
    with pytest.raises(DataError, match="identifier toyota, by its name subaru"):
        parties.find("f, line 4", lei=MADE_UP, called=["SUBARU Corporation"])
