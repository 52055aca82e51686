"""The floor for Word: strings of XML in a ZIP, with nothing checked and the least of styles."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from benchmarks.content import Content
from benchmarks.peers.picture import chart_png
from benchmarks.peers.wordfile import house_file

__all__ = ["RawDocx"]

_PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:extent cx="5969000" cy="4533900"/><wp:docPr id="1" name="Chart"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://'
    'schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name=""/>'
    "<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rIdChart"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="5969000" cy="4533900"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
_LINK = (
    '<Relationship Id="rIdChart" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/image" Target="media/chart.png"/></Relationships>'
)


class RawDocx:
    """The parts but the body are packed once, and copied."""

    def __init__(self) -> None:
        file = io.BytesIO()
        house_file().save(file)
        with zipfile.ZipFile(file) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        body = self._parts.pop("word/document.xml").decode()
        self._end = body[body.index("<w:sectPr") :]
        self._start = body[: body.index("<w:body>")] + "<w:body>"
        self._links = self._parts.pop("word/_rels/document.xml.rels").decode()
        types = self._parts["[Content_Types].xml"].decode()
        png = '<Default Extension="png" ContentType="image/png"/>'
        types = types.replace("<Override", png + "<Override", 1)
        self._parts["[Content_Types].xml"] = types.encode()

    def __call__(self, content: Content) -> bytes:
        names = ("eyebrow", "title", "subtitle", "facts")
        body = [_paragraph(escape(content[name]), name.capitalize()) for name in names]
        body += [_block(block) for block in content["blocks"]]
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in self._parts.items():
                archive.writestr(name, data)
            archive.writestr("word/document.xml", self._start + "".join(body) + self._end)
            links = self._links
            for chart in (b for b in content["blocks"] if b["kind"] == "chart"):
                archive.writestr("word/media/chart.png", chart_png(chart))
                links = links.replace("</Relationships>", _LINK)
            archive.writestr("word/_rels/document.xml.rels", links)
        return file.getvalue()


def _paragraph(text: str, style: str) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def _runs(runs: list[Content], style: str, lead: str = "") -> str:
    parts = [f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>']
    if lead:
        parts.append(f'<w:r><w:t xml:space="preserve">{lead}</w:t></w:r>')
    for run in runs:
        look = "<w:rPr><w:b/></w:rPr>" if run["bold"] else ""
        parts.append(f'<w:r>{look}<w:t xml:space="preserve">{escape(run["text"])}</w:t></w:r>')
    return "".join([*parts, "</w:p>"])


def _block(block: Content) -> str:
    match block["kind"]:
        case "heading":
            return _paragraph(escape(block["text"]), f"Heading{block['level']}")
        case "paragraph":
            return _runs(block["runs"], block["role"].capitalize())
        case "bullets":
            return "".join(_runs(item, "ListBullet") for item in block["items"])
        case "numbers":
            items = enumerate(block["items"], block["start"])
            return "".join(_runs(item, "Bullet", f"{number}. ") for number, item in items)
        case "table":
            return _table(block)
        case "chart":
            words = (_paragraph(escape(block[key]), "Caption") for key in ("title", "caption"))
            return _PICTURE.join(words)
        case "turn":
            wide = "" if block["wide"] else ' w:orient="landscape"'
            size = '"11906" w:h="16838"' if block["wide"] else '"16838" w:h="11906"'
            return f"<w:p><w:pPr><w:sectPr><w:pgSz w:w={size}{wide}/></w:sectPr></w:pPr></w:p>"
    return ""


def _table(block: Content) -> str:
    style = "Dense" if block["dense"] else "Table"
    rows = [_row([{"text": h, "fill": "", "ink": "", "bold": True} for h in block["heads"]], style)]
    rows += [_row(row, style) for row in block["rows"]]
    grid = "<w:gridCol/>" * len(block["shares"])
    caption = _paragraph(escape(block["caption"]), "Caption")
    return f"{caption}<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(cells: list[Content], style: str) -> str:
    parts = []
    for cell in cells:
        fill = f'<w:shd w:val="clear" w:fill="{cell["fill"][1:]}"/>' if cell["fill"] else ""
        bold = "<w:b/>" if cell["bold"] else ""
        ink = f'<w:color w:val="{cell["ink"][1:]}"/>' if cell["ink"] else ""
        parts.append(
            f'<w:tc><w:tcPr>{fill}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f'<w:r><w:rPr>{bold}{ink}</w:rPr><w:t xml:space="preserve">{escape(cell["text"])}</w:t>'
            "</w:r></w:p></w:tc>"
        )
    return f"<w:tr>{''.join(parts)}</w:tr>" if cells else ""
