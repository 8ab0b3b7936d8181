"""Command line: many invented councils out of one.

python -m orchestration.demo.region run     run November and December 2020 of ten councils
python -m orchestration.demo.region write --from data/build/council.duckdb --to DIR \\
    --months 2020-12 --councils 153 --size 210

`write` copies landed demo deliveries, as `make demo` leaves them, into a landing folder.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from orchestration.common import settings
from orchestration.common.errors import NotPossible
from orchestration.common.months import month_end
from orchestration.demo.region.councils import invented
from orchestration.demo.region.deliveries import landed_deliveries, write_councils
from orchestration.demo.region.run import run_region
from orchestration.demo.run import OtherDeliveries


def main() -> int:
    """Do what is asked; 0 when it went well, 1 with the reason on stderr."""
    given = parser().parse_args()
    try:
        return run_region(settings.load()) if given.command == "run" else write(given)
    except (NotPossible, OtherDeliveries, FileExistsError) as error:
        print(error, file=sys.stderr)
        return 1


def write(given: argparse.Namespace) -> int:
    """Write the deliveries of every month and council asked for."""
    begun = time.monotonic()
    councils = invented(given.councils, given.size)
    sources = landed_deliveries(given.source, [month_end(month) for month in given.months])
    folders = write_councils(sources, councils, given.to)
    print(f"{len(folders)} deliveries in {given.to}, {time.monotonic() - begun:.0f} s")
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    made = argparse.ArgumentParser(prog="python -m orchestration.demo.region", description=__doc__.splitlines()[0])
    commands = made.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="run two months of a region of ten councils, one late and one refused")
    command = commands.add_parser("write", help="only write deliveries")
    command.add_argument("--from", dest="source", type=Path, required=True, help="build database with demo deliveries")
    command.add_argument("--to", type=Path, required=True, help="landing folder to write into")
    command.add_argument("--months", nargs="+", required=True, metavar="MONTH", help="like 2020-12")
    command.add_argument("--councils", type=int, default=10, help="how many; 10 if not said")
    command.add_argument("--size", type=float, default=10, help="all together, in councils of the source; 10")
    return made


if __name__ == "__main__":
    sys.exit(main())
