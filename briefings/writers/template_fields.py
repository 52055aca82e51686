"""What the cover of an organisation's own Word file says of the briefing.

Word's document properties (Insert, Quick Parts) are controls bound to the properties of the
file.  Word fills them when it opens the file; here they are filled for everyone else.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefings.document import Document
from briefings.writers.template_tree import Tree, qualified, remove, value

__all__ = ["fill_properties"]

_CORE = "coreProperties"


def fill_properties(root: Tree, document: Document) -> None:
    """Write the properties of ``document`` into the controls of ``root`` that show them."""
    said = {
        "title": document.title,
        "subject": document.subtitle,
        "creator": document.author or document.organisation,
        "description": document.description,
        "keywords": ", ".join(document.keywords),
    }
    for control in root.iter(qualified("sdt")):
        words = _wanted(control, said)
        if words:
            _fill(control, words)


def _wanted(control: Tree, said: Mapping[str, str]) -> str:
    bound = control.find(qualified("sdtPr", "dataBinding"))
    path = value(bound, "xpath") if bound is not None else ""
    if _CORE not in path:
        return ""
    last = path.rpartition("/")[2].rpartition(":")[2]
    return said.get(last.partition("[")[0], "")


def _fill(control: Tree, words: str) -> None:
    """One run with the words, in the looks of the first one that was there."""
    texts = list(control.iter(qualified("t")))
    if not texts:
        return
    texts[0].text = words
    for other in texts[1:]:
        remove(other)
    for shown in list(control.iter(qualified("showingPlcHdr"))):
        remove(shown)
    for style in list(control.iter(qualified("rStyle"))):
        if value(style) == "PlaceholderText":
            remove(style)
