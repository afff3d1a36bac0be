"""A column is named once; what is published and what is read follow from there."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from keiretsu.landscape.exchange.csv_tables import table_text
from keiretsu.landscape.store.statement import bundled_statements
from keiretsu.landscape.tables import publishing
from keiretsu.landscape.tables.schema import TABLES
from keiretsu.landscape.tables.tables import bundled_text

ROOT = Path(__file__).parents[2]

TABLE_SCHEMA = {
    "type": "object",
    "required": ["fields"],
    "properties": {
        "missingValues": {"type": "array", "items": {"type": "string"}},
        "foreignKeys": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["fields", "reference"],
                "properties": {
                    "reference": {
                        "type": "object",
                        "required": ["resource", "fields"],
                        "additionalProperties": False,
                        "properties": {
                            "resource": {"type": "string"},
                            "fields": {"type": "string"},
                        },
                    }
                },
            },
        },
        "fields": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "type"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string", "minLength": 1},
                    "type": {"enum": ["string", "number"]},
                    "description": {"type": "string"},
                    "constraints": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "required": {"type": "boolean"},
                            "pattern": {"type": "string", "format": "regex"},
                            "minimum": {"type": "number"},
                            "maximum": {"type": "number"},
                            "enum": {"type": "array", "minItems": 1},
                        },
                    },
                },
            },
        },
    },
}
"""What Frictionless Table Schema asks of the parts that we use, told by hand."""


def resources() -> list[dict[str, Any]]:
    text = (ROOT / publishing.PACKAGE).read_text(encoding="utf-8")
    return list(json.loads(text)["resources"])


def test_what_is_published_follows_from_the_records() -> None:
    again = "python -m keiretsu.landscape.tables.publishing ."
    package = json.loads((ROOT / publishing.PACKAGE).read_text(encoding="utf-8"))
    assert package == publishing.data_package(), f"write it anew: {again}"
    page = (ROOT / publishing.PAGE).read_text(encoding="utf-8")
    assert page == publishing.page(), f"write it anew: {again}"


@pytest.mark.parametrize("table", resources(), ids=lambda one: str(one["name"]))
def test_every_table_has_a_table_schema_that_its_rows_meet(
    table: dict[str, Any],
) -> None:
    Draft202012Validator(TABLE_SCHEMA).validate(table["schema"])
    fields = {field["name"]: field for field in table["schema"]["fields"]}
    validators = {name: _cell_schema(field) for name, field in fields.items()}
    rows = list(csv.DictReader(bundled_text(table["path"][:-4]).splitlines()))
    for row in rows:
        assert list(row) == list(fields)
        for name, cell in row.items():
            if not cell:
                assert not fields[name].get("constraints", {}).get("required"), row
                continue
            value = float(cell) if fields[name]["type"] == "number" else cell
            validators[name].validate(value)


def _cell_schema(field: dict[str, Any]) -> Draft202012Validator:
    limits = dict(field.get("constraints", {}))
    limits.pop("required", None)
    if "pattern" in limits:
        limits["pattern"] = f"^(?:{limits['pattern']})$"
    return Draft202012Validator({"type": field["type"], **limits})


@pytest.mark.parametrize("kind", TABLES)
def test_the_bundled_tables_have_the_columns_of_their_schema(kind: str) -> None:
    statements = bundled_statements(kind)
    assert table_text(kind, statements) == bundled_text(kind)
    heading = bundled_text(kind).partition("\n")[0].split(",")
    assert heading == [c for c in TABLES[kind].columns if c != "quote"]
