"""Views for people who open a store with other programs: sqlite3, Datasette, psql.

`believed` is every statement that nothing speaks against, `stake_figures` those on
stakes by column, `current_stakes` the figure of each stake that holds today (UTC), by
the rule of `keiretsu.landscape.in_force`.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BELIEVED = """
create view believed as
select s.n, s.kind, s.subject, s.fields, s.since, s.since_precision, s.until,
       o.title as source_title, o.address, s.confidence, s.quote,
       e.at as stated_at, e.by as stated_by, e.origin
from statements s
join sources o on o.n = s.source
join entries e on e.n = s.entry
left join judgements j on j.n =
    (select max(k.n) from judgements k where k.statement = s.n)
where j.verdict is null or j.verdict = 'accepted'
"""
_FIGURES = (
    *("percent", "percent_min", "percent_max"),
    *("votes_percent", "votes_min", "votes_max"),
)
_FIRST_DAY = """case since_precision
    when 'day' then since
    when 'month' then since || '-01'
    when 'fiscal' then substr(since, 3, 4) || '-04-01'
    when 'quarter' then substr(since, 1, 4) || case substr(since, length(since), 1)
        when '1' then '-01-01' when '2' then '-04-01'
        when '3' then '-07-01' else '-10-01' end
    when 'half' then substr(since, 1, 4) || case substr(since, length(since), 1)
        when '1' then '-01-01' else '-07-01' end
    else since || '-01-01' end"""
_RANKED = """
create view current_stakes as
select holder, held, percent, percent_min, percent_max, votes_percent, votes_min,
       votes_max, base, since, note, source_title, address, confidence, n
from (
    select f.*, row_number() over (
        partition by holder, held order by first_day desc,
        case confidence when 'sourced' then 0 when 'sourced_partial' then 1
            when 'derived' then 2 when 'assumed' then 3 else 4 end,
        case since_precision when 'day' then 0 when 'month' then 1
            when 'quarter' then 2 when 'half' then 3 else 4 end,
        decimals desc, n
    ) as place
    from stake_figures f
    where first_day <= {today}
) ranked
where place = 1 and (percent is null or percent <> 0)
"""


def views(dialect: str) -> dict[str, str]:
    """Return the text of each view for a database, in the order of their making."""
    on_sqlite = dialect == "sqlite"
    today = (
        "date('now')"
        if on_sqlite
        else "to_char(now() at time zone 'utc', 'YYYY-MM-DD')"
    )
    return {
        "believed": _BELIEVED,
        "stake_figures": _figures(on_sqlite),
        "current_stakes": _RANKED.format(today=today),
    }


def upgrade() -> None:
    """Make the three views."""
    for text in views(op.get_context().dialect.name).values():
        op.execute(text)


def downgrade() -> None:
    """Drop them."""
    for view in ("current_stakes", "stake_figures", "believed"):
        op.execute(f"drop view {view}")


def _figures(on_sqlite: bool) -> str:
    """Return the view of stakes by column; each database has its JSON."""

    def cell(column: str) -> str:
        if on_sqlite:
            return f"json_extract(fields, '$.{column}')"
        return f"(cast(fields as json) ->> '{column}')"

    point = f"{'instr' if on_sqlite else 'strpos'}({cell('percent')}, '.')"
    decimals = f"length(rtrim(substr({cell('percent')}, {point} + 1), '0'))"
    numbers = (f"cast({cell(name)} as double precision) as {name}" for name in _FIGURES)
    return f"""
create view stake_figures as
select {cell("holder")} as holder, {cell("held")} as held, {", ".join(numbers)},
       {cell("of")} as base, since, since_precision, {_FIRST_DAY} as first_day,
       case when {cell("percent")} is null then -1
            when {point} = 0 then 0 else {decimals} end as decimals,
       {cell("note")} as note, source_title, address, confidence, quote,
       stated_at, stated_by, origin, n
from believed
where kind = 'stakes'
"""
