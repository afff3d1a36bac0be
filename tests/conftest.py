"""What several tests need: the conformance material beside the repository."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the store of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.delenv("KEIRETSU_STORE", raising=False)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of peers' cases and scored articles; not part of the repository."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/ is not beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def worked(shared: Path) -> Callable[[str], dict[str, Any]]:
    """One numbered example of the theory notes, by its number: worked("E22")."""
    path = shared / "conformance" / "theory_worked_examples.json"
    examples = json.loads(path.read_text(encoding="utf-8"))

    def example(number: str) -> dict[str, Any]:
        return next(v for k, v in examples.items() if k.split("_")[0] == number)

    return example
