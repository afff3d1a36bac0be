"""Who stops which cars: a rule of thumb against what makers did in Japan.

Of two makers that come to build together, the one that sells less of a kind of car
stops building its own and sells the other's. Units are of the year of the agreement.
"""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.backtest.case import Case
from keiretsu.market.panel import SOURCE, nameplates
from keiretsu.sources import Source
from keiretsu.units import count

SUBARU = Source(
    title="Subaru says sayonara to making kei cars (The Truth About Cars, 2011-04)",
    address="https://www.thetruthaboutcars.com/2011/04/subary-says-sayonara-to-making-kei-cars/",
    confidence="sourced",
)
NMKV = Source(
    title="All in a DAYZ: built at Mizushima (Nissan Reports, 2013-05)",
    address="https://reports.nissan-global.com/EN/?p=11524",
    confidence="sourced",
)


def conduct() -> Iterator[Case]:
    """Yield the cases of the Japanese panel."""
    yield _subaru()
    yield _nissan()


def kei_units(year: int, maker: str, built_by: str | None = None) -> float:
    """Return the kei cars of a maker in a year; those that somebody builds for it."""
    return sum(
        row.units
        for row in nameplates()
        if row.year == year
        and row.kei
        and row.maker == maker
        and (built_by is None or row.built_by.startswith(built_by))
    )


def _subaru() -> Case:
    own, other = kei_units(2008, "subaru"), kei_units(2008, "daihatsu")
    stops = "Subaru" if own < other else "Daihatsu"
    return Case(
        deal="Toyota-Subaru, 2008",
        field="kei cars of Subaru and Daihatsu",
        kind="conduct",
        predicted=f"{stops} stops its own ({count(own)} cars against {count(other)})",
        happened="Subaru's last own kei car in February 2012; Daihatsu builds them",
        score="hit" if stops == "Subaru" else "miss",
        note="kei supply by Daihatsu was agreed with the stake of 2008",
        sources=(SUBARU, SOURCE),
    )


def _nissan() -> Case:
    own = kei_units(2012, "nissan", "nissan")
    other = kei_units(2012, "mitsubishi_motors")
    before, after = (
        kei_units(year, "nissan", "mitsubishi_motors") / kei_units(year, "nissan")
        for year in (2012, 2015)
    )
    builds = "Mitsubishi builds for both" if own < other else "Nissan builds for both"
    return Case(
        deal="NMKV (Nissan-Mitsubishi), 2013",
        field="kei cars of Nissan",
        kind="conduct",
        predicted=f"{builds} ({count(own)} own cars against {count(other)} in 2012)",
        happened=(
            f"built at Mizushima; {100 * before:.0f} % of Nissan's kei cars came from "
            f"Mitsubishi in 2012, {100 * after:.0f} % in 2015"
        ),
        score="hit" if own < other and after > max(before, 0.5) else "miss",
        note="the rest is bought from Suzuki; vans that either may have built count "
        "as Mitsubishi's",
        sources=(NMKV, SOURCE),
    )
