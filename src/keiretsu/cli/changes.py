"""How the difference of two days, and the gaps of one, are laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from keiretsu.cli.citing import Citations
from keiretsu.cli.output import print_csv, print_json, show, table
from keiretsu.landscape.analysis.consistency import MISSING
from keiretsu.landscape.analysis.freshness import dates_said, newest
from keiretsu.units import plural

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu.landscape import Contradiction, Diff, Gap, Landscape
    from keiretsu.landscape.analysis.freshness import Stale

CHANGE_COLUMNS = (
    *("table", "kind", "subject", "was", "becomes", "about"),
    *("source_title", "address", "confidence"),
)
STALE_COLUMNS = ("kind", "about", "since", "text", "by")
GAP_COLUMNS = ("kind", "about", "text", "explanation")


def change_tables(found: Diff) -> list[RenderableType]:
    """Return the changes, one table for each kind of fact, and the sources."""
    citations = Citations()
    parts: list[RenderableType] = []
    for name in dict.fromkeys(change.table for change in found.changes):
        own = [change for change in found.changes if change.table == name]
        parts.append(
            table(
                f"{name.capitalize()}: {_counted(change.kind for change in own)}",
                ("", "what", "before", "after", "source"),
                (
                    (c.kind, c.subject, c.was, c.becomes, citations.cite(c.source))
                    for c in own
                ),
                whole=("",),
            )
        )
    return [*parts, *citations.listed()]


def _counted(kinds: Iterable[str]) -> str:
    all_of = list(kinds)
    return ", ".join(
        f"{all_of.count(kind)} {kind}"
        for kind in ("began", "changed", "ended")
        if kind in all_of
    )


def stale_rows(found: Iterable[Stale]) -> list[dict[str, Any]]:
    """Return the figures that may be out of date, as rows."""
    return [
        {
            "kind": one.kind,
            "about": list(one.about),
            "since": one.since.text,
            "text": one.text,
            "by": one.by.summary if one.by else None,
        }
        for one in found
    ]


def stale_tables(found: Iterable[Stale]) -> list[RenderableType]:
    """Return one table of those overtaken by a deal, and one of those only old."""
    every = tuple(found)
    overtaken = [(one.text, one.by) for one in every if one.by is not None]
    old = [(str(one.since), one.text) for one in every if one.by is None]
    parts: list[RenderableType] = []
    if overtaken:
        parts.append(
            table(
                f"Stated before the last deal between them: {len(overtaken)}",
                ("figure", "what came after"),
                ((text, f"{by.summary} ({by.date})") for text, by in overtaken),
            )
        )
    if old:
        parts.append(
            table(
                f"Stated more than two years ago: {len(old)}",
                ("since", "figure"),
                old,
                whole=("since",),
            )
        )
    return parts


def gap_rows(
    contradictions: Iterable[Contradiction], gaps: Iterable[Gap]
) -> list[dict[str, Any]]:
    """Return contradictions, then gaps, as rows."""
    return [
        *(
            {
                "kind": f"contradiction: {c.kind}",
                "about": [c.held],
                "text": c.text,
                "explanation": c.explanation,
            }
            for c in contradictions
        ),
        *({"kind": g.kind, "about": list(g.about), "text": g.text} for g in gaps),
    ]


def gap_tables(
    contradictions: Iterable[Contradiction],
    gaps: Iterable[Gap],
    label: Callable[[str], str],
) -> list[RenderableType]:
    """Return contradictions with both sides and what explains them, then the gaps."""
    citations = Citations()
    found = tuple(contradictions)
    parts: list[RenderableType] = []
    if found:
        parts.append(
            table(
                "Where the record disagrees with itself",
                ("about", "stated", "explained by"),
                (
                    (
                        _about(c, label),
                        "\n".join(
                            f"{s.share_words}, {s.since} {citations.cite(s.source)}"
                            for s in c.stakes
                        ),
                        c.explanation or "nothing on record",
                    )
                    for c in found
                ),
            )
        )
    kinds: dict[str, list[str]] = {}
    for gap in gaps:
        kinds.setdefault(gap.kind, []).append(gap.text)
    parts += [
        table(f"{MISSING[kind]}: {len(texts)}", ("not known",), [(t,) for t in texts])
        for kind, texts in kinds.items()
    ]
    return [*parts, *citations.listed()]


def _about(found: Contradiction, label: Callable[[str], str]) -> str:
    if found.kind == "sum":
        return f"all stakes in {label(found.held)}"
    return f"{label(found.stakes[0].holder)} in {label(found.held)}"


def show_stale(landscape: Landscape, found: list[Stale], how: str) -> None:
    """Print the figures that may be out of date, in the form asked for."""
    if how == "csv":
        print_csv(stale_rows(found), STALE_COLUMNS)
    elif how == "json":
        print_json(
            {
                "on": landscape.on.isoformat(),
                **newest(landscape),
                "stale": [one.to_dict() for one in found],
            }
        )
    else:
        answer = f"{plural(len(found), 'figure')} may be out of date "
        answer += dates_said(landscape)
        show(answer, *stale_tables(found))


def gap_data(
    landscape: Landscape, contradictions: list[Any], gaps: list[Any]
) -> dict[str, Any]:
    """Return contradictions and gaps as data, with the two dates of the page."""
    return {
        "on": landscape.on.isoformat(),
        **newest(landscape),
        "contradictions": [found.to_dict() for found in contradictions],
        "gaps": [found.to_dict() for found in gaps],
    }
