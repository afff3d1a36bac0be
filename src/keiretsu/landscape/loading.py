"""Where a data set and the landscape of a day come from: bundle, folder or store.

Only the outermost doors take the bundle as a default.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from keiretsu.bundled_names import bundled_register
from keiretsu.errors import DataError
from keiretsu.files import is_folder
from keiretsu.landscape.dataset import Dataset
from keiretsu.landscape.folder import load_folder
from keiretsu.landscape.landscape import Landscape
from keiretsu.landscape.tables import tables
from keiretsu.words import CARS

if TYPE_CHECKING:
    from keiretsu.landscape.store import Place, Store


@cache
def bundled() -> Dataset:
    """Return the data set that comes with the package: the car industry."""
    return Dataset(
        title="the car industry",
        place="the bundled facts",
        words=CARS,
        names=bundled_register(),
        facts=tables.bundled,
    )


def refuse_belief(believed: str | dt.date | None, what: str) -> None:
    """Raise if a day of belief is asked of facts that are no store.

    Raises
    ------
    DataError
        If `believed` is not None; `what` names the facts.
    """
    if believed is not None:
        raise DataError(
            f"{what} cannot say what was believed on {believed}",
            hint="keep a store: keiretsu init",
        )


def load_dataset(
    store: Store | Place | str | Path, *, believed: str | dt.date | None = None
) -> Dataset:
    """Return the data set of a folder, or of a store as believed at a moment.

    Parameters
    ----------
    store
        A folder of tables (see `keiretsu.landscape.folder`); or a store of facts, its
        file or its address.
    believed
        As at the end of this day (UTC), or at a moment: a `datetime` with a time zone.
        As it is believed now where None.

    Raises
    ------
    DataError
        If `believed` is no day.
    StoreError
        If the store cannot be read.
    """
    from keiretsu.landscape.store import open_store

    folder = _folder(store)
    if folder is not None:
        refuse_belief(believed, f"the folder {folder}")
        return load_folder(folder)
    kept = open_store(store).facts(believed=believed)
    return Dataset(
        title="the car industry",
        place=f"the store {kept.place}",
        words=CARS,
        names=bundled_register(),
        facts=kept.records,
        store=str(kept.place),
        believed=None if believed is None else str(believed),
    )


def _folder(store: Store | Place | str | Path) -> Path | None:
    """Return the folder that is meant, or None where it is a store."""
    from keiretsu.landscape.store import open_store

    path = open_store(store).place.file
    return path if path is not None and is_folder(path) else None


def load_landscape(
    on: str | dt.date | None = None,
    *,
    data: Dataset | None = None,
    store: Store | str | Path | None = None,
    believed: str | dt.date | None = None,
) -> Landscape:
    """Return the landscape of a day, from a data set, a store or the bundled facts.

    Parameters
    ----------
    on
        The day; today where None.
    data
        The data set; the bundled one where None.
    store
        A store of facts, its file or its address, or a folder of tables.
    believed
        As it was believed at the end of this day (UTC), or at a moment: a `datetime`
        with a time zone. As it is believed now where None.

    Raises
    ------
    DataError
        If `on` or `believed` is no day, or `believed` is given without a store.
    StoreError
        If the store cannot be read.
    """
    if store is not None:
        return load_dataset(store, believed=believed).landscape(on)
    refuse_belief(believed, "the bundled facts")
    return (bundled() if data is None else data).landscape(on)
