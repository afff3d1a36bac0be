"""What is written is whole or absent, and what cannot be read is one line."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest

from keiretsu import files
from keiretsu.errors import DataError, KeiretsuError

OLD = "what was there"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def a_disk_of(size: int) -> Iterator[None]:
    """A disk on which no file may grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_content_and_nothing_beside_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "report.html"
    file.write_text(OLD)
    with a_disk_of(100), pytest.raises(DataError, match="no report at"):
        files.write_whole(file, "new" * 1000, "report")
    assert file.read_text() == OLD
    assert names(tmp_path) == ["report.html"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_is_stopped_half_way_leaves_the_old_content(
    tmp_path: Path, stop: type[BaseException]
) -> None:
    file = tmp_path / "map.svg"
    file.write_text(OLD)
    with mock.patch.object(os, "fsync", side_effect=stop), pytest.raises(stop):
        files.write_whole(file, "new")
    with mock.patch.object(os, "link", side_effect=stop), pytest.raises(stop):
        files.write_new(tmp_path / "other", b"new")
    assert names(tmp_path) == ["map.svg"]
    assert file.read_text() == OLD


def test_writers_at_once_never_mix(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    pages = [str(n) * 300_000 for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda page: files.write_whole(file, page), pages))
    assert file.read_text() in pages
    assert names(tmp_path) == ["report.html"]


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "kept.toml", tmp_path / "link.toml"
    file.write_text(OLD)
    file.chmod(0o600)
    link.symlink_to(file)
    files.write_whole(link, "new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_only_the_first_makes_a_new_file(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    assert files.write_new(file, b"first")
    assert not files.write_new(file, b"second")
    assert file.read_bytes() == b"first"
    assert names(tmp_path) == ["store.db"]


def test_a_disk_without_links_makes_a_new_file_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with mock.patch.object(os, "link", side_effect=PermissionError(1, "no links")):
        assert files.write_new(file, b"first")
        assert not files.write_new(file, b"second")
    assert file.read_bytes() == b"first"


def test_a_name_that_is_not_utf8_is_written_and_told(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.html")
    files.write_whole(tmp_path / name, f"of {name}")
    assert names(tmp_path) == [name]
    assert (tmp_path / name).read_bytes() == b"of caf\\udce9.html"


UNWRITABLE: dict[str, Callable[[Path], Path]] = {
    "no folder": lambda folder: folder / "none" / "x.html",
    "a folder": lambda folder: folder,
    "a file for a folder": lambda folder: folder / "file" / "x.html",
    "a long name": lambda folder: folder / ("x" * 300),
    "a long path": lambda folder: folder / "/".join(["y" * 100] * 60),
    "a zero": lambda folder: folder / "a\0b",
    "a loop": lambda folder: folder / "loop",
    "a full device": lambda folder: Path("/dev/full"),
}


@pytest.mark.parametrize("place", UNWRITABLE)
def test_where_nothing_can_be_written_there_is_one_line(
    tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DataError) as caught:
        files.write_whole(UNWRITABLE[place](tmp_path), "new", "report")
    said, _, hint = str(caught.value).partition("\n")
    assert said.startswith("no report at '")
    assert len(said) < 400
    assert hint
    assert sorted(tmp_path.iterdir()) == before


UNREADABLE = {k: v for k, v in UNWRITABLE.items() if k != "a full device"}


@pytest.mark.parametrize("place", UNREADABLE)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    path = UNREADABLE[place](tmp_path)
    with pytest.raises(DataError) as caught:
        files.read_bytes(path, 10)
    assert len(caught.value.args[0]) < 400
    assert not files.is_file(path)


def test_more_than_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"x" * 11)
    with pytest.raises(DataError, match="is larger than 10 bytes"):
        files.read_bytes(file, 10)
    with pytest.raises(DataError, match="is larger than 10 bytes"):
        files.read_bytes(Path("/dev/zero"), 10)


def test_text_that_is_not_utf8_names_the_byte(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes("Citroën".encode("latin-1"))
    with pytest.raises(DataError, match="byte 5 is not UTF-8"):
        files.read_text(file, 100)


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 100_000 + " = 1",
        "x = {b" + ' . "b"' * 60_000 + " = 1}",
        "['c'" + ".'c'" * 60_000 + "]",
        "d = " + "[" * 100_000,
        "e = " + "9" * 5_000,
        'f = """' + "x" * 100,
    ],
)
def test_toml_that_eats_memory_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="is not TOML"):
        files.toml(text, "x.toml")


def test_toml_with_many_points_that_are_no_keys_is_read() -> None:
    text = "x = [\n" + ",".join(["0.5"] * 100) + "]\ny = 'v1.2.3, U.S.A.'\na.b.c = 1"
    assert len(files.toml(text, "x.toml")["x"]) == 100


def owner_only(folder: Path) -> Path:
    folder.chmod(0)
    return folder


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_entered_is_one_line(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    try:
        with pytest.raises(KeiretsuError):
            files.read_bytes(owner_only(shut) / "x.csv", 10)
        assert not files.is_file(shut / "x.csv")
    finally:
        shut.chmod(0o700)


def run(*words: str, shell: str) -> subprocess.CompletedProcess[str]:
    command = f'"{sys.executable}" -m keiretsu {" ".join(words)} {shell}'
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False
    )


SPEAKING = (
    ("version",),
    ("--help",),
    ("landscape", "company", "subaru", "--csv"),
    ("landscape", "company", "subaru", "--json"),
    ("landscape", "company", "subaru"),
)


@pytest.mark.parametrize("words", SPEAKING, ids=" ".join)
def test_a_full_disk_behind_stdout_is_one_line_and_status_1(
    words: tuple[str, ...],
) -> None:
    done = run(*words, shell="> /dev/full")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "error: the output cannot be written: No space left on device"
    )
    assert "Traceback" not in done.stderr


def test_a_closed_stdout_is_one_line_and_status_1() -> None:
    done = run("landscape", "company", "subaru", shell=">&-")
    assert done.returncode == 1
    assert done.stderr == "error: stdout is closed: there is nowhere to print\n"


@pytest.mark.parametrize("shell", ["<&-", "2>&-", "<&- 2>&-", "2> /dev/full"])
def test_a_closed_stdin_or_stderr_is_no_traceback(shell: str) -> None:
    done = run("news", "read", "-", "--json", shell=shell)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("call", ["fsync", "access"])
def test_an_interrupt_leaves_the_old_picture(tmp_path: Path, call: str) -> None:
    file = tmp_path / "map.html"
    file.write_text(OLD)
    code = (
        "import os, signal, sys\n"
        f"real = os.{call}\n"
        "def stopped(*words):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return real(*words)\n"
        f"os.{call} = stopped\n"
        f"sys.argv = ['k', 'landscape', 'export', 'subaru', '--out', {str(file)!r}]\n"
        "from keiretsu.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")
    assert file.read_text() == OLD
    assert names(tmp_path) == ["map.html"]
