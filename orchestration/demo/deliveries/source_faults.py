"""Faults of the case system in care records, laid over sound histories: copied end dates and broken episode chains.

Belongs here: faults that a record keeps from one delivery to the next. Does not belong here: values that are untidy or
unreadable in one file (untidy_files.py), and true corrections (revisions.py).
"""

import random
from datetime import date, timedelta

from orchestration.demo.base.answer_key import Entry
from orchestration.demo.base.months import DELIVERED, extract_date
from orchestration.demo.base.records import Record
from orchestration.demo.history.world import World
from orchestration.demo.looked_after.periods_of_care import BEGIN, Stay

END, REASON = "clae_cla_episode_ceased_date", "clae_cla_episode_ceased_reason"
START, PLACED_UNTIL = "clae_cla_episode_start_date", "clap_cla_placement_end_date"
COPIED_ON = date(2020, 10, 20)  # after the September, before the October extract
LAST = DELIVERED[-1]


def lay_over(world: World, rng: random.Random) -> list[Entry]:
    """Put all faults on the records; returns what the answer key says of them."""
    return copied_ends(world, rng) + broken_chains(world, rng) + [over_eighteen(world)]


def episodes(world: World, stay: Stay) -> list[Record]:
    """Episode records of a period of care, in order."""
    return [r for r in world.care.records[id(stay)] if r.table == "ssd_cla_episodes"]


def final(record: Record) -> dict:
    """Values as the last delivery knows them; empty when it does not know the record."""
    return record.as_known(extract_date(LAST)) or {}


def copied_ends(world: World, rng: random.Random) -> list[Entry]:
    """Ten children who left care: their last end date stands in the earlier period too, from October 2020 on."""
    left = {stay.child.id: stay for stay in world.stays if stay.end and stay.end < date(2020, 10, 1)}
    known = extract_date("2020-10")
    twice = [(e, left[e.child.id]) for e in world.earlier if e.child.id in left]
    twice = [(e, s) for e, s in twice if (episodes(world, s)[-1].as_known(known) or {}).get(END) == s.end]
    rng.shuffle(twice)
    # those back in care before 2020 first: there a wrong end can touch no reported month
    twice.sort(key=lambda pair: pair[1].start >= BEGIN)
    chosen = sorted(twice[:10], key=lambda pair: -len(episodes(world, pair[0])))
    hidden = [stay for _, stay in chosen if stay.start < BEGIN][-2:]
    if len(chosen) < 8 or len(hidden) < 2:
        raise ValueError("too few children left care for a second time")
    keys = []
    for n, (earlier, stay) in enumerate(chosen):
        chain = episodes(world, earlier)
        keys.append(copy_end(world, chain[-1], earlier, stay, stay in hidden))
        for record, following in zip(chain, chain[1:], strict=False) if n < 4 else ():
            keys.append(
                Entry(
                    "2020-10",
                    record,
                    "end date copied from a later episode",
                    "repaired",
                    f"start of the next episode: {following.values[START].isoformat()}",
                    LAST,
                )
            )
            record.change(COPIED_ON, **{END: stay.end})
    return keys


def copy_end(world: World, record: Record, earlier: Stay, stay: Stay, hidden: bool) -> Entry:
    """Copy the end into the last episode of the earlier period; hidden: into its placement too."""
    record.change(COPIED_ON, **{END: stay.end})
    if not hidden:
        assert earlier.end is not None
        return Entry(
            "2020-10",
            record,
            "end date copied from a later episode",
            "repaired",
            f"end of the linked placement: {earlier.end.isoformat()}",
            LAST,
        )
    for placement in world.care.records[id(earlier)]:
        if placement.values.get("clap_cla_placement_id") == record.values["clae_cla_placement_id"]:
            placement.change(COPIED_ON, **{PLACED_UNTIL: stay.end})
    return Entry(
        "2020-10",
        record,
        "end date copied from a later episode",
        "flagged",
        "not repairable: the linked placement carries the copied date too",
        LAST,
    )


def broken_chains(world: World, rng: random.Random) -> list[Entry]:
    """One fault each: open with a reason, ended without one, an overlap and a gap inside a period of care."""
    staying = [s for s in world.stays if s.end is None and s.kind == "ordinary" and s.start < BEGIN]
    rng.shuffle(staying)
    quiet = next(s for s in staying if episodes(world, s)[-1].values[START] < date(2020, 3, 1))
    record = episodes(world, quiet)[-1]
    record.change(date(2020, 5, 20), **{REASON: "E4A"})
    keys = [Entry("2020-05", record, "open, but carries a reason ceased", "flagged", "treated as open", LAST)]
    gone = next(s for s in world.stays if s.reason in ("E4A", "E4B", "E13") and s.end and f"{s.end:%Y-%m}" == "2020-05")
    record = episodes(world, gone)[-1]
    record.change(date(2020, 7, 20), **{REASON: None})
    keys.append(Entry("2020-07", record, "ended without a reason", "flagged", "treated as ceased", LAST))
    early = [
        s
        for s in staying
        if s is not quiet
        and len(episodes(world, s)) > 1
        and episodes(world, s)[1].values[START] < date(2019, 12, 1)
        and (episodes(world, s)[1].values[START].day < 20)
    ]
    first, second = episodes(world, early[0])[:2]
    first.change(date(2020, 4, 20), **{END: second.values[START] + timedelta(days=4)})
    keys.append(
        Entry(
            "2020-04",
            first,
            "next episode starts before this one ends",
            "repaired",
            f"start of the next episode: {second.values[START].isoformat()}",
            LAST,
        )
    )
    roomy = next(
        s
        for s in early[1:]
        if (final(episodes(world, s)[1]).get(END) or date(2099, 1, 1))
        > episodes(world, s)[1].values[START] + timedelta(days=10)
    )
    first, second = episodes(world, roomy)[:2]
    second.change(date(2020, 4, 20), **{START: second.values[START] + timedelta(days=3)})
    keys.append(
        Entry(
            "2020-04",
            first,
            "gap before the next episode of the period",
            "flagged",
            "left as delivered: two periods of care",
            LAST,
        )
    )
    return keys


def over_eighteen(world: World) -> Entry:
    """An episode that still stands open years past the 18th birthday."""
    adult = world.people.person(date(1998, 6, 11))
    period = f"CLA-{adult.id[1:]}-130902"
    known, begun = date(2013, 9, 4), date(2013, 9, 2)
    world.store.add(
        "ssd_cla_placement",
        known,
        clap_cla_placement_id=f"PL-{adult.id}",
        clap_cla_id=period,
        clap_person_id=adult.id,
        clap_cla_placement_start_date=begun,
        clap_cla_placement_type="U4",
        clap_cla_placement_provider="PR1",
        clap_cla_placement_postcode="ZZ99 3VZ",
    )
    world.store.add(
        "ssd_legal_status",
        known,
        lega_legal_status_id=f"LS-{adult.id}",
        lega_person_id=adult.id,
        lega_legal_status="C2",
        lega_legal_status_start_date=begun,
    )
    record = world.store.add(
        "ssd_cla_episodes",
        known,
        clae_cla_episode_id=f"EP-{adult.id}",
        clae_person_id=adult.id,
        clae_cla_placement_id=f"PL-{adult.id}",
        clae_cla_episode_start_date=begun,
        clae_cla_episode_start_reason="S",
        clae_cla_primary_need_code="N1",
        clae_cla_id=period,
        clae_entered_care_date=begun,
    )
    return Entry(
        DELIVERED[0], record, "open years past the 18th birthday", "left out", "not counted as looked after", LAST
    )
