"""``python -m benchmarks.killed``: builds that are killed at random moments and begun again.

A pack of as many small briefings as are asked for, three files each, is built undisturbed in one
folder.  In another its runs are killed with SIGKILL, workers and all.  After every kill each file
that is there has to be whole, which is to say byte for byte that of the undisturbed build, and
the manifest has to tell the truth of it; in the end nothing may be lost, stale or left over.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter

import click
from attrs import define, field

from benchmarks.report import machine
from briefings import dataset
from briefings.build import batch, forecast
from briefings.build.manifest import load

PACK = """\
pack: killed
title: As many briefings as are asked for
as_at: 2019-12-31
briefings:
  - name: "{{ each.id }}"
    for_each: {rows: recipients.csv}
    inline:
      briefing: small
      title: "{{ subject.name }}, for {{ each.name }}"
      providers: {benchmark: {kind: CRC}}
      sections: [rating-summary]
index: true
"""
COMMAND = [sys.executable, "-c", "from briefings.cli import main; main()", "build", "killed.yaml"]
SAMPLE = 40  # files of a format that another program opens, too
LOOK = 0.02  # seconds between two looks at a folder


@click.command()
@click.option("--briefings", default=334, show_default=True, help="Three files each.")
@click.option("--kills", default=20, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Of the moments.")
def main(briefings: int, kills: int, seed: int) -> None:
    """Kill builds, and tell what became of the files."""
    with tempfile.TemporaryDirectory(prefix="killed-") as folder:
        os.chdir(folder)
        _write(briefings)
        began = perf_counter()
        subprocess.run([*COMMAND, "--out", "undisturbed"], check=True, stdout=subprocess.DEVNULL)
        trial = Trial(_digests(Path("undisturbed")), perf_counter() - began, kills)
        trial.run(random.Random(seed))
        click.echo(trial.report())
        if trial.faults:
            raise click.exceptions.Exit(1)


def _write(briefings: int) -> None:
    crcs = sorted(p.id for p in dataset.load().providers.values() if p.kind == "CRC")
    Path("killed.yaml").write_text(PACK, "utf-8")
    with Path("recipients.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "name", "provider"])
        rows.writerows([f"r-{n:04}", f"recipient {n:,}", crcs[n % len(crcs)]]
                       for n in range(briefings))  # fmt: skip


def _digests(folder: Path) -> dict[str, str]:
    """The files that readers are given."""
    found = (p for p in folder.rglob("*") if p.is_file() and p.suffix in (".docx", ".pdf", ".html"))
    return {path.relative_to(folder).as_posix(): _digest(path) for path in found}


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@define
class Trial:
    """Runs that are killed, and what was found after each."""

    whole: Mapping[str, str]  # digests of the undisturbed build
    seconds: float  # that it took
    kills: int
    out: Path = Path("output")
    there: list[int] = field(factory=list)  # files after each kill
    halves: int = 0  # files half-written, under another name, after a kill
    cut: int = 0  # journals that were there after a kill
    faults: list[str] = field(factory=list)
    last: float = 0.0

    def run(self, chance: random.Random) -> None:
        """Kill as many runs as are asked for, each at a moment of its own; then finish."""
        while len(self.there) < self.kills:
            if self._killed(chance):
                self._look()
        began = perf_counter()
        subprocess.run([*COMMAND, "--out", str(self.out)], check=True, stdout=subprocess.DEVNULL)
        self.last = perf_counter() - began
        self._look(end=True)

    def _killed(self, chance: random.Random) -> bool:
        """Whether a run was killed before it came to its end."""
        before = _count(self.out)
        process = subprocess.Popen([*COMMAND, "--out", str(self.out)], start_new_session=True,
                                   stdout=subprocess.DEVNULL)  # fmt: skip
        early = chance.random() < 0.2  # before anything new is there
        while not early and process.poll() is None and _count(self.out) == before:
            time.sleep(LOOK)
        time.sleep(chance.uniform(0, 1.0 if early else 1.7 * self.seconds / self.kills))
        killed = process.poll() is None
        if killed:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return killed

    def _look(self, *, end: bool = False) -> None:
        found = _digests(self.out)
        for name, digest in found.items():
            if digest != self.whole.get(name):
                self.faults.append(
                    f"{name} is not what it should be, after {len(self.there)} kills"
                )
        manifest = load(self.out)
        entries = manifest.entries.values()
        for built in (built for entry in entries for built in entry.files.values()):
            if found.get(built.path) != built.sha256:
                self.faults.append(f"the manifest is wrong about {built.path}")
        left = [path.name for path in self.out.rglob(".*.part")]
        journal = (self.out / "manifest.journal").exists()
        if end:
            self.faults += [f"{name} is lost" for name in self.whole.keys() - found.keys()]
            self.faults += [f"{name} is left over" for name in left]
            self.faults += ["the journal is left over"] if journal else []
            self.faults += [*self._stale(), *self._invalid(sorted(found))]
            return
        self.there.append(len(found))
        self.halves += len(left)
        self.cut += journal

    def _stale(self) -> Iterator[str]:
        data = dataset.load()
        for outcome in forecast(batch([Path("killed.yaml")], data), data, self.out):
            if outcome.state != "up to date":
                yield f"{outcome.path} is {outcome.state}: {'; '.join(outcome.why)}"

    def _invalid(self, names: list[str]) -> Iterator[str]:
        """Files that another program does not open."""
        import pikepdf

        for suffix in (".docx", ".pdf"):
            chosen = [name for name in names if name.endswith(suffix)]
            for name in chosen[:: max(1, len(chosen) // SAMPLE)]:
                data = (self.out / name).read_bytes()
                try:
                    if suffix == ".docx" and zipfile.ZipFile(io.BytesIO(data)).testzip():
                        yield f"{name} is damaged"
                    elif suffix == ".pdf":
                        with pikepdf.open(io.BytesIO(data)) as pdf:
                            yield from (f"{name}: {said}" for said in pdf.check_pdf_syntax())
                except (zipfile.BadZipFile, pikepdf.PdfError) as error:
                    yield f"{name} is damaged: {error}"

    def report(self) -> str:
        """What was found, in Markdown."""
        rows = [
            ("targets", f"{len(self.whole):,}"),
            ("undisturbed build", f"{self.seconds:.0f} s"),
            ("runs killed with SIGKILL", f"{len(self.there)}"),
            ("files there after each", ", ".join(f"{n:,}" for n in self.there)),
            ("files half-written beside their names, after all kills", f"{self.halves}"),
            ("kills that left a journal", f"{self.cut}"),
            ("last run", f"{self.last:.0f} s"),
            ("files that were not whole, manifests that were wrong, targets lost or stale, "
             "leftovers", f"{len(self.faults)}"),
        ]  # fmt: skip
        lines = ["| | |", "|---|---|", *(f"| {what} | {found} |" for what, found in rows)]
        here = machine()
        said = f"{here['processor']}, {here['cores']} cores, {here['system']}"
        return "\n".join([f"{said}, Python {here['Python']}\n", *lines, "", *self.faults])


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.glob("r-*")) if folder.exists() else 0


if __name__ == "__main__":
    main()
