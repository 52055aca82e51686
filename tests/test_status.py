"""``briefings plan``, ``status``, ``why`` and ``verify``, as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefings.cli import main
from tests.build.works import PROFILE, Works

DATA = ["--data", "tiny", "--data-only"]
PACK = "  - {spec: profile.yaml, for_each: {kind: CRC}}\n"
SCORE = ("Score (unofficial) of North Community Rehabilitation Company: "
         "3 of 12 -> 4 of 12, source 1")  # fmt: skip
RATING = ("1.2 Staff of North Community Rehabilitation Company: "
          "Requires improvement -> Good, source 1")  # fmt: skip


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    monkeypatch.chdir(tmp_path)
    made = Works.new()
    made.write("profile.yaml", PROFILE)
    made.pack(PACK, "zip: true\n")
    return made


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == code, result.output
    return result


def build() -> None:
    run("build", "monthly.yaml", *DATA, "--executor", "in-process")


def rate_north_better(works: Works) -> None:
    works.change("tiny/providers/north.yaml", '"1.2": {rating: Requires improvement',
                 '"1.2": {rating: Good')  # fmt: skip


def lines(result: Result) -> list[str]:
    return [" ".join(line.split()) for line in result.output.splitlines()]


def test_a_plan_writes_nothing(works: Works) -> None:
    assert lines(run("plan", "monthly.yaml", *DATA)) == [
        "to build output/profile-north.html: not built before",
        "to build output/profile-south.html: not built before",
        "to build output/monthly.zip: its parts are to be built: profile-north, profile-south",
    ]
    assert not Path("output").exists()


def test_a_plan_names_the_fact_and_the_size_of_the_last_build(works: Works) -> None:
    build()
    rate_north_better(works)
    size = round(Path("output/profile-north.html").stat().st_size / 1000)
    found = lines(run("plan", "monthly.yaml", *DATA))
    assert f"to build output/profile-north.html ({size} kB): {RATING}; {SCORE}" in found
    size = round(Path("output/profile-south.html").stat().st_size / 1000)
    same = "the data has changed, but nothing that it shows"
    assert f"up to date output/profile-south.html ({size} kB): {same}" in found


def test_a_plan_as_json(works: Works) -> None:
    build()
    told = json.loads(run("plan", "monthly.yaml", *DATA, "--json").stdout)["targets"]
    assert [(t["briefing"], t["state"], t["format"], t["why"]) for t in told] == [
        ("profile-north", "up to date", "html", []),
        ("profile-south", "up to date", "html", []),
        ("monthly", "up to date", "zip", []),
    ]


def test_the_status_of_every_file(works: Works) -> None:
    assert run("status").output == ""
    build()
    assert [line.split(" (")[0] for line in lines(run("status"))] == [
        "up to date output/profile-north.html",
        "up to date output/profile-south.html",
        "up to date output/monthly.zip",
    ]


def test_the_status_tells_what_is_new_and_what_nobody_asks_for(works: Works) -> None:
    build()
    works.pack("  - {spec: profile.yaml, for_each: [North, Ash]}\n")
    found = {" ".join(line.split(" (")[0].split()) for line in run("status").output.splitlines()}
    assert found == {
        "up to date output/profile-north.html",
        "to build output/profile-ash.html: not built before",
        "orphan output/profile-south.html",
        "orphan output/monthly.zip",
    }
    Path("output/profile-south.html").unlink()
    assert "profile-south" not in run("status").output


def test_the_status_where_the_pack_is_gone_or_broken(works: Works) -> None:
    build()
    Path("monthly.yaml").rename("away.yaml")
    assert all(line.startswith("orphan") for line in lines(run("status")))
    assert "monthly.yaml is gone" in run("status").output
    works.write("monthly.yaml", "pack: monthly\n")
    told = run("status")
    assert "would fail" in told.stdout and "missing" in told.stderr
    assert "orphan" not in told.stdout


def test_the_status_is_the_same_from_another_folder(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    assert [line.split(" (")[0] for line in lines(run("status", "--out", "../output"))] == [
        "up to date ../output/profile-north.html",
        "up to date ../output/profile-south.html",
        "up to date ../output/monthly.zip",
    ]


def test_why_it_was_built_and_what_would_become_of_it(works: Works) -> None:
    build()
    assert lines(run("why", "output/profile-north.html")) == [
        "output/profile-north.html: up to date", "last built because: not built before",
    ]  # fmt: skip
    rate_north_better(works)
    assert lines(run("why", "profile-north")) == [
        "output/profile-north.html: to build", RATING, SCORE,
        "last built because: not built before",
    ]  # fmt: skip
    build()
    assert lines(run("why", "profile-north.html"))[1] == f"last built because: {RATING}; {SCORE}"
    assert lines(run("why", "monthly.zip"))[1] == "last built because: its parts have changed"


def test_why_as_json(works: Works) -> None:
    build()
    (told,) = json.loads(run("why", "profile-north", "--json").stdout)["targets"]
    assert (told["state"], told["last"]) == ("up to date", ["not built before"])


def test_why_of_something_that_was_never_built(works: Works) -> None:
    build()
    told = run("why", "profile-nort", code=1).output
    assert told == ("output: no 'profile-nort' was built in this folder; "
                    "did you mean 'profile-north'?\n")  # fmt: skip


def test_verify(works: Works) -> None:
    build()
    files = ["output/profile-north.html", "output/profile-south.html", "output/monthly.zip"]
    assert lines(run("verify", *files)) == [f"{file}: the same bytes" for file in files]
    rate_north_better(works)
    assert lines(run("verify", *files, code=1)) == [
        "output/profile-north.html: not the same", "the data has changed since", RATING, SCORE,
        "output/profile-south.html: the same bytes", "output/monthly.zip: the same bytes",
    ]  # fmt: skip


def test_verify_tells_of_a_file_that_was_edited_or_never_built(works: Works) -> None:
    build()
    Path("output/profile-north.html").write_bytes(b"edited")
    Path("other.html").write_bytes(b"other")
    assert lines(run("verify", "output/profile-north.html", "other.html", code=1)) == [
        "output/profile-north.html: not the same",
        "the file on the disk is not the one that was built",
        "other.html: not the same", "no manifest tells how it was built",
    ]  # fmt: skip


def test_verify_does_not_need_the_spec_any_more(works: Works) -> None:
    build()
    Path("profile.yaml").unlink()
    Path("monthly.yaml").unlink()
    assert "the same bytes" in run("verify", "output/profile-north.html").output


def test_verify_as_json(works: Works) -> None:
    build()
    (told,) = json.loads(run("verify", "output/monthly.zip", "--json").stdout)["files"]
    assert told == {"path": "output/monthly.zip", "same": True, "why": [], "faults": []}
