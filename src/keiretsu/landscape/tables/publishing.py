"""The schemas as others read them: a Data Package, and a page of the docs.

Both are written by `python -m keiretsu.landscape.tables.publishing ROOT` into the
repository, and a test holds them to the schemas.

References
----------
Frictionless Table Schema, https://specs.frictionlessdata.io/table-schema/
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keiretsu.files import write_whole
from keiretsu.landscape.records.column import Column
from keiretsu.landscape.tables.cells import IDENTIFIER
from keiretsu.landscape.tables.schema import CITED, TABLES, TableSchema
from keiretsu.sources import CONFIDENCES

PACKAGE = "src/keiretsu/landscape/facts/datapackage.json"
PAGE = "docs/tables.md"

_DATE = r"\d{4}(-\d{2}(-\d{2})?)?|\d{4}-?[HQ]\d|FY\d{4}"
_PATTERNS = {
    "identifier": IDENTIFIER,
    "company": IDENTIFIER,
    "companies": rf"{IDENTIFIER}(;\s*{IDENTIFIER})*",
    "date": _DATE,
    "lei": "[0-9A-Z]{18}[0-9]{2}",
}
_HEAD = """\
# The tables of facts

One CSV file a kind of fact, UTF-8 with a heading; columns may stand in any order, and
those that need not be filled may be left out. A `word` is one of those listed; parts
of `words`, `texts`, `companies` and `members` are joined by semicolons. Numbers are
digits with a decimal point. A date is a day, month, quarter, half or year, or a
Japanese fiscal year: `2025-02-13`, `2025-02`, `2025-Q1`, `2025-H2`, `2025`, `FY2024`.
Several rows may be about one thing, told by the columns in bold.

The same stands, for programs, in `datapackage.json` beside the bundled tables, as a
[Table Schema](https://specs.frictionlessdata.io/table-schema/). Neither is written by
hand: both follow from the fields of the records.
"""


def data_package() -> dict[str, Any]:
    """Return the bundled tables as a Data Package with a Table Schema each."""
    return {
        "profile": "tabular-data-package",
        "name": "keiretsu-facts",
        "title": "Who owns whom in the car industry, with a source on every row",
        "licenses": [{"name": "Apache-2.0"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name.replace("_", "-"),
                "path": f"{name}.csv",
                "description": schema.meaning,
                "encoding": "utf-8",
                "schema": _table_schema(schema),
            }
            for name, schema in TABLES.items()
        ],
    }


def _table_schema(schema: TableSchema) -> dict[str, Any]:
    found: dict[str, Any] = {
        "fields": [
            _field(column, name)
            for name, column in schema.columns.items()
            if name != "quote"
        ],
        "missingValues": [""],
    }
    if schema.name == "stakes":
        found["foreignKeys"] = [
            {"fields": end, "reference": {"resource": "companies", "fields": "id"}}
            for end in schema.about
        ]
    return found


def _field(column: Column, name: str) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    kind = "string"
    if column.kind in ("number", "percent"):
        kind = "number"
    if column.kind == "percent":
        limits |= {"minimum": 0, "maximum": 100}
    if column.kind == "flag":
        limits["enum"] = ["yes", "no"]
    allowed = CONFIDENCES if name == "confidence" else column.allowed
    if column.kind == "word":
        limits["enum"] = list(allowed)
    if column.kind == "words":
        words = "|".join(allowed)
        limits["pattern"] = rf"({words})(;\s*({words}))*"
    if column.kind in _PATTERNS:
        limits["pattern"] = _PATTERNS[column.kind]
    unit = f" ({column.unit})" if column.unit else ""
    made = {"name": name, "type": kind, "description": f"{column.meaning}{unit}"}
    return made | ({"constraints": limits} if limits else {})


def page() -> str:
    """Return the page of the docs."""
    return "\n".join([_HEAD, *(line for s in TABLES.values() for line in _section(s))])


def _section(schema: TableSchema) -> Iterator[str]:
    yield f"## {schema.name}\n"
    yield f"A row is {schema.meaning}.\n"
    yield "| column | holds | filled | says |"
    yield "| --- | --- | --- | --- |"
    for name, column in schema.columns.items():
        if name not in CITED:
            yield _line(schema, name, column)
    yield ""
    if schema.name == "companies":
        yield "Every table cites its source in four more columns:\n"
        yield "| column | holds | filled | says |"
        yield "| --- | --- | --- | --- |"
        for name, column in CITED.items():
            yield _line(schema, name, column)
        yield ""


def _line(schema: TableSchema, name: str, column: Column) -> str:
    shown = f"**`{name}`**" if name in schema.about else f"`{name}`"
    allowed = CONFIDENCES if name == "confidence" else column.allowed
    holds = column.kind + (f": {', '.join(allowed)}" if allowed else "")
    unit = f", in {column.unit}" if column.unit else ""
    filled = "always" if column.required else ""
    return f"| {shown} | {holds}{unit} | {filled} | {column.meaning} |"


def main(root: Path) -> None:
    """Write the package and the page into a repository."""
    said = json.dumps(data_package(), ensure_ascii=False, indent=1)
    write_whole(root / PACKAGE, f"{said}\n")
    write_whole(root / PAGE, page())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
