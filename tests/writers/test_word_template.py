"""An organisation's own Word file as template: what is kept, what is added, what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from briefings import theme
from briefings.document import evolve
from briefings.errors import BriefingError, ThemeError
from briefings.theme import Theme
from briefings.themetemplate import WordTemplate, template_trouble
from briefings.writers import docx as writer
from briefings.writers.template import template_for
from briefings.writers.template_merge import missing_styles
from briefings.writers.template_own import open_template
from tests.kitchen import kitchen_sink, png
from tests.writers.test_docx import audit

Change = Callable[[Word], object]


def word_file(*changes: Change, marker: str = "{{ briefing }}") -> bytes:
    """A Word file with a head, a foot, a cover and a place for the briefing."""
    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.header.paragraphs[0].text = "Thames head"
    page.footer.paragraphs[0].text = "Thames foot"
    made.add_paragraph("Thames cover", "Title")
    made.add_picture(io.BytesIO(png()))
    made.add_page_break()
    if marker:
        made.add_paragraph(marker)
    made.add_paragraph("Thames imprint")
    for change in changes:
        change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def house(data: bytes, **more: Any) -> Theme:
    return evolve(theme.load(), word_template=WordTemplate("house.docx", data), **more)


def built(data: bytes, **more: Any) -> bytes:
    return writer.write(kitchen_sink(), house(data, **more), {"section:x": 7})


def opened(data: bytes) -> Word:
    return docx.Document(io.BytesIO(data))


def styled(data: bytes) -> list[tuple[str, str]]:
    """The words of each paragraph of the body, with the name of its style."""
    return [(p.style.name if p.style else "", p.text) for p in opened(data).paragraphs]


def test_the_cover_the_briefing_and_the_end_stand_in_their_order() -> None:
    document = kitchen_sink()
    said = [words for _, words in styled(built(word_file()))]
    cover, title, end = (said.index(w) for w in ("Thames cover", document.title, "Thames imprint"))
    assert cover < title < end == len(said) - 1
    assert not any("{{" in words for words in said)


def test_heads_feet_and_page_are_those_of_the_file() -> None:
    made = opened(built(word_file(lambda w: setattr(w.sections[0], "left_margin", Mm(41)))))
    for section in made.sections:
        assert section.header.paragraphs[0].text == "Thames head"
        assert section.footer.paragraphs[0].text == "Thames foot"
    assert {round(s.left_margin.mm) for s in made.sections if s.left_margin} == {41}
    sizes = [(s.page_width, s.page_height) for s in made.sections]
    assert len(set(sizes)) == 2, "the kitchen sink has turned pages"
    assert set(sizes) == {sizes[0], sizes[0][::-1]}


def test_tables_are_as_wide_as_the_text_of_the_file() -> None:
    made = opened(built(word_file(lambda w: setattr(w.sections[0], "left_margin", Mm(60)))))
    width = re.search(r'<w:tblW w:w="(\d+)"', made.tables[0]._tbl.xml)
    page = made.sections[0]
    assert page.page_width and page.left_margin and page.right_margin
    text = page.page_width.pt - page.left_margin.pt - page.right_margin.pt
    assert width and abs(int(width[1]) / 20 - text) < 1


def test_styles_are_used_by_name_whatever_their_ids() -> None:
    def rename(word: Word) -> None:
        style = word.styles["Heading 1"]
        style.element.set(qn("w:styleId"), "berschrift1")

    data = built(word_file(rename))
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert 'w:pStyle w:val="berschrift1"' in body
    assert 'w:pStyle w:val="Heading1"' not in body


def test_the_looks_of_the_files_styles_are_kept_and_missing_ones_are_added() -> None:
    before = opened(word_file()).styles
    after = opened(built(word_file())).styles
    assert after["Heading 1"].element.xml == before["Heading 1"].element.xml
    assert "Key Fact" not in before and "Key Fact" in after
    assert after["Key Fact"].base_style.name == "Normal"


def test_an_id_that_is_taken_by_another_style_is_not_used_again() -> None:
    def take(word: Word) -> None:
        style = word.styles.add_style("Something of theirs", WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), "KeyFact")

    styles = opened(built(word_file(take))).styles
    ids = [style.style_id for style in styles]
    assert len(ids) == len(set(ids))
    assert styles["Key Fact"].style_id == "BriefingKeyFact"
    assert styles["Something of theirs"].style_id == "KeyFact"


def test_lists_of_both_keep_their_own_numbers() -> None:
    data = built(word_file(lambda w: w.add_paragraph("theirs", "List Number")))
    numbering = zipfile.ZipFile(io.BytesIO(data)).read("word/numbering.xml").decode()
    for name in ("abstractNum w:abstractNumId", "num w:numId"):
        ids = re.findall(rf'<w:{name}="(\d+)"', numbering)
        assert len(ids) == len(set(ids)) > 4
    assert numbering.rindex("<w:abstractNum ") < numbering.index("<w:num ")
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    known = set(re.findall(r'<w:num w:numId="(\d+)"', numbering))
    assert set(re.findall(r'<w:numId w:val="(\d+)"', body)) <= known


def test_a_file_without_lists_gets_ours() -> None:
    def without(data: bytes) -> bytes:
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(stream, "w") as new,
        ):
            for name in old.namelist():
                content = old.read(name)
                if name == "word/numbering.xml":
                    continue
                if name == "word/_rels/document.xml.rels":
                    content = re.sub(rb"<Relationship [^>]*numbering[^>]*/>", b"", content)
                if name == "[Content_Types].xml":
                    content = re.sub(rb"<Override [^>]*numbering[^>]*/>", b"", content)
                new.writestr(name, content)
        return stream.getvalue()

    assert (
        "word/numbering.xml" in zipfile.ZipFile(io.BytesIO(built(without(word_file())))).namelist()
    )


def test_an_empty_file_gives_its_looks_alone() -> None:
    def empty(word: Word) -> None:
        for child in list(word.element.body)[:-1]:
            word.element.body.remove(child)

    said = [words for _, words in styled(built(word_file(empty))) if words]
    assert said[0] in (kitchen_sink().eyebrow, kitchen_sink().title)


def test_a_bookmark_marks_the_place_as_well() -> None:
    def mark(word: Word) -> None:
        paragraph = word.paragraphs[-2]
        start = paragraph._p.makeelement(qn("w:bookmarkStart"), {
            qn("w:id"): "55", qn("w:name"): "Briefing",
        })  # fmt: skip
        paragraph._p.append(start)
        paragraph._p.append(paragraph._p.makeelement(qn("w:bookmarkEnd"), {qn("w:id"): "55"}))

    said = [words for _, words in styled(built(word_file(mark, marker="Here it goes")))]
    assert "Here it goes" not in said and "Thames imprint" in said


def test_the_contents_list_names_no_page_that_word_has_not_counted() -> None:
    body = zipfile.ZipFile(io.BytesIO(built(word_file()))).read("word/document.xml").decode()
    assert "TOC \\o" in body
    assert "PAGEREF" not in body


def test_the_language_is_that_of_the_briefing() -> None:
    data = writer.write(evolve(kitchen_sink(), language="cy-GB"), house(word_file()), {})
    styles = zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml").decode()
    defaults = styles.partition("</w:docDefaults>")[0]
    assert re.findall(r'<w:lang [^>]*w:val="([^"]*)"', defaults) == ["cy-GB"]


def test_what_the_file_says_of_itself_is_not_kept() -> None:
    made = opened(built(word_file(lambda w: setattr(w.core_properties, "author", "Jane Typist"))))
    assert made.core_properties.title == kitchen_sink().title
    assert made.core_properties.author != "Jane Typist"


def test_the_same_file_gives_the_same_bytes() -> None:
    data = word_file()
    assert built(data) == built(data)


def test_a_template_of_word_makes_a_document() -> None:
    kind = "wordprocessingml.document.main+xml"
    data = changed(word_file(), "[Content_Types].xml", kind, "wordprocessingml.template.main+xml")
    made = zipfile.ZipFile(io.BytesIO(built(data))).read("[Content_Types].xml").decode()
    assert kind in made and "template.main" not in made


def test_the_finished_file_has_no_finding(tmp_path: Path) -> None:
    assert audit(built(word_file()), tmp_path) == []


# ------------------------------------------------------------------------------ refusals


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for entry in before.namelist():
            content = before.read(entry)
            if entry == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            after.writestr(entry, content)
    return stream.getvalue()


def test_with_only_its_own_styles_each_missing_one_is_named() -> None:
    with pytest.raises(ThemeError) as caught:
        built(word_file(), word_styles="only")
    told = [fault.what for fault in caught.value.faults]
    assert "house.docx has no style 'Key Fact'" in told
    assert not any("'Heading 1'" in words for words in told)


def test_what_is_missing_can_be_asked_before() -> None:
    look = template_for(theme.load(), "en-GB").styles
    lacking = missing_styles(open_template(WordTemplate("house.docx", word_file())), look)
    assert {"Key Fact", "Table Text", "Note"} <= set(lacking)
    assert not {"Title", "Heading 1", "List Bullet", "Caption"} & set(lacking)


def twice(word: Word) -> None:
    word.add_paragraph("{{briefing}}")


def in_a_table(word: Word) -> None:
    word.add_table(1, 1).cell(0, 0).text = "{{ briefing }}"


def as_words(word: Word) -> None:
    word.styles.add_style("Note", WD_STYLE_TYPE.CHARACTER)


def no_bullets(word: Word) -> None:
    properties = word.styles["List Bullet"].element.find(qn("w:pPr"))
    properties.remove(properties.find(qn("w:numPr")))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (word_file(marker=""), "has text, and no place for the briefing"),
        (word_file(twice), "has {{ briefing }} twice"),
        (word_file(in_a_table, marker=""), "where no pages can begin"),
        (word_file(lambda w: w.add_section()), "has a section break after {{ briefing }}"),
        (word_file(as_words), "the style 'Note' of house.docx is for words"),
        (word_file(no_bullets), "has no bullets of its own"),
        (
            word_file(lambda w: setattr(w.sections[0], "left_margin", Mm(180))),
            "leaves less than 5 cm for text",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_has_no_place_for_a_briefing_is_told(data: bytes, said: str) -> None:
    with pytest.raises(ThemeError, match=re.escape(said)) as caught:
        built(data)
    assert all(fault.remedy for fault in caught.value.faults)


def external(kind: str) -> bytes:
    address = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = (
        f'<Relationship Id="rId99" Type="{address}/{kind}" '
        'Target="file:///c:/house.dotm" TargetMode="External"/></Relationships>'
    )
    return changed(word_file(), "word/_rels/document.xml.rels", "</Relationships>", more)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"nothing", "is no Word file"),
        (b"\xd0\xcf\x11\xe0 old", "is an old Word file"),
        (word_file()[:-400], "is no Word file, or is damaged"),
        (
            changed(
                word_file(),
                "[Content_Types].xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                "application/vnd.ms-word.document.macroEnabled.main",
            ),
            "holds macros",
        ),
        (external("attachedTemplate"), "takes its looks from another file"),
        (external("image"), "shows something that lies elsewhere"),
        (external("hyperlink"), ""),
        (changed(word_file(), "word/styles.xml", "</w:styles>", ""), "is damaged: word/styles.xml"),
        (
            changed(word_file(), "word/document.xml", "<w:document ",
                    '<!DOCTYPE x [<!ENTITY a "b">]><w:document '),
            "declares a document type",
        ),
    ],
    ids=["words", "doc", "cut", "macros", "attached", "linked", "link", "broken", "doctype"],
)  # fmt: skip
def test_a_file_that_could_do_harm_or_is_damaged_is_refused(data: bytes, said: str) -> None:
    trouble, remedy = template_trouble(data)
    assert said in trouble
    assert bool(trouble) is bool(remedy) is bool(said)


def test_a_refusal_is_told_at_its_place_in_the_theme(tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_bytes(b"nothing")
    (tmp_path / "house.yaml").write_text("organisation: Thames\nword_template: old.docx\n", "utf-8")
    with pytest.raises(BriefingError) as caught:
        theme.load(tmp_path / "house.yaml")
    (fault,) = caught.value.faults
    assert fault.place is not None and (fault.place.line, fault.place.column) == (2, 16)
    assert fault.what == "old.docx is no Word file, or is damaged"
