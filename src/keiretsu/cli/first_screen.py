"""What `keiretsu` alone says, and help texts that name no types.

Typer offers no switch for either: a flag is a flag, and needs no `<bool>` beside it.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperArgument, TyperOption

FIRST = """What would a tie between carmakers do?
Every number has its source.

An article, read and computed:
  keiretsu report --article PAGE.md
A stake or a merger: prices, buyers:
  keiretsu deal run --stake toyota nissan 20
Every size of a stake:
  keiretsu deal curve toyota nissan
Who has the say in a company:
  keiretsu landscape control nissan
All of it in a browser:
  keiretsu serve

Every command, and one command with an example:
  keiretsu --help
  keiretsu COMMAND --help
"""
"""The first screen, no wider than 60 columns."""
_NAMES = {"int": "N", "float": "X", "path": "FILE", "str": "TEXT"}


def plain_types() -> None:
    """Let help say what a value stands for, and take no option for a value."""
    option: Any = TyperOption
    argument: Any = TyperArgument
    option.display_type_rich = _shown
    argument.display_type_rich = _nothing
    option.process_value = _no_option


_process = TyperOption.process_value


def _no_option(option: TyperOption, ctx: Any, value: Any) -> Any:
    """Return the value of an option; `--out --json` names no file."""
    for one in value if isinstance(value, tuple | list) else (value,):
        if isinstance(one, str) and one[:2] == "--" and len(one) > 2:
            raise typer.BadParameter(f"{one!r} is an option, and no value")
    return _process(option, ctx, value)


def _nothing(argument: TyperArgument, ctx: Any) -> None:
    """An argument is called by its name; its help says the rest."""


def _shown(option: TyperOption, ctx: Any) -> str | None:
    if option.metavar is not None:
        return option.metavar
    told = (option.display_type(ctx) or "").strip("<>").removesuffix(" range")
    return None if told in {"", "bool"} else _NAMES.get(told.lower(), told.upper())
