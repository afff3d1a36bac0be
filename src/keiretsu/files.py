"""Files at the disk: read within a limit, written whole or not at all.

What is read is measured before it is used, and whatever the disk or the text says
against it becomes one line. What is written goes to a file of its own beside the
target, is forced to the disk, and then takes the target's name in one step: a full
disk, an interrupt or a lost process leaves the old content, and two writers never mix.
A device or a pipe is written as it is.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from keiretsu.errors import DataError

DEEPEST_KEY = 20
"""Dots in a key of TOML above which it is refused: each takes the parser's memory."""
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(
    rf"""(?<![\w"'-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEEPEST_KEY}}}"""
)
_HINT = "name a file in a folder that exists and that you may write to"
_LONGEST_SHOWN = 200
_UNFINISHED: set[Path] = set()
"""Files that are being written by this process; an interrupt removes them."""
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)


def is_file(path: Path) -> bool:
    """Say whether a file is there; where the disk will not tell, it is not."""
    return os.path.isfile(path)  # noqa: PTH113 (the other raises)


def is_folder(path: Path) -> bool:
    """Say whether a folder is there; where the disk will not tell, it is not."""
    return os.path.isdir(path)  # noqa: PTH112 (the other raises)


def read_bytes(path: Path, most: int, hint: str | None = None) -> bytes:
    """Return what a file holds.

    Parameters
    ----------
    path
        The file.
    most
        Bytes above which it is refused.
    hint
        What to do where it cannot be read.

    Raises
    ------
    DataError
        If there is no such file, it cannot be read, or holds more.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(most + 1)
    except (OSError, ValueError) as error:
        raise DataError(_why(path, error), hint=hint) from None
    if len(data) > most:
        raise DataError(
            f"{shown(path)} is larger than {_size(most)}",
            hint=hint or "keep what is used",
        )
    return data


def read_text(path: Path, most: int, hint: str | None = None) -> str:
    """Return the text of a file in UTF-8, without a mark of its byte order.

    Raises
    ------
    DataError
        If there is no such file, it cannot be read, holds more bytes or other ones.
    """
    try:
        return read_bytes(path, most, hint).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{shown(path)}: byte {error.start} is not UTF-8",
            hint="save the file as UTF-8",
        ) from None


def toml(text: str, place: str, hint: str | None = None) -> dict[str, Any]:
    """Return the fields of a text in TOML.

    Raises
    ------
    DataError
        If it is not TOML, or nested too deeply to be read.
    """
    try:
        if _DEEP_KEY.search(text):
            raise ValueError(f"a key of {DEEPEST_KEY} dots or more")
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        said = str(error) or type(error).__name__
        raise DataError(f"{place} is not TOML: {said:.200}", hint=hint) from None


def write_whole(
    path: Path, content: str | bytes, what: str = "file", *, like: Path | None = None
) -> None:
    """Write a file, or leave what was there.

    Parameters
    ----------
    path
        The file; an existing one is replaced and keeps its permissions. A link leads to
        the file that it names.
    content
        Bytes, or text that is written as UTF-8; half of a surrogate pair, which a file
        name that is not UTF-8 brings, is written as an escape.
    what
        What it is, for the message of an error: `report`.
    like
        A file whose permissions a new one is given.

    Raises
    ------
    DataError
        If it cannot be written there.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        if target.exists() and not target.is_file():
            _write_into(target, _encoded(content))
        else:
            _replace(target, _encoded(content), like)
    except (OSError, ValueError, RuntimeError) as error:
        raise _told(path, error, what) from None


def write_new(path: Path, content: bytes, what: str = "file") -> bool:
    """Write a file where there is none yet; return False where another came first.

    Raises
    ------
    DataError
        If it cannot be written there.
    """
    try:
        part = _written_beside(path, content)
        try:
            return _named_once(part, path)
        finally:
            discard(part)
    except (OSError, ValueError) as error:
        raise _told(path, error, what) from None


def discard(*parts: Path) -> None:
    """Remove unfinished files: these, or all that this process is writing."""
    for part in parts or tuple(_UNFINISHED):
        with suppress(OSError):
            part.unlink(missing_ok=True)
        _UNFINISHED.discard(part)


def _encoded(content: str | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    return content.encode("utf-8", errors="backslashreplace")


def _write_into(target: Path, content: bytes) -> None:
    """Write to what is no file and cannot be replaced: a device, a pipe."""
    with target.open("wb") as opened:
        opened.write(content)


def _replace(target: Path, content: bytes, like: Path | None) -> None:
    there = target.exists()
    if there and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    model = target if there else like
    mode = None if model is None else stat.S_IMODE(model.stat().st_mode)
    part = _written_beside(target, content, mode)
    try:
        part.replace(target)
        _keep(target.parent)
    finally:
        discard(part)


def _written_beside(target: Path, content: bytes, mode: int | None = None) -> Path:
    """Write content to a new file beside the target, down to the disk."""
    part = target.with_name(f".keiretsu-{secrets.token_hex(8)}.part")
    _UNFINISHED.add(part)
    try:
        with part.open("xb") as opened:
            if mode is not None:
                part.chmod(mode)
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
    except BaseException:
        discard(part)
        raise
    return part


def _named_once(part: Path, target: Path) -> bool:
    """Give a written file its name, unless the name is taken."""
    try:
        os.link(part, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if target.exists():  # a disk without links: the next best
            return False
        part.replace(target)
    _keep(target.parent)
    return True


def _keep(folder: Path) -> None:
    """Force a folder's list of names to the disk, where its file system can."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _told(path: Path, error: Exception, what: str) -> DataError:
    return DataError(f"no {what} at {shown(path)!r}: {_said(error)}", hint=_HINT)


def _why(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no file {shown(path)}"
    if isinstance(error, IsADirectoryError):
        return f"{shown(path)} is a folder, not a file"
    return f"{shown(path)} cannot be read: {_said(error)}"


def _said(error: Exception) -> str:
    """Return what the system says, in its own words."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(said).lower()


def _size(count: int) -> str:
    return f"{count / 1e6:.0f} MB" if count >= 1e6 else f"{count} bytes"


def shown(path: Path) -> str:
    """Return a path for a message, cut where it is very long."""
    text = str(path)
    if len(text) <= _LONGEST_SHOWN:
        return text
    return f"{text[:_LONGEST_SHOWN]}… ({len(text)} characters)"
