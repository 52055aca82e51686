"""The ZIP of a pack: stable bytes, names that stay within, any number of files."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefings.archive import archive, save, write
from briefings.errors import WriteError

FILES = (
    ("index.html", b"<p>All of it</p>" * 50),
    ("north/north.docx", b"PK" * 500),
    ("north/Môn.pdf", b"%PDF" * 500),
)
PROGRAM = """
import sys, time
time.time = lambda: 4e9  # a clock that stands at another year
from tests.test_archive import FILES, archive
sys.stdout.buffer.write(archive(FILES))
"""


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def told(*names: str) -> list[str]:
    with pytest.raises(WriteError) as caught:
        archive((name, b"x") for name in names)
    return [fault.what for fault in caught.value.faults]


def test_every_file_is_there_whole_and_in_order() -> None:
    with opened(archive(FILES)) as found:
        assert found.testzip() is None
        assert [(i.filename, found.read(i)) for i in found.infolist()] == list(FILES)


def test_what_is_compressed_already_is_stored() -> None:
    with opened(archive([*FILES, ("A.PDF", b"%PDF")])) as found:
        stored = {i.filename for i in found.infolist() if i.compress_type == zipfile.ZIP_STORED}
    assert stored == {"north/north.docx", "north/Môn.pdf", "A.PDF"}


def test_the_same_bytes_at_another_time_in_another_zone() -> None:
    here = archive(FILES)
    there = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={"TZ": "Pacific/Kiritimati", "PYTHONPATH": "."},
        cwd=Path(__file__).parent.parent, capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    assert there.stdout == here


def test_any_reader_may_read_the_files() -> None:
    with opened(archive(FILES)) as found:
        assert {i.external_attr >> 16 for i in found.infolist()} == {0o100644}
        assert {(i.create_system, i.date_time) for i in found.infolist()} == {
            (3, (1980, 1, 1, 0, 0, 0))
        }


def test_a_name_in_another_alphabet_is_marked_as_utf_8() -> None:
    with opened(archive([("Ynys Môn.pdf", b"")])) as found:
        (info,) = found.infolist()
        assert info.filename == "Ynys Môn.pdf" and info.flag_bits & 0x800


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../up.pdf", "a/../../b.pdf", "a//b.pdf", "./a.pdf", "C:/a.pdf", "c:a.pdf",
     "", "a/", ".."],
)  # fmt: skip
def test_no_file_leaves_the_folder(name: str) -> None:
    assert told("a.pdf", name) == [f"{name!r} leads out of the pack"]


@pytest.mark.parametrize("name", ["a\\b.pdf", "a\x00.pdf", "a\nb.pdf"])
def test_characters_that_no_file_may_have(name: str) -> None:
    (what,) = told(name)
    assert what.endswith("holds a character that cannot stand in the name of a file")


def test_all_faults_are_told_at_once() -> None:
    assert told("a.pdf", "../b.pdf", "A.pdf", "/c.pdf") == [
        "'../b.pdf' leads out of the pack",
        "'A.pdf' and 'a.pdf' would be one file",
        "'/c.pdf' leads out of the pack",
    ]


def test_the_same_name_twice_is_a_fault() -> None:
    name = "a.pdf"
    assert told(name, name) == ["'a.pdf' and 'a.pdf' would be one file"]
    assert told("Mo\u0302n.pdf", "M\u00f4n.pdf") != []


def test_more_files_than_the_old_format_counts() -> None:
    many = 0x1_0000 + 1
    with opened(archive((f"{n}.pdf", b"") for n in range(many))) as found:
        assert len(found.namelist()) == many


# -------------------------------------------------------------------------------- on disk


def test_saved_whole_with_one_file_in_memory_at_a_time(tmp_path: Path) -> None:
    path, part = tmp_path / "pack.zip", 1_000_000
    sizes: list[int] = []

    def files() -> Iterator[tuple[str, bytes]]:
        for n in range(5):
            beside = [p for p in tmp_path.iterdir() if p != path]
            sizes.append(sum(p.stat().st_size for p in beside))
            yield f"{n}.pdf", bytes(part)

    save(path, files())
    assert sizes[-1] >= 3 * part  # the first ones had left memory for the disk
    assert path.read_bytes() == archive((f"{n}.pdf", bytes(part)) for n in range(5))
    assert list(tmp_path.iterdir()) == [path]


def test_a_fault_leaves_the_earlier_archive(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    save(path, FILES)
    before = path.read_bytes()
    with pytest.raises(WriteError):
        save(path, [("a.pdf", b"x"), ("../b.pdf", b"x")])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_stream_gets_the_bytes_of_the_archive(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as stream:
        write(stream, FILES)
    assert (tmp_path / "a").read_bytes() == archive(FILES)
