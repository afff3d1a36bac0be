"""Pages of companies on days on which they were not there."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("starlette")

from starlette.testclient import TestClient


def told(client: TestClient, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/company/fca?on=2024-06-01", "FCA is gone since 16 Jan 2021; Stellantis"),
        ("/company/fca", "FCA is gone since 16 Jan 2021; Stellantis carries on"),
        ("/company/psa", "PSA is gone since 16 Jan 2021; Stellantis carries on"),
        ("/company/stellantis?on=2019-06-01", "it comes from FCA and PSA"),
    ],
)
def test_who_is_not_there_is_told_and_asked_for_nothing(
    address: str, said: str, client: TestClient
) -> None:
    page = told(client, address)
    assert said in page
    assert "What if somebody took a part of it" not in page


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/company/chrysler?on=2010-01-01", "there until 12 Oct 2014"),
        ("/company/porsche_se", "it decides over Volkswagen, and counts to its group"),
        ("/company/kia?on=1998-06-01", "No holder of Kia is on record"),
    ],
)
def test_who_was_there_is_told_as_of_then(
    address: str, said: str, client: TestClient
) -> None:
    assert said in told(client, address)


def test_one_entry_is_an_entry(client: TestClient) -> None:
    page = told(client, "/tie/hyundai~kia?on=1999-06-01")
    assert "1 entries" not in page
