"""The first screen and the help of every command: short, plain, no types."""

from __future__ import annotations

import re

import pytest
from tests.cli.conftest import Call
from tests.test_docs import COMMANDS

from keiretsu import __version__
from keiretsu.cli import NOUNS
from keiretsu.cli.first_screen import FIRST


def test_alone_it_says_where_to_begin(call: Call) -> None:
    done = call()
    assert done.exit_code == 0
    assert done.stdout == FIRST
    assert max(map(len, FIRST.splitlines())) <= 80
    for words in re.findall(r"^  keiretsu (\w+)", FIRST, re.MULTILINE):
        assert words in NOUNS or words == "COMMAND"


@pytest.mark.parametrize("width", ["80", "60"])
def test_no_help_names_a_type_or_is_wider_than_its_terminal(
    call: Call, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("TERMINAL_WIDTH", width)
    for words in ("", *COMMANDS):
        done = call(*words.split(), "--help")
        assert done.exit_code == 0, words
        assert not re.search(r"<\w+>|BOOLEAN|INT RANGE", done.stdout), words


def test_the_version_is_an_option_and_a_command(call: Call) -> None:
    assert call("--version").stdout == call("version").stdout
    assert __version__ in call("--version").stdout


def test_commands_stand_in_the_order_of_the_work(call: Call) -> None:
    told = call("--help").stdout
    places = [told.index(f"│ {noun} ") for noun in NOUNS]
    assert places == sorted(places)


def test_the_sentence_that_answers_is_on_stdout(call: Call) -> None:
    words = ("--stake", "toyota", "nissan", "20", "--on", "2025-05-19")
    place = ("--market", "is-2024-brands")
    done = call("deal", "run", *words, *place, "--draws", "0")
    assert done.stdout.startswith("If Toyota holds 20 % of Nissan, their cars")
    screened = call("screen", *words, "--market", "jp-2024-brands")
    assert screened.stdout.startswith("No test of concentration that we hold decides")
