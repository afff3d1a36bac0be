"""What began, ended and changed between two days."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.landscape import load_landscape


def test_a_day_does_not_differ_from_itself() -> None:
    day = load_landscape("2025-06-01")
    assert day.diff(day).changes == ()


def test_a_figure_stated_again_is_no_change() -> None:
    found = load_landscape("2021-06-01").diff(load_landscape("2025-05-19"))
    assert "Toyota in Subaru" not in {change.subject for change in found.changes}


def test_nissan_enters_mitsubishi_motors_and_the_alliance_grows() -> None:
    after = load_landscape("2016-11-01")
    found = load_landscape("2016-10-01").diff(after)
    held = after.stake("nissan", "mitsubishi_motors")
    assert held is not None
    texts = {(c.table, c.kind): c.text for c in found.changes}
    assert texts["stakes", "began"] == (
        f"Nissan in Mitsubishi Motors: {held.share_words} (20 Oct 2016)"
    )
    assert texts["links", "changed"] == (
        "rnm (alliance, equity): Renault, Nissan, active → "
        "Renault, Nissan, Mitsubishi Motors, active"
    )
    assert "20 Oct 2016, completed" in texts["events", "began"]
    assert all(change.source.title for change in found.changes)


def test_talks_that_end_are_told_as_ended() -> None:
    found = load_landscape("2025-02-12").diff(load_landscape("2025-02-13"))
    ended = [c for c in found.changes if c.kind == "ended"]
    assert [c.subject for c in ended] == ["honda_nissan_mou (merger, talks)"]
    assert {"honda", "nissan"} <= set(ended[0].about)


def test_a_diff_can_be_narrowed_to_a_company() -> None:
    found = load_landscape("2016-01-01").diff(load_landscape("2025-06-01"))
    own = found.about("mazda")
    assert 0 < len(own.changes) < len(found.changes)
    assert all("mazda" in change.about for change in own.changes)


def test_a_diff_turns_into_data_a_frame_and_text() -> None:
    found = load_landscape("2025-03-31").diff(load_landscape("2025-04-01"))
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["before"], data["after"]) == ("2025-03-31", "2025-04-01")
    assert found.to_frame().height == len(data["changes"]) > 0
    assert {"kind", "subject", "confidence"} <= set(found.to_frame().columns)
    lines = str(found).splitlines()
    assert len(lines) == 1 + len(found.changes)
    assert "people, began: Ivan Espinosa" in str(found)
    assert repr(found).count("\n") == 0


days = st.dates(dt.date(1998, 1, 1), dt.date(2027, 1, 1))


@settings(max_examples=25, deadline=None)
@given(one=days, other=days)
def test_there_and_back_is_the_same_list_turned_round(
    one: dt.date, other: dt.date
) -> None:
    here, there = load_landscape(one), load_landscape(other)
    turned = {"began": "ended", "ended": "began", "changed": "changed"}
    forth = {(c.table, c.kind, c.subject) for c in here.diff(there).changes}
    back = {(c.table, turned[c.kind], c.subject) for c in there.diff(here).changes}
    assert forth == back
