"""Says which small wrong changes of the models `make test` would notice: `make test-mutants`.

    python -m tests.mutants --mutants 300 --seed 1 --demo-data data

A change is noticed where a test of a layer fails on it, or where the models cannot be built with it. The tests' own
fixtures build each layer once (builds.py); of a change only what it alters is computed again (base.py), and the tests'
own comparisons run on that (layers.py). A survivor that survivors.csv does not explain fails the run.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from orchestration.common.settings import ROOT
from tests.mutants.builds import built_layers
from tests.mutants.changes import changes_of_models
from tests.mutants.marks import marked_project
from tests.mutants.report import Outcome, explained, in_words, write_outcomes


def main() -> int:
    """Print the survivors and the counts by folder and layer; 1 where a survivor is not explained."""
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="mutants_", ignore_cleanup_errors=True) as temporary:
        changes = dict(enumerate(changes_of_models(ROOT / "models"), start=1))
        marked = marked_project(ROOT, Path(temporary) / "project", changes)
        drawn = random.Random(arguments.seed).sample(sorted(changes), min(arguments.mutants, len(changes)))
        outcomes = {number: Outcome(changes[number]) for number in sorted(drawn)}
        for layer in built_layers(marked, Path(temporary), arguments.demo_data.resolve()):
            print(f"{layer.name}: built", file=sys.stderr, flush=True)
            for number, outcome in outcomes.items():
                if outcome.layer is None and (noticed := layer.notices(number)):
                    outcome.layer, outcome.noticed_by = layer.name, noticed
            layer.base.con.close()
    explanations = explained()
    if arguments.outcomes:
        write_outcomes(arguments.outcomes, list(outcomes.values()))
    print(in_words(list(outcomes.values()), explanations, arguments.seed))
    return 0 if all(one.layer or one.key in explanations for one in outcomes.values()) else 1


def read_arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--outcomes", type=Path, help="write what noticed each mutant to this CSV file")
    parser.add_argument("--demo-data", type=Path, default=ROOT / "data", help="finished demo; made where there is none")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
