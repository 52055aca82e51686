"""Makes template.docx, as a person would make it in Word: styles, a head, a foot and a cover.

Run it as ``python specs/house-style/house/make_template.py`` after a change to the logo.
"""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from briefings.svg import rasterised, read

HERE = Path(__file__).parent
ACCENT = RGBColor(0x00, 0x52, 0x4C)
INK = RGBColor(0x1D, 0x24, 0x22)
FONT = "Arial"
LOOKS = {  # size, bold, colour, space before and after
    "Normal": (11, False, INK, 0, 0),
    "Body Text": (11, False, INK, 0, 7),
    "Title": (30, True, ACCENT, 0, 6),
    "Subtitle": (14, False, INK, 0, 10),
    "Heading 1": (18, True, ACCENT, 22, 8),
    "Heading 2": (14, True, ACCENT, 16, 6),
    "Heading 3": (12, True, INK, 12, 4),
    "Caption": (10, True, INK, 10, 5),
    "List Bullet": (11, False, INK, 0, 4),
    "List Number": (11, False, INK, 0, 6),
    "Quote": (11, False, INK, 0, 8),
}
TITLE = """\
<w:sdt {spaces}><w:sdtPr><w:alias w:val="Title"/><w:dataBinding
 w:prefixMappings="xmlns:c='{core}' xmlns:dc='http://purl.org/dc/elements/1.1/'"
 w:xpath="/c:coreProperties[1]/dc:{name}[1]"
 w:storeItemID="{{6C3C8BC8-F283-45AE-878A-BAB7291924A1}}"/><w:text/></w:sdtPr>
<w:sdtContent><w:r><w:t>[{name}]</w:t></w:r></w:sdtContent></w:sdt>"""
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def main() -> None:
    made(HERE / "logo.svg").save(str(HERE / "template.docx"))


def made(logo: Path) -> Document:
    """The template with the logo at ``logo``."""
    document = docx.Document()
    for child in list(document.element.body)[:-1]:
        document.element.body.remove(child)
    for name, look in LOOKS.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        set_look(style, *look)
    page(document.sections[0])
    cover(document, rasterised(read(logo.read_bytes()), 400))
    document.add_paragraph("{{ briefing }}")
    document.add_paragraph("Published by Thames Borough Council, Town Hall, Thames.")
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):  # left over from Word 2010
            del document.part.rels[name]
    document.core_properties.title = "Template for briefings"
    return document


def set_look(
    style: ParagraphStyle, size: float, bold: bool, colour: RGBColor, before: float, after: float
) -> None:
    properties = style.element.get_or_add_rPr()
    for fonts in properties.findall(qn("w:rFonts")):
        properties.remove(fonts)
    style.font.name = FONT
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    section.different_first_page_header_footer = True  # the cover has neither
    head = section.header.paragraphs[0]
    head.text = "Thames Borough Council"
    head.runs[0].font.color.rgb = ACCENT
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot.add_run("Page ")
    foot._p.append(parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    ))  # fmt: skip
    for paragraph in (head, foot):
        for run in paragraph.runs:
            run.font.size = Pt(9)


def cover(document: Document, logo: bytes) -> None:
    """Logo, the title and the subtitle of the file, the committee, and the end of the page."""
    document.add_picture(io.BytesIO(logo), height=Mm(20))
    picture = document.paragraphs[-1]._p
    for described in (*picture.iter(qn("wp:docPr")), *picture.iter(qn("pic:cNvPr"))):
        described.set("descr", "Thames Borough Council")
    bound(document.add_paragraph(style="Title"), "title", before=190)
    bound(document.add_paragraph(style="Subtitle"), "subject", before=0)
    document.add_paragraph("Community safety committee").add_run().add_break(
        docx.enum.text.WD_BREAK.PAGE
    )


def bound(paragraph: Paragraph, name: str, before: float) -> None:
    """A paragraph that shows a property of the file."""
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph._p.append(parse_xml(TITLE.format(spaces=nsdecls("w"), core=CORE, name=name)))


if __name__ == "__main__":
    main()
