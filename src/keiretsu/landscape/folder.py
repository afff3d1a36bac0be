"""A data set of one's own: a folder of CSV tables beside a `dataset.toml`.

dataset.toml      title, and the industry's nouns under [words]
companies.csv     and the other tables of facts, as far as there are any
markets/*.csv     product tables; a market is called as its file
assumptions.toml  how strongly buyers react, if prices are to be computed
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from keiretsu.errors import DataError
from keiretsu.files import is_file, read_text, toml
from keiretsu.landscape.dataset import Dataset
from keiretsu.landscape.tables.references import see_references
from keiretsu.landscape.tables.schema import TABLES, Row
from keiretsu.landscape.tables.tables import table_rows
from keiretsu.names import Register
from keiretsu.words import Words

ABOUT = "dataset.toml"
MOST_BYTES = 60_000_000
"""The most that one table may hold."""


def load_folder(folder: Path) -> Dataset:
    """Return the data set of a folder.

    Raises
    ------
    DataError
        If there is no `dataset.toml`, a file cannot be read, a row is impossible or
        names a company that has no row; file, line and column are told.
    """
    about = _about(folder / ABOUT)
    rows = {kind: list(_rows(folder, kind)) for kind in TABLES}
    companies = {row.get("id", "") for _, row in rows["companies"]}
    for kind, told in rows.items():
        for place, row in told:
            see_references(TABLES[kind], row, place, companies=companies, names=set())
    facts = {
        kind: tuple(TABLES[kind].read(row, place) for place, row in told)
        for kind, told in rows.items()
    }
    assumptions = folder / "assumptions.toml"
    return Dataset(
        title=about["title"],
        place=f"the data set {folder}",
        words=about["words"],
        names=Register({}),
        facts=facts.__getitem__,
        markets={file.stem: file for file in sorted(folder.glob("markets/*.csv"))},
        assumptions=assumptions if is_file(assumptions) else None,
        is_bundled=False,
    )


def _about(path: Path) -> dict[str, Any]:
    said = toml(_text(path), str(path), "correct the line")
    for key in said:
        if key not in ("title", "words"):
            raise DataError(
                f"{path}: there is no field {key!r}", hint="the fields: title, words"
            )
    title, words = said.get("title"), said.get("words", {})
    if not isinstance(title, str) or not title:
        raise DataError(f"{path}: no title", hint='title = "breweries of Utopia"')
    if not isinstance(words, Mapping):
        raise DataError(f"{path}, words: no table", hint="begin it with [words]")
    return {"title": title, "words": Words.from_dict(words, f"{path}, words")}


def _rows(folder: Path, kind: str) -> Iterator[tuple[str, Row]]:
    path = folder / f"{kind}.csv"
    if is_file(path):
        for line, row in table_rows(_text(path), str(path), TABLES[kind]):
            filled = {column: cell.strip() for column, cell in row.items()}
            filled.setdefault("confidence", "sourced")
            yield f"{path}, line {line}", filled


def _text(path: Path) -> str:
    hint = f"a data set is a folder of CSV tables beside a {ABOUT}"
    return read_text(path, MOST_BYTES, hint)
