"""Looking back: predictions are computed, misses shown, the page is what is printed."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest

from keiretsu.backtest import Case, backtest, counts
from keiretsu.backtest.conduct import kei_units
from keiretsu.backtest.decisions import decided, market_inputs
from keiretsu.backtest.european import changes_of_owner, european_prices
from keiretsu.backtest.moved import Change, Moved, judge, observe
from keiretsu.backtest.page import markdown, tally
from keiretsu.backtest.prices import change_of_electric
from keiretsu.errors import DataError
from keiretsu.market import european_cars
from keiretsu.rules.logic import Value
from keiretsu.sources import Source

PAGE = Path(__file__).parents[2] / "docs" / "backtest.md"


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return backtest()


def test_the_tables_of_the_page_are_what_the_command_prints(
    cases: tuple[Case, ...],
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    printed = page.partition("with PyBLP installed.\n\n")[2].partition("\n## ")[0]
    assert printed == markdown(cases)


def test_every_case_says_what_was_predicted_what_happened_and_where_it_was_read(
    cases: tuple[Case, ...],
) -> None:
    for case in cases:
        assert case.predicted
        assert case.happened
        assert all(source.title for source in case.sources)
        assert case.sources
    found = counts(cases)
    assert sum(n for one in found.values() for n in one.values()) == len(cases)
    assert tally(cases, "decision").endswith("cannot tell")


def a_case(inputs: dict[str, Value | None], decision: str) -> Case:
    return decided(
        deal="A-B",
        field="cars",
        inputs=inputs,
        rules="EU",
        on=dt.date(2010, 1, 1),
        decision=decision,
        happened=decision,
        note="",
        sources=(Source(title="a paper"),),
    )


@pytest.mark.parametrize(
    ("share", "decision", "score"),
    [
        (60.0, "prohibited", "hit"),
        (60.0, "remedies", "hit"),
        (60.0, "cleared", "miss"),
        (20.0, "cleared", "hit"),
        (20.0, "prohibited", "miss"),
        (35.0, "cleared", "cannot tell"),
        (35.0, "prohibited", "cannot tell"),
    ],
)
def test_comfort_is_followed_by_clearance_and_concern_by_remedies(
    share: float, decision: str, score: str
) -> None:
    assert a_case({"share_combined": share}, decision).score == score


def test_concentration_of_a_case_by_hand() -> None:
    """Shares of 40, 30 and 30 %: from 3,400 to 5,800, a rise of 2 x 40 x 30."""
    found = market_inputs([40.0, 30.0], [30.0], all_named=True)
    assert found == {"share_combined": 70, "hhi_post": 5800, "hhi_delta": 2400}
    assert market_inputs([40.0, 30.0], [30.0], all_named=False)["hhi_post"] is None


@pytest.mark.parametrize(
    ("predicted", "gaps", "noise", "score"),
    [
        (0.05, (0.05, 0.06), 0.01, "hit"),
        (0.05, (-0.05, -0.06), 0.01, "miss"),
        (0.05, (0.20, 0.21), 0.01, "miss"),
        (0.05, (0.01, 0.00), 0.10, "cannot tell"),
        (None, (0.05, 0.06), 0.01, "cannot tell"),
        (0.0, (0.01, 0.00), 0.10, "hit"),
        (0.0, (0.30, 0.31), 0.01, "miss"),
    ],
)
def test_a_price_is_a_hit_in_sign_and_size_and_noise_says_nothing(
    predicted: float | None, gaps: tuple[float, ...], noise: float, score: str
) -> None:
    assert judge(predicted, Moved(gaps=gaps, noise=noise))[0] == score
    assert judge(predicted, None)[0] == "cannot tell"


def a_file(tmp_path: Path) -> Path:
    """Two countries, three years; brand 9 of firm 8 passes to firm 7 in 1991.

    Its cars rise by a tenth from 1990 to 1992, those of others not at all.
    """
    rows = ["year,country,co,brand,firm,qu,price,pop,segment"]
    for year in (90, 91, 92):
        for country in (1, 2):
            for number in range(8):
                firm, brand = (7, 7) if number < 2 else (6 - number % 2, 5)
                price = 10.0 + number
                if number in (2, 3):
                    firm, brand = (8 if year < 91 else 7), 9
                    price *= 1.1 if year == 92 else 1.0
                elif year == 92:
                    price *= 1 + 0.002 * (number % 2 - 0.5)
                if brand == 5:
                    brand = firm
                units = 1000 * (1 + number)
                rows.append(
                    f"{year},{country},{number},{brand},{firm},{units},{price:.4f},"
                    f"40000000,1"
                )
    path = tmp_path / "cars.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_change_of_owner_is_read_from_the_users_file(tmp_path: Path) -> None:
    markets = european_cars(a_file(tmp_path))
    assert changes_of_owner(markets) == (Change(brand="9", old="8", new="7", year=91),)


def test_what_prices_did_is_held_against_other_firms_by_hand(tmp_path: Path) -> None:
    markets = {market.name: market for market in european_cars(a_file(tmp_path))}
    pairs = [(markets[f"90 {c}"], markets[f"92 {c}"]) for c in (1, 2)]
    moved = observe(Change(brand="9", old="8", new="7", year=91), pairs)
    assert moved is not None
    assert len(moved.gaps) == 4
    assert moved.mean == pytest.approx(math.log(1.1), abs=1e-3)
    assert moved.noise < 0.002


def test_a_merger_that_the_file_holds_is_predicted_and_scored(tmp_path: Path) -> None:
    (case,) = european_prices(a_file(tmp_path))
    assert (case.deal, case.field) == (
        "brand 9, 1991",
        "its list prices in 2 countries",
    )
    assert case.predicted.startswith("+")
    assert case.happened.startswith("+10.")
    assert case.score in ("hit", "miss")
    kinds = [c.kind for c in backtest(a_file(tmp_path)) if c.deal == "brand 9, 1991"]
    assert kinds == ["prices", "conduct"]


def test_a_file_that_is_not_the_cars_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "cars.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="no column 'year'"):
        backtest(path)


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("qu", "5inf", "'5inf' is no number"),
        ("price", "ten", "'ten' is no number"),
        ("pop", "1,5", "'1,5' is no number"),
        ("year", "9x", "'9x' is no number"),
        ("year", "", "nothing is no year"),
        ("year", "1e9", "1e.09 is no year"),
        ("year", "90.5", "90.5 is no year"),
    ],
)
def test_a_cell_that_cannot_be_is_named_with_its_row(
    tmp_path: Path, column: str, cell: str, told: str
) -> None:
    path = a_file(tmp_path)
    head, *rows = (line.split(",") for line in path.read_text("utf-8").splitlines())
    rows[2][head.index(column)] = f'"{cell}"'
    path.write_text("\n".join(map(",".join, [head, *rows])), encoding="utf-8")
    with pytest.raises(DataError, match=f"row 3, column {column}: {told}"):
        backtest(path)


def test_dearer_electric_cars_sell_less_and_the_more_the_dearer() -> None:
    changes = [change_of_electric("us-2022", d) for d in (0.0, 2_500.0, 7_500.0)]
    assert changes[0] == pytest.approx(0)
    assert np.all(np.diff(changes) < 0)
    assert -0.5 < changes[-1] < -0.25


def test_units_of_kei_cars_in_the_panel() -> None:
    """Counted in the source's own table."""
    assert kei_units(2008, "subaru") == 58_479
    assert kei_units(2008, "daihatsu") == 504_938
    assert kei_units(2012, "nissan") == 123_746
    assert kei_units(2012, "nissan", "nissan") == 0
