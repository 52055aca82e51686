"""PDF/UA by LibreOffice, from a Word file: a process for each document, as its manual has it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from benchmarks.peers import Content
from benchmarks.peers.look import FONTS

__all__ = ["LibreOfficePdf", "soffice"]

_FILTER = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{}</dir></fontconfig>
"""


def soffice() -> str | None:
    """Where the program is, if it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


class LibreOfficePdf:
    """A profile and the fonts of our own; the profile is made by a first, uncounted run."""

    def __init__(self, folder: Path) -> None:
        # Two of its processes cannot share a profile.
        self._folder = folder / f"office-{os.getpid()}"
        self._folder.mkdir(exist_ok=True)
        fonts = self._folder / "fonts.conf"
        fonts.write_text(_FONTS.format(FONTS), "utf-8")
        self._environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}

    def __call__(self, content: Content, docx: bytes) -> bytes:
        source = self._folder / "briefing.docx"
        source.write_bytes(docx)
        subprocess.run(
            [
                soffice() or "soffice", "--headless", "--norestore",
                f"-env:UserInstallation=file://{self._folder / 'profile'}",
                "--convert-to", _FILTER, "--outdir", str(self._folder), str(source),
            ],
            check=True, capture_output=True, env=self._environment, timeout=120,
        )  # fmt: skip
        return source.with_suffix(".pdf").read_bytes()
