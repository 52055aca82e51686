"""The package of an organisation's own Word file, with a briefing put into it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import Unmarshaller
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.pkgreader import PackageReader
from docx.package import Package
from docx.parts.image import ImagePart

from briefings.document import Document
from briefings.writers.docx_package import WordPackage
from briefings.writers.template import Template
from briefings.writers.template_merge import Merged
from briefings.writers.template_own import OwnTemplate

__all__ = ["OwnPackage"]

_NOT_KEPT = (  # said of the template, not of the briefing
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.THUMBNAIL,
)
# Word 2010 kept its styles a second time; a copy that differs from them is called damage.
_SECOND_STYLES = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
_COUNTED = ("/word/media/", "/word/charts/", "/word/embeddings/")  # where our parts go, too


class OwnPackage(WordPackage):
    """The parts of the file as they are, but for its text, its styles and its lists."""

    merged: Merged

    def __init__(self, own: OwnTemplate, template: Template, document: Document) -> None:
        self._own = own
        super().__init__(template, document)

    def _opened(self, template: Template) -> Part:
        read: Any = PackageReader.from_file  # python-docx leaves both without types
        put_together: Any = Unmarshaller.unmarshal
        put_together(read(BytesIO(self._own.data)), self._package, _part)
        for name, relation in list(self._package.rels.items()):
            if relation.reltype in _NOT_KEPT:
                del self._package.rels[name]
        main: Part = self._package.part_related_by(RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        for name, relation in list(main.rels.items()):
            if relation.reltype == _SECOND_STYLES:
                del main.rels[name]
        return main

    def finish(self, body: bytes, numbering: str) -> bytes:
        """The file."""
        self._own_part(RELATIONSHIP_TYPE.STYLES)._blob = self.merged.styles
        lists = self.merged.numbering(self._own.numbering, numbering.encode())
        if self._own.numbering:
            self._own_part(RELATIONSHIP_TYPE.NUMBERING)._blob = lists
            return self._finished(body)
        part = self._part("/word/numbering.xml", CONTENT_TYPE.WML_NUMBERING, lists)
        self._main.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return self._finished(body)

    def _own_part(self, kind: str) -> Part:
        return self._main.part_related_by(kind)


def _part(
    partname: PackURI, content_type: str, reltype: str, blob: bytes, package: Package
) -> Part:
    """A part that holds its bytes, under a name that leaves ours free."""
    name = str(partname)
    if name.startswith(_COUNTED):
        folder, _, file = name.rpartition("/")
        partname = PackURI(f"{folder}/own-{file}")
    if reltype == RELATIONSHIP_TYPE.OFFICE_DOCUMENT:
        content_type = CONTENT_TYPE.WML_DOCUMENT_MAIN  # also of a template (.dotx)
    if reltype == RELATIONSHIP_TYPE.IMAGE:  # a logo that the briefing shows again stands there once
        image: Part = ImagePart.load(partname, content_type, blob, package)
        return image
    return Part(partname, content_type, blob, package)
