"""`keiretsu deal`: a deal and its effects, one command a file beside this one."""

from __future__ import annotations

import typer

from keiretsu.cli.deal_car import show_car
from keiretsu.cli.deal_compare import compare_deals
from keiretsu.cli.deal_curve import show_curve
from keiretsu.cli.deal_frontier import show_frontier
from keiretsu.cli.deal_launch import show_launch
from keiretsu.cli.deal_lines import show_lines
from keiretsu.cli.deal_pairs import pairs
from keiretsu.cli.deal_plan import show_plan
from keiretsu.cli.deal_run import run_deal
from keiretsu.cli.deal_sure import show_sure
from keiretsu.cli.deal_template import show_template

app = typer.Typer(no_args_is_help=True, help="A deal and its effects.")


app.command("car")(show_car)
app.command("compare")(compare_deals)
app.command("curve")(show_curve)
app.command("frontier")(show_frontier)
app.command("launch")(show_launch)
app.command("lines")(show_lines)
app.command("pairs")(pairs)
app.command("plan")(show_plan)
app.command("sure")(show_sure)
app.command("template")(show_template)
app.command("run")(run_deal)


@app.callback()
def _group() -> None:
    """A deal and its effects."""
