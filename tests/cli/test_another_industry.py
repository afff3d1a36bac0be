"""A landscape of breweries goes from CSV to a report, without a word about cars."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

BREWERIES = Path(__file__).parents[1] / "data" / "breweries"
DAY = ("--on", "2025-01-01")
ABOUT_CARS = re.compile(
    r"\b(cars?|vehicles?|carmakers?|automobiles?|model years?|nameplates?|motors?"
    r"|registrations?|powertrains?|electric|BEV|Toyota|Nissan)\b",
    re.IGNORECASE,
)
Call = Callable[..., Result]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The breweries, in a folder that a test may write into."""
    return Path(shutil.copytree(BREWERIES, tmp_path / "breweries"))


def plain_text(html: str) -> str:
    body = re.sub(r"<style.*?</style>", " ", html, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", body)


def speaks_of_cars(text: str) -> list[str]:
    return [found[0] for found in ABOUT_CARS.finditer(text)]


@pytest.mark.parametrize(
    "deal",
    [
        ("--merge", "Golden Stag", "Old Mill"),
        ("--stake", "golden stag brewing ag", "Mönchsquell", "30"),
        ("--merge", "Abbot's Choice", "River Bend"),
    ],
)
def test_a_report_on_breweries_speaks_of_beer_and_not_of_cars(
    deal: tuple[str, ...], call: Call, tmp_path: Path
) -> None:
    out = tmp_path / "report.html"
    done = call("report", *deal, "--store", str(BREWERIES), *DAY,
                "--draws", "12", "--out", str(out))  # fmt: skip
    assert done.exit_code == 0, done.stderr
    page = plain_text(out.read_text(encoding="utf-8"))
    assert speaks_of_cars(page) == []
    assert speaks_of_cars(done.stdout + done.stderr) == []
    assert "beers would cost" in page
    assert "hectolitres" in page


A, B = '"Golden Stag"', '"Old Mill"'


@pytest.mark.parametrize(
    "step",
    [
        f'kind = "share_platform"\nmakers = [{A}, {B}]\npercent = 10\n'
        "part_percent = 30",
        f'kind = "joint_purchasing"\nmakers = [{A}, {B}]\ncomponent = "barley"\n'
        'mechanism = "scale"\npercent = 10\npart_percent = 20',
        f'kind = "cut_parts"\nmakers = [{A}]\npercent = 10\npart_percent = 30',
        f'kind = "launch"\nmaker = {A}\nmodel = "New"\nlike = "Stag Gold"',
        'kind = "tax"\npercent = 10',
        f'kind = "rebadge"\nsupplier = {B}\nseller = {A}\nmodels = ["Stag Gold"]\n'
        "transfer_percent = 60\ncost_percent = 50",
        f'kind = "coordinate"\nmakers = [{A}, {B}]\npercent = 30',
    ],
)
def test_a_step_on_breweries_moves_prices_and_names_no_car(
    step: str, call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "deal.toml"
    file.write_text(f'on = "2025-01-01"\n[[steps]]\n{step}\n', encoding="utf-8")
    done = call("deal", "run", str(file), "--store", str(BREWERIES))
    assert done.exit_code == 0, done.stderr
    assert speaks_of_cars(done.stdout + done.stderr) == []
    assert "do not move" not in " ".join(done.stdout.split())


def test_breweries_share_no_powertrain(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "deal.toml"
    file.write_text(
        f'on = "2025-01-01"\n[[steps]]\nkind = "share_powertrain"\n'
        f"makers = [{A}, {B}]\npercent = 10\npart_percent = 30\n",
        encoding="utf-8",
    )
    done = call("deal", "run", str(file), "--store", str(BREWERIES))
    assert done.exit_code == 1
    assert "step 1: nothing that market 'home' sells has a powertrain" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("landscape", "show"),
        ("landscape", "company", "Stag Gold"),
        ("landscape", "control", "Old Mill Brewery plc"),
        ("landscape", "gaps"),
        ("landscape", "matrix"),
        ("deal", "run", "--merge", "golden_stag", "river bend"),
        ("screen", "--merge", "Monks Well", "river bend"),
        ("deal", "car", "Stag Gold"),
        ("deal", "car", "stag dark", "--merge", "Golden Stag", "Monks Well"),
        ("deal", "sure", "--merge", "golden stag", "old mill"),
        ("deal", "lines", "--merge", "golden stag", "old mill"),
        ("deal", "compare", "golden stag", "old mill"),
        ("deal", "curve", "golden stag", "old mill"),
        ("deal", "frontier", "monks well", "old mill"),
        ("deal", "launch", "golden stag", "Stag Dark"),
        ("deal", "pairs"),
    ],
)
def test_what_the_terminal_shows_is_not_about_cars(
    words: tuple[str, ...], call: Call
) -> None:
    done = call(*words, "--store", str(BREWERIES), *DAY)
    assert done.exit_code == 0, done.stderr
    assert speaks_of_cars(done.stdout + done.stderr) == []


def test_owners_and_minority_stakes_come_from_the_tables(
    data: Callable[..., Any],
) -> None:
    page = data("landscape", "company", "Golden Stag", "--store", str(BREWERIES), *DAY)
    assert [s["holder"] for s in page["holders"]] == ["ostrava_family"]
    held = {s["held"]: s["share"] for s in page["holdings"]}
    assert held == {"old_mill": 0.249, "monks_well": 0.1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("landscape", "company", "Golden Stage"), "did you mean Golden Stag"),
        (("landscape", "company", "Toyota"), "there is no company called 'Toyota'"),
        (("landscape", "company", "Miller & Sons"), "there is no company called"),
        (("deal", "run", "--merge", "Old Mill", "Stagg"), "called 'Stagg'"),
        (
            ("deal", "run", "--merge", "Old Mill", "River Bend", "--market", "us-2022"),
            "there is no market called 'us-2022'",
        ),
        (("landscape", "show", "--believed", "2024-01-01"), "cannot say what was"),
    ],
)
def test_errors_are_clear_and_not_about_cars(
    words: tuple[str, ...], told: str, call: Call
) -> None:
    done = call(*words, "--store", str(BREWERIES))
    assert done.exit_code == 1
    assert told in done.stderr
    assert set(speaks_of_cars(done.stderr)) <= {"Toyota"}


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("dataset.toml", "title = 5", "no title"),
        ("dataset.toml", "titel = 'x'", "there is no field 'titel'"),
        ("dataset.toml", "title = 'x'\nwords = 5", "words: no table"),
        ("dataset.toml", "title = 'x'\n[words]\nbeer = 'x'", "no word 'beer'"),
        ("dataset.toml", "title = 'x'\n[words]\nunit = 5", "5 is no word"),
        ("dataset.toml", "title", "not TOML"),
        (
            "stakes.csv",
            "holder,held,percent,since,source_title\ncity_of_hops,nobody,5,2020,x\n",
            "stakes.csv, line 2, column held: no company has the identifier 'nobody'",
        ),
        ("stakes.csv", "holder,owned\na,b\n", "stakes have no column 'owned'"),
        (
            "companies.csv",
            "id,kind,source_title\nold_mill,group,x\n",
            "companies.csv, line 2, column name: a company new to the register",
        ),
        ("assumptions.toml", "[margin]\nvalue = 1", "no table [own_elasticity]"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(
    file: str, text: str, told: str, own: Path, call: Call
) -> None:
    (own / file).write_text(text, encoding="utf-8")
    done = call("deal", "run", "--merge", "old_mill", "monks_well", "--store", str(own))
    assert done.exit_code == 1
    assert told in done.stderr.replace("\n", " ")
    assert speaks_of_cars(done.stderr.replace("acme_motor", "")) == []


def test_prices_are_not_computed_without_saying_how_buyers_react(
    own: Path, call: Call
) -> None:
    (own / "assumptions.toml").unlink()
    done = call("deal", "run", "--merge", "old_mill", "monks_well", "--store", str(own))
    assert done.exit_code == 1
    assert "does not say how strongly buyers react" in done.stderr
    assert call("landscape", "show", "--store", str(own)).exit_code == 0


def test_a_folder_is_read_and_not_written(own: Path, call: Call) -> None:
    done = call("landscape", "add", "companies", "id=x", "--store", str(own))
    assert done.exit_code == 1
    assert "a folder of tables, which is read and not written" in done.stderr
