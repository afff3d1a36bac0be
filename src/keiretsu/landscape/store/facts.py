"""What a store holds true at one moment: records, and the statements behind them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from keiretsu.bundled_names import bundled_register
from keiretsu.errors import DataError, StoreError
from keiretsu.landscape.store import connection as transactions
from keiretsu.landscape.store import reading, seals
from keiretsu.landscape.store import schema_version as form
from keiretsu.landscape.store.location import Place
from keiretsu.landscape.store.statement import Statement
from keiretsu.landscape.tables.references import see_references
from keiretsu.landscape.tables.schema import TABLES


@dataclass(frozen=True)
class Facts:
    """The records that a store holds true as of one moment of belief.

    Attributes
    ----------
    place
        Where the store lies.
    at
        The moment, or None for now.
    """

    place: Place
    at: str | None

    def records(self, kind: str) -> tuple[Any, ...]:
        """Return the records of a kind, in the order in which they were stated.

        Raises
        ------
        DataError
            If the store had no entry yet at the moment.
        StoreError
            If the store cannot be read.
        """
        return self._records.get(kind, ())

    def statements(self, kind: str) -> tuple[Statement, ...]:
        """Return the statements behind the records of a kind, in the same order.

        Raises
        ------
        DataError
            If the store had no entry yet at the moment.
        StoreError
            If the store cannot be read.
        """
        return tuple(statement for _, statement in self._stated.get(kind, ()))

    @cached_property
    def _records(self) -> dict[str, tuple[Any, ...]]:
        said = self._stated
        try:
            found = {
                kind: tuple(reading.record_of(*numbered) for numbered in stated)
                for kind, stated in said.items()
            }
            self._see_companies()
            return found
        except DataError as error:
            raise StoreError(
                f"the store {self.place}: {error.args[0]}",
                hint="ask what is wrong: keiretsu doctor",
            ) from None

    def _see_companies(self) -> None:
        """See that what is believed names only companies that are believed in."""
        companies = {one.fields["id"] for _, one in self._stated["companies"]}
        names = bundled_register().entries.keys() | companies
        for kind in TABLES:
            for number, one in self._stated[kind]:
                see_references(
                    TABLES[kind],
                    one.row,
                    f"statement {number}",
                    companies=companies,
                    names=names,
                )

    @cached_property
    def _stated(self) -> dict[str, tuple[tuple[int, Statement], ...]]:
        """All kinds at once, so that they are of one moment."""
        with transactions.reading(self.place) as connection:
            form.check(connection, self.place)
            seals.verify(connection, self.place)
            first = reading.first_moment(connection)
            if self.at is not None and (first is None or self.at < first):
                raise DataError(
                    f"the store {self.place} knew nothing yet on {self.at[:10]}",
                    hint=f"its first entry is of {first}",
                )
            return {
                kind: tuple(reading.believed(connection, kind, self.at))
                for kind in TABLES
            }
