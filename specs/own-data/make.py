"""Makes ``return.xlsx``: a made-up return of three made-up providers, as messy as real ones are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from briefings.workbook import Column, Percent, Sheet, workbook

ROWS = (
    ("Returns of three made-up delivery units, 2024",),
    ("For the example only: no such place exists",),
    (),
    ("Probation Delivery Unit", "Report published", "Overall", "1.1 Leadership", "1.2 Staffing",
     "1.3", "2.1 Assessment", "2.2 Planning", "2.3", "2.4 Reviewing", "Caseload",
     "Unmanageable workloads", "Our code"),
    ("Eastvale", date(2024, 4, 10), "RI", "Good", "Requires improvement", "Good",
     "Requires improvement", "RI", "Inadequate", "Inadequate", "more than 1,900", "61%", "E1"),
    (),
    ("Northbridge", "8th May 2024", "Good", "Outstanding", "Good", "Good", "Good", "good",
     "Requiring improvement", "Good", 2315, Percent(0.38), "N1"),
    ("Westmoor", "June 2024", "Inadequate", "RI", "Inadequate", "Inadequate", "Inadequate",
     "Inadequate", "Inadequate", "Inadequate", "1,204", "..", "W1"),
    ("Total", None, None, None, None, None, None, None, None, None, 5419, None, None),
    (),
    ("Source: returns of the units, June 2024",),
)  # fmt: skip


def main() -> None:
    """Write the workbook beside this file."""
    sheet = Sheet(
        "Return", ROWS, columns=(Column(26), *[Column(14)] * 12), header=4, merged=("A1:M1",)
    )
    (Path(__file__).parent / "return.xlsx").write_bytes(workbook([sheet]))


if __name__ == "__main__":
    main()
