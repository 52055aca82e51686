"""Writing the files of a data folder: YAML that reads back as the same values, and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from briefings.errors import DataError
from briefings.observations import COLUMNS
from briefings.records import Observation
from briefings.yamlfile import parse

__all__ = ["csv_text", "observation_cells", "yaml_text"]


class _Dumper(yaml.SafeDumper):
    """Block style, text never read as a number, nothing shared by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # YAML 1.2 reads "1e5" as a number and YAML 1.1 does not: what may be one is quoted.
    style = '"' if text[:1] in tuple("0123456789+-.") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def yaml_text(data: Any) -> str:
    """``data`` as YAML in the order of its keys, proven to be read back as the same."""
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=100,
    )
    if parse(text, "what was written", DataError).data != data:
        raise RuntimeError("YAML that was written is read as something else")
    return text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Lines of CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


_NUMBERS = ("value", "comparator_value", "target", "base")


def observation_cells(seen: Observation) -> list[str]:
    """An observation as the cells of a line, in the order of ``COLUMNS``."""
    given = {
        name: getattr(seen, name) for name in COLUMNS if name not in ("as_of", "basis", *_NUMBERS)
    }
    given["as_of"] = seen.as_of.text if seen.as_of else ""
    given["basis"] = "" if seen.basis == "stated" else seen.basis.value
    for name in _NUMBERS:
        number = getattr(seen, name)
        given[name] = "" if number is None else _digits(number)
    return [given[name] for name in COLUMNS]


def _digits(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
