"""The bundled facts say what they said when somebody last looked at every figure."""

from __future__ import annotations

from tests.golden.figures import FILE, written


def test_no_bundled_figure_changed_unseen() -> None:
    known = FILE.read_text(encoding="utf-8")
    assert written() == known, (
        "look at the change, then: python tests/golden/figures.py"
    )
