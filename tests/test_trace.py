"""Every fact on a page leads to its record, its line in the data and its numbered source."""

from __future__ import annotations

import json
import re
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from briefings import build, dataset, language, theme, trace
from briefings.cli import main
from briefings.document import Chart, Document, Reference, Table, plain
from briefings.errors import BriefingError
from briefings.numbering import all_blocks, all_inlines, inlines_of
from briefings.provenance import Evidence, Provenance
from briefings.spec import load, loads
from briefings.traceplaces import line_now
from tests import tiny

SPECS = Path(__file__).parent.parent / "specs"
NAMES = [path.stem for path in sorted(SPECS.glob("*.yaml"))]
FORMATS = ("docx", "pdf", "html")
PROFILE = "cheshire-and-greater-manchester"


@cache
def document(name: str) -> Document:
    spec = load(SPECS / f"{name}.yaml")
    return build.documents(spec, dataset.load(), theme.load(), None)


@cache
def written(name: str) -> dict[str, bytes]:
    made = build.write_formats(document(name), theme.load(), FORMATS)
    return {format_: make() for format_, make in made.items()}


def saved(folder: Path, format_: str, name: str = PROFILE) -> Path:
    path = folder / f"{name}.{format_}"
    path.write_bytes(written(name)[format_])
    return path


