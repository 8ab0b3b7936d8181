"""Looked-after children: episodes, placements and legal statuses inside each period of care, and their records.

Belongs here: ssd_cla_episodes, ssd_cla_placement, ssd_legal_status. Does not belong here: who enters
and leaves (periods_of_care.py).
"""

import random
from datetime import date, timedelta

from orchestration.demo.base.people import People
from orchestration.demo.base.records import Record, Recording, Store
from orchestration.demo.looked_after.homes import Home
from orchestration.demo.looked_after.periods_of_care import Stay

Dated = list[tuple[date, str]]


class Care:
    """Writes periods of care."""

    def __init__(self, store: Store, rng: random.Random) -> None:
        self.store, self.rng = store, rng
        self.recording = Recording(rng, 0.02)
        self.serial = rng.randint(10000, 30000)
        self.records: dict[int, list[Record]] = {}  # id of a stay to all its records

    def number(self, prefix: str) -> str:
        """The next identifier of a kind."""
        self.serial += self.rng.randint(1, 3)
        return f"{prefix}{self.serial}"

    def add(self, stay: Stay, homes: list[Home]) -> list[Record]:
        """All records of one period of care, in each table in order of time."""
        statuses = legal_statuses(self.rng, stay, [one.start for one in homes[1:]])
        known: dict[date, date] = {}
        for day in sorted({day for day, _ in statuses} | {one.start for one in homes}):
            late = self.recording.day(day, may_be_late=day == stay.start)
            known[day] = max([late, *known.values()])
        end_known = max([self.recording.day(stay.end, 5), *known.values()]) if stay.end else None
        made = self.legal(stay, statuses, known, end_known)
        numbers, rows = self.homes(stay, homes, known, end_known)
        made += rows + self.episodes(stay, statuses, homes, numbers, known, end_known)
        self.records[id(stay)] = made
        return made

    def legal(self, stay: Stay, statuses: Dated, known: dict[date, date], end_known: date | None) -> list[Record]:
        """Legal status rows, one after another."""
        made = []
        for n, (day, status) in enumerate(statuses):
            record = self.store.add(
                "ssd_legal_status",
                known[day],
                lega_legal_status_id=self.number("LS"),
                lega_person_id=stay.child.id,
                lega_legal_status=status,
                lega_legal_status_start_date=day,
                lega_legal_status_end_date=None,
            )
            if n + 1 < len(statuses):
                next_day = statuses[n + 1][0]
                record.change(known[next_day], lega_legal_status_end_date=next_day)
            elif stay.end and end_known:
                record.change(end_known, lega_legal_status_end_date=stay.end)
            made.append(record)
        if stay.order_on:
            if stay.order_on != stay.end:
                made[-1].changes.clear()
                made[-1].change(stay.order_on, lega_legal_status_end_date=stay.order_on)
            made.append(self.guardianship(stay.child.id, stay.order_on))
        return made

    def guardianship(self, person_id: str, day: date) -> Record:
        """The legal status row of a special guardianship order."""
        return self.store.add(
            "ssd_legal_status",
            self.recording.day(day, may_be_late=False),
            lega_legal_status_id=self.number("LS"),
            lega_person_id=person_id,
            lega_legal_status="SGO",
            lega_legal_status_start_date=day,
            lega_legal_status_end_date=None,
        )

    def homes(
        self, stay: Stay, homes: list[Home], known: dict[date, date], end_known: date | None
    ) -> tuple[dict[date, str], list[Record]]:
        """Placement rows; also placement id by start day."""
        made, numbers = [], {}
        period = self.period(stay)
        for n, one in enumerate(homes):
            numbers[one.start] = self.number("PL")
            record = self.store.add(
                "ssd_cla_placement",
                known[one.start],
                clap_cla_placement_id=numbers[one.start],
                clap_cla_id=period,
                clap_person_id=stay.child.id,
                clap_cla_placement_start_date=one.start,
                clap_cla_placement_type=one.kind,
                clap_cla_placement_urn=f"SC{self.rng.randint(400000, 499999)}",
                clap_cla_placement_distance=f"{self.rng.expovariate(1 / 11):.1f}",
                clap_cla_placement_provider=one.provider,
                clap_cla_placement_postcode="ZZ99 3VZ",
                clap_cla_placement_end_date=None,
                clap_cla_placement_change_reason=None,
            )
            if n + 1 < len(homes):
                next_day = homes[n + 1].start
                record.change(
                    known[next_day], clap_cla_placement_end_date=next_day, clap_cla_placement_change_reason="CARPL"
                )
            elif stay.end and end_known:
                record.change(end_known, clap_cla_placement_end_date=stay.end)
            made.append(record)
        return numbers, made

    def period(self, stay: Stay) -> str:
        """Identifier of the period of care."""
        return f"CLA-{stay.child.id[1:]}-{stay.start:%y%m%d}"

    def episodes(
        self,
        stay: Stay,
        statuses: Dated,
        homes: list[Home],
        numbers: dict[date, str],
        known: dict[date, date],
        end_known: date | None,
    ) -> list[Record]:
        """Episode rows: a new one at each change of legal status or placement."""
        legal_days, moves = {d for d, _ in statuses}, {one.start: one for one in homes}
        days = sorted(legal_days | set(moves))
        need = self.rng.choices(("N1", "N2", "N4", "N5", "N8"), (68, 6, 9, 14, 3))[0]
        referral = self.number("RL")
        made: list[Record] = []
        for day in days:
            reason = "S" if day == stay.start else episode_reason(day in legal_days, moves.get(day))
            home = max(d for d in moves if d <= day)
            if made:
                made[-1].change(known[day], clae_cla_episode_ceased_date=day, clae_cla_episode_ceased_reason="X1")
            made.append(
                self.store.add(
                    "ssd_cla_episodes",
                    known[day],
                    clae_cla_episode_id=self.number("EP"),
                    clae_person_id=stay.child.id,
                    clae_cla_placement_id=numbers[home],
                    clae_cla_episode_start_date=day,
                    clae_cla_episode_start_reason=reason,
                    clae_cla_primary_need_code=need,
                    clae_cla_episode_ceased_date=None,
                    clae_cla_episode_ceased_reason=None,
                    clae_cla_id=self.period(stay),
                    clae_referral_id=referral,
                    clae_cla_last_iro_contact_date=None,
                    clae_entered_care_date=stay.start,
                )
            )
        if stay.end and end_known:
            made[-1].change(
                end_known, clae_cla_episode_ceased_date=stay.end, clae_cla_episode_ceased_reason=stay.reason
            )
        return made


