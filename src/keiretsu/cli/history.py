"""`keiretsu landscape history`: when a statement held, and when it was believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.facts import Believed, InStore, see_store, the_dataset, the_store
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json,
    say,
    say_next,
    show,
    table,
)

if TYPE_CHECKING:
    from keiretsu.landscape.store import StoredStatement

HELD_COLUMNS = (
    *("number", "kind", "believed", "fields", "quote", "source_title", "address"),
    *("confidence", "first_seen", "last_seen", "by", "origin"),
)


def history(
    about: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[HOLDER [HELD]]",
            help="What the statements are about; of other kinds their own words.",
        ),
    ] = None,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="A table of facts.")
    ] = "stakes",
    believed: Believed = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show every statement on a stake: when it held, when it was believed, who said so.

    Example: keiretsu landscape history toyota subaru
    """
    how = form(json, csv)
    see_store(store)
    kept = the_store(store)
    words = _companies(about or (), store) if kind == "stakes" else about or ()
    found = kept.history(kind, *words, believed=believed)
    if how == "json":
        print_json([one.to_dict() for one in found])
    elif how == "csv":
        print_csv([_flat(one) for one in found], HELD_COLUMNS)
    else:
        say(f"facts: the store {kept.place}")
        show(_table(f"Statements on {' in '.join(words) or kind}", found))
        say_next("keiretsu landscape judge STATEMENT reject --because WORDS")


def _companies(words: Iterable[str], store: str | None) -> list[str]:
    landscape = the_dataset(store).landscape()
    return [landscape.resolve(word).id for word in words]


def _table(title: str, found: tuple[StoredStatement, ...]) -> Any:
    cells = (
        (
            str(one.number),
            _said(one),
            one.first_seen[:10],
            one.last_seen[:10],
            _state(one),
            one.statement.source_title,
        )
        for one in found
    )
    columns = ("no.", "says", "first seen", "last seen", "state", "source")
    return table(
        title if found else f"{title}: none",
        columns,
        cells,
        numbers=("no.",),
        whole=columns[2:4],
    )


def _said(one: StoredStatement) -> str:
    """Return what a statement says in few words: a figure and its date for a stake."""
    fields = one.statement.fields
    if one.statement.kind == "stakes":
        share, votes = _figure(fields, "percent"), _figure(fields, "votes")
        said = [share or "unknown", f"({votes} of votes)" if votes else ""]
        return f"{' '.join(said).strip()}, {fields['since']}"
    return "; ".join(f"{column} {value}" for column, value in fields.items())


def _figure(fields: Mapping[str, str], name: str) -> str:
    """Return a stated figure or range, or nothing."""
    exact = fields.get("percent" if name == "percent" else f"{name}_percent", "")
    low, high = fields.get(f"{name}_min", ""), fields.get(f"{name}_max", "")
    if exact or (low and high):
        return f"{exact or f'{low}–{high}'} %"
    return f"at least {low} %" if low else f"at most {high} %" if high else ""


def _state(one: StoredStatement) -> str:
    if not one.judgements:
        return "believed"
    last = one.judgements[-1]
    by = "" if last.instead is None else f" by {last.instead}"
    return f"{last.verdict}{by}: {last.because}"


def _flat(one: StoredStatement) -> dict[str, Any]:
    fields = one.to_dict()
    return fields | fields["statement"] | {"believed": one.is_believed}
