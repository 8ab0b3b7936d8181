"""Command line of the demo: `python -m orchestration.demo deliver --to DIR [--seed N] [--through 2020-12-31]`."""

import argparse
import time
from pathlib import Path

from orchestration.demo.deliver import deliver


def main() -> None:
    """Read the arguments, write the deliveries, say where they are."""
    parser = argparse.ArgumentParser(prog="python -m orchestration.demo", description="Invented deliveries for a demo run.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("deliver", help="write monthly deliveries January 2020 to January 2021")
    command.add_argument("--to", type=Path, required=True, help="landing folder to write into")
    command.add_argument("--seed", type=int, default=1, help="another seed gives other children and the same figures")
    command.add_argument("--through", default="2021-01-31", help="month end of the last delivery, e.g. 2020-12-31")
    command.add_argument("--clean", action="store_true", help="leave the source faults out")
    given = parser.parse_args()
    begun = time.monotonic()
    places = deliver(given.to, given.seed, given.through[:7], given.clean)
    print(f"{len(places)} deliveries in {given.to}, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
