"""What the file says of itself: an XMP packet, and the same in the older dictionary."""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from html import escape

from briefings import __version__
from briefings.document import Document
from briefings.provenance import NAMESPACE
from briefings.writers.pdf.syntax import text_string

__all__ = ["info_dictionary", "xmp_packet"]

_PRODUCER = f"briefings {__version__}"

_TRACE = "provenance"
_OPENING = f"""\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:{_TRACE}="{NAMESPACE}">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
"""

_EXTENSION = f"""\
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Provenance of each fact</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{_TRACE}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>facts</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>JSON, deflated, in base 64</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def xmp_packet(document: Document) -> bytes:
    """The XMP packet, which names the two standards that the file keeps."""
    moment = f"{_day(document.as_at)}T00:00:00Z"
    parts = [
        _OPENING,
        f"<dc:title>{_alternatives(document.title)}</dc:title>\n",
        f"<dc:language><rdf:Bag><rdf:li>{_xml(document.language)}</rdf:li></rdf:Bag>",
        "</dc:language>\n",
    ]
    if document.author:
        parts.append(
            f"<dc:creator><rdf:Seq><rdf:li>{_xml(document.author)}</rdf:li></rdf:Seq></dc:creator>\n"
        )
    if document.description:
        parts.append(f"<dc:description>{_alternatives(document.description)}</dc:description>\n")
    if document.provenance:
        parts.append(f"<{_TRACE}:facts>{_packed(document)}</{_TRACE}:facts>\n")
    if document.keywords:
        parts.append(f"<pdf:Keywords>{_xml(_keywords(document))}</pdf:Keywords>\n")
    parts.append(
        f"<pdf:Producer>{_xml(_PRODUCER)}</pdf:Producer>\n"
        f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>\n"
        f"</rdf:Description>\n{_EXTENSION}</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    )
    return "".join(parts).encode()


def info_dictionary(document: Document) -> str:
    """The same facts as an information dictionary."""
    moment = f"(D:{_day(document.as_at).replace('-', '')}000000Z)"
    entries = {
        "Title": text_string(document.title),
        "Author": text_string(document.author) if document.author else "",
        "Subject": text_string(document.description) if document.description else "",
        "Keywords": text_string(_keywords(document)) if document.keywords else "",
        "Producer": text_string(_PRODUCER),
        "CreationDate": moment,
        "ModDate": moment,
    }
    body = "".join(f"/{name} {value}" for name, value in entries.items() if value)
    return f"<<{body}>>"


def _packed(document: Document) -> str:
    """Where each fact comes from, as text that needs no escaping."""
    return b64encode(zlib.compress(document.provenance.dumps().encode())).decode()


def _day(as_at: str) -> str:
    """A whole day: the first one of a month or a year that is named alone."""
    parts = [*re.findall(r"\d+", as_at), "01", "01"][:3]
    return f"{int(parts[0]):04d}-{int(parts[1]):02d}-{int(parts[2]):02d}"


def _keywords(document: Document) -> str:
    return ", ".join(document.keywords)


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{_xml(text)}</rdf:li></rdf:Alt>'


def _xml(text: str) -> str:
    """``text`` escaped, without the control characters that XML cannot hold."""
    text = "".join(c if c.isprintable() or c == "\u00a0" else " " for c in text)
    return escape(text, quote=False)
