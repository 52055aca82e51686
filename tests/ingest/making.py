"""Files to import, and the tiny dataset to import them into."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import click.testing

from briefings import ingest
from briefings.cli import main
from briefings.finder import slug
from briefings.workbook import Percent, Sheet, Value, workbook
from tests import tiny

__all__ = ["Rows", "csv_file", "ground", "ods", "ods_file", "run", "taken", "xlsx_file"]

Rows = Sequence[Sequence[Value]]


def xlsx_file(path: Path, rows: Rows, sheet: str = "Sheet", merged: tuple[str, ...] = ()) -> Path:
    given = tuple(tuple(row) for row in rows)
    path.write_bytes(workbook([Sheet(sheet, given, header=0, merged=merged)]))
    return path


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def ods(rows: Rows, sheet: str = "Sheet") -> bytes:
    """The smallest ODS file that holds these rows."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<office:document-content{spaces} office:version="1.3"><office:body><office:spreadsheet>'
        f'<table:table table:name="{escape(sheet)}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}"/>')
    return stream.getvalue()


def _cell(value: Value) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case Percent(share=share):
            kind = f'office:value-type="percentage" office:value="{share!r}"'
        case int() | float():
            kind = f'office:value-type="float" office:value="{value!r}"'
        case str():
            kind = 'office:value-type="string"'
        case _:
            kind = f'office:value-type="date" office:date-value="{value}"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def ods_file(path: Path, rows: Rows, sheet: str = "Sheet") -> Path:
    path.write_bytes(ods(rows, sheet))
    return path


def ground(folder: Path) -> ingest.Ground:
    """The tiny dataset as what is known, and an empty folder above it to write to."""
    below = folder / "tiny"
    if not below.exists():
        tiny.write(below)
    return ingest.Ground.read(folder / "own", (below,), bundled=False)


def taken(
    folder: Path,
    file: Path,
    *,
    framework: str = "",
    policy: ingest.Policy | None = None,
) -> ingest.Import:
    """What an import of ``file`` into the tiny dataset would do."""
    known = ground(folder)
    opened = ingest.open_file(file)
    plan = ingest.guess_plan(opened, ingest.Names(known.dataset), framework)
    citation = ingest.Citation(slug(file.stem), file.name)
    return ingest.carry_out(opened, plan, known, policy or ingest.Policy(), citation)


def run(*words: str | Path) -> click.testing.Result:
    """The command line, as a user would call it without a terminal."""
    return click.testing.CliRunner().invoke(main, [str(word) for word in words])
