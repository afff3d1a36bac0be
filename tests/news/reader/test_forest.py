"""Trees worked by hand."""

from pathlib import Path

import numpy as np
import pytest

from keiretsu.news.reader.chances import calibrated
from keiretsu.news.reader.forest import Forest, packed, unpacked


def stump(below: float, above: float, classes: int = 1) -> Forest:
    """Return a tree that asks whether feature 1 is at most 2."""
    return Forest(
        roots=np.array([0]),
        feature=np.array([1, -1, -1]),
        threshold=np.array([2.0, 0.0, 0.0], dtype=np.float32),
        left=np.array([1, 1, 2]),
        right=np.array([2, 1, 2]),
        value=np.array([0.0, below, above], dtype=np.float32),
        classes=classes,
    )


def test_one_question_splits_the_rows() -> None:
    rows = np.array([[9.0, 2.0], [9.0, 2.5]])
    chances = stump(np.log(3), -np.log(3)).probabilities(rows)[:, 0]
    assert chances == pytest.approx([0.75, 0.25])


def test_trees_of_classes_take_turns() -> None:
    one = stump(1.0, 0.0)
    both = Forest(
        roots=np.array([0, 3]),
        feature=np.tile(one.feature, 2),
        threshold=np.tile(one.threshold, 2),
        left=np.concatenate([one.left, one.left + 3]),
        right=np.concatenate([one.right, one.right + 3]),
        value=np.array([0, 1, 0, 0, 0, 2], dtype=np.float32),
        classes=2,
    )
    rows = np.array([[0.0, 0.0], [0.0, 5.0]])
    first = 1 / (1 + np.exp(-1))
    second = 1 / (1 + np.exp(2))
    assert both.probabilities(rows)[:, 0] == pytest.approx([first, second])


def test_every_row_ends_in_the_leaf_that_its_answers_lead_to() -> None:
    """x0 <= 1? left: x1 <= 5? 1 : (x1 <= 7? 2 : 4); right: 8. A tree without questions
    stands before and after it, and 300 rows are more than are looked at together."""
    forest = Forest(
        roots=np.array([0, 1, 8]),
        feature=np.array([-1, 0, 1, -1, 1, -1, -1, -1, -1]),
        threshold=np.array([0, 1, 5, 0, 7, 0, 0, 0, 0], dtype=np.float32),
        left=np.array([0, 2, 3, 3, 5, 5, 6, 7, 8]),
        right=np.array([0, 7, 4, 3, 6, 5, 6, 7, 8]),
        value=np.array([0.25, 0, 0, 1, 0, 2, 4, 8, -0.25], dtype=np.float32),
        classes=1,
    )
    rows = np.array([[1.0, 5.0], [0.0, 7.0], [-3.0, 7.5], [1.5, 5.0]])
    chances = forest.probabilities(np.tile(rows, (75, 1)))[:, 0]
    said = np.log(chances / (1 - chances)).reshape(75, 4)
    assert said == pytest.approx(np.tile([1.0, 2.0, 4.0, 8.0], (75, 1)))


def test_forests_survive_their_file(tmp_path: Path) -> None:
    forests = {"b": stump(0.5, -0.25), "a": stump(2.0, 1.0)}
    np.savez_compressed(tmp_path / "x.npz", **packed(forests))  # type: ignore[arg-type]
    with np.load(tmp_path / "x.npz") as data:
        again = unpacked(data)
    rows = np.array([[0.0, 1.0], [0.0, 3.0]])
    for name, forest in forests.items():
        expected = forest.probabilities(rows)
        assert np.array_equal(again[name].probabilities(rows), expected)


def test_no_rows_have_no_chances() -> None:
    assert stump(1, 0).probabilities(np.zeros((0, 2))).shape == (0, 1)


def test_a_surer_judge_makes_a_claim_surer() -> None:
    low, high = calibrated(["stake"] * 2, np.array([0.2, 0.6]), {"stake": [0.3, 0.9]})
    assert 0 < low < high < 1
    assert calibrated(["deal"], np.array([1.0]), {"stake": [0.0, 1.0]}).tolist() == [
        0.0
    ]
