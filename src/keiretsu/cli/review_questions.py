"""The questions of `news review` at a terminal: one claim, its words, its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keiretsu.characters import visible
from keiretsu.errors import KeiretsuError

if TYPE_CHECKING:
    from keiretsu.news.corroboration import Page
    from keiretsu.review import Comparison
    from keiretsu.review.inbox import Entry, Inbox

_KEYS = (
    "[a]ccept, [c]orrect, s[w]ap, [r]eject, [1]/[2] choose, [n]ame, [l]ater, "
    "[u]ndo, [q]uit"
)
_FIELD = "field=value (empty to end): "


@dataclass
class Questions:
    """Goes through the claims that wait.

    Attributes
    ----------
    inbox
        What decides.
    ask
        Shows words and returns the answer; None where there will be no more.
    tell
        Shows a paragraph.
    """

    inbox: Inbox
    ask: Callable[[str], str | None]
    tell: Callable[[str], None]
    _counts: Counter[str] = field(default_factory=Counter)

    def all(self, pages: Sequence[Page]) -> Counter[str]:
        """Ask about each claim that waits; return how many were decided, by how."""
        waiting = [e.key for e in self.inbox.entries(pages) if e.decision is None]
        decided: list[str] = []
        count = len(waiting)
        while waiting or (decided and self._undo_at_end(decided, waiting)):
            entries = {e.key: e for e in self.inbox.entries(pages)}
            entry = entries[waiting[0]]
            self.tell(f"({count - len(waiting) + 1}/{count}) {self._shown(entry)}")
            match self._one(entry):
                case "quit":
                    break
                case "undone":
                    if decided:
                        waiting.insert(0, decided.pop())
                case "named":
                    continue
                case "decided":
                    decided.append(waiting.pop(0))
                case _:
                    waiting.pop(0)
        return self._counts

    def _undo_at_end(self, decided: list[str], waiting: list[str]) -> bool:
        """Offer to undo after the last claim; True where that was done."""
        said = self.ask("that was the last: [u]ndo, or end: ")
        if (said or "").strip().casefold() != "u":
            return False
        self._undo()
        waiting.insert(0, decided.pop())
        return True

    def _undo(self) -> str:
        gone = self.inbox.undo()
        self._counts[gone.what] -= 1
        self._counts = +self._counts
        self.tell(f"undone: {gone.what} on {gone.at[:10]}")
        return "named" if gone.what == "named" else "undone"

    def _one(self, entry: Entry) -> str:
        """Ask about one claim until something is done with it."""
        while True:
            said = self.ask(f"{_KEYS}: ")
            if said is None:
                return "quit"
            try:
                done = self._do(said.strip().casefold(), entry)
            except KeiretsuError as error:
                self.tell(f"error: {error}")
                continue
            if not isinstance(done, str):
                entry = done
                self.tell(self._shown(entry))
                continue
            return done

    def _do(self, said: str, entry: Entry) -> str | Entry:
        """Do what was said; return what came of it, or the claim as changed."""
        match said:
            case "a":
                self._count(self.inbox.accept(entry).what)
                return "decided"
            case "r":
                because = self.ask("why (may be empty): ") or ""
                self._count(self.inbox.reject(entry, because).what)
                return "decided"
            case "w":
                return self.inbox.swap(entry)
            case "c":
                return self.inbox.correct(entry, self._changes())
            case "1" | "2" if entry.claim.readings:
                return self.inbox.choose(entry, int(said))
            case "n":
                return "named" if self._name(entry) else entry
            case "u":
                return self._undo()
            case "l" | "":
                return "later"
            case "q":
                return "quit"
        self.tell(f"answer with one letter: {_KEYS}")
        return entry

    def _count(self, what: str) -> None:
        self._counts[what] += 1

    def _changes(self) -> dict[str, str]:
        changes: dict[str, str] = {}
        while line := (self.ask(_FIELD) or "").strip():
            name, given, value = line.partition("=")
            if given:
                changes[name.strip()] = value
            else:
                self.tell("write it as percent=5.1")
        return changes

    def _name(self, entry: Entry) -> bool:
        """Ask which company an unknown name is; False where nothing was decided."""
        unknown = self.inbox.unknown(entry)
        if not unknown:
            self.tell("every company of this claim is known")
        for name, near in unknown.items():
            label = self.inbox.data().register.label
            offered = [f"[{n}] {label(one)}" for n, one in enumerate(near, 1)]
            words = ", ".join((*offered, "its name", "[new] company", "empty: later"))
            said = (self.ask(f"{name}: same company? {words}: ") or "").strip()
            if said == "new":
                called = (self.ask("its full name: ") or "").strip()
                self.inbox.new_company(name, entry.page, called=called)
            elif said:
                chosen = said.isdecimal() and 1 <= int(said) <= len(near)
                company = near[int(said) - 1] if chosen else said
                self.inbox.same(name, company, entry.page)
            else:
                continue
            self._count("named")
            return True
        return False

    def _shown(self, entry: Entry) -> str:
        claim, page = entry.claim, entry.page
        label = self.inbox.data().register.label
        who = " via ".join(map(label, claim.attribution)) or "the page itself"
        by = ", ".join(map(str, filter(None, (page.publisher, page.day))))
        lines = [
            claim.sentence if not claim.readings else "one of two readings:",
            *(
                f"  [{n}] {one.sentence}"
                for n, one in enumerate(claim.choices, 1)
                if claim.readings
            ),
            f"  “{claim.quote}”",
            f"  {page.title or page.id}{f' ({by})' if by else ''}; says: {who}, "
            f"{claim.modality}",
        ]
        lines += [f"  facts: {_facts(one)}" for one in self.inbox.beside_facts(entry)]
        unknown = self.inbox.unknown(entry)
        if unknown:
            lines.append(f"  not known to the facts: {', '.join(unknown)} ([n]ame)")
        return visible("\n".join(lines))


def _facts(one: Comparison) -> str:
    parts = (one.found.why, one.found.arithmetic)
    return f"{one.verdict}: {'; '.join(filter(None, parts))}"
