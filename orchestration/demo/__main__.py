"""Command line of the demo.

python -m orchestration.demo run [--seed N]               make deliveries, run January to December 2020
python -m orchestration.demo rerun                        then January 2021, which revises two months
python -m orchestration.demo deliver --to DIR [--seed N]  only write deliveries
"""

import argparse
import sys
import time
from pathlib import Path

from orchestration.common import settings
from orchestration.demo.deliveries.deliver import deliver
from orchestration.demo.run import run_demo


def main() -> int:
    """Read the arguments and do what they ask; 0 when it went well."""
    given = parser().parse_args()
    try:
        if given.command == "run":
            return run_demo(settings.load(), "2020-01", "2020-12", given.seed)
        if given.command == "rerun":
            return run_demo(settings.load(), "2021-01", "2021-01", given.seed)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    begun = time.monotonic()
    places = deliver(given.to, given.seed, given.through[:7], given.clean)
    print(f"{len(places)} deliveries in {given.to}, {time.monotonic() - begun:.0f} s")
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    made = argparse.ArgumentParser(
        prog="python -m orchestration.demo", description="Invented deliveries and a demo run."
    )
    commands = made.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="make deliveries and run each month of 2020")
    commands.add_parser("rerun", help="deliver January 2021 and run it with its rerun window")
    command = commands.add_parser("deliver", help="write monthly deliveries January 2020 to January 2021")
    for one in commands.choices.values():
        one.add_argument("--seed", type=int, default=1, help="another seed gives other children and the same figures")
    command.add_argument("--to", type=Path, required=True, help="landing folder to write into")
    command.add_argument("--through", default="2021-01-31", help="month end of the last delivery, e.g. 2020-12-31")
    command.add_argument("--clean", action="store_true", help="leave the source faults out")
    return made


if __name__ == "__main__":
    sys.exit(main())
