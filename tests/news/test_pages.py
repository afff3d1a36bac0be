"""Pages in six languages, whole and damaged: no error, and each span is its quote."""

from __future__ import annotations

import pytest
from tests.news.pages import CHANGES, Change, faults, pages


@pytest.mark.slow
def test_generated_pages_are_read() -> None:
    assert faults(36, seed=3) == {}


def test_pages_are_the_same_for_the_same_seed_and_differ_for_another() -> None:
    assert list(pages(12, 1)) == list(pages(12, 1)) != list(pages(12, 2))


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_changes(change: Change) -> None:
    import random

    text = "Toyota sold 20% of its stake. Nissan did not, it said, in April."
    assert change(text, random.Random(1)) != text
