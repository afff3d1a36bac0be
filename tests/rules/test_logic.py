"""Three-valued conditions: unknown stays unknown until the known part decides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from keiretsu.rules.logic import Compare, Condition, Every, Inputs, Not, Some, parse

A = Compare(var="a", op="gt", value=1)
B = Compare(var="b", op="eq", value=True)


def test_all_of_something_false_is_false_whatever_the_rest() -> None:
    assert Every(parts=(A, B)).decide({"a": 0}) is False
    assert Every(parts=(A, B)).unknowns({"a": 0}) == ()


def test_all_of_something_true_and_something_unknown_is_unknown() -> None:
    assert Every(parts=(A, B)).decide({"a": 2}) is None
    assert Every(parts=(A, B)).unknowns({"a": 2}) == ("b",)


def test_any_of_something_true_is_true_whatever_the_rest() -> None:
    assert Some(parts=(A, B)).decide({"a": 2}) is True
    assert Some(parts=(A, B)).decide({"a": 0, "b": None}) is None


def test_not_unknown_is_unknown() -> None:
    assert Not(part=A).decide({}) is None
    assert Not(part=A).decide({"a": 0}) is True


def test_a_branch_that_is_decided_adds_no_missing_input() -> None:
    tree = Every(parts=(Some(parts=(A, B)), Compare(var="c", op="lt", value=3)))
    assert tree.unknowns({"a": 2}) == ("c",)
    assert tree.variables == ("a", "b", "c")


def test_bounds_are_what_they_say() -> None:
    for op, met in (("gt", False), ("ge", True), ("lt", False), ("le", True)):
        assert Compare(var="a", op=op, value=20).decide({"a": 20.0}) is met


def test_one_of_several_words() -> None:
    condition = parse({"var": "form", "op": "in", "value": ["merger", "jv"]}, "here")
    assert condition.decide({"form": "jv"}) is True
    assert condition.decide({"form": "stake"}) is False
    assert condition.decide({}) is None


leaves = st.builds(
    Compare,
    var=st.sampled_from("abc"),
    op=st.sampled_from(["gt", "ge", "lt", "le"]),
    value=st.integers(0, 3),
)
trees: st.SearchStrategy[Condition] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, part=inner),
        st.builds(Every, parts=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Some, parts=st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
known = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3))


@given(tree=trees, inputs=known)
def test_more_knowledge_never_overturns_a_decision(
    tree: Condition, inputs: dict[str, int]
) -> None:
    decided = tree.decide(inputs)
    if decided is not None:
        for value in range(4):
            rest: Inputs = {v: inputs.get(v, value) for v in "abc"}
            assert tree.decide(rest) is decided


@given(tree=trees, inputs=known)
def test_undecided_means_that_something_named_is_missing(
    tree: Condition, inputs: dict[str, int]
) -> None:
    unknowns = tree.unknowns(inputs)
    assert (tree.decide(inputs) is None) is bool(unknowns)
    assert all(inputs.get(name) is None for name in unknowns)
    assert set(unknowns) <= set(tree.variables)
