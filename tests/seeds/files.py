"""Every seed: what its file is headed with, and what dbt is told of it."""

from __future__ import annotations

from typing import Any

import yaml

from tests.project import ROOT

FOLDER = ROOT / "seeds"
HEADERS = {path.stem: path.read_text(encoding="utf-8").split("\n")[0] for path in sorted(FOLDER.glob("*.csv"))}
SEEDS: dict[str, dict[str, Any]] = {
    seed["name"]: seed
    for path in sorted(FOLDER.glob("*.yml"))
    for seed in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]
}
