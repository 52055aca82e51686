"""A small writer of XLSX workbooks: sheets of text, numbers, percentages and dates.

It writes what a form to fill in, and the figures behind a chart, need: a bold header that
stays in sight, widths, lists to choose from, a table.  The same sheets give the same bytes:
nothing of the clock or the machine goes into the file.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from attrs import Attribute, Factory, define, field, frozen

__all__ = ["Choice", "Column", "Percent", "Sheet", "Value", "address", "letters", "workbook"]

_SHEET_NAME = re.compile(r"(?!')[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')\Z")
_TABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")
_LONGEST_LIST = 255  # characters of a list of choices that stands in the cells' own rule
_LONGEST_TEXT = 32_767  # characters of a cell
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_DAY_ZERO = date(1899, 12, 30)  # right from 1 March 1900 on
_FIRST_DAY = date(1900, 3, 1)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The formats of cells, by their position in cellXfs.
_PLAIN, _HEADER, _PER_CENT, _PER_CENT_1, _DATE, _TEXT, _WRAPPED = range(7)


@frozen
class Percent:
    """A share of one, shown per cent: ``Percent(0.79)`` shows ``79%``."""

    share: float


Value: TypeAlias = str | int | float | Percent | date | None


@frozen
class Column:
    """How a column looks.  ``text`` keeps what is typed there as it is typed (``1.10``)."""

    width: float = 12.0  # in characters
    text: bool = False
    wrap: bool = False


@frozen
class Choice:
    """A list to choose from in ``cells`` (``B2:B99``).

    ``source`` is the values themselves, or a range that holds them (``Lists!$A$2:$A$9``).
    """

    cells: str
    source: tuple[str, ...] | str
    message: str = "Choose one from the list."

    @property
    def formula(self) -> str:
        """The list as a formula."""
        if isinstance(self.source, str):
            return self.source
        listed = ",".join(self.source)
        if len(listed) > _LONGEST_LIST or any("," in word for word in self.source):
            raise ValueError("a list this long, or with commas, must stand in a range of cells")
        return '"' + listed.replace('"', '""') + '"'


def _sheet_name(_: object, attribute: Attribute[str], name: str) -> None:
    if not _SHEET_NAME.match(name):
        raise ValueError(f"{name!r} cannot be the name of a sheet")


@frozen
class Sheet:
    """One sheet.  Row and column numbers count from 1.

    ``header`` is the number of the row that heads the columns (0: none): it is bold, and it
    and all above it stay in sight.  ``table`` names a table from the header to the last row;
    the header's cells must then be different texts.
    """

    name: str = field(validator=_sheet_name)
    rows: tuple[tuple[Value, ...], ...]
    columns: tuple[Column, ...] = ()
    header: int = 1
    choices: tuple[Choice, ...] = ()
    merged: tuple[str, ...] = ()  # ranges: "A1:D1"
    table: str = ""
    hidden: bool = False

    @property
    def width(self) -> int:
        """The number of columns that hold anything."""
        return max((len(row) for row in self.rows), default=0)


def letters(column: int) -> str:
    """The name of a column: 1 is ``A``, 27 is ``AA``."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


