"""The options that name a store of facts, and the landscape that they give.

A command that reads takes the store that is named, else the default one where it has
been made, else the bundled facts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.output import say

if TYPE_CHECKING:
    from keiretsu import Dataset, Landscape
    from keiretsu.landscape.store import Store
    from keiretsu.landscape.store.location import Place

InStore = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="PLACE",
        help="The store of facts: a file, or postgresql://…",
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

    place = read_from(store)
    if place is None or not place.exists:
        return bundled()
    return load_dataset(place, believed=believed)


def the_landscapes(
    days: Iterable[str | None], store: str | None, believed: str | None = None
) -> list[Landscape]:
    """Return the landscapes of several days from the same facts, and say from which."""
    from keiretsu import load_landscape

    place = read_from(store)
    if place is None:
        return [load_landscape(on, believed=believed) for on in days]
    from keiretsu.landscape.store import open_store

    kept = open_store(place)
    found = [load_landscape(on, store=kept, believed=believed) for on in days]
    say(f"facts: {found[0].facts}")
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

    return open_store(chosen_place(store))


def writer(by: str | None) -> str:
    """Return who writes: the name that is given, or the user of this machine."""
    from getpass import getuser

    if by:
        return by
    try:
        return getuser()
    except (OSError, KeyError):  # a machine need not know who runs on it
        return "unknown"
