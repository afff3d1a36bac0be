"""Whatever goes wrong is one clear line, a hint, and the right exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Call

from keiretsu.characters import harmful_count

DAY = ("--on", "2025-05-19")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("deal", "run", "--merge", "toyota", "Toyota"),
            "a deal merges 'toyota' with itself",
        ),
        (
            ("screen", "--merge", "toyota", "lexus"),
            "a deal merges 'toyota' with itself",
        ),
        (
            ("screen", "--merge", "toyota", "Nisan"),
            "there is no company or maker called 'Nisan'",
        ),
        (
            ("landscape", "company", "Nisan"),
            "there is no company called 'Nisan'\nhint: did you mean Nissan",
        ),
        (
            ("deal", "run", "--stake", "toyota", "nissan", "120"),
            "stake of 120 % in 'nissan'\nhint: a stake is from 0 to 100 percent",
        ),
        (("screen", "--stake", "toyota", "nissan", "-5%"), "stake of -5 %"),
        (("screen", "--stake", "toyota", "nissan", "nan"), "stake of nan %"),
        (("report", "--stake", "toyota", "nissan", "much"), "'much' is no percentage"),
        (("screen", "--stake", "toyota", "toyota", "5"), "a stake in itself"),
        (("screen", "nowhere.toml"), "there is no file nowhere.toml\nhint: "),
        (("market", "show", "us-2021"), "there is no market called 'us-2021'"),
        (("market", "check", "nowhere.csv"), "there is no file nowhere.csv"),
        (
            ("deal", "run", "--merge", "toyota", "nissan", "--market", "us-2021"),
            "there is no market called 'us-2021'\nhint: did you mean",
        ),
        (("landscape", "show", "--on", "1.6.2025"), "'1.6.2025' is no day\nhint: "),
        (
            ("screen", "--merge", "toyota", "nissan", "--rules", "xx"),
            "there is no jurisdiction called 'XX'",
        ),
        (
            ("screen", "--merge", "toyota", "nissan", "--known", "much"),
            "'much' gives no value\nhint: ",
        ),
        (
            ("screen", "--merge", "toyota", "nissan", "--known", "turnovr=3"),
            "there is no input called 'turnovr'",
        ),
        (
            ("deal", "run", "--merge", "toyota", "nissan", "--control", "some"),
            "there is no reading 'some'\nhint: ",
        ),
        (
            ("deal", "run", "--merge", "toyota", "nissan", "--demand", "linear"),
            "demand 'linear'\nhint: use one of: side by side, second choices",
        ),
        (
            ("screen", "--merge", "toyota", "nissan", "--rules", "tr"),
            "there is no jurisdiction called 'TR'\nhint: use one of: AU, BR, CA, ",
        ),
        (
            ("landscape", "diff", "2025-06-01", "2016-01-01"),
            "from 1 Jun 2025 to 1 Jan 2016\nhint: name the earlier day first",
        ),
        (("news", "read", "nowhere.txt"), "there is no file nowhere.txt"),
        (("report", "--article", "."), ". is a folder, not a file\nhint: "),
    ],
)
def test_a_mistake_is_told_in_one_line(
    call: Call, words: tuple[str, ...], said: str
) -> None:
    done = call(*words)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[0].startswith("error: ")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 2
    assert done.stdout == ""


ODD = {
    "empty": b"",
    "blank": b" \n\n",
    "binary": bytes(range(256)) * 40,
    "not UTF-8": "Toyota holds 20 % of Subaru — café".encode("latin-1", "replace")
    + b"\xe9\xff",
    "50 MB": b"Toyota and Nissan. " * 2_700_000,
}


@pytest.mark.parametrize("kind", [kind for kind in ODD if kind != "not UTF-8"])
@pytest.mark.parametrize("verb", [("news", "read"), ("report", "--article")])
def test_a_page_that_is_none_is_told_in_one_line(
    call: Call, tmp_path: Path, kind: str, verb: tuple[str, ...]
) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(ODD[kind])
    done = call(*verb, str(path))
    assert done.exit_code == 1
    assert done.stderr.startswith("error: ")
    assert "hint: " in done.stderr
    assert "page.txt" in done.stderr
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("kind", [kind for kind in ODD if kind != "not UTF-8"])
@pytest.mark.parametrize(
    "words",
    [
        ("market", "check"),
        ("deal", "run"),
        ("deal", "run", "--merge", "toyota", "nissan", "--market"),
    ],
)
def test_a_file_that_is_none_is_told_in_one_line(
    call: Call, tmp_path: Path, kind: str, words: tuple[str, ...]
) -> None:
    path = tmp_path / "cars.csv"
    path.write_bytes(ODD[kind])
    done = call(*words, str(path))
    assert done.exit_code == 1
    assert done.stderr.startswith("error: ")
    assert "cars.csv" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("deal", "run"),
        ("screen", *DAY),
        ("report",),
        ("screen", "--merge", "toyota"),
        ("screen", "deal.toml", "--merge", "toyota", "nissan"),
        ("screen", "--merge", "toyota", "nissan", "--json", "--csv"),
        ("deal", "run", "--merge", "toyota", "nissan", "--draws", "many"),
        ("nonsense",),
        ("news", "read"),
    ],
)
def test_wrong_usage_is_status_two(call: Call, words: tuple[str, ...]) -> None:
    done = call(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr


@pytest.mark.parametrize(
    "words", [(), ("news",), ("landscape",), ("market",), ("deal",), ("deal", "run")]
)
def test_help_is_data(call: Call, words: tuple[str, ...]) -> None:
    done = call(*words, "--help")
    assert done.exit_code == 0
    assert "Usage: " in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    "words",
    [
        ("{}",),
        ("landscape", "{}"),
        ("version", "{}"),
        ("version", "--{}"),
        ("deal", "run", "--stake", "a", "{}"),
        ("landscape", "judge", "12", "{}", "--because", "x"),
        ("landscape", "company", "{}"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("odd", ["\x1b[31m", "\x9b31m", "\u202ereversed", "\u2066x"])
def test_wrong_words_cannot_steer_a_terminal(
    words: tuple[str, ...], odd: str, call: Call
) -> None:
    done = call(*(word.format(odd) for word in words))
    assert done.exit_code in (1, 2)
    assert harmful_count(done.output) == 0


@pytest.mark.parametrize(
    "words",
    [
        "deal run --merge toyota nissan --market us-2024-brands",
        "screen --merge toyota nissan --rules us --market us-2024-brands",
        "landscape company subaru",
        "landscape gaps subaru",
    ],
)
def test_a_day_that_has_not_come_is_told(words: str, call: Call) -> None:
    said = "9998-01-01 has not come yet"
    assert said in call(*words.split(), "--on", "9998-01-01").stderr
    assert "has not come" not in call(*words.split(), "--on", "2025-05-19").stderr


@pytest.mark.parametrize("seed", ["-1", "-9999999999999999999999"])
@pytest.mark.parametrize(
    "words",
    [
        "deal run --merge toyota nissan --market us-2022 --draws 2",
        "report --merge toyota nissan --market us-2022 --draws 2",
        "demand calibrate us-2022 --form mixed --tastes none --margin 0.2 --types 8",
    ],
)
def test_a_seed_below_zero_is_refused(words: str, seed: str, call: Call) -> None:
    done = call(*words.split(), "--on", "2025-05-19", "--seed", seed)
    assert done.exit_code in (1, 2)
    assert "Traceback" not in done.output
    assert not isinstance(done.exception, ValueError)


def test_a_very_long_name_is_cut_in_the_message(call: Call) -> None:
    for words in (("landscape", "company"), ("market", "show")):
        done = call(*words, "x" * 9_000)
        assert done.exit_code == 1
        assert len(done.stderr) < 400


@pytest.mark.parametrize(
    "words",
    [
        ("watch", "add", "feeds.opml", "--file", "--json"),
        ("report", "--merge", "toyota", "nissan", "--out", "--json"),
        ("deal", "run", "--merge", "toyota", "--json"),
        ("landscape", "show", "--on", "--csv"),
    ],
)
def test_an_option_is_no_value_of_another(
    call: Call, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2
    assert "is an option, and no value" in done.stderr
    assert list(tmp_path.iterdir()) == []
