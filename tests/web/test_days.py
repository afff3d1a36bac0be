"""The landscape of a day: its slider over the days on which a stake changed."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from keiretsu.landscape import load_landscape
from keiretsu.web.pages.record import change_days

DAY = "2025-05-19"


def test_the_slider_stands_at_the_last_change_up_to_the_day(
    client: TestClient,
) -> None:
    page = client.get(f"/on/{DAY}").text
    (days,) = re.findall(r'data-days="([^"]*)"', page)
    assert days.split() == [day.isoformat() for day in change_days()]
    (place,) = re.findall(r'type="range"[^>]* value="(\d+)"', page)
    known = days.split()
    assert known[int(place) - 1] <= DAY < known[int(place)]
    assert '<output for="change">19\N{NO-BREAK SPACE}May 2025' in page or (
        '<output for="change">19 May 2025' in page
    )


def test_every_place_of_the_slider_leads_to_its_day(client: TestClient) -> None:
    days = change_days()
    for number in (1, 2, len(days) // 2, len(days)):
        answer = client.get(f"/on?change={number}")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/on/{days[number - 1]}"
    assert client.get("/on").headers["location"].startswith("/on/20")


@pytest.mark.parametrize("change", ["0", "-1", "999999", "1.5", "½", "<b>", "9" * 20])
def test_a_place_that_is_none_is_told_so(client: TestClient, change: str) -> None:
    answer = client.get("/on", params={"change": change})
    assert answer.status_code == 400
    assert "rite a number from 1 to" in answer.text
    assert "<b>" not in answer.text


def test_the_alliances_of_the_day_are_there_and_the_map(client: TestClient) -> None:
    landscape = load_landscape(DAY)
    page = client.get(f"/on/{DAY}").text
    assert f"Alliances, ventures and talks ({len(landscape.links)})" in page
    (link,) = (k for k in landscape.links if k.id == "gm_hyundai")
    (row,) = re.findall(r"<li><strong>[^\n]*>GM</a>, [^\n]*>Hyundai</a>.*", page)
    assert link.kinds_said in row
    assert "(agreed)" in row
    drawn = client.get(f"/on/{DAY}.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "Who owned whom on 19 May 2025" in drawn.text
