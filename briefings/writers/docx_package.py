"""The package around a document's body: python-docx keeps its parts and their relations.

The body and the styles are XML that this package made itself, so the parts hold bytes;
nothing is parsed, moved or serialised a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.package import Package

from briefings.document import Document
from briefings.errors import Fault, WriteError
from briefings.provenance import NAMESPACE, Provenance
from briefings.writers.ooxml import escape
from briefings.writers.ooxml_zip import Packed, pack, zip_bytes
from briefings.writers.template import FixedPart, Template

__all__ = ["WordPackage"]

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_DEFAULTS = {
    "jpeg": CONTENT_TYPE.JPEG,
    "jpg": CONTENT_TYPE.JPEG,
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "png": CONTENT_TYPE.PNG,
    "rels": CONTENT_TYPE.OPC_RELATIONSHIPS,
    "xml": CONTENT_TYPE.XML,
}
_FIXED = (
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.FONT_TABLE,
)
_ITEM = f"{{{uuid5(NAMESPACE_URL, NAMESPACE)}}}".upper()  # names the part of the provenance
_SHEET = CONTENT_TYPE.SML_SHEET
_FAST = 4  # deflate level of what is made anew for each file


class WordPackage:
    """One file in the making."""

    def __init__(self, template: Template, document: Document) -> None:
        self._package = Package()
        self._packed: dict[str, Packed] = {}
        self._charts = 0
        self._main = self._opened(template)
        core = _xml(_core_properties(document))
        properties = self._part("/docProps/core.xml", CONTENT_TYPE.OPC_CORE_PROPERTIES, core)
        self._package.relate_to(properties, RELATIONSHIP_TYPE.CORE_PROPERTIES)
        if document.provenance:
            self._provenance(document.provenance)

    def _opened(self, template: Template) -> Part:
        """The main part, still empty, with the fixed parts about it."""
        main = self._part("/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN, b"")
        self._package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        for part, kind in zip(template.parts, _FIXED, strict=True):
            table = self._fixed(part)
            main.relate_to(table, kind)
        for font in template.fonts:  # of the font table, the last of the fixed parts
            table.relate_to(self._fixed(font), RELATIONSHIP_TYPE.FONT)
        return main

    def link(self, url: str) -> str:
        """The relation of an address outside the file."""
        return self._main.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def picture(self, data: bytes) -> tuple[str, float]:
        """The relation of a picture, and its height as a part of its width."""
        try:
            image = self._package.get_or_add_image_part(BytesIO(data))
        except UnrecognizedImageError:
            raise WriteError(
                Fault("the picture is neither PNG nor JPEG", "save it as PNG")
            ) from None
        size = image.image
        relation = self._main.relate_to(image, RELATIONSHIP_TYPE.IMAGE)
        return relation, size.px_height / size.px_width

    def drawing(self, svg: bytes) -> str:
        """The relation of a picture in SVG."""
        part = self._part("/word/media/drawing1.svg", "image/svg+xml", svg)
        return self._main.relate_to(part, RELATIONSHIP_TYPE.IMAGE)

    def chart(self, write: Callable[[str], str], workbook: bytes) -> str:
        """The relation of a chart, whose XML ``write`` makes of that of its workbook."""
        self._charts += 1
        sheet = self._part(f"/word/embeddings/workbook{self._charts}.xlsx", _SHEET, workbook)
        relation = "rId1"
        xml = _xml(write(relation))
        part = self._part(f"/word/charts/chart{self._charts}.xml", CONTENT_TYPE.DML_CHART, xml)
        part.load_rel(RELATIONSHIP_TYPE.PACKAGE, sheet, relation)
        return self._main.relate_to(part, RELATIONSHIP_TYPE.CHART)

    def running(self, name: str, kind: str, xml: str) -> str:
        """Add a header or a footer (``kind``); its relation."""
        header = kind == "header"
        content_type = CONTENT_TYPE.WML_HEADER if header else CONTENT_TYPE.WML_FOOTER
        part = self._part(f"/word/{name}.xml", content_type, _xml(xml))
        relation = RELATIONSHIP_TYPE.HEADER if header else RELATIONSHIP_TYPE.FOOTER
        return self._main.relate_to(part, relation)

    def relations(self) -> frozenset[str]:
        """The relations that the body may name."""
        return frozenset(self._main.rels)

    def finish(self, body: bytes, numbering: str) -> bytes:
        """The file."""
        lists = self._part("/word/numbering.xml", CONTENT_TYPE.WML_NUMBERING, _xml(numbering))
        self._main.relate_to(lists, RELATIONSHIP_TYPE.NUMBERING)
        return self._finished(body)

    def _finished(self, body: bytes) -> bytes:
        self._main._blob = body  # a part of bytes has no public way to change them
        return zip_bytes(self._entries())

    def _part(self, name: str, content_type: str, data: bytes) -> Part:
        return Part(PackURI(name), content_type, data, self._package)

    def _provenance(self, kept: Provenance) -> None:
        """A custom XML part, which Word carries along and shows to nobody."""
        json = kept.dumps().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        xml = f'<provenance xmlns="{NAMESPACE}">{json}</provenance>'
        taken = {part.partname for part in self._package.parts}
        free = next(n for n in count(1) if f"/customXml/item{n}.xml" not in taken)
        item = self._part(f"/customXml/item{free}.xml", CONTENT_TYPE.XML, _xml(xml))
        self._main.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
        address = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
        properties = (
            f'<ds:datastoreItem xmlns:ds="{address}" ds:itemID="{_ITEM}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        )
        kind = CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES
        part = self._part(f"/customXml/itemProps{free}.xml", kind, _xml(properties))
        item.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)

    def _fixed(self, part: FixedPart) -> Part:
        self._packed[part.name] = part.packed
        return self._part(part.name, part.content_type, part.data)

    def _entries(self) -> Iterator[tuple[str, Packed]]:
        parts = self._package.parts
        yield "[Content_Types].xml", pack(_content_types(parts))
        yield PACKAGE_URI.rels_uri.membername, pack(self._package.rels.xml)
        for part in parts:
            name = part.partname
            yield name.membername, self._packed.get(name) or pack(part.blob, _FAST)
            if len(part.rels):
                yield name.rels_uri.membername, pack(part.rels.xml)


def _xml(body: str) -> bytes:
    return (_DECLARATION + body).encode()


def _content_types(parts: list[Part]) -> bytes:
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in _DEFAULTS.items()
    )
    overrides = "".join(
        f'<Override PartName="{part.partname}" ContentType="{part.content_type}"/>'
        for part in sorted(parts, key=lambda part: part.partname)
        if _DEFAULTS.get(part.partname.ext) != part.content_type
    )
    address = "http://schemas.openxmlformats.org/package/2006/content-types"
    return _xml(f'<Types xmlns="{address}">{defaults}{overrides}</Types>')


def _core_properties(document: Document) -> str:
    """Title, language and the rest; the dates are the document's own, never the clock's."""
    namespaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _CORE.items())
    moment = f'xsi:type="dcterms:W3CDTF">{document.as_at}T00:00:00Z'
    author = escape(document.author or document.organisation)
    values = {
        "dc:title": escape(document.title),
        "dc:subject": escape(document.subtitle),
        "dc:creator": author,
        "cp:keywords": escape(", ".join(document.keywords)),
        "dc:description": escape(document.description),
        "cp:lastModifiedBy": author,
        "dc:language": escape(document.language),
    }
    filled = "".join(f"<{name}>{value}</{name}>" for name, value in values.items() if value)
    return (
        f"<cp:coreProperties{namespaces}>{filled}<dcterms:created {moment}</dcterms:created>"
        f"<dcterms:modified {moment}</dcterms:modified></cp:coreProperties>"
    )