# --------------------------------------------------------------------- what is written down


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_has_a_numbered_source(name: str) -> None:
    kept = document(name).provenance
    numbers = {source.id: source.number for source in kept.sources}
    assert len(kept.facts) > 20
    assert [f for f in kept.facts if not f.sources or not all(numbers[s] for s in f.sources)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_path_leads_to_the_record_that_says_it(name: str) -> None:
    folder = Path(dataset.load().folders[0])
    known = language.load("cy").names if document(name).language == "cy" else {}
    english = {words: data for data, words in known.items()}
    for fact in document(name).provenance.facts:
        lines = (folder / fact.file).read_text("utf-8").splitlines()
        line = lines[line_now(fact, [folder]) - 1]
        if fact.file.startswith("measures/"):
            assert line.startswith(f"{fact.provider},{fact.metric},"), fact
        elif re.search(r"\.(overall|standards\.[\d.]+)$", fact.path):
            assert english.get(fact.value, fact.value) in line, fact


@pytest.mark.parametrize("name", NAMES)
def test_nothing_tells_a_position(name: str) -> None:
    """What is counted from the top of a file moves with everything that is put above it."""
    kept = json.loads(document(name).provenance.dumps())["facts"]
    assert not any({"line", "at"} & fact.keys() for fact in kept)
    assert not any(fact.at for fact in document(name).provenance.facts)


def test_no_path_leads_out_of_the_data_folder() -> None:
    for name in NAMES:
        for fact in document(name).provenance.facts:
            assert re.fullmatch(r"(providers|measures)/[a-z0-9-]+\.(yaml|csv)", fact.file)


@pytest.mark.parametrize("name", NAMES)
def test_every_rating_that_is_told_is_that_of_the_data(name: str) -> None:
    """Held against the data, not against what was noted."""
    data, kept = dataset.load(), document(name).provenance
    shown = {(f.provider, f.inspection, f.metric): f.value for f in kept.facts}
    for provider, inspection in {(f.provider, f.inspection) for f in kept.facts}:
        records = {i.id: i for i in data.providers[provider].inspections}
        for number, rating in records[inspection].standards.items() if inspection else ():
            if (provider, inspection, number) in shown:
                assert shown[provider, inspection, number] == rating.rating


@pytest.mark.parametrize("name", NAMES)
def test_every_table_and_chart_cites_a_numbered_source(name: str) -> None:
    for block in all_blocks(document(name).blocks):
        match block:
            case Table(sources=told, notes=notes, rows=rows):
                cells = (cell.children for row in rows for cell in row.cells)
                inlines = [i for part in (told, *notes, *cells) for i in all_inlines(part)]
            case Chart(sources=told, notes=notes):
                inlines = [i for part in (told, *notes) for i in all_inlines(part)]
            case _:
                continue
        cited = [i.text for i in inlines if isinstance(i, Reference)]
        assert any(re.fullmatch(r"\[\d+\]", words) for words in cited), block.id


def test_what_is_only_looked_at_is_not_called_shown() -> None:
    facts = document(PROFILE).provenance.facts
    assert not any("Data notes" in fact.shown for fact in facts)


def test_each_recommendation_that_is_listed_is_a_fact_of_its_section() -> None:
    facts = [
        f for f in document(PROFILE).provenance.facts if f.metric.startswith("recommendation-")
    ]
    assert [(f.metric, f.path.partition(".")[2]) for f in facts if "count" not in f.metric] == [
        (f"recommendation-{n}", f"recommendations[{n}]") for n in range(1, 9)
    ]
    assert {f.shown for f in facts[1:]} == {("Recommendations",)}


def test_a_later_folder_is_where_its_own_facts_stand(tmp_path: Path) -> None:
    own = tmp_path / "own" / "measures"
    own.mkdir(parents=True)
    (own / "more.csv").write_text(
        "provider,measure,value,inspection,source\nnorth,caseload,77,north-2019,north-2019\n",
        "utf-8",
    )
    data = dataset.load([tiny.write(tmp_path / "tiny"), tmp_path / "own"], bundled=False)
    spec = loads(
        "briefing: n\ntitle: N\nproviders: {subject: north}\nmetrics: caseload\n"
        "sections: [measures]\n"
    )
    facts = build.documents(spec, data, theme.load(), None).provenance.facts
    assert [(f.value, f.file, f.path) for f in facts if f.metric == "caseload"] == [
        ("77", "measures/more.csv", "north, caseload")
    ]


def test_unrelated_facts_above_leave_the_provenance_as_it_was(tmp_path: Path) -> None:
    spec = loads(
        "briefing: n\ntitle: N\nproviders: {subject: ash}\nmetrics: [overall, loans, owner]\n"
        "sections: [comparison, {findings: {kinds: [improvement]}}, recommendations]\n"
    )
    folder = tiny.write(tmp_path)

    def told() -> tuple[Provenance, list[int]]:
        data = dataset.load([folder], bundled=False)
        kept = build.documents(spec, data, theme.load(), None).provenance
        return kept, [line_now(fact, [folder]) for fact in kept.facts]

    before, lines = told()
    for name, above, more in (
        ("providers/ash.yaml", "name: Ash", "# a note\n"),
        ("providers/ash.yaml", "    - {owner", "    - {owner: Older Council, source: lib-report, "
         "end: 1990-01-01}\n"),
        ("providers/ash.yaml", "      - {kind: strength", "      - {kind: strength, "
         "source: lib-report, text: The roof is new.}\n"),
        ("measures/values.csv", "ash,loans", "beech,late,9,,2023,2023-12,beech-2024,,,,"
         "lib-report\n"),
    ):  # fmt: skip
        path = folder / name
        path.write_text(path.read_text("utf-8").replace(above, more + above, 1), "utf-8")
    after, moved = told()
    assert after.dumps() == before.dumps()
    assert all(now > then > 0 for then, now in zip(lines, moved, strict=True))


def test_a_text_without_a_number_is_told_from_the_others_by_its_words() -> None:
    findings = [f for f in document("greater-manchester").provenance.facts if "finding" in f.metric]
    assert len({f.metric for f in findings}) == len(findings) > 3
    long = [f for f in findings if f.value.endswith(" …")]
    assert [f.whole for f in findings if f not in long] == [""] * (len(findings) - len(long))
    assert len({f.whole for f in long}) == len(long)


# --------------------------------------------------------------------------- in the files


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_each_format_gives_the_same_back(name: str, format_: str, tmp_path: Path) -> None:
    assert trace.read(saved(tmp_path, format_, name)).dumps() == document(name).provenance.dumps()


def test_a_word_file_that_was_packed_anew_still_answers(tmp_path: Path) -> None:
    path = tmp_path / "saved-again.docx"
    with (
        zipfile.ZipFile(BytesIO(written(PROFILE)["docx"])) as old,
        zipfile.ZipFile(path, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name.replace("item1", "item7"), old.read(name))
    assert trace.read(path) == trace.read(saved(tmp_path, "docx"))


def test_words_cannot_end_the_block_in_a_page() -> None:
    fact = Evidence("a", "</script><b>&amp;", "m", "L", "1", "stated", ("s",))
    from briefings.writers.html import _embedded

    block = _embedded(Provenance((fact,)))
    assert "<" not in block
    assert Provenance.loads(str(block)).facts == (fact,)


def test_a_document_without_facts_holds_no_provenance(tmp_path: Path) -> None:
    bare = evolve(document(PROFILE), provenance=Provenance())
    for format_, make in build.write_formats(bare, theme.load(), FORMATS).items():
        path = tmp_path / f"bare.{format_}"
        path.write_bytes(make())
        with pytest.raises(BriefingError, match="does not say where its facts come from"):
            trace.read(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'{"version":2,', b'{"version":9,'), (b'"facts":[{', b'"facts":[['), (b'{"version"', b"{")],
)
def test_a_damaged_block_is_told(old: bytes, new: bytes, tmp_path: Path) -> None:
    path = saved(tmp_path, "html")
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    with pytest.raises(BriefingError, match="damaged"):
        trace.read(path)


