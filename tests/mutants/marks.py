"""Carries changes through dbt: each is written beside its place as a comment, which survives compilation.

    /*<7*/ <= /*7|<|7>*/

So models are compiled once, with all changes in them, and the SQL of any one mutant is a replacement of text: the
comment takes the place of what stands before it, wherever a loop or another model has repeated it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.mutants.changes import Change

MARK = re.compile(r"/\*<\d+\*/|/\*(\d+)\|.*?\|\1>\*/", re.DOTALL)
SHARED = ("dbt_project.yml", "macros", "orchestration", "profiles.yml", "tests", "seeds")


def marked_project(root: Path, folder: Path, changes: Mapping[int, Change]) -> Path:
    """A project folder that shares everything with the one at `root` but its models, which are marked copies."""
    folder.mkdir()
    for name in SHARED:
        (folder / name).symlink_to(root / name)
    shutil.copytree(root / "models", folder / "models")
    by_model: dict[str, dict[int, Change]] = {}
    for number, change in changes.items():
        by_model.setdefault(change.model, {})[number] = change
    for path in (folder / "models").rglob("*.sql"):
        if path.stem in by_model:
            path.write_text(marked(path.read_text(encoding="utf-8"), by_model[path.stem]), encoding="utf-8")
    return folder


def marked(text: str, changes: Mapping[int, Change]) -> str:
    """A model with its changes written in; those that begin first are outermost."""
    pieces: list[tuple[int, int, int, str]] = []
    for rank, (number, change) in enumerate(sorted(changes.items(), key=_outermost_first)):
        pieces.append((change.start, 1, rank, f"/*<{number}*/"))
        pieces.append((change.end, 0, -rank, f"/*{number}|{change.after}|{number}>*/"))
    parts, at = [], 0
    for position, _, _, mark in sorted(pieces):
        parts += [text[at:position], mark]
        at = position
    return "".join(parts) + text[at:]


def numbers_in(sql: str) -> set[int]:
    """The changes that a statement holds."""
    return {int(number) for number in re.findall(r"/\*<(\d+)\*/", sql)}


def unchanged(sql: str) -> str:
    """A marked statement as it is without any change."""
    return MARK.sub("", sql)


def changed(sql: str, number: int) -> str:
    """A marked statement with one change made."""
    place = re.compile(rf"/\*<{number}\*/.*?/\*{number}\|(.*?)\|{number}>\*/", re.DOTALL)
    return unchanged(place.sub(lambda found: found[1], sql))


def _outermost_first(item: tuple[int, Change]) -> Sequence[int]:
    return item[1].start, -item[1].end