def address(row: int, column: int) -> str:
    """The name of a cell: row 7 of column 2 is ``B7``."""
    return f"{letters(column)}{row}"


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The XLSX file of ``sheets``, of which at least one is not hidden."""
    names = [sheet.name.casefold() for sheet in sheets]
    if len(set(names)) < len(names):
        raise ValueError("two sheets have one name")
    if all(sheet.hidden for sheet in sheets):
        raise ValueError("a workbook shows at least one sheet")
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, text in _parts(sheets):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # else the file would tell on which system it was made
            archive.writestr(entry, (_HEAD + text).encode("utf-8"), compresslevel=6)
    return stream.getvalue()


# ------------------------------------------------------------------------------- package


@define
class _Strings:
    """The texts of all sheets; a cell names one by its number."""

    numbers: dict[str, int] = Factory(dict)
    uses: int = 0

    def number(self, text: str) -> int:
        if len(text) > _LONGEST_TEXT:
            raise ValueError(f"a cell holds at most {_LONGEST_TEXT} characters")
        self.uses += 1
        return self.numbers.setdefault(text, len(self.numbers))

    def part(self) -> str:
        """The table of texts."""
        entries = "".join(
            f'<si><t xml:space="preserve">{escape(_written(text))}</t></si>'
            for text in self.numbers
        )
        counts = f'count="{self.uses}" uniqueCount="{len(self.numbers)}"'
        return f'<sst xmlns="{_MAIN}" {counts}>{entries}</sst>'


def _written(value: str) -> str:
    """``value`` with what XML cannot hold written the way the format lays down."""
    return _NOT_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", value)


def _parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    tables = {n: sheet for n, sheet in enumerate(sheets, 1) if sheet.table}
    yield "[Content_Types].xml", _content_types(len(sheets), tables)
    yield "_rels/.rels", _links([("officeDocument", "xl/workbook.xml")])
    yield "xl/workbook.xml", _book(sheets)
    inside = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    inside += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    inside += [("theme", "theme/theme1.xml")]
    yield "xl/_rels/workbook.xml.rels", _links(inside)
    yield "xl/styles.xml", _STYLES
    yield "xl/theme/theme1.xml", _THEME
    strings = _Strings()
    for number, sheet in enumerate(sheets, 1):
        yield f"xl/worksheets/sheet{number}.xml", _worksheet(sheet, strings, first=number == 1)
    yield "xl/sharedStrings.xml", strings.part()
    for number, sheet in tables.items():
        link = [("table", f"../tables/table{number}.xml")]
        yield f"xl/worksheets/_rels/sheet{number}.xml.rels", _links(link)
        yield f"xl/tables/table{number}.xml", _table(sheet, number)


def _content_types(sheets: int, tables: dict[int, Sheet]) -> str:
    parts = [("workbook", f"{_TYPES}.sheet.main+xml"), ("styles", f"{_TYPES}.styles+xml")]
    parts.append(("sharedStrings", f"{_TYPES}.sharedStrings+xml"))
    parts.append(("theme/theme1", "application/vnd.openxmlformats-officedocument.theme+xml"))
    parts += [(f"worksheets/sheet{n}", f"{_TYPES}.worksheet+xml") for n in range(1, sheets + 1)]
    parts += [(f"tables/table{n}", f"{_TYPES}.table+xml") for n in tables]
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kind}"/>' for name, kind in parts
    )
    links = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{links}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _links(targets: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _book(sheets: Sequence[Sheet]) -> str:
    entries = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}"'
        f'{" state=" + quoteattr("hidden") if sheet.hidden else ""} r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{entries}</sheets></workbook>'


_FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_XF = '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="0" xfId="0"{}'
_STYLES = "".join(
    (
        f'<styleSheet xmlns="{_MAIN}">',
        '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>',
        '<numFmt numFmtId="165" formatCode="0.0%"/></numFmts>',
        f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>',
        '<fills count="3"><fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE7ECEF"/>',
        '<bgColor indexed="64"/></patternFill></fill></fills>',
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
        '</cellStyleXfs><cellXfs count="7">',
        _XF.format(0, 0, 0, "/>"),
        _XF.format(49, 1, 2, ' applyNumberFormat="1" applyFont="1" applyFill="1"'),
        ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>',
        _XF.format(9, 0, 0, ' applyNumberFormat="1"/>'),
        _XF.format(165, 0, 0, ' applyNumberFormat="1"/>'),
        _XF.format(164, 0, 0, ' applyNumberFormat="1"/>'),
        _XF.format(49, 0, 0, ' applyNumberFormat="1"/>'),
        _XF.format(0, 0, 0, ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'),
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>',
        "</cellStyles></styleSheet>",
    )
)


# The plainest theme that the format allows; some programs want one.
_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F3A4D", "lt2": "E7ECEF",
    "accent1": "1F5C7A", "accent2": "7A5C1F", "accent3": "4F7A1F", "accent4": "7A1F3D",
    "accent5": "5C1F7A", "accent6": "3D3D3D", "hlink": "0B5394", "folHlink": "741B47",
}  # fmt: skip
_FACE = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_THEME = "".join(
    (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Plain">',
        '<a:themeElements><a:clrScheme name="Plain">',
        *(f'<a:{n}><a:srgbClr val="{rgb}"/></a:{n}>' for n, rgb in _COLOURS.items()),
        f'</a:clrScheme><a:fontScheme name="Plain"><a:majorFont>{_FACE}</a:majorFont>',
        f'<a:minorFont>{_FACE}</a:minorFont></a:fontScheme><a:fmtScheme name="Plain">',
        f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>",
        f"<a:lnStyleLst>{f'<a:ln>{_FILL}</a:ln>' * 3}</a:lnStyleLst><a:effectStyleLst>",
        "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3,
        f"</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>",
        "</a:themeElements></a:theme>",
    )
)


# --------------------------------------------------------------------------------- sheets


def _worksheet(sheet: Sheet, strings: _Strings, *, first: bool) -> str:
    last = address(max(len(sheet.rows), 1), max(sheet.width, 1))
    parts = (
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_LINKS}"><dimension ref="A1:{last}"/>',
        _view(sheet, first),
        '<sheetFormatPr defaultRowHeight="15"/>',
        _columns(sheet),
        f"<sheetData>{''.join(_rows(sheet, strings))}</sheetData>",
        _counted("mergeCells", [f'<mergeCell ref="{area}"/>' for area in sheet.merged]),
        _counted("dataValidations", [_validation(choice) for choice in sheet.choices]),
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>',
        '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' if sheet.table else "",
        "</worksheet>",
    )
    return "".join(parts)


def _counted(name: str, items: Sequence[str]) -> str:
    return f'<{name} count="{len(items)}">{"".join(items)}</{name}>' if items else ""


def _view(sheet: Sheet, first: bool) -> str:
    chosen = ' tabSelected="1"' if first else ""
    if not sheet.header:
        return f'<sheetViews><sheetView{chosen} workbookViewId="0"/></sheetViews>'
    below = address(sheet.header + 1, 1)
    return (
        f'<sheetViews><sheetView{chosen} workbookViewId="0"><pane ySplit="{sheet.header}"'
        f' topLeftCell="{below}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/>'
        "</sheetView></sheetViews>"
    )


def _columns(sheet: Sheet) -> str:
    entries = "".join(
        f'<col min="{n}" max="{n}" width="{column.width:g}"'
        f' style="{_column_format(column)}" customWidth="1"/>'
        for n, column in enumerate(sheet.columns, 1)
    )
    return f"<cols>{entries}</cols>" if entries else ""


def _column_format(column: Column) -> int:
    return _TEXT if column.text else _WRAPPED if column.wrap else _PLAIN


def _rows(sheet: Sheet, strings: _Strings) -> Iterator[str]:
    for number, row in enumerate(sheet.rows, 1):
        formats = [_column_format(column) for column in sheet.columns[: len(row)]]
        formats += [_PLAIN] * (len(row) - len(formats))
        if number == sheet.header:
            formats = [_HEADER] * len(row)
        cells = "".join(
            _cell(address(number, column), value, style, strings)
            for column, (value, style) in enumerate(zip(row, formats, strict=True), 1)
        )
        if cells:
            yield f'<row r="{number}">{cells}</row>'


def _cell(where: str, value: Value, style: int, strings: _Strings) -> str:
    match value:
        case None | "":
            return f'<c r="{where}" s="{style}"/>' if style else ""
        case str():
            return f'<c r="{where}" s="{style}" t="s"><v>{strings.number(value)}</v></c>'
        case Percent(share=share):
            whole = math.isclose(share * 100, round(share * 100), abs_tol=1e-9)
            return _number(where, share, _PER_CENT if whole else _PER_CENT_1)
        case date():
            if value < _FIRST_DAY:
                raise ValueError(f"{where}: {value} is before the days that a sheet can count")
            return _number(where, (value - _DAY_ZERO).days, _DATE)
        case _:
            return _number(where, value, style)


def _number(where: str, value: float, style: int) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{where}: {value} is not a number that a sheet can hold")
    return f'<c r="{where}" s="{style}"><v>{value!r}</v></c>'


def _validation(choice: Choice) -> str:
    return (
        '<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1"'
        f' errorTitle="Not in the list" error={quoteattr(choice.message)}'
        f" sqref={quoteattr(choice.cells)}>"
        f"<formula1>{escape(choice.formula)}</formula1></dataValidation>"
    )


def _table(sheet: Sheet, number: int) -> str:
    header = sheet.rows[sheet.header - 1] if sheet.header else ()
    titles = [title for title in header if isinstance(title, str) and title]
    folded = {title.casefold() for title in titles}
    if not header or len(folded) < len(header) or len(sheet.rows) <= sheet.header:
        raise ValueError("a table has a header of different texts, and a row below it")
    if not _TABLE_NAME.match(sheet.table):
        raise ValueError(f"{sheet.table!r} cannot be the name of a table")
    area = f"{address(sheet.header, 1)}:{address(len(sheet.rows), len(header))}"
    columns = [
        f'<tableColumn id="{n}" name={quoteattr(_written(title))}/>'
        for n, title in enumerate(titles, 1)
    ]
    return (
        f'<table xmlns="{_MAIN}" id="{number}" name="{sheet.table}" displayName="{sheet.table}"'
        f' ref="{area}" totalsRowShown="0"><autoFilter ref="{area}"/>'
        f"{_counted('tableColumns', columns)}"
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0"'
        ' showRowStripes="1" showColumnStripes="0"/></table>'
    )