def test_a_packed_block_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    import zlib
    from base64 import b64encode

    bomb = b64encode(zlib.compress(b" " * (60 * 2**20), 9))
    path = tmp_path / "bomb.pdf"
    path.write_bytes(b"%PDF-1.7\n<provenance:facts>" + bomb + b"</provenance:facts>")
    with pytest.raises(BriefingError, match="too large"):
        trace.read(path)


# -------------------------------------------------------------------------------- asking


FACTS = Provenance(
    (
        Evidence("mersey", "Merseyside CRC", "2.2", "2.2 Planning", "Good", "stated", ()),
        Evidence("mersey", "Merseyside CRC", "orders", "Orders", "79% (target 75%)", "stated", ()),
        Evidence("wales", "Wales CRC", "12.2", "12.2 Other", "179%", "derived", ()),
        Evidence("wales", "Wales CRC", "caseload", "Caseload", "2.25", "stated", ()),
    )
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("2.2", ["2.2"]),
        ("79%", ["orders"]),
        ("79 per cent", ["orders"]),
        ("79", ["orders"]),
        ("merseyside", ["2.2", "orders"]),
        ("Merseyside 2.2", ["2.2"]),
        ("2.2 planning", ["2.2"]),
        ("Wales 2.2", []),
        ("Mersey", ["2.2", "orders"]),
        ("yside", []),
        ("derived", ["12.2"]),
    ],
)
def test_what_a_query_finds(query: str, found: list[str]) -> None:
    assert [fact.metric for fact in trace.find(FACTS, query)] == found


@pytest.mark.parametrize("format_", FORMATS)
def test_the_command_names_record_and_source(format_: str, tmp_path: Path) -> None:
    path = saved(tmp_path, format_)
    done = CliRunner().invoke(main, ["trace", str(path), "Essex 4.1"])
    assert done.exit_code == 0
    shown = re.sub(r"\[\d+\]", "[N]", done.output)
    assert "Essex CRC: 4.1 Unpaid work: Good (worded)\n    data: providers/essex.yaml:" in shown
    assert "\n    record: inspections[essex-2018].standards.4.1\n" in shown
    assert "    source: [N] Southend Standard" in shown
    asked = CliRunner().invoke(main, ["trace", str(path), "Essex 4.1", "--json"])
    (fact,) = json.loads(asked.output)["facts"]
    assert (fact["provider"], fact["file"]) == ("essex", "providers/essex.yaml")
    lines = (dataset.BUNDLED / fact["file"]).read_text("utf-8").splitlines()
    assert '"4.1": {rating: Good' in lines[fact["line"] - 1]
    number = fact["sources"][0]["number"]
    listed = [plain(tuple(inlines_of(b))) for b in all_blocks(document(PROFILE).blocks)]
    assert number > 0 and any(f"[{number}]" in words for words in listed)


def test_without_the_data_no_line_is_told(tmp_path: Path) -> None:
    asked = ["trace", str(saved(tmp_path, "html")), "Essex 4.1", "--data-only"]
    done = CliRunner().invoke(main, asked)
    assert "    data: providers/essex.yaml\n" in done.output
    (fact,) = json.loads(CliRunner().invoke(main, [*asked, "--json"]).output)["facts"]
    assert fact["line"] is None


def test_a_file_of_the_first_version_still_answers(tmp_path: Path) -> None:
    path = saved(tmp_path, "html")
    kept = json.loads(document(PROFILE).provenance.dumps()) | {"version": 1}
    for fact in kept["facts"]:
        fact["line"] = 7
    page = re.sub(r'(id="provenance">).*?(</script>)', "\\1@\\2", path.read_text("utf-8"))
    path.write_text(page.replace("@", json.dumps(kept)), "utf-8")
    assert trace.find(trace.read(path), "Essex 4.1")


def test_the_command_says_that_nothing_matches(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["trace", str(saved(tmp_path, "html")), "Atlantis"])
    assert done.exit_code == 1
    assert "matches 'Atlantis'" in done.output


def test_what_the_documentation_shows_is_what_is_told(tmp_path: Path) -> None:
    page = (SPECS.parent / "docs" / "commands.md").read_text("utf-8")
    shown = page.partition('Essex 4.1"\n')[2].partition("```")[0]
    done = CliRunner().invoke(main, ["trace", str(saved(tmp_path, "pdf")), "Essex 4.1"])
    assert done.output == shown
