"""Short placements beside the standing one: hospital, holiday, carers away. Visited too, and named by no episode.

Belongs here: the rows of ssd_cla_placement that are temporary. Does not belong here: where a child lives (episodes.py).
"""

import random
from datetime import timedelta

from orchestration.demo.base.months import last_day
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.base.shares_in_time import MONTHS, TARGETS
from orchestration.demo.looked_after.in_care import InCare, Period, Placement

KINDS = ("T1", "T2", "T3", "T4")


def add(store: Store, in_care: InCare, rng: random.Random) -> None:
    """As many children in a second placement at each month end as the published visits ask for."""
    recording = Recording(rng, 0)
    taken: set[str] = set()
    for n, month in enumerate(MONTHS):
        end = last_day(month)
        quiet = [p for p in in_care.rows[n] if p.id not in taken and is_quiet(in_care, p, n)]
        for period in rng.sample(quiet, int(TARGETS[month]["extra_placements"])):
            taken.add(period.id)
            start, back = end - timedelta(days=rng.randint(1, 6)), end + timedelta(days=rng.randint(2, 9))
            number = f"PLX{period.id[4:]}"
            kind = rng.choice(KINDS)
            record = store.add(
                "ssd_cla_placement",
                recording.day(start),
                clap_cla_placement_id=number,
                clap_cla_id=period.id,
                clap_person_id=period.child.id,
                clap_cla_placement_start_date=start,
                clap_cla_placement_type=kind,
                clap_cla_placement_distance=f"{rng.expovariate(1 / 20):.1f}",
                clap_cla_placement_provider=None,
                clap_cla_placement_postcode="ZZ99 3VZ",
                clap_cla_placement_end_date=None,
                clap_cla_placement_change_reason=None,
            )
            record.change(recording.day(back), clap_cla_placement_end_date=back)
            in_care.periods[period.id].placements.append(Placement(number, start, back))
            period.placements.append(Placement(number, start, back))
        open_now = sum(p.start <= end and (p.end is None or p.end > end) for q in in_care.rows[n] for p in q.placements)
        if open_now != int(TARGETS[month]["placements"]):
            raise ValueError(f"{open_now} placements of looked-after children at the end of {month}")


def is_quiet(in_care: InCare, period: Period, n: int) -> bool:
    """True when the standing placement lasts from well before the month end to well after it."""
    end = last_day(MONTHS[n])
    known = in_care.periods.get(period.id)
    if known is None or period.child.id in in_care.passing or not known.covers(end + timedelta(days=30)):
        return False
    return any(
        p.start < end - timedelta(days=60) and (p.end is None or p.end > end + timedelta(days=30))
        for p in known.placements
    )
