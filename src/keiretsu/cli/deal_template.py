"""`keiretsu deal template`: real ties as deals, with who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.output import AsJson, form, print_json, say, say_next, show, table

if TYPE_CHECKING:
    from keiretsu.deals.templates import Template


def show_template(
    name: Annotated[str | None, typer.Argument(metavar="NAME")] = None,
    json: AsJson = False,
) -> None:
    """List real ties as deals, or print one as a deal file.

    Example: keiretsu deal template honda-nissan-2024
    """
    how = form(json)
    from keiretsu.deals.templates import template, templates

    chosen = [template(name)] if name is not None else list(templates().values())
    if how == "json":
        print_json([_plain(one) for one in chosen])
        return
    if name is not None:
        typer.echo(chosen[0].to_toml(), nl=False)
        return
    show(
        table(
            "Real ties as deals",
            ("name", "what", "state"),
            ([one.name, one.title, f"{one.state}: {one.outcome}"] for one in chosen),
            whole=("name",),
        )
    )
    say("A name stands for its file: steps and sources are printed with it.")
    say_next("keiretsu deal run honda-nissan-2024")


def _plain(one: Template) -> dict[str, Any]:
    from keiretsu.plain import to_json

    told = {name: value for name, value in vars(one).items() if name != "deal"}
    return {**to_json(told), "deal": one.deal.to_dict(), "sentence": one.deal.sentence}
