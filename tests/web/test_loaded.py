"""What the processes of a server load, and what they have no use for."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("uvicorn")
HEAVY = ("numpy", "scipy", "sqlalchemy", "alembic", "keiretsu.deals")


@pytest.mark.parametrize(
    ("module", "loaded"),
    [
        ("keiretsu.web.serve", []),
        ("keiretsu.web.worker", ["numpy", "scipy", "keiretsu.deals"]),
    ],
)
def test_no_process_loads_what_it_does_not_answer_with(
    module: str, loaded: list[str]
) -> None:
    """The one that minds the workers answers nothing; a store is for an inbox."""
    code = (
        f"import json, sys, {module}\n"
        f"print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == loaded
