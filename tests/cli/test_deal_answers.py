"""Answers of `keiretsu deal` as a reader meets them: plain, whole, and true."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from tests.cli.conftest import Call

from keiretsu.cli.output import table

GERMANY = ("--market", "de-2025", "--on", "2025-06-30")
STATES = ("--market", "us-2019", "--on", "2019-06-01")
JAPAN = ("--market", "jp-2023", "--on", "2023-04-01")
POINTS = ("--draws", "0", "--demand", "nested logit")


@given(
    numbers=st.lists(st.floats(-99, 99), min_size=1, max_size=4),
    width=st.integers(30, 80),
)
def test_no_line_of_a_table_breaks_before_a_percent_sign(
    numbers: list[float], width: int
) -> None:
    words = " to ".join(f"{number:+.1f} %" for number in numbers)
    out = io.StringIO()
    Console(file=out, width=width).print(table("", ("a", "b"), [[words, words]]))
    shown = out.getvalue()
    assert shown.count("%") == 2 * len(numbers)
    assert not re.search(r"^ *%|  %", shown, re.MULTILINE)
    assert "\ue000" not in shown


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the pairs of the market are kept once one test has solved them."""
    return str(tmp_path_factory.mktemp("kept") / "pairs.jsonl")


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("kia", "hyundai"), "Kia and Hyundai are one group already"),
        (("Audi", "vw"), "one group already"),
        (("BYD", "Ford"), "BYD and Ford are not two groups here: BYD sells nothing"),
    ],
)
def test_a_pair_that_is_none_says_why(
    pair: tuple[str, str], said: str, kept: str, call: Call
) -> None:
    words = ("deal", "pairs", "--merge", *pair, *STATES, "--most", "1")
    done = call(*words, "--keep", kept)
    assert done.exit_code == 0
    assert said in done.stderr


def test_a_deal_has_done_nothing_before_its_day(call: Call) -> None:
    merger = ("deal", "run", "--merge", "bmw", "vw", *GERMANY, *POINTS, "--until")
    done = call(*merger, "2020-01-01")
    assert done.exit_code == 1
    assert "by 1 Jan 2020 the deal of 30 Jun 2025 has not begun" in done.stderr
    assert call(*merger, "2025-06-30").exit_code == 0


@pytest.mark.parametrize("partner", ["renault", "bmw"])
def test_no_word_of_a_plan_is_broken(partner: str, call: Call) -> None:
    plan = ("deal", "plan", "volkswagen", "--with", partner, *GERMANY, *POINTS)
    shown = call(*plan).stdout
    for word in ("parties'", "electric", "spending", "launches", "presumed"):
        assert word in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_cars_that_nobody_of_the_deal_sells_are_told_by_its_parties(call: Call) -> None:
    words = ("deal", "lines", "--stake", "Toyota", "Mazda", "30", *STATES)
    done = call(*words, "--powertrain", "BEV")
    assert done.exit_code == 1
    assert (
        "no battery-electric car of Toyota or Mazda is sold in market 'us-2019'"
        in done.stderr
    )


def test_which_cars_are_shown_is_said(call: Call) -> None:
    words = ("deal", "lines", "--merge", "vw", "ford", *STATES)
    of = r"Of the parties' \d+ cars "
    assert re.search(of + "30 are shown, those that sell least", call(*words).stderr)
    driven = call(*words, "--powertrain", "BEV").stderr
    assert re.search(of + r"\d are shown, what is battery-electric", driven)
    leaf = ("deal", "lines", "--merge", "honda", "nissan", "--market", "us-2022")
    one = call(*leaf, "--powertrain", "BEV").stderr
    assert re.search(of + "1 is shown, what is battery-electric", one)


@pytest.mark.parametrize("pair", [("toyota", "subaru"), ("suzuki", "mazda")])
def test_a_saving_is_written_without_powers_of_ten(
    pair: tuple[str, str], call: Call
) -> None:
    shown = call("deal", "frontier", *pair, *JAPAN, "--percent", "33.4").stdout
    assert not re.search(r"\de[-+]\d", shown)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("nissan", "honda-nissan-2024"),
        ("Suzuki-Toyota-2019", "toyota-suzuki-2019"),
        ("tata", "keiretsu deal template lists them"),
    ],
)
def test_a_template_that_is_none_leads_to_those_there_are(
    name: str, near: str, call: Call
) -> None:
    assert near in call("deal", "template", name).stderr


def test_the_merger_of_one_group_gains_nothing_and_not_almost_nothing(
    call: Call,
) -> None:
    words = ("deal", "compare", "hyundai", "kia", *STATES, "--draws", "2")
    shown = call(*words).stdout
    merger = shown.split("merger", 1)[1].split("20 % stake", 1)[0]
    assert "under" not in merger


