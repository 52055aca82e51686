"""The peers: each a maker of Word files or of PDFs, from plain data.

They import nothing of ours but where the fonts are, so that a cold start pays for the peer alone.
"""

from __future__ import annotations

from typing import Any, TypeAlias

__all__ = ["Content"]

Content: TypeAlias = dict[str, Any]  # a document, or a part of one, as JSON has it
