"""A page as PDF, printed by a Chromium that is on this machine."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from keiretsu.errors import DataError
from keiretsu.files import write_whole
from keiretsu.report.html import render
from keiretsu.report.report import Report

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
LASTS = 120
"""Seconds that printing may take."""


def write_pdf(report: Report, path: Path) -> None:
    """Write the report as a PDF with tags and an outline.

    Raises
    ------
    DataError
        If no Chromium is there, it fails, or nothing can be written there.
    """
    write_whole(path, printed(render(report)), "PDF")


def printed(text: str) -> bytes:
    """Return a page as a PDF with tags and an outline.

    Parameters
    ----------
    text
        HTML that loads nothing.

    Raises
    ------
    DataError
        If no Chromium is there, or it fails.
    """
    browser = next((b for name in BROWSERS if (b := shutil.which(name))), None)
    if browser is None:
        raise DataError(
            "no Chromium is here to print a PDF",
            hint=f"install one of {', '.join(BROWSERS)}, or print the page yourself",
        )
    with tempfile.TemporaryDirectory(prefix="keiretsu-") as folder:
        page, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(text, encoding="utf-8")
        command = [
            *(browser, "--headless", "--disable-gpu", "--no-pdf-header-footer"),
            *("--generate-pdf-document-outline", "--export-tagged-pdf"),
            *(f"--user-data-dir={folder}/browser", f"--print-to-pdf={made}"),
            *(["--no-sandbox"] if _is_root() else []),
            page.as_uri(),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=LASTS)
            return made.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise DataError(
                f"{browser} printed no PDF: {type(error).__name__}"
            ) from None


def _is_root() -> bool:
    import os

    return hasattr(os, "geteuid") and os.geteuid() == 0
