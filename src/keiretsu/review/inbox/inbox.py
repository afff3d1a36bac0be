"""Claims that wait, and what a person may do with each.

Accepted claims enter the store first and the journal second. A process that ends
between the two leaves a claim that still waits; accepted again, it makes the same
statements, which the store then has once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Dataset, Landscape
from keiretsu.landscape.store import Statement, Store, statement
from keiretsu.news.corroboration import Page
from keiretsu.review.compare.compare import compare_page
from keiretsu.review.compare.comparison import Comparison
from keiretsu.review.inbox.changes import corrected, swapped
from keiretsu.review.inbox.entry import Entry
from keiretsu.review.inbox.facts import source_of, statements_of_claim
from keiretsu.review.inbox.identity import claim_key
from keiretsu.review.inbox.journal import Decision, Journal
from keiretsu.review.inbox.unknown_names import named_in, near, renamed, spelt

_NAME = "name "
"""What the key of a decision on a name begins with."""


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """Claims of pages, the journal of decisions and the store that facts enter.

    Attributes
    ----------
    journal
        What was decided.
    store
        Where facts are stated.
    load
        Reads the facts as they stand.
    by
        Who decides.
    """

    journal: Journal
    store: Store
    load: Callable[[], Dataset]
    by: str
    _held: dict[str, Dataset] = field(default_factory=dict, repr=False)

    def data(self) -> Dataset:
        """Return the facts as of the last decision here."""
        if "now" not in self._held:
            self._held["now"] = self.load()
        return self._held["now"]

    def entries(self, pages: Iterable[Page]) -> tuple[Entry, ...]:
        """Return the claims of pages, each once, with what was decided on them."""
        standing = {one.key: one for one in self.journal.standing()}
        names = {
            key.removeprefix(_NAME): str(one.data["company"])
            for key, one in standing.items()
            if key.startswith(_NAME)
        }
        found: dict[str, Entry] = {}
        for page in pages:
            for claim in page.claims:
                key = claim_key(page, claim)
                found.setdefault(
                    key,
                    Entry(
                        key=key,
                        page=page,
                        claim=renamed(claim, names),
                        decision=standing.get(key),
                    ),
                )
        return tuple(found.values())

    def beside_facts(self, entry: Entry) -> tuple[Comparison, ...]:
        """Return each reading of a claim beside the facts of its day."""
        data = self.data()
        page = Page(id=entry.page.id, day=entry.page.day, claims=entry.claim.choices)

        def landscape(on: dt.date | None) -> Landscape:
            return data.landscape(on)

        return compare_page(page, landscape)

    def correct(self, entry: Entry, changes: Mapping[str, str]) -> Entry:
        """Return an entry with other values in some fields; see `changes.corrected`."""
        resolve = self._resolve
        return entry.with_claim(corrected(entry.claim, changes, resolve))

    def swap(self, entry: Entry) -> Entry:
        """Return an entry with holder and held swapped; see `changes.swapped`."""
        return entry.with_claim(swapped(entry.claim))

    def choose(self, entry: Entry, reading: int) -> Entry:
        """Return an entry with one of its readings chosen; see `Claim.choose`."""
        return entry.with_claim(entry.claim.choose(reading))

    def accept(self, entry: Entry) -> Decision:
        """Let the facts that a claim states enter the store.

        Raises
        ------
        DataError
            If it was decided already, states no fact, or names a company that the
            store does not know; see `unknown` and `same`.
        StoreError
            If store or journal cannot be written.
        """
        self._see_open(entry)
        wanted = statements_of_claim(entry.claim, entry.page, self.data().register)
        made = self._state(wanted, entry.key)
        data = {"claim": entry.claim.to_dict(), "statements": made}
        number = self.journal.add(entry.key, "accepted", data, by=self.by)
        return self._decision(number)

    def reject(self, entry: Entry, because: str = "") -> Decision:
        """Reject a claim: nothing enters the store.

        Raises
        ------
        DataError
            If it was decided already.
        """
        self._see_open(entry)
        data = {"claim": entry.claim.to_dict(), "because": because}
        return self._decision(self.journal.add(entry.key, "rejected", data, by=self.by))

    def unknown(self, entry: Entry) -> dict[str, tuple[str, ...]]:
        """Return the companies of a claim that the facts do not know.

        With each come identifiers of those that may be meant, the nearest first.
        """
        data = self.data()
        wanted = [who for who in named_in(entry.claim) if who not in data.companies]
        people = {entry.claim.normalised.get("person")} & data.register.entries.keys()
        return {
            who: near(who, data) for who in dict.fromkeys(wanted) if who not in people
        }

    def same(self, name: str, company: str, page: Page) -> Decision:
        """Decide that an unknown name means a known company, here and from now on.

        Raises
        ------
        DataError
            If the name is known, or the company is not.
        """
        self._see_unknown(name)
        known = self.data().landscape(None).id_of(company)
        row = {"company": known, "name": spelt(name), "kind": "common"}
        return self._named_as(
            name, known, statement("names", row | source_of(page), name)
        )

    def new_company(
        self, name: str, page: Page, *, called: str = "", kind: str = "group"
    ) -> Decision:
        """Decide that an unknown name is a company of its own, which enters the store.

        Raises
        ------
        DataError
            If the name is known, or there is no such kind of company.
        """
        self._see_unknown(name)
        row = {"id": name, "name": called or spelt(name), "kind": kind}
        return self._named_as(
            name, name, statement("companies", row | source_of(page), name)
        )

    def last(self) -> Decision | None:
        """Return one's last decision that stands, which `undo` would undo."""
        own = [one for one in self.journal.standing() if one.by == self.by]
        return own[-1] if own else None

    def undo(self) -> Decision:
        """Undo one's last decision; what it stated is no longer believed.

        Raises
        ------
        DataError
            If none of one's own stands.
        """
        last = self.last()
        if last is None:
            raise DataError(f"there is no decision of {self.by} to undo")
        numbers = [int(n) for n in last.data.get("statements", ())]
        if numbers:
            because = "the decision that stated it was undone"
            self.store.judge(*numbers, verdict="rejected", because=because, by=self.by)
            self._held.clear()
        self.journal.undo(last.number, by=self.by)
        return last

    def _named_as(self, name: str, company: str, wanted: Statement) -> Decision:
        key = f"{_NAME}{name}"
        made = self._state((wanted,), key)
        data = {"company": company, "statements": made}
        return self._decision(self.journal.add(key, "named", data, by=self.by))

    def _state(self, wanted: tuple[Statement, ...], key: str) -> list[int]:
        """Write statements; return the numbers of those that this decision made.

        One that was there and is no longer believed is believed again; one that a
        decision cut off before it was kept has made is its own.
        """
        origin = f"review {key}"
        written = self.store.add(wanted, by=self.by, origin=origin)
        self._held.clear()
        made = list(written.new)
        for number in written.seen:
            (held,) = self._numbered(number)
            if not held.is_believed:
                because = "accepted in review"
                self.store.judge(
                    number, verdict="accepted", because=because, by=self.by
                )
            if not held.is_believed or held.origin == origin:
                made.append(number)
        return made

    def _numbered(self, number: int) -> tuple[Any, ...]:
        from keiretsu.landscape.store.schema import STATEMENTS

        return self.store.statements(STATEMENTS.c.n == number)

    def _see_open(self, entry: Entry) -> None:
        for one in self.journal.standing():
            if one.key == entry.key:
                raise DataError(
                    f"{entry.short} was {one.what} by {one.by} on {one.at[:10]}",
                    hint="undo it first",
                )

    def _see_unknown(self, name: str) -> None:
        if name in self.data().companies:
            raise DataError(f"{name!r} is a company that the facts know")

    def _decision(self, number: int) -> Decision:
        return next(one for one in self.journal.standing() if one.number == number)

    def _resolve(self, text: str) -> str:
        data = self.data()
        found = data.register.find(text)
        if text in data.companies or text in data.register.entries:
            return text
        try:
            return data.landscape(None).id_of(text)
        except UnknownName:
            if found is not None:
                return found
            raise
