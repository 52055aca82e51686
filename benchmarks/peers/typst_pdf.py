"""PDF/UA-1 by Typst: one compiler and its fonts for all documents, the content as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from benchmarks.content import Content
from benchmarks.peers.look import FONTS

__all__ = ["TypstPdf"]


class TypstPdf:
    """A compiler that is kept: template, fonts and caches are read once."""

    def __init__(self) -> None:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
        )
        main = Path(__file__).with_name("briefing.typ")
        self._compiler = typst.Compiler(str(main), font_paths=fonts, sys_inputs={"content": "{}"})

    def __call__(self, content: Content, docx: bytes) -> bytes:
        made = self._compiler.compile(
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"content": json.dumps(content)},
            timestamp=0,
        )
        assert isinstance(made, bytes)
        return made