@pytest.mark.parametrize(
    ("pair", "market"),
    [(("bmw", "vw"), "de-2025"), (("honda", "nissan"), "jp-2023")],
)
def test_cars_of_any_powertrain_are_no_total(
    pair: tuple[str, str], market: str, call: Call
) -> None:
    words = ("deal", "run", "--merge", *pair, "--market", market, *POINTS)
    shown = call(*words, "--by", "powertrain", "--control", "silent").stdout
    assert "not stated" in shown
    assert not re.search(r"^ *all ", shown, re.MULTILINE)


def deal_file(tmp_path: Path, step: str) -> str:
    place = tmp_path / "deal.toml"
    place.write_text(f'on = "2025-05-19"\n[[steps]]\n{step}\n', encoding="utf-8")
    return str(place)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            'kind = "import_tariff"\ncountry = "JP"\npercent = 15',
            "If a tariff of 15 % is put on what is made in Japan, cars would cost",
        ),
        (
            'kind = "tax"\npercent = 10',
            "If a tax of 10 % of the price is put on all that is sold, cars would cost",
        ),
        (
            'kind = "subsidy"\npowertrains = ["BEV"]\namount = -7500\ncurrency = "USD"',
            "If a subsidy of USD 7,500 for each battery-electric car ends, cars would",
        ),
        (
            'kind = "save_cost"\nproducts = ["Leaf"]\npercent = 5',
            "If the marginal costs of Leaf fall by 5 %, cars would cost",
        ),
    ],
)
def test_a_deal_without_parties_is_told_of_all_cars(
    step: str, said: str, tmp_path: Path, call: Call
) -> None:
    """Not that "the prices of their cars do not move", whose cars are nobody's."""
    market = ("--market", "us-2022", "--draws", "0", "--demand", "logit")
    done = call("deal", "run", deal_file(tmp_path, step), *market)
    told = " ".join(done.stdout.split())
    assert said in told
    assert "do not move" not in told
    assert "parties" not in told
    assert ("less in" if "save" in step else "more in") in told


def test_a_saving_on_cars_nobody_knows_is_refused(tmp_path: Path, call: Call) -> None:
    step = 'kind = "save_cost"\nproducts = ["Laef"]\npercent = 5'
    done = call("deal", "run", deal_file(tmp_path, step), "--market", "us-2022")
    assert done.exit_code == 1
    assert "step 1" in done.stderr
    assert "Laef" in done.stderr


def test_saved_fixed_costs_are_profit_and_not_nothing(
    tmp_path: Path, call: Call
) -> None:
    step = 'kind = "save_fixed_cost"\nmaker = "Nissan"\nmillions = 100'
    market = ("--market", "us-2022", "--draws", "0", "--demand", "logit")
    place = deal_file(tmp_path, f'{step}\ncurrency = "USD"')
    done = call("deal", "run", place, *market)
    assert "no price changes: what is saved is profit" in " ".join(done.stdout.split())
    assert "nothing" not in done.stdout + done.stderr


def test_a_stake_that_is_not_nothing_is_not_written_as_nothing(call: Call) -> None:
    words = ("--stake", "toyota", "nissan", "0.0001%", "--market", "jp-2024-brands")
    done = call("deal", "run", *words, "--draws", "0", "--on", "2025-05-19")
    told = " ".join(done.stdout.split())
    assert "If Toyota holds 0.0001 % of Nissan" in told
    assert "would cost at most 0.001 % more in Japan" in told


def test_a_market_of_another_industry_is_not_told_of_cars(
    tmp_path: Path, call: Call
) -> None:
    place = tmp_path / "air.csv"
    place.write_text(
        "market_ids,firm_ids,product_ids,prices,shares\n"
        "JFK-LHR,Delta,DL1,650,0.12\nJFK-LHR,Virgin,VS3,620,0.10\n"
        "JFK-LHR,BA,BA112,700,0.20\n",
        encoding="utf-8",
    )
    words = ("deal", "run", "--merge", "Delta", "Virgin", "--market", str(place))
    done = call(*words, "--draws", "0")
    assert "their products would cost" in " ".join(done.stdout.split())
    assert not re.search(r"\bcars?\b", done.stdout)
    assert "borrowed from studies of cars" in " ".join(done.stderr.split())
    compared = call("deal", "compare", *words[3:5], *words[5:], "--draws", "0")
    assert "products" in compared.stdout
    assert not re.search(r"\b[Cc]ars?\b", compared.stdout + compared.stderr)
    known = call(*words, "--draws", "0", "--elasticity", "-3")
    assert not re.search(r"\bcars?\b", known.stdout + known.stderr)


@pytest.mark.parametrize(
    ("model", "market", "unsteady"),
    [
        ("leaf", "us-2022", True),
        ("versa", "us-2022", False),
        ("leaf", "de-2025", False),  # nothing there is fitted to second choices
    ],
)
def test_a_page_on_an_electric_car_says_how_unsteady_its_figures_are(
    model: str, market: str, unsteady: bool, call: Call
) -> None:
    done = call("deal", "car", model, "--market", market, "--on", "2025-05-19")
    assert done.exit_code == 0
    assert ("read the direction" in done.stdout + done.stderr) == unsteady
