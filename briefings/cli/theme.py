"""``briefings theme``: begin a house style, and prove one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from attrs import evolve

from briefings.cli.options import data_options, json_option, load_data, print_faults, print_json
from briefings.errors import EXIT_FAULT, BriefingError, Fault, Place

__all__ = ["theme"]


@click.group()
def theme() -> None:
    """Begin a house style, and check one."""


@theme.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("theme.yaml"),
              show_default=True, metavar="FILE", help="The file to write.")  # fmt: skip
def init(out: Path) -> None:
    """Write a theme file that holds every default, to change what you like.

    A file that is there already is never written over.
    """
    from briefings.theme import starter

    try:
        with out.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(starter())
    except FileExistsError:
        fault = Fault("the file is there already", "name another with --out", place=Place(str(out)))
        raise BriefingError(fault) from None
    except OSError as refusal:
        what = f"the file cannot be written: {refusal.strerror}"
        raise BriefingError(Fault(what, "check the path", place=Place(str(out)))) from None
    click.echo(f"wrote {out}; try it with `briefings build --theme {out}`")


@theme.command()
@click.argument("theme", metavar="THEME",
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.argument("specs", nargs=-1, type=click.Path(path_type=Path), metavar="[SPEC]...")
@data_options
@json_option
def check(
    theme: Path, specs: tuple[Path, ...], folders: tuple[Path, ...], data_only: bool, as_json: bool
) -> None:
    """Check a THEME: contrast, fonts and their glyphs, logo, Word file and its styles.

    The glyphs are those that the SPECs need; without any, those of all the data.
    """
    from briefings.theme import load
    from briefings.themecheck import contrasts

    style = load(theme)
    dataset = load_data(folders, data_only)
    faults = [*_template(theme, style), *_glyphs(theme, style, specs, dataset)]
    errors = [fault for fault in faults if fault.severity == "error"]
    pairs = list(contrasts(style))
    if as_json:
        rows = [{"text": p.name, "ground": p.ground, "contrast": round(p.ratio, 2)} for p in pairs]
        print_json({"faults": [f.as_json() for f in faults], "contrasts": rows})
    else:
        for pair in pairs:
            click.echo(f"{pair.ratio:5.1f} to 1  {pair.name} on {pair.ground}")
        print_faults(faults)
        if not errors:
            click.echo(f"{theme}: no fault")
    if errors:
        sys.exit(EXIT_FAULT)


def _template(file: Path, style: Any) -> Iterator[Fault]:
    """What the Word file lacks, at its place in the theme."""
    if style.word_template is None:
        return
    from briefings.errors import ThemeError
    from briefings.writers.docx import template_faults
    from briefings.yamlfile import read

    place = read(file, ThemeError).place(("word_template",))
    for fault in template_faults(style):
        yield evolve(fault, place=place)


def _glyphs(file: Path, style: Any, specs: tuple[Path, ...], dataset: Any) -> Iterator[Fault]:
    if specs:
        from briefings import build

        for plan in build.plan(build.find_specs(specs), dataset, theme=file):
            yield from build.check(plan, dataset)
        return
    from briefings.export import as_json
    from briefings.layout.glyphs import glyph_faults

    for fault in glyph_faults(style, _texts(as_json(dataset))):
        yield evolve(fault, place=Place(str(file)))


def _texts(value: Any) -> Iterator[str]:
    """Every text in what JSON can hold."""
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list() | tuple():
            for part in value:
                yield from _texts(part)
