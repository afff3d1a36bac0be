"""`keiretsu deal run`: effects by market and reading of control."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call
from tests.cli.test_market import GOOD

Data = Callable[..., Any]
DAY = ("--on", "2025-05-19")
SMALL = ("--market", "is-2024-brands")
MERGE = ("deal", "run", "--merge", "toyota", "nissan", *DAY)
STAKE = ("deal", "run", "--stake", "toyota", "nissan", "25", *DAY)


def parties(shown: dict[str, Any], reading: str) -> dict[str, float]:
    (market,) = (m for m in shown["markets"] if m["reading"] == reading)
    makers = {"toyota", "nissan"}
    return {
        row["product"]: row["price_change"]
        for row in market["products"]
        if row["maker"] in makers
    }


def test_a_stake_and_a_merger_do_different_things(data: Data) -> None:
    merger, stake = data(*MERGE, *SMALL), data(*STAKE, *SMALL)
    for product, change in parties(merger, "silent").items():
        assert change > parties(stake, "silent")[product] >= 0
    assert {m["reading"] for m in stake["markets"]} == {*("silent", "shapley", "joint")}
    assert merger["sentence"] == "Toyota and Nissan merge"
    assert merger["inputs"]["markets"].keys() == {"is-2024-brands"}


def test_json_holds_products_profits_and_parameters(data: Data) -> None:
    (one,) = data(*MERGE, *SMALL, "--control", "silent", "--draws", "0")["markets"]
    row = next(r for r in one["products"] if r["maker"] == "nissan")
    assert row["group_before"] == "nissan"
    assert row["group_after"] == "toyota"
    assert row["price_after"] > row["price_before"]
    assert one["relative"] is True
    assert one["currency"] is None
    assert one["parameters"]["alpha"]["source"]
    assert one["solution"]["converged"] is True
    assert one["profits_after"].keys() == one["profits_before"].keys()
    assert one["draws"] is None


def test_profits_by_powertrain_add_up_to_the_profits_by_group(data: Data) -> None:
    words = ("--market", "jp-2024", "--control", "silent")
    (one,) = data(*MERGE, *words)["markets"]
    by_powertrain = one["profits_by_powertrain"]
    assert "BEV" in by_powertrain
    for when in ("before", "after"):
        total = sum(one[f"profits_{when}"].values())
        parts = sum(value[when] for value in by_powertrain.values())
        assert math.isclose(parts, total, rel_tol=1e-9)


def test_draws_come_with_the_seed_and_repeat(data: Data) -> None:
    words = (*MERGE, *SMALL, "--control", "silent", "--draws", "6", "--seed", "3")
    first, second = data(*words), data(*words)
    assert first == second
    drawn = first["markets"][0]["draws"]
    assert drawn["seed"] == 3
    assert drawn["count"] + drawn["failed"] == 6
    middle = drawn["surplus_change"]
    assert middle["low"] <= middle["median"] <= middle["high"] < 0


def test_csv_has_a_row_a_market_reading_and_product(call: Call, data: Data) -> None:
    shown = data(*MERGE, *SMALL)
    rows = list(csv.DictReader(io.StringIO(call(*MERGE, *SMALL, "--csv").stdout)))
    assert len(rows) == sum(len(m["products"]) for m in shown["markets"])
    assert float(rows[0]["price_before"]) == 100


def test_the_table_fits_and_keeps_its_words(call: Call) -> None:
    done = call(*STAKE, *SMALL, "--draws", "4")
    assert "range" in done.stdout
    assert "shapley" in done.stdout
    assert "relative" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "Estimates, not predictions" in done.stderr
    assert "range" in call(*STAKE, *SMALL).stdout
    told = call(*STAKE, *SMALL, "--draws", "0").stdout.partition("Change of")[2]
    assert "range" not in told


def test_a_stake_of_nothing_says_that_it_changes_nothing(call: Call) -> None:
    done = call("deal", "run", "--stake", "toyota", "nissan", "0", *DAY, *SMALL)
    assert done.exit_code == 0
    assert "changes no price" in done.stderr


def test_undoing_a_stake_is_not_nothing(call: Call) -> None:
    words = ("--market", "jp-2024-brands")
    done = call("deal", "run", "--stake", "toyota", "subaru", "0", *DAY, *words)
    assert "changes no price" not in done.stderr


def test_a_deal_file_runs_on_its_own_day_or_on_another(
    data: Data, tmp_path: Path
) -> None:
    path = tmp_path / "deal.toml"
    path.write_text(
        'on = "2024-05-19"\n[[steps]]\nkind = "merge"\nfirst = "Nissan"\n'
        'second = "Honda"\n'
    )
    words = ("deal", "run", str(path), *SMALL, "--control", "silent")
    assert data(*words)["deal"]["on"] == "2024-05-19"
    assert data(*words, *DAY)["deal"]["on"] == "2025-05-19"


@pytest.mark.parametrize(
    ("step", "note"),
    [
        (
            'kind = "divest"\nseller = "Nissan"\ncompany = "Mitsubishi"\n'
            "percent = 0.22",
            "note: step 1: percent = 0.22 is 0.22 %; for 22 % write 22",
        ),
        (
            'kind = "joint_venture"\nname = "X"\nparents = ["toyota", "nissan"]\n'
            "percents = [0.51, 49]",
            "note: step 1: percents = 0.51 is 0.51 %; for 51 % write 51",
        ),
        (
            'kind = "stake"\nholder = "toyota"\nheld = "nissan"\npercent = 25\n'
            "votes_percent = 0.2",
            "note: step 1: votes_percent = 0.2 is 0.2 %; for 20 % write 20",
        ),
        ('kind = "save_cost"\nmakers = ["nissan"]\npercent = 0.5', None),
        ('kind = "stake"\nholder = "toyota"\nheld = "nissan"\npercent = 1', None),
    ],
)
def test_a_part_of_a_company_that_may_be_a_fraction_is_asked_about(
    step: str, note: str | None, call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "deal.toml"
    file.write_text(f'on = "2025-05-19"\n[[steps]]\n{step}\n', encoding="utf-8")
    said = call("deal", "run", str(file), *SMALL, "--demand", "logit").stderr
    assert [w for w in said.splitlines() if w.startswith("note: step")] == (
        [note] if note else []
    )


def test_a_table_of_ones_own_is_a_market(data: Data, tmp_path: Path) -> None:
    path = tmp_path / "cars.csv"
    path.write_text(GOOD, encoding="utf-8")
    shown = data(*MERGE, "--market", str(path), "--demand", "logit")
    assert {market["market"] for market in shown["markets"]} == {"home"}
    assert shown["inputs"]["demand"] == "logit"
    first = shown["markets"][0]
    assert not first["relative"]
    assert first["surplus_change"] < 0


def test_a_market_named_twice_is_refused(call: Call) -> None:
    done = call(*MERGE, *SMALL, *SMALL)
    assert done.exit_code == 1
    assert "named twice" in done.stderr


@pytest.mark.parametrize("word", ["silent", "full"])
def test_one_reading_alone_can_be_asked_for(data: Data, word: str) -> None:
    shown = data(*STAKE, *SMALL, "--control", word)
    assert [market["reading"] for market in shown["markets"]] == [word]


def test_every_cell_stands_under_its_column_where_a_market_has_no_range(
    call: Call,
) -> None:
    words = ("--market", "us-2022", "--market", "br-2025-brands", "--draws", "0")
    done = call("deal", "run", "--merge", "hyundai", "stellantis", *DAY, *words)
    (header,) = (
        line
        for line in done.stdout.splitlines()
        if "parties" in line and "buyers" in line
    )
    rows = [line for line in done.stdout.splitlines() if " silent " in line]
    assert len(rows) == 2
    start, end = header.index("range"), header.index("all")
    assert rows[0][start:end].split() != ["not"]
    assert rows[1][start:end].split()[0] == "not"
    assert rows[1][header.index("buyers") :].startswith("−")


def test_where_nobody_of_the_deal_sells_that_is_the_error(call: Call) -> None:
    done = call("deal", "run", "--merge", "AMC", "Cerberus", "--on", "1985-01-01")
    assert done.exit_code == 1
    assert "no party sells in a bundled market" in done.stderr


@pytest.mark.parametrize("verb", ["compare", "frontier"])
def test_two_are_looked_at_where_they_meet(call: Call, verb: str) -> None:
    words = ("--percent", "20", "--saving", "5") if verb == "frontier" else ()
    fast = ("--demand", "logit") if verb == "frontier" else ("--draws", "0")
    done = call("deal", verb, "BYD", "Renault", *words, *fast)
    assert done.exit_code == 0, done.stderr
    assert "Brazil" in done.stdout
    assert "Japan" not in done.stdout


@pytest.fixture
def shares_and_prices(tmp_path: Path) -> str:
    """A market of shares and prices that names no currency."""
    path = tmp_path / "own.csv"
    path.write_text(
        "market_ids,product_ids,firm_ids,shares,prices\n"
        "Town,One,Alpha,0.10,20000\nTown,City,Beta,0.08,18000\n"
        "Town,X,Gamma,0.05,30000\nTown,Z,Toyota,0.12,25000\n",
        encoding="utf-8",
    )
    return str(path)


def test_money_of_a_market_without_a_currency_is_per_buyer_and_no_percentage(
    call: Call, data: Data, shares_and_prices: str
) -> None:
    own = ("--market", shares_and_prices)
    compared = call("deal", "compare", "Alpha", "Beta", *own, "--draws", "0").stdout
    pairs = call("deal", "pairs", *own).stdout
    frontier = call("deal", "frontier", "Alpha", "Beta", *own, "--demand", "logit")
    run = call("deal", "run", "--merge", "Alpha", "Beta", *own, "--draws", "0").stdout
    assert "−180" in compared
    assert "per buyer" in " ".join(compared.split())
    assert "−180 per buyer" in pairs
    assert "−180 per buyer" in run
    assert "gain per buyer" in frontier.stdout
    assert "None" not in compared + pairs + frontier.stdout
    merger = next(
        row
        for row in data("deal", "compare", "Alpha", "Beta", *own, "--draws", "0")
        if row["label"] == "merger"
    )
    assert merger["relative"] is False
    assert merger["per_buyer"] is True


def test_a_car_is_not_its_own_rival(call: Call, shares_and_prices: str) -> None:
    own = ("--market", shares_and_prices)
    words = ("--merge", "Alpha", "Beta", "--draws", "0", *own)
    done = call("deal", "car", "Alpha", *words)
    assert "turn to Alpha" not in done.stdout
    assert "None" not in done.stdout
    assert "10 % of potential buyers" in " ".join(done.stdout.split())


def test_a_market_in_which_one_side_alone_sells_says_so(call: Call) -> None:
    words = ("deal", "run", "--draws", "0", "--control", "silent", *DAY)
    alone = call(*words, "--merge", "Tata", "SAIC", "--market", "in-2024-brands")
    assert "in-2024-brands: at most one side sells there" in alone.stderr
    for pair, market in (
        (("toyota", "nissan"), "in-2024-brands"),
        (("toyota", "daihatsu"), "us-2022"),
    ):
        done = call(*words, "--merge", *pair, "--market", market)
        assert done.exit_code == 0
        assert "at most one side" not in done.stderr


def test_a_template_is_listed_printed_and_run(data: Data, call: Call) -> None:
    listed = data("deal", "template")
    assert {one["state"] for one in listed} == {"announced", "completed", "failed"}
    (one,) = data("deal", "template", "honda-nissan-2024")
    assert one["sentence"] == "Honda and Nissan merge"
    shown = call("deal", "template", "honda-nissan-2024")
    assert shown.stdout.startswith(
        "# Honda and Nissan plan one holding company: failed"
    )
    ran = data("deal", "run", "honda-nissan-2024", *SMALL, "--draws", "0")
    assert ran["deal"]["on"] == "2024-12-23"
    assert call("deal", "template", "honda-nisan").exit_code != 0


def test_a_plan_is_told_alone_and_with_a_partner(data: Data, call: Call) -> None:
    words = ("deal", "plan", "nissan", "--with", "honda", "--on", "2025-05-19")
    fast = ("--market", "us-2022", "--demand", "nested logit", "--draws", "0")
    told = data(*words, *fast)
    assert [row["label"] for row in told["compared"]] == [
        "Re:Nissan alone",
        "merger with Honda alone",
        "Re:Nissan and Honda",
    ]
    alone, partner, both = (row["parties"]["point"] for row in told["compared"])
    assert alone < 0 < both < partner
    assert told["break_evens"][0]["volume"] > told["break_evens"][-1]["volume"]
    assert told["targets"]
    shown = call(*words, *fast)
    assert shown.exit_code == 0
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert "2.66 million" in shown.stdout


def test_what_comes_and_goes_is_said_and_what_is_not_there(
    call: Call, tmp_path: Path
) -> None:
    deal = tmp_path / "deal.toml"
    deal.write_text(
        'on = "2025-05-19"\n'
        '[[steps]]\nkind = "launch"\nmaker = "nissan"\nmodel = "Leaf III"\n'
        'like = "leaf"\n'
        '[[steps]]\nkind = "withdraw"\nmaker = "nissan"\nmodels = ["Versa"]\n',
        encoding="utf-8",
    )
    markets = ("--market", "us-2022", "--market", "jp-2024", "--draws", "0")
    fast = ("--demand", "nested logit", "--control", "silent")
    done = call("deal", "run", str(deal), *markets, *fast)
    assert done.exit_code == 0, done.stderr
    said = " ".join(done.stderr.split())
    assert "us-2022: Leaf III, like Nissan Leaf BEV, at USD" in said
    assert "us-2022: no longer sold: Nissan Versa ICE" in said
    assert "jp-2024: step 2 finds no Versa there" in said
    out = tmp_path / "report.html"
    words = ("report", str(deal), "--market", "us-2022", "--draws", "0", *fast)
    made = call(*words, "--out", str(out))
    assert made.exit_code == 0, made.stderr
    assert "Leaf III" in out.read_text(encoding="utf-8")


def test_who_sells_nothing_more_has_no_prices_that_do_not_move(
    call: Call, tmp_path: Path
) -> None:
    models = ["Model 3", "Model Y", "Model S", "Model X"]
    step = {"kind": "withdraw", "maker": "tesla", "models": models}
    file = tmp_path / "leaves.json"
    file.write_text(json.dumps({"on": "2025-05-19", "steps": [step]}))
    asked = ("--market", "us-2022", "--demand", "nested logit", "--draws", "0")
    done = call("deal", "run", str(file), *asked, "--control", "silent")
    said = " ".join(done.stdout.split())
    assert "Model X, the other cars would cost about" in said
    assert "do not move" not in said
    assert "us-2022 silent – +0.0" in said


def test_no_import_tariff_falls_on_what_is_made_at_home(
    call: Call, tmp_path: Path
) -> None:
    step = {"kind": "import_tariff", "country": "us", "percent": 25}
    file = tmp_path / "home.json"
    file.write_text(json.dumps({"on": "2025-05-19", "steps": [step]}))
    done = call("deal", "run", str(file), "--market", "us-2022")
    assert done.exit_code == 1
    assert "on what is made in the United States itself" in done.stderr
