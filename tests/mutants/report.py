"""The outcome of mutants in words, and the explanations of those that survive, which are committed."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.changes import FOLDERS, Change

SURVIVORS = Path(__file__).parent / "survivors.csv"
Key = tuple[str, str, str]


@dataclass
class Outcome:
    """A mutant, and which layer notices it by which of its tests."""

    change: Change
    layer: str | None = None
    noticed_by: str | None = None

    @property
    def key(self) -> Key:
        """What names it in survivors.csv: its line, not the number of it, which moves."""
        return self.change.model, self.change.right, self.change.wrong


def explained() -> dict[Key, str]:
    """Why known survivors survive."""
    with SURVIVORS.open(encoding="utf-8", newline="") as file:
        return {(row["model"], row["right"], row["wrong"]): row["why"] for row in csv.DictReader(file)}


def in_words(outcomes: Sequence[Outcome], explanations: Mapping[Key, str], seed: int) -> str:
    """Survivors first, then counts by folder and by layer."""
    survivors = [one for one in outcomes if one.layer is None]
    lines = [f"survives: {one.change}: {explanations.get(one.key, 'not explained')}" for one in survivors]
    by_layer = Counter(one.layer for one in outcomes if one.layer)
    lines += [f"noticed first by {layer}: {count}" for layer, count in by_layer.items()]
    for folder in FOLDERS:
        of_folder = [one for one in outcomes if one.change.folder == folder]
        lines.append(f"{folder}: {sum(one.layer is not None for one in of_folder)} of {len(of_folder)} noticed")
    lines.append(f"{len(outcomes) - len(survivors)} of {len(outcomes)} noticed (seed {seed})")
    return "\n".join(lines)


def write_outcomes(path: Path, outcomes: Sequence[Outcome]) -> None:
    """What noticed each mutant, as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["folder", "model", "line", "right", "wrong", "layer", "noticed_by"])
        for one in outcomes:
            change = one.change
            place = [change.folder, change.model, change.line, change.right, change.wrong]
            writer.writerow([*place, one.layer, one.noticed_by])
