"""Command line of the pipeline.

    python -m orchestration.run land                     land what is new and prepare the build database
    python -m orchestration.run month 2020-12            the run of that month, as it was known then
    python -m orchestration.run each 2020-01 2020-12     that, for one month after the other; files at the end
    python -m orchestration.run report 2020-06           write the report of a month published before
    python -m orchestration.run range 2020-07 2020-12    these months, from the newest delivery
    python -m orchestration.run verify --report 2020-12  prove what that report, or all, was made from
    python -m orchestration.run retain --dry-run         list what is kept no longer; without --dry-run, remove it
    python -m orchestration.run purge E08000018/2020-12-31/1 --reason "..."    remove a delivery and all made from it

`month` computes the month and its rerun window from the month's own newest delivery; `range` computes the
months named from the newest delivery there is. `--as-known newest`, `own_month` or a date says otherwise.
Months before the first delivery are filled by a `range` that ends with the month of the newest one.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from datetime import date

from orchestration.common import settings
from orchestration.common.errors import OF_THE_MACHINE, NotPossible, is_own, told
from orchestration.common.months import month_end, months_before, require_not_before, rerun_range
from orchestration.common.writer_lock import hold_writer_lock
from orchestration.landing.deliveries import Summary
from orchestration.operations import prepare


def main(arguments: list[str] | None = None) -> int:
    """0 when all went well, 1 after a refusal or a failed run; the reason stands on stderr."""
    asked = parser().parse_args(arguments)
    try:
        chosen = settings.load()
        hold_writer_lock(chosen.data)
        if asked.command == "verify":
            from orchestration.operations.verification.verify import verify

            return verify(chosen, asked.report, asked.rebuild, asked.noted)
        if asked.command == "retain":
            return retain(chosen, asked.dry_run)
        if asked.command == "purge":
            from orchestration.operations.purge import purge

            purge(chosen, asked.delivery, asked.reason, lambda line: print(line, flush=True))
            return 0
        if asked.command == "report":
            return report(chosen, asked.month)
        span = asked_months(asked.months, chosen)
        if asked.command == "land":
            return land(chosen, span, asked.as_known)
        from orchestration.cli.in_process_run import run_job  # Dagster takes seconds to import; landing does without

        spans = [span]
        if asked.command == "each":
            spans = each_month(asked.months, chosen)
            prepare.require_each_delivered(chosen, [last for _, last in spans], asked.as_known)
        return run_job(chosen, spans, asked.as_known)
    except Exception as error:
        if not is_own(error) and not isinstance(error, OF_THE_MACHINE):
            traceback.print_tb(error.__traceback__)  # where it was, without its words
        print(told(error), file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    made = argparse.ArgumentParser(prog="python -m orchestration.run", description=__doc__.splitlines()[0])
    commands = made.add_subparsers(dest="command", required=True)
    for name, count, as_known, text in (
        ("land", "*", prepare.NEWEST, "land new deliveries and prepare the build database"),
        ("month", 1, prepare.OWN_MONTH, "run one month and its rerun window"),
        ("each", 2, prepare.OWN_MONTH, "run one month after the other; write files at the end"),
        ("range", 2, prepare.NEWEST, "run all months from the first to the second"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("months", nargs=count, metavar="MONTH", help="like 2020-12")
        command.add_argument("--as-known", default=as_known, help="newest, own_month or a date")
    command = commands.add_parser("report", help="write the report of a month published before, as it stood then")
    command.add_argument("month", metavar="MONTH", help="like 2020-12")
    command = commands.add_parser("verify", help="prove that everything published is as the run record says")
    command.add_argument("--report", metavar="MONTH", help="only what the report of this month was made from")
    command.add_argument("--rebuild", action="store_true", help="compute all publications again from the deliveries")
    command.add_argument("--noted", metavar="HASH", help="a record's hash somebody wrote down, at least its beginning")
    command = commands.add_parser("purge", help="remove a delivery that may not be kept, and all that was made from it")
    command.add_argument("delivery", metavar="DELIVERY", help="like E08000018/2020-12-31/1")
    command.add_argument("--reason", required=True, help="why, without naming a child; the run record keeps it")
    command = commands.add_parser("retain", help="remove deliveries, copies, logs and run records kept no longer")
    command.add_argument("--dry-run", action="store_true", help="list them only")
    return made


def asked_months(months: list[str], chosen: settings.Settings) -> tuple[date, date] | None:
    """(first, last) month end: one month stands for itself and its rerun window, two for all between them."""
    ends = [month_end(key) for key in months]
    if not ends:
        return None
    earliest = month_end(chosen.first_month)
    if len(ends) == 1:
        return rerun_range(ends[0], chosen.rerun_months, earliest)
    if len(ends) > 2 or ends[0] > ends[1]:
        raise NotPossible(f"give one month, or a first and a last month, not {' '.join(months)}")
    require_not_before(earliest, ends[0])
    return ends[0], ends[1]


def each_month(months: list[str], chosen: settings.Settings) -> list[tuple[date, date]]:
    """The span of each month's own run, from the first month named to the second."""
    end, last = (month_end(key) for key in months)
    spans = []
    while end <= last:
        spans.append(asked_months([f"{end:%Y-%m}"], chosen))
        end = months_before(end, -1)
    return spans


def land(chosen: settings.Settings, span: tuple[date, date] | None, as_known: str) -> int:
    """Land and prepare; print what was found."""
    summary, run = prepare.land_and_prepare(chosen, span, as_known)
    tell_landed(summary)
    if run is None:
        print(f"No delivery found in {chosen.landing}")
        return 1
    print(f"Next build: months {run.first:%Y-%m} to {run.last:%Y-%m}, as known on {run.as_known_on}")
    return 0


def report(chosen: settings.Settings, month: str) -> int:
    """Write the files of a report from the published database, and print where they are."""
    from orchestration.operations.output_files import write_reports

    if not chosen.published_db.exists():
        raise NotPossible(f"nothing is published in {chosen.published}; run a month first, or check CHILDREN_DATA")
    asked = {"first_month": month, "last_month": month, "started_by": "command line"}
    print(*write_reports(chosen, month_end(month), asked), sep="\n")
    return 0


def retain(chosen: settings.Settings, dry_run: bool) -> int:
    """List what is kept no longer and why, and remove it unless it is a dry run."""
    from orchestration.defs.instance import dagster_instance
    from orchestration.defs.old_runs import removals, remove

    with dagster_instance(chosen) as instance:
        found = removals(chosen, instance)
        print("\n".join(map(str, found)) or "Nothing is older than what is kept.")
        if not dry_run:
            remove(chosen, instance, found)
    print(f"{'Would remove' if dry_run else 'Removed'}: {len(found)}")
    return 0


def tell_landed(summary: Summary) -> None:
    """Print one line per delivery landed and one for those that were there already."""
    for one in summary.landed:
        print(f"Landed {one.delivery_id}: {one.rows} rows")
        for column in one.extra_columns:
            print(f"  ignored, not in the contract: {column}")
    tell_waiting(summary)
    if summary.unchanged:
        print(f"Already landed: {summary.unchanged} deliveries")


def tell_waiting(summary: Summary) -> None:
    """Print what was refused of councils that the others do not wait for."""
    for problem in summary.waiting:
        print(f"Refused, the other councils go on: {problem}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
