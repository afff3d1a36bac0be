"""A column of a table of facts: named once, beside the field that it becomes.

A field of a record is annotated with its `Column`. Reading, checking, storing, the
exchange of CSV, the columns of the command line, the page on tables and the published
`datapackage.json` all follow from there.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

ColumnKind = Literal[
    "identifier",
    "company",
    "companies",
    "members",
    "text",
    "texts",
    "word",
    "words",
    "date",
    "number",
    "number or words",
    "percent",
    "flag",
    "lei",
]
"""What a cell holds: `word` is one of a list, plural kinds are joined by semicolons."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    kind
        One of `ColumnKind`.
    meaning
        What a cell says, in words.
    required
        Whether every row fills it.
    unit
        The unit of a number: `percent`, `km`, `million units`; None without one.
    name
        As it is called in tables; that of the record's field where empty.
    factor
        What a number of the table is multiplied by in the record.
    allowed
        The words of a list; those of the field's type.
    is_optional
        Whether an empty cell becomes None.
    """

    kind: ColumnKind
    meaning: str
    required: bool = False
    unit: str | None = None
    name: str = ""
    factor: float = 1.0
    allowed: tuple[str, ...] = ()
    is_optional: bool = False


def columns_of(record: Any) -> dict[str, Column]:
    """Return the columns of a record by the names of its fields, in their order.

    The field `source` has none: every table cites its source in the same three columns.
    """
    hints = get_type_hints(record, include_extras=True)
    return {
        field.name: _column(field.name, hints[field.name])
        for field in fields(record)
        if get_origin(hints[field.name]) is Annotated
    }


def _column(field: str, hint: Any) -> Column:
    inner, column = get_args(hint)[:2]
    options = get_args(inner) if get_origin(inner) in (Union, types.UnionType) else ()
    return replace(
        column,
        name=column.name or field,
        allowed=_words(inner),
        is_optional=type(None) in options,
    )


def _words(hint: Any) -> tuple[str, ...]:
    """Return the words that a type allows, within unions and tuples."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    return tuple(word for inner in get_args(hint) for word in _words(inner))
