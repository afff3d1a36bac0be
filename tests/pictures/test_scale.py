"""A scale reaches round its values, also where all of them are zero."""

from keiretsu.pictures.scale import Scale, tick_words


def test_a_scale_of_zeros_has_ticks() -> None:
    flat = Scale.over([0.0, 0.0], 0.0, 1.0)
    assert (flat.low, flat.at(0.0)) == (0.0, 0.0)
    assert flat.high > 0
    assert tick_words(flat.ticks(5))[0] == "0"


def test_an_end_at_zero_needs_no_margin() -> None:
    assert Scale.over([-2.0, 0.0], 0.0, 1.0).high == 0.0
    assert Scale.over([0.0, 2.0], 0.0, 1.0).low == 0.0
    assert Scale.over([5.0, 5.0], 0.0, 1.0).low < 5.0 < Scale.over([5.0], 0, 1).high
