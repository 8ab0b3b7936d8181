"""`python -m orchestration.run verify`: what was proved and what differs, one line each.

Belongs here: the words. Does not belong: the comparisons (findings.py, rebuild.py).
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from orchestration.common.settings import Settings
from orchestration.operations.verification.findings import Finding, deliveries_used, findings, scope_of, short
from orchestration.operations.verification.rebuild import rebuild
from orchestration.run_record import hash_chain
from orchestration.run_record.entries import PUBLISHES, STOPPED


def verify(settings: Settings, month: str | None, is_rebuilt: bool, noted: str | None) -> int:
    """Print what the report of `month` (or all that is published) was made from and every finding; 0 when there is
    none, else 1.
    """
    record = hash_chain.read(settings.run_record)
    if record.records:
        print("\n".join(made_from(record, month)))
    count = tell(findings(settings, month, noted))
    if is_rebuilt:
        begun = time.monotonic()
        count += tell(rebuild(settings, month, lambda line: print(line, flush=True)))
        print(f"Computed again in {time.monotonic() - begun:.0f} s")
    print(f"{count} findings" if count else "Everything is as recorded")
    return 1 if count else 0


def tell(found: Iterable[Finding]) -> int:
    """Print a line per finding; how many there were."""
    count = 0
    for one in found:
        print(f"DIFFERS  {one}", flush=True)
        count += 1
    return count


def made_from(record: hash_chain.Chain, month: str | None) -> list[str]:
    """The run record in a few lines, and the runs, deliveries and code behind the report of a month."""
    scope = scope_of(record.records, month)
    stops = sum(one["kind"] == STOPPED for one in record.records)
    last = record.records[-1]["hash"]
    lines = [f"Run record: {len(record.records)} records, {stops} of runs that were stopped; last {last}"]
    lines += [f"  {note}" for note in record.notes]
    lines += [f"  {one['at']}: {one['remark']}" for one in record.records if "remark" in one]
    if month:
        last = [one for one in scope.records if one["kind"] == PUBLISHES][-1]
        lines.append(f"Report of {month}: {last['result']} {last['at']} by {last['who']}, code {last['code_version']}")
        lines.append(f"  months {last['months'][0]} to {last['months'][1]}, as known on {last['as_known_on']}")
        lines += [f"  delivery {name}, manifest {short(sha256)}" for name, sha256 in deliveries_used((last,)).items()]
        lines.append(f"  checks {last['checks']}")
    return lines
