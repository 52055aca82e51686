"""What a pack's build hands to the mail: one value for each file that is there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from briefings.build.manifest import Entry, Manifest, load
from briefings.mail.bodies import escaped
from briefings.mail.fitness import Fitness

__all__ = ["Built", "built"]


@frozen
class Built:
    """A file that was built, with what was new in it and what decides who may get it.

    ``changed``, ``ratings_changed`` and ``reasons`` compare it with the build before.  What a
    recipient has seen may be older than that, so the ledger compares the digests with what was
    last sent to each; an empty digest leaves it to these.
    """

    briefing: str
    title: str
    format: str
    path: Path
    sha256: str
    size: int
    provider: str = ""  # the subject's id, where there is one
    variables: Mapping[str, str] = field(factory=dict)  # of the row that it was built for
    changed: bool = True
    ratings_changed: bool = False
    reasons: tuple[str, ...] = ()
    key_points: str = ""  # Markdown
    facts_digest: str = ""
    ratings_digest: str = ""
    whole: bool = False  # made of all the pack's briefings: attached only by its name
    unfit: str = ""  # why the file that stands there is not to be sent, if so


def built(folder: Path, pack: str, fitness: Fitness) -> tuple[Built, ...]:
    """What stands in an output folder of a pack, by its manifest.  Raises WriteError.

    ``fitness`` says what of it is the pack's, and what is not to be sent as it stands.
    """
    manifest, names = load(folder), fitness.names
    found = [
        (one, fitness.why_not(one.briefing, one.format, entry.recipe.get("pack") == pack))
        for name, entry in manifest.entries.items()
        if name in names or entry.recipe.get("pack") == pack
        for one in _files(manifest, name, entry)
    ]
    found += [
        (one, fitness.why_not(one.briefing, one.format, True)) for one in _products(manifest, pack)
    ]
    return tuple(evolve(one, unfit=unfit) for one, unfit in found if unfit is not None)


def _files(manifest: Manifest, name: str, entry: Entry) -> Iterator[Built]:
    words = {**entry.recipe.get("variables", {}), **entry.recipe.get("each", {})}
    for format_, file in entry.files.items():
        yield Built(
            briefing=name,
            title=entry.title,
            format=format_,
            path=manifest.folder / file.path,
            sha256=file.sha256,
            size=file.size,
            provider=entry.subject,
            variables=words,
            reasons=entry.why,
            key_points=_listed(entry.key_points),
            facts_digest=entry.document,
            ratings_digest=_ratings(manifest, entry),
        )


def _listed(points: str) -> str:
    """The manifest has a point a line, in plain words."""
    return "\n".join(f"- {escaped(point)}" for point in points.splitlines() if point.strip())


def _products(manifest: Manifest, pack: str) -> Iterator[Built]:
    """The document of all, the index page and the ZIP file, under the names of their files."""
    for product in manifest.packs.get(pack, {}).values():
        for format_, file in product.get("files", {}).items():
            path = Path(file["path"])
            yield Built(
                briefing=path.stem,
                title=path.stem,
                format=format_,
                path=manifest.folder / path,
                sha256=file["sha256"],
                size=file["size"],
                facts_digest=product.get("inputs", ""),
                whole=True,
            )


def _ratings(manifest: Manifest, entry: Entry) -> str:
    """A digest of every rating in a briefing that is told as what is so now."""
    facts = [manifest.facts[key] for key in entry.facts]
    ratings = sorted(
        (fact["provider"], fact["metric"], fact["value"])
        for fact in facts
        if not fact.get("since") and _is_rating(fact)
    )
    return hashlib.sha256(json.dumps(ratings).encode()).hexdigest()[:16]


def _is_rating(fact: Mapping[str, Any]) -> bool:
    """The overall one, or that of a standard, whose label begins with its number."""
    return fact["metric"] == "overall" or str(fact["label"]).startswith(f"{fact['metric']} ")
