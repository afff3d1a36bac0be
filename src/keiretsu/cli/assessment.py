"""How an assessment is laid out: concentration, filings by jurisdiction, verdicts.

A filing reads as a sentence and cites by number what its figures were read from; what
is general knowledge says so beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from textwrap import fill
from typing import TYPE_CHECKING

from keiretsu.cli.citing import Citations
from keiretsu.cli.output import table
from keiretsu.units import percent, plural, points

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Assessment, Landscape
    from keiretsu.rules import Concentration, Filing, Verdict

WIDTH = 80
_UNCHECKED = {
    "memory": " (general knowledge, unchecked)",
    "sourced_partial": " (read in part)",
}


COLUMNS = ("market", "index", "before", "after", "rise", "together")
SMALL_RISE = 50
"""Rise of the index, in points, below which segments are counted and not shown."""


def concentration(found: Assessment, segments: Collection[str]) -> list[RenderableType]:
    """Return one row a market, or a reading where stakes are read as control.

    Segments stand in a table of their own, the largest rise first.
    """
    seen: dict[tuple[str, str | None], Concentration] = {}
    for entry in found.concentrations:
        plain_index = entry.measure == "HHI"
        seen.setdefault((entry.market, None if plain_index else entry.reading), entry)
    whole = [entry for entry in seen.values() if entry.market not in segments]
    parts = [entry for entry in seen.values() if entry.market in segments]
    tables: list[RenderableType] = [
        table(
            f"Concentration in points, and the parties' combined share, on "
            f"{found.deal.on}, if {found.deal.sentence}",
            COLUMNS,
            map(_row, whole),
            numbers=COLUMNS[2:],
        )
    ]
    if parts:
        tables.append(_segments(parts))
    return tables


def _segments(entries: Sequence[Concentration]) -> RenderableType:
    ranked = sorted(entries, key=_rise, reverse=True)
    shown = [entry for entry in ranked if _rise(entry) >= SMALL_RISE]
    less = len(entries) - len(shown)
    small = f"by less than {SMALL_RISE} points"
    if not shown:
        rise = "it rises" if less == 1 else f"each of {less} rises"
        return f"By segment of the trade press, where both sell, {rise} {small}.\n"
    rest = f"; {less} more rise {small}" if less else ""
    return table(
        f"The same by segment of the trade press, where both sell{rest}",
        COLUMNS,
        map(_row, shown),
        numbers=COLUMNS[2:],
    )


def _rise(entry: Concentration) -> float:
    return entry.hhi_delta if entry.measure == "HHI" else entry.mhhi_delta


def _row(entry: Concentration) -> tuple[str, ...]:
    if entry.measure == "HHI":
        index, ends = "HHI", (entry.hhi_before, entry.hhi_after, entry.hhi_delta)
    else:
        index = f"MHHI, {entry.reading}"
        ends = (entry.mhhi_before, entry.mhhi_after, entry.mhhi_delta)
    share = percent(entry.share_combined)
    return (entry.market, index, *(points(end) for end in ends), share)


def filings(found: Assessment) -> list[RenderableType]:
    """Return the filings: a line a jurisdiction, then each in words, then sources.

    Nothing where no rule that we hold may apply, which the notes say.
    """
    if not found.filings:
        return []
    citations = Citations()
    short = table(
        f"Filings on {found.deal.on}, from the turnovers on record (no legal advice)",
        ("where", "duty", "closing", "fee"),
        ((f.name, f.duty, _closing(f), fee_words(f)) for f in found.filings),
        whole=("duty",),
    )
    told = [_paragraph(filing, citations) for filing in found.filings]
    return [short, *told, *citations.listed()]


def _closing(filing: Filing) -> str:
    return filing.wait if filing.duty != "need not file" else "—"


def _paragraph(filing: Filing, citations: Citations) -> str:
    first, *rest = _lines(filing, citations)
    told = (fill(line, WIDTH, subsequent_indent="    ") for line in rest)
    return "\n".join((fill(first, WIDTH), *told))


def _lines(filing: Filing, citations: Citations) -> Iterator[str]:
    """Yield a filing's duty, what its figures were read from, and what then follows."""
    sentence = filing.sentence
    yield f"{sentence[:1].upper()}{sentence[1:]}."
    for evidence in filing.evidence:
        shown = evidence.sources[:2]
        more = len(evidence.sources) - len(shown)
        marks = ", ".join(map(citations.cite, shown))
        yield f"  - {evidence.what} {marks}{f' and {more} more' if more else ''}"
    if filing.rule:
        basis = f"{filing.test}; " if filing.grounds and not filing.decided_by else ""
        yield f"  Rule: {basis}{filing.instrument} {citations.cite(filing.sources[0])}"
    if filing.duty != "need not file" and filing.timetable:
        doubt = _UNCHECKED.get(filing.timetable_confidence, "")
        yield f"  Then: {filing.wait}; {filing.timetable}{doubt}."
        if filing.fee_from is not None:
            doubt = _UNCHECKED.get(filing.fee_confidence, "")
            yield f"  Fee: {fee_words(filing)}{doubt}."


def fee_words(filing: Filing) -> str:
    """Return the fee, or its ends where it hangs on the price."""
    if filing.fee is not None:
        return f"{filing.currency} {filing.fee:,.0f}"
    if filing.fee_from is None:
        return "not held"
    return f"{filing.currency} {filing.fee_from:,.0f} to {filing.fee_to:,.0f}, by price"


def verdicts(found: Assessment) -> Iterable[RenderableType]:
    """Return one table a jurisdiction: tests met or unknown; the others are counted."""
    from rich.text import Text

    from keiretsu.rules.load import load_jurisdictions

    known = load_jurisdictions()
    places: dict[str, list[Verdict]] = {}
    for verdict in found.verdicts:
        places.setdefault(verdict.jurisdiction, []).append(verdict)
    for code, of_place in places.items():
        shown = [verdict for verdict in of_place if verdict.state != "not met"]
        other = len(of_place) - len(shown)
        place = known[code].name if code in known else code
        title = f"{place}: {plural(len(of_place), 'test')}, {other} not met"
        if not shown:
            yield Text(title)
            continue
        yield table(
            title, ("test", "where", "state", "what it says"), map(_test, shown)
        )


def _test(verdict: Verdict) -> tuple[str, ...]:
    where = verdict.market or "the deal"
    reading = f", {verdict.reading}" if verdict.reading else ""
    needs = "; ".join(what.partition(": ")[2] for what in verdict.missing)
    says = f"needs {needs}" if verdict.state == "unknown" else verdict.meaning
    name = f"{verdict.rule} {verdict.test}"
    return (name, f"{where}{reading}", verdict.state, says)


def open_inputs(found: Assessment) -> str:
    """Return how to give what the open filings hang on, by the names of inputs."""
    names = dict.fromkeys(
        f"{filing.jurisdiction}.{ground.variable}"
        for filing in found.filings
        if filing.duty == "cannot tell"
        for ground in filing.grounds
    )
    if not names:
        return "Unknown is not passed: give what you know by --known NAME=VALUE."
    return (
        "Unknown is not passed: give what you know by --known NAME=VALUE, where NAME "
        f"is {', '.join(names)}."
    )


def in_words(found: Assessment, landscape: Landscape) -> str:
    """Say in a few sentences where concentration calls for a look."""
    from keiretsu.deals import Effects
    from keiretsu.report import Report
    from keiretsu.report.severity import in_short

    nothing = Effects(deal=found.deal, markets=(), inputs={})
    report = Report(
        deal=found.deal, effects=nothing, assessment=found, landscape=landscape
    )
    return " ".join(in_short(report))
