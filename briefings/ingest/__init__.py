"""Bringing tables of other people into a data folder, and saying what changed.

A file is opened as grids of cells (:mod:`opening`, :mod:`grid`); a column map, guessed
(:mod:`guess`) or written by hand (:mod:`mapping`), says what each column holds; its rows are
read into facts (:mod:`gather`, :mod:`row`), with every cell accounted for (:mod:`ledger`);
and the facts are merged into the files of the folder (:mod:`merge`).
"""

from briefings.ingest.carry import Import, carry_out, guess_plan
from briefings.ingest.differences import Difference, differences
from briefings.ingest.exported import read_export
from briefings.ingest.gather import Policy
from briefings.ingest.ground import Ground
from briefings.ingest.mapping import Plan, map_text, read_map
from briefings.ingest.merge import Citation
from briefings.ingest.names import Names
from briefings.ingest.opening import Opened, open_file
from briefings.ingest.report import as_data, lines
from briefings.ingest.template import measures_template, rated_framework, ratings_template

__all__ = [
    "Citation",
    "Difference",
    "Ground",
    "Import",
    "Names",
    "Opened",
    "Plan",
    "Policy",
    "as_data",
    "carry_out",
    "differences",
    "guess_plan",
    "lines",
    "map_text",
    "measures_template",
    "open_file",
    "rated_framework",
    "ratings_template",
    "read_export",
    "read_map",
]
