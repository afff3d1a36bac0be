"""What several tests need: a store of their own, and the worked examples."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# The same examples in every run, and no clock: a test is not about the machine.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

WORKED = Path(__file__).with_name("worked_examples.json")


def pytest_make_parametrize_id(val: object) -> str | None:
    """A case of bytes is named by their number: what they hold may carry a clock."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a slow test come first, so that no process ends with one alone."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the store of whoever runs the tests.

    Processes that tests start keep what they compile of ours: there are dozens.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.delenv("KEIRETSU_STORE", raising=False)
        yield


@pytest.fixture(scope="session")
def worked() -> Callable[[str], dict[str, Any]]:
    """One numbered example of the theory notes, by its number: worked("E22")."""
    examples = json.loads(WORKED.read_text(encoding="utf-8"))

    def example(number: str) -> dict[str, Any]:
        return next(v for k, v in examples.items() if k.split("_")[0] == number)

    return example
