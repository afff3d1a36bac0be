"""The command line in this process: quick, with stdout and stderr apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from keiretsu.cli import app

Call = Callable[..., Result]


@pytest.fixture
def call() -> Call:
    """Run `keiretsu WORD…` and return what came of it."""

    def run(*words: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(words), input=stdin)

    return run


@pytest.fixture
def data(call: Call) -> Callable[..., Any]:
    """Run a command that must succeed, and read its JSON."""

    def run(*words: str) -> Any:
        done = call(*words, "--json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return run
