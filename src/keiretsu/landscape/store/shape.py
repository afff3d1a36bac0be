"""Whether a database is a store of ours, and has the tables that we made.

A stranger's database is recognised before anything is written into it, and a table,
column or view that is gone, or a trigger that somebody put there, before anything is
read from it.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, text

from keiretsu.landscape.store.connection import MARK, mark
from keiretsu.landscape.store.migrations.versions.r0003_views import views
from keiretsu.landscape.store.schema import METADATA

_VERSION = "alembic_version"
_FIRST = {"entries", "sources", "statements", "judgements"}
"""Tables that every form of a store has had."""
_OBJECTS = {
    "sqlite": "select type, name from sqlite_master where name not like 'sqlite_%'",
    "postgresql": """
select case table_type when 'VIEW' then 'view' else 'table' end, table_name
from information_schema.tables where table_schema = current_schema()
union all
select 'trigger', trigger_name from information_schema.triggers
where trigger_schema = current_schema()
union all
select 'index', indexname from pg_indexes where schemaname = current_schema()""",
}
_COLUMNS = {
    "sqlite": """
select m.name, p.name from sqlite_master m join pragma_table_info(m.name) p
where m.type = 'table'""",
    "postgresql": """
select table_name, column_name from information_schema.columns
where table_schema = current_schema()""",
}


def is_strange(connection: Connection) -> bool:
    """Say whether a database holds tables, and they are not a store's."""
    if mark(connection) not in (None, 0, MARK):
        return True
    tables = _objects(connection)["table"]
    return bool(tables - {_VERSION}) and not tables >= _FIRST


def has_tables(connection: Connection) -> bool:
    """Say whether a database holds the tables of a store."""
    return bool(_objects(connection)["table"] - {_VERSION})


def missing(connection: Connection) -> list[str]:
    """Return what a store of the newest form lacks, or what was put in its way."""
    there = _objects(connection)
    wanted = {
        "table": {*METADATA.tables, _VERSION},
        "index": {str(i.name) for t in METADATA.tables.values() for i in t.indexes},
        "view": set(views(connection.dialect.name)),
    }
    wrong = [
        f"the {kind} {name} is gone"
        for kind, names in wanted.items()
        for name in sorted(names - there[kind])
    ]
    columns: dict[str, set[str]] = defaultdict(set)
    for table, column in connection.execute(text(_COLUMNS[connection.dialect.name])):
        columns[table].add(column)
    wrong += [
        f"the column {column.name} of {name} is gone"
        for name, table in METADATA.tables.items()
        for column in table.columns
        if name in there["table"] and column.name not in columns[name]
    ]
    wrong += [
        f"somebody put the trigger {name} in" for name in sorted(there["trigger"])
    ]
    return wrong


def additions(connection: Connection) -> list[str]:
    """Return what stands in a store that we did not put there, or put otherwise."""
    there = _objects(connection)
    ours = {*METADATA.tables, _VERSION, *views(connection.dialect.name)}
    wrong = [
        f"the {kind} {name} is not ours"
        for kind in ("table", "view")
        for name in sorted(there[kind] - ours)
    ]
    if mark(connection) == 0:
        wrong.append("the file does not say that it is a store of keiretsu")
    if connection.dialect.name == "sqlite":
        wrong += _views_changed(connection)
    return wrong


def _views_changed(connection: Connection) -> list[str]:
    query = text("select name, sql from sqlite_master where type = 'view'")
    kept = {name: _folded(sql) for name, sql in connection.execute(query)}
    return [
        f"the view {name} does not ask what we wrote"
        for name, sql in views("sqlite").items()
        if name in kept and kept[name] != _folded(sql)
    ]


def _folded(sql: str) -> str:
    return " ".join(sql.split()).casefold()


def _objects(connection: Connection) -> dict[str, set[str]]:
    """Return the names of all tables, views, indexes and triggers."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, name in connection.execute(text(_OBJECTS[connection.dialect.name])):
        found[kind].add(name)
    return found
