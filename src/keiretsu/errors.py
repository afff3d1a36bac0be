"""Every error a user can meet, in one place.

KeiretsuError
├── DataError           a table, file or value says something impossible
│   └── UnknownName     a name that is in no register we hold
├── StoreError          the store of facts cannot be opened, read or written
├── FetchError          a page of the network may not or cannot be fetched
├── ShapeError          arrays that do not fit together
└── NoConvergence       a solver stopped before it had an answer

Messages are lower case, without a full stop, and quote the value and the place; the
hint says what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class KeiretsuError(Exception):
    """Base class: catch this to catch everything raised on purpose."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}\nhint: {self.hint}" if self.hint else message


class DataError(KeiretsuError):
    """A table, file or value says something impossible."""


_OFFERED = 3
"""Names that a hint offers at most."""
_LONGEST = 100
"""Characters of an unknown name that are shown, and compared with known ones."""


class UnknownName(DataError):
    """A name that nobody bears of whom we hold facts.

    `formerly` names those who bore it once: they are offered first. `unheld` names whom
    the register means by it, where no facts are on record of them. `look` says where
    the names stand, for a hint where none is near.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str],
        formerly: Iterable[str] = (),
        unheld: Iterable[str] = (),
        look: str | None = None,
    ) -> None:
        folded: dict[str, str] = {}
        for known_name in known:
            folded.setdefault(known_name.casefold(), known_name)
        asked = name.casefold()[:_LONGEST]
        begun = (f for f in folded if len(asked) > 1 and f.startswith(asked))
        like = get_close_matches(asked, folded, n=_OFFERED, cutoff=0.65)
        near = list(dict.fromkeys((*like, *sorted(begun, key=len))))[:_OFFERED]
        if not near and len(asked) > 1:  # a part of a longer name, as a model's
            within = (f for f in folded if f" {asked}" in f)
            near = sorted(within, key=len)[:_OFFERED]
        wanted = " or ".join(dict.fromkeys(folded[n] for n in near))
        hint = f"did you mean {wanted}?" if near else look
        if bearers := " or ".join(formerly):
            hint = f"that is a former name of {bearers}: use the one of today"
        where = ""
        if known_names := " or ".join(unheld):
            where = f" on record, though the name of {known_names} is known"
            hint = (
                "state facts with keiretsu landscape add companies, or name a market "
                "whose table has it as a maker"
            )
        shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
        super().__init__(f"there is no {kind} called {shown!r}{where}", hint=hint)
        self.kind, self.name = kind, name


class StoreError(KeiretsuError):
    """The store of facts cannot be opened, read or written."""


class FetchError(KeiretsuError):
    """A page of the network may not or cannot be fetched.

    Attributes
    ----------
    may_pass
        Whether it may go well another time.
    status
        What the server answered, as 404; None where none did.
    wait
        Seconds that the server asks to be left alone.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        may_pass: bool = False,
        status: int | None = None,
        wait: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.may_pass, self.status, self.wait = may_pass, status, wait


class ShapeError(KeiretsuError):
    """Arrays that do not fit together."""


class NoConvergence(KeiretsuError):
    """A solver stopped before it had an answer."""
