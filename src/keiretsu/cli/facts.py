"""The options that name a store of facts, and the landscape that they give.

A command that reads takes the store that is named, else the default one where it has
been made, else the bundled facts.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.output import say
from keiretsu.errors import DataError, StoreError
from keiretsu.files import is_folder

if TYPE_CHECKING:
    from keiretsu import Dataset, Landscape
    from keiretsu.landscape.store import Statement, Store
    from keiretsu.landscape.store.location import Place
    from keiretsu.names import Register

InStore = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="PLACE",
        help="Where the facts are: a store (a file, or postgresql://…), or a folder of "
        "tables with a dataset.toml.",
        show_default="KEIRETSU_STORE, or the file in your data folder",
    ),
]
Believed = Annotated[
    str | None,
    typer.Option(
        "--believed",
        metavar="DAY",
        help="As the store believed at the end of this day (UTC).",
        show_default="now",
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who says so.", show_default="you"),
]


def the_landscape(
    on: str | None, store: str | None = None, believed: str | None = None
) -> Landscape:
    """Return the landscape of a day from the facts that the options name."""
    (landscape,) = the_landscapes([on], store, believed)
    return landscape


def the_dataset(store: str | None, believed: str | None = None) -> Dataset:
    """Return the data set of the store that is read, or the bundled one."""
    from keiretsu.landscape import bundled, load_dataset
    from keiretsu.landscape.loading import refuse_belief

    place = read_from(store)
    if place is not None:
        return load_dataset(place, believed=believed)
    refuse_belief(believed, "the bundled facts")
    return bundled()


def the_landscapes(
    days: Iterable[str | None], store: str | None, believed: str | None = None
) -> list[Landscape]:
    """Return the landscapes of several days from the same facts, and say from which."""
    data = the_dataset(store, believed)
    if data.place != "the bundled facts":
        say(f"facts: {data.landscape().facts}")
    found = [data.landscape(on) for on in days]
    for ahead in (one.on for one in found if one.on > dt.date.today()):
        say(f"note: {ahead} has not come yet: what is known today is taken to last")
    return found


def read_from(store: str | None) -> Place | None:
    """Return the store to read, or None where the bundled facts are read."""
    from keiretsu.landscape.store.location import VARIABLE, chosen_place

    place = chosen_place(store)
    named = store or os.environ.get(VARIABLE)
    return place if named or place.exists else None


def the_store(store: str | None) -> Store:
    """Return the store to write, whether it is there or not."""
    from keiretsu.landscape.store import open_store
    from keiretsu.landscape.store.location import chosen_place

    place = chosen_place(store)
    if place.file is not None and is_folder(place.file):
        raise DataError(
            f"{place.file} is a folder of tables, which is read and not written",
            hint="write into its CSV files, or name a store: --store FILE",
        )
    return open_store(place)


def the_data_of(kept: Store) -> Dataset:
    """Return what a store to be written holds, made already or not."""
    from keiretsu.landscape import bundled, load_dataset

    return load_dataset(kept) if kept.place.exists else bundled()


def say_doubts(kept: Store, stated: Iterable[Statement]) -> None:
    """Tell what is odd about the stakes among statements that were just written."""
    from keiretsu.landscape.analysis.doubts import doubts
    from keiretsu.landscape.tables.schema import TABLES

    read = TABLES["stakes"].read
    told = [read(one.row, one.place) for one in stated if one.kind == "stakes"]
    if told:
        data = the_data_of(kept)
        for words in doubts(told, data.facts("stakes"), data.register.label):
            say(f"note: {words}")


def the_register(store: str | None) -> Register:
    """Return the names that a store to be written knows, made already or not."""
    return the_data_of(the_store(store)).register


def writer(by: str | None) -> str:
    """Return who writes: the name that is given, or the user of this machine."""
    from getpass import getuser

    if by:
        return by
    try:
        return getuser()
    except (OSError, KeyError):  # a machine need not know who runs on it
        return "unknown"


def see_store(store: str | None) -> None:
    """Refuse to go on where there is no store."""
    if read_from(store) is None:
        raise StoreError(
            "there is no store yet, and the bundled facts have no history",
            hint="make one: keiretsu init",
        )
