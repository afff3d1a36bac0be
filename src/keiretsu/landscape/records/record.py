"""What all facts share: they are frozen rows that turn into plain data or a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Self

from keiretsu.plain import to_json


class Record:
    """Base of every fact: `to_dict()` gives plain fields, ready for JSON."""

    @classmethod
    def of_cells(cls, values: dict[str, Any]) -> Self:
        """Return the record of a table's row, its cells read by field."""
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """Return plain fields; dates as they were stated, the source as a dict."""
        return {
            field.name: to_json(getattr(self, field.name))
            for field in fields(self)  # type: ignore[arg-type]
        }

    def _repr_html_(self) -> str:
        from keiretsu.pictures.table import Table

        table = Table(
            caption=repr(self).strip("<>"),
            columns=("Field", "Value"),
            rows=tuple(
                (field.name, _shown(getattr(self, field.name)))
                for field in fields(self)  # type: ignore[arg-type]
            ),
        )
        return str(table.html())


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return str(value)


def flat_rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return records as plain rows, the source in three columns."""
    return [_flat(record.to_dict()) for record in records]


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if key == "source":
            flat["source_title"] = value["title"]
            flat["address"] = value["address"]
            flat["confidence"] = value["confidence"]
        elif isinstance(value, list):
            flat[key] = ";".join(
                str(i["company"] if isinstance(i, dict) else i) for i in value
            )
        else:
            flat[key] = value
    return flat
