"""`keiretsu landscape`: stakes, pages, changes and gaps of a day, each with sources."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call

from keiretsu.landscape import load_landscape
from keiretsu.units import percent

Data = Callable[..., Any]


def words_of(holder: str, held: str, on: str) -> str:
    stake = load_landscape(on).stake(holder, held)
    assert stake is not None
    return stake.share_words


def test_a_holder_is_shown_with_its_share_and_source(data: Data) -> None:
    shown = data("landscape", "company", "subaru", "--on", "2025-06-01")
    (stake,) = (s for s in shown["holders"] if s["holder"] == "toyota")
    assert percent(stake["share"], 2) == words_of("toyota", "subaru", "2025-06-01")
    assert stake["source"]["title"]
    assert stake["source"]["confidence"] == "sourced"
    assert shown["company"]["id"] == "subaru"


def test_another_day_shows_the_stake_of_that_day(data: Data) -> None:
    shown = data("landscape", "company", "Subaru", "--on", "2007-01-01")
    known = load_landscape("2007-01-01").holders_of("subaru")
    assert [s["share"] for s in shown["holders"]] == [s.share for s in known]
    assert known != load_landscape("2025-06-01").holders_of("subaru")


def test_a_brand_stands_for_its_company(data: Data) -> None:
    shown = data("landscape", "company", "lexus", "--on", "2025-06-01")
    assert shown["company"]["id"] == "toyota"
    assert {"holdings", "links", "plans", "people", "plants", "events"} <= set(shown)


@pytest.mark.parametrize(
    ("held", "confidence"),
    [
        ("Subaru", "sourced"),
        ("Mazda", "sourced"),
        ("Suzuki", "sourced"),
        ("Isuzu", "sourced_partial"),
    ],
)
def test_toyotas_network_on_the_day_of_the_report_has_sources(
    call: Call, held: str, confidence: str
) -> None:
    words = ["landscape", "company", "toyota", "--on", "2025-05-19", "--csv"]
    rows = csv.DictReader(io.StringIO(call(*words).stdout))
    (row,) = [r for r in rows if (r["section"], r["subject"]) == ("holdings", held)]
    assert row["said"].startswith(f"{words_of('toyota', held, '2025-05-19')};")
    assert row["source_title"]
    assert row["address"].startswith("https://")
    assert row["confidence"] == confidence


def test_every_line_of_a_page_has_a_number_and_a_confidence(call: Call) -> None:
    done = call("landscape", "company", "nissan", "--on", "2025-06-01")
    body, _, sources = done.stdout.partition("Sources")
    cited = {int(n) for n in re.findall(r"\[(\d+)\]", body)}
    listed = {int(n) for n in re.findall(r"^  \[(\d+)\]", sources, flags=re.MULTILINE)}
    assert cited == listed == set(range(1, max(listed) + 1))
    assert "42 % of the target" in " ".join(body.split())
    assert "Ivan Espinosa" in body
    assert "Oppama" in body
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_page_says_the_same_as_rows(call: Call, data: Data) -> None:
    words = ["landscape", "company", "nissan", "--on", "2025-06-01"]
    rows = list(csv.DictReader(io.StringIO(call(*words, "--csv").stdout)))
    assert all(row["source_title"] and row["confidence"] for row in rows)
    for section, held in data(*words).items():
        if isinstance(held, list):
            assert len(held) == sum(row["section"] == section for row in rows)


def test_two_days_differ_by_what_began_and_ended(call: Call, data: Data) -> None:
    words = ["landscape", "diff", "2025-03-31", "2025-04-01", "--company", "nissan"]
    told = call(*words)
    assert "3 changes" in told.stderr
    changes = data(*words)["changes"]
    people = {(c["kind"], c["subject"].partition(",")[0]) for c in changes[:2]}
    assert people == {("began", "Ivan Espinosa"), ("ended", "Makoto Uchida")}
    assert "Makoto" in told.stdout
    rows = list(csv.DictReader(io.StringIO(call(*words, "--csv").stdout)))
    assert [row["subject"] for row in rows] == [c["subject"] for c in changes]
    assert max(map(len, told.stdout.splitlines())) <= 80


def test_gaps_tell_contradictions_with_what_explains_them(
    call: Call, data: Data
) -> None:
    words = ["landscape", "gaps", "mitsubishi motors", "--on", "2025-06-01"]
    told = call(*words)
    found = data(*words)
    explained = sum(c["explanation"] is not None for c in found["contradictions"])
    assert f"{explained} of them explained" in told.stdout
    assert {"mitsubishi_motors"} == {c["held"] for c in found["contradictions"]}
    assert all("mitsubishi_motors" in gap["about"] for gap in found["gaps"])
    rows = list(csv.DictReader(io.StringIO(call(*words, "--csv").stdout)))
    assert len(rows) == len(found["contradictions"]) + len(found["gaps"])
    assert max(map(len, told.stdout.splitlines())) <= 80


def test_without_a_company_every_stake_is_listed(call: Call, data: Data) -> None:
    shown = data("landscape", "show", "--on", "2025-06-01")
    done = call("landscape", "show", "--on", "2025-06-01", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == len(shown["stakes"]) > 50
    assert all(row["source_title"] and row["confidence"] for row in rows)


def test_the_table_names_holder_share_and_source(call: Call) -> None:
    done = call("landscape", "show", "--on", "2025-06-01")
    assert "Renault" in done.stdout
    assert words_of("renault", "nissan", "2025-06-01") in done.stdout
    assert "BourseAnalysis" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_control_names_votes_power_and_sources(call: Call, data: Data) -> None:
    words = ["landscape", "control", "Mitsubishi Motors", "--on", "2025-06-01"]
    told = call(*words)
    assert told.exit_code == 0
    first = data(*words)["voters"][0]
    votes = percent(first["votes"]["value"], 2)
    assert f"Nissan casts {votes} of the votes" in told.stdout
    assert "upward" in told.stdout
    assert first["stake"]["holder"] == "nissan"
    assert first["stake"]["source"]["title"]
    assert call(*words, "--csv").stdout.startswith("holder,share,share_min")


def test_who_decides_is_not_known_where_no_holder_is_on_record(call: Call) -> None:
    for name in ("BYD", "Honda"):
        page = call("landscape", "company", name, "--on", "1999-03-27").stdout
        control = call("landscape", "control", name, "--on", "1999-03-27").stdout
        said = (" ".join(text.split()) for text in (page, control))
        assert all("who decides is not known" in text for text in said)
    held = call("landscape", "company", "Nissan", "--on", "2025-06-01").stdout
    assert "nobody decides alone in Nissan" in " ".join(held.split())


@pytest.mark.parametrize(
    ("company", "day", "said"),
    [
        ("fca", "2024-06-01", "FCA is gone since 16 Jan 2021; Stellantis carries on"),
        ("psa", "2026-01-01", "PSA is gone since 16 Jan 2021; Stellantis carries on"),
        ("daimlerchrysler", "2026-01-01", "is gone since 2007; Mercedes-Benz carries"),
        ("stellantis", "2019-01-01", "is there since 16 Jan 2021; it comes from FCA"),
        ("volkswagen", "2026-01-01", "Porsche SE casts 53.3 % of the votes"),
        ("porsche_se", "2026-01-01", "it decides over Volkswagen"),
        ("baic_motor", "2026-01-01", "BAIC Motor counts to BAIC"),
        ("nio_energy", "2026-11-01", "NIO Energy counts to NIO"),
        ("kia", "1998-06-01", "no holder of Kia is on record"),
        ("kia", "2005-06-01", "Hyundai casts 51 % of the votes in Kia"),
        ("dacia", "1999-06-01", "no holder of Dacia is on record"),
        ("volvo_cars", "2010-04-01", "Ford casts 100 % of the votes in Volvo Cars"),
        ("volvo_cars", "2010-08-02", "Geely casts 100 % of the votes in Volvo Cars"),
    ],
)
def test_the_page_and_its_control_say_the_same_of_who_decides(
    company: str, day: str, said: str, call: Call
) -> None:
    for verb in ("company", "control"):
        told = call("landscape", verb, company, "--on", day).stdout
        assert said in " ".join(told.split())


def test_what_is_gone_today_was_not_defunct_while_it_was_there(call: Call) -> None:
    then = call("landscape", "company", "chrysler", "--on", "2010-01-01").stdout
    assert "there until 12 Oct 2014" in " ".join(then.split())
    assert "defunct" not in then
    assert "defunct" in call("landscape", "company", "chrysler").stdout


def test_who_holds_a_subsidiary_is_a_gap_where_nobody_is_on_record(
    call: Call,
) -> None:
    told = call("landscape", "gaps", "Audi", "--on", "2025-06-01").stdout
    assert "1 gap" in told
    assert "who holds Audi" in told
    assert "who holds PSA" not in call("landscape", "gaps").stdout


def test_one_gap_is_a_gap(call: Call) -> None:
    told = call("landscape", "gaps", "Renault Korea", "--on", "1999-03-27").stdout
    assert "0 contradictions and 1 gap on" in told


def test_a_timeline_that_ends_before_it_begins_is_refused(call: Call) -> None:
    days = ("--from", "2020-01-01", "--until", "2019-01-01")
    done = call("landscape", "timeline", "renault", "nissan", *days)
    assert done.exit_code == 1
    assert "from 1 Jan 2020 until 1 Jan 2019" in done.stderr


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("Kia Motors", "Kia"),
        ("kia motors corp", "Kia"),
        ("Tesla Motors", "Tesla"),
        ("Fuji Heavy", "Subaru"),
        ("起亜自動車", "Kia"),
    ],
)
def test_a_former_name_leads_to_the_one_of_today(
    name: str, today: str, call: Call
) -> None:
    for words in (("landscape", "company", name), ("screen", "--merge", name, "honda")):
        done = call(*words)
        assert done.exit_code == 1
        assert f"that is a former name of {today}" in " ".join(done.stderr.split())


def test_a_name_in_its_own_script_is_known(data: Data) -> None:
    for name in ("ニッサン", "日産", "닛산", "日产汽车"):
        assert data("landscape", "company", name)["company"]["id"] == "nissan"


def test_a_stake_does_not_end_before_it_began(call: Call, tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "s.db"))
    company = ("id=acme", "name=Acme Motor", "kind=group", "source_title=x")
    stake = ("holder=acme", "held=Nissan", "percent=5", "since=2026-01-15")
    assert call("landscape", "add", "companies", *company, *store).exit_code == 0
    added = call("landscape", "add", "stakes", *stake, "source_title=f", *store)
    assert added.exit_code == 0
    end = ("landscape", "end", "acme", "Nissan", "--source", "y", *store, "--on")
    early = call(*end, "2025-01-01")
    assert early.exit_code == 1
    assert "the first on record is of 15 Jan 2026" in " ".join(early.stderr.split())
    assert call(*end, "2026-05-01").exit_code == 0
    assert call(*end, "2026-05-01").exit_code == 0  # stated again, as it was


def test_a_part_of_the_profit_that_is_a_part_of_the_votes_says_so(call: Call) -> None:
    told = call("landscape", "control", "volkswagen", "--on", "2026-11-01").stdout
    flat = " ".join(told.split())
    assert "by the votes of Qatar Holding, whose share nobody stated" in flat
    sure = call("landscape", "control", "polestar", "--on", "2026-11-01").stdout
    assert "whose share nobody stated" not in " ".join(sure.split())


def test_codes_of_the_tables_are_told_in_words(call: Call) -> None:
    company = call("landscape", "company", "nissan", "--on", "2025-05-19")
    told = company.stdout + company.stderr
    assert "(group, Japan; " in told
    assert "battery-electric" in told
    assert "sourced_partial" not in told
    screened = call("screen", "--stake", "toyota", "nissan", "20", "--on", "2025-05-19")
    assert re.search(r"^Japan: \d+ tests", screened.stdout, re.MULTILINE)
    sure = call("deal", "run", "--merge", "toyota", "nissan", "--on", "2025-05-19",
                "--market", "de-2025", "--by", "powertrain")  # fmt: skip
    assert re.search(r"^  (petrol|plug-in hybrid) ", sure.stdout, re.MULTILINE)
    assert "ICE_" not in sure.stdout


@pytest.mark.parametrize("verb", ["company", "control"])
def test_of_a_brand_its_owner_is_shown_and_that_is_said(call: Call, verb: str) -> None:
    told = call("landscape", verb, "レクサス", "--on", "2025-06-01")
    assert "レクサス is a brand of Toyota on 2025-06-01: shown is Toyota" in told.stderr
    told = call("landscape", verb, "toyota", "--on", "2025-06-01")
    assert "is a brand of" not in told.stderr


def test_the_page_of_a_past_day_says_what_is_told_as_known_now(
    call: Call, data: Data
) -> None:
    shown = call("landscape", "company", "nissan", "--on", "2005-06-01").stdout
    assert "are told as the record has them now" in " ".join(shown.split())
    page = data("landscape", "company", "nissan", "--on", "2005-06-01")
    assert page["note"].endswith("later than 1 Jun 2005")
    assert data("landscape", "company", "nissan", "--on", "2031-01-01")["note"] is None
