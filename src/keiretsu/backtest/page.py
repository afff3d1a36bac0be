"""The cases as a table of Markdown, for the page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keiretsu.backtest.case import KINDS, Case, Kind, counts

TITLES: dict[Kind, str] = {
    "decision": "Decisions: our screens against what the authority decided",
    "prices": "Prices: sign and size",
    "conduct": "Conduct: who stopped which car",
}
COLUMNS = ("deal", "looked at", "predicted", "happened", "score")


def tally(cases: Iterable[Case], kind: Kind) -> str:
    """Return how one kind came out: `3 hits, 1 miss, 2 cannot tell`."""
    found = counts(cases)[kind]
    hits, misses = found["hit"], found["miss"]
    return (
        f"{hits} {'hit' if hits == 1 else 'hits'}, "
        f"{misses} {'miss' if misses == 1 else 'misses'}, "
        f"{found['cannot tell']} cannot tell"
    )


def markdown(cases: Iterable[Case]) -> str:
    """Return one table a kind, each with its tally and notes."""
    return "\n".join(_lines(tuple(cases))) + "\n"


def _lines(cases: tuple[Case, ...]) -> Iterator[str]:
    for kind in KINDS:
        own = [case for case in cases if case.kind == kind]
        if not own:
            continue
        yield f"### {TITLES[kind]}"
        yield ""
        yield f"{tally(cases, kind)[:1].upper()}{tally(cases, kind)[1:]}."
        yield ""
        yield f"| {' | '.join(COLUMNS)} |"
        yield f"|{' --- |' * len(COLUMNS)}"
        for case in own:
            note = f" ({case.note})" if case.note else ""
            cells = (case.deal, f"{case.field}{note}", case.predicted)
            yield f"| {' | '.join((*cells, case.happened, case.score))} |"
        yield ""