def episode_reason(is_legal: bool, move: Home | None) -> str:
    """Reason an episode starts inside a period: legal status, placement, or both, with other or the same carers."""
    if not move:
        return "L"
    if move.with_carers:
        return "U" if is_legal else "T"
    return "B" if is_legal else "P"


def legal_statuses(rng: random.Random, stay: Stay, moves: list[date]) -> Dated:
    """Legal statuses with the day each begins, the first with the period; now and then one on the day of a move."""
    last = stay.end or date(2020, 12, 20)
    if stay.kind == "break":
        return [(stay.start, rng.choice(("V3", "V4")))]
    way = (
        ["C1", "C2", "E1"]
        if stay.kind == "adoption"
        else rng.choices((["C1", "C2"], ["V2", "C1", "C2"], ["V2"], ["C1"]), (50, 20, 20, 10))[0]
    )
    day, found = stay.start, []
    for status in way:
        if found:
            later = [move for move in moves if move > day + timedelta(days=5)]
            day = later[0] if later and rng.random() < 0.2 else day + timedelta(days=rng.randint(60, 260))
        if day <= last - timedelta(days=10):
            found.append((day, status))
    return found or [(stay.start, way[0])]


def add_orders_outside_care(care: Care, rng: random.Random, people: People, days: list[date]) -> None:
    """Special guardianship orders of children who are not looked after (any more)."""
    for day in days:
        care.guardianship(people.child(day, 0.5, 12).id, day)
