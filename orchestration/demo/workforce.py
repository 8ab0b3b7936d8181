"""Staff in post and who is lead key worker of which child, as planned month by month.

Belongs here: hr_posts, ssd_professionals, ssd_involvements. Does not belong here: what happens to the children; any
history of them serves.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import last_day, working_days_of
from orchestration.demo.base.records import Record, Store
from orchestration.demo.looked_after.periods_of_care import Stay

GROUPS = {  # teams, full-time workers, part-time workers and their hours
    "looked_after": (("T41", "T42", "T43"), 29, 5, "0.6"),
    "duty": (("T11", "T12", "T13", "T14"), 22, 4, "0.5"),
    "locality": (tuple(f"T{n}" for n in range(21, 33)), 56, 5, "0.8"),
    "disability": (("T51",), 8, 4, "0.5"),
}
AFTER_ALL = date(2021, 12, 31)
OUTSIDE_CASES = 4  # agency workers in posts without cases, at most
TITLES = {"CASE_HOLDER": "Social Worker", "TEAM_MANAGER": "Team Manager", "UNQUALIFIED": "Support Worker"}


@dataclass(eq=False)
class Worker:
    """Somebody in a post; cases are the children led, each with the record that says so."""

    id: str
    team: str
    fte: Decimal
    agency: bool
    post: Record
    cases: dict[str, Record] = field(default_factory=dict)


class Staff:
    """Hires and lets go."""

    def __init__(self, store: Store, rng: random.Random) -> None:
        self.store, self.rng = store, rng
        self.serial = rng.randint(3000, 5000)

    def hire(self, team: str, role: str, fte: Decimal, agency: bool, day: date) -> Worker:
        """A new member of staff in a new post."""
        self.serial += self.rng.randint(1, 4)
        number = f"W{self.serial}"
        self.store.add(
            "ssd_professionals",
            day,
            prof_professional_id=number,
            prof_staff_id=f"S{self.serial}",
            prof_professional_name=f"Worker {self.serial}",
            prof_agency_worker_flag="Y" if agency else "N",
            prof_professional_job_title=TITLES.get(role, "Senior Practitioner"),
            prof_professional_department=team,
            prof_full_time_equivalency=fte,
        )
        post = self.store.add(
            "hr_posts",
            day,
            post_id=f"PO{self.serial}",
            professional_id=number,
            team_id=team,
            role=role,
            employment="AGENCY" if agency else "PERMANENT",
            fte=fte,
            start_date=day,
            end_date=None,
        )
        return Worker(number, team, fte, agency, post)


def leave(worker: Worker, day: date) -> None:
    """End the post."""
    worker.post.change(day, end_date=day)


class Cases:
    """Hands cases of children to workers and takes them back."""

    def __init__(self, store: Store, rng: random.Random) -> None:
        self.store, self.rng = store, rng
        self.serial = rng.randint(70000, 80000)
        self.held: set[str] = set()

    def give(self, child_id: str, worker: Worker, day: date) -> None:
        """The worker becomes the child's lead key worker."""
        self.serial += self.rng.randint(1, 3)
        worker.cases[child_id] = self.store.add(
            "ssd_involvements",
            day,
            invo_involvements_id=f"INV{self.serial}",
            invo_professional_id=worker.id,
            invo_professional_role_id="LEAD",
            invo_professional_team=worker.team,
            invo_person_id=child_id,
            invo_involvement_start_date=day,
            invo_involvement_end_date=None,
        )
        self.held.add(child_id)

    def take(self, child_id: str, worker: Worker, day: date) -> None:
        """The worker gives the case up."""
        record = worker.cases.pop(child_id)
        end = max(day, record.recorded_on)
        record.change(end, invo_involvement_end_date=end)
        self.held.discard(child_id)


class Teams:
    """The case-holding workers by group of teams."""

    def __init__(self, staff: Staff) -> None:
        self.staff = staff
        self.workers: dict[str, list[Worker]] = {}
        for group, (teams, full, part, hours) in GROUPS.items():
            ftes = [Decimal(1)] * full + [Decimal(hours)] * part
            self.workers[group] = [
                staff.hire(teams[n % len(teams)], "CASE_HOLDER", fte, False, before_2020(staff.rng))
                for n, fte in enumerate(ftes)
            ]

    def fte(self, group: str) -> Decimal:
        """Contracted hours of the group, in full-time posts."""
        return sum((worker.fte for worker in self.workers[group]), Decimal(0))

    def replace_for_agency(self, wanted: int, cases: Cases, day: date) -> None:
        """Let agency workers take over full-time posts, or permanent staff take them back, until `wanted` are."""
        places = [(g, n) for g, all_of in self.workers.items() for n, w in enumerate(all_of) if n and w.fte == 1]
        agency = [place for place in places if self.workers[place[0]][place[1]].agency]
        permanent = [place for place in places if place not in agency]
        more = wanted - len(agency)
        for group, n in self.staff.rng.sample(permanent if more > 0 else agency, abs(more)):
            gone = self.workers[group][n]
            come = self.staff.hire(gone.team, "CASE_HOLDER", gone.fte, more > 0, day)
            leave(gone, day)
            for child in list(gone.cases):
                cases.take(child, gone, day)
                cases.give(child, come, day)
            self.workers[group][n] = come


def before_2020(rng: random.Random) -> date:
    """A day on which staff of long standing may have started."""
    return date(2019, 12, 1) - timedelta(days=rng.randint(10, 2800))


def add_workforce(store: Store, rng: random.Random, stays: list[Stay]) -> None:
    """Records of staff and cases for every planned month. ValueError when the children do not suffice."""
    staff, cases = Staff(store, rng), Cases(store, rng)
    teams, others = Teams(staff), OtherPosts(staff)
    pools = Pools(store, rng, stays)
    for row in plan_files.rows("workforce.csv"):
        month = row["month"]
        days = working_days_of(month)
        heads = int(row["agency_heads"])
        outside = min(OUTSIDE_CASES, heads)
        teams.replace_for_agency(heads - outside, cases, days[6])
        rest = Decimal(row["staff_fte"]) - sum(teams.fte(group) for group in GROUPS)
        others.match(outside, rest - outside, days[6])
        limits = {group: int(row["largest_safeguarding"]) for group in GROUPS}
        limits["looked_after"] = int(row["largest_looked_after"])
        for group in GROUPS:
            wanted = whole_cases(Decimal(row[f"average_{group}"]), teams.fte(group))
            share_out(cases, teams.workers[group], pools.of(group, month), wanted, limits[group], group, month)


def whole_cases(average: Decimal, fte: Decimal) -> int:
    """The number of cases whose average over the contracted hours prints as planned. ValueError when there is none."""
    for count in range(int(average * fte) - 5, int(average * fte) + 6):
        if (count / fte).quantize(Decimal("0.1"), ROUND_HALF_UP) == average:
            return count
    raise ValueError("no number of cases gives the planned average caseload")


def share_out(
    cases: Cases, workers: list[Worker], pool: list[str], wanted: int, limit: int, group: str, month: str
) -> None:
    """Close, move and open cases of a group until `wanted` are held, the first worker's being the most.

    Only of looked-after and locality teams the first worker holds `limit` cases; nobody holds more.
    """
    days = working_days_of(month)
    in_pool = set(pool)
    for worker in workers:
        for child in [c for c in worker.cases if c not in in_pool]:
            cases.take(child, worker, days[-1])
    top = workers[0] if group in ("looked_after", "locality") else None
    waiting = [child for child in pool if child not in cases.held]
    for worker in workers:
        while len(worker.cases) > limit:
            cases.take(next(reversed(worker.cases)), worker, days[10])
    if top:
        while len(top.cases) < limit:
            hand_over(cases, workers[1:], top, waiting, start_day(cases.rng, month))
    total = sum(len(worker.cases) for worker in workers)
    rest = [worker for worker in workers if worker is not top]
    while total > wanted:
        fullest = max(rest, key=lambda worker: len(worker.cases))
        cases.take(next(iter(fullest.cases)), fullest, days[10])
        total -= 1
    while total < wanted:
        least = min(rest, key=lambda worker: len(worker.cases) / float(worker.fte))
        if not waiting or len(least.cases) >= limit:
            raise ValueError(f"too few children or workers for the caseload planned for {group} in {month}")
        cases.give(waiting.pop(0), least, start_day(cases.rng, month))
        total += 1


def hand_over(cases: Cases, others: list[Worker], top: Worker, waiting: list[str], day: date) -> None:
    """One more case for the worker with the most: a child without a worker, or one from the fullest colleague."""
    if waiting:
        cases.give(waiting.pop(0), top, day)
        return
    fullest = max(others, key=lambda worker: len(worker.cases))
    child = next(iter(fullest.cases))
    cases.take(child, fullest, day)
    cases.give(child, top, day)


def start_day(rng: random.Random, month: str) -> date:
    """A working day of the month's second half; for the opening month, some day of the year before."""
    if month == "2020-01":
        return date(2019, 12, 31) - timedelta(days=rng.randint(0, 240))
    return rng.choice(working_days_of(month)[11:-1])


class OtherPosts:
    """Managers, support staff and practitioners without cases."""

    def __init__(self, staff: Staff) -> None:
        self.staff = staff
        self.permanent: list[Worker] = []
        self.agency: list[Worker] = []
        self.part_time: Worker | None = None

    def match(self, agency: int, fte: Decimal, day: date) -> None:
        """Hire and let go until as many agency workers and permanent hours are in post as planned."""
        whole = int(fte)
        self.adjust(self.agency, agency, True, day)
        self.adjust(self.permanent, whole, False, day)
        if self.part_time:
            leave(self.part_time, day)
            self.part_time = None
        if fte - whole:
            self.part_time = self.staff.hire("T01", "UNQUALIFIED", fte - whole, False, day)

    def adjust(self, workers: list[Worker], wanted: int, agency: bool, day: date) -> None:
        """Bring a list of full-time workers to the wanted length."""
        opening = not workers and not agency
        while len(workers) > wanted:
            leave(workers.pop(0), day)
        while len(workers) < wanted:
            team = self.staff.rng.choice(("T01", "T10", "T61", "T62"))
            role = self.staff.rng.choice(("TEAM_MANAGER", "OTHER_QUALIFIED", "UNQUALIFIED", "UNQUALIFIED"))
            begun = before_2020(self.staff.rng) if opening else day
            workers.append(self.staff.hire(team, role, Decimal(1), agency, begun))


class Pools:
    """Which children a group of teams may work with in a month; no child belongs to two groups."""

    def __init__(self, store: Store, rng: random.Random, stays: list[Stay]) -> None:
        self.stays = [stay for stay in stays if stay.kind != "break"]
        plans = [r.as_known(AFTER_ALL) for r in store.tables["ssd_cp_plans"]]
        self.plans = [p for p in plans if p and p["cppl_cp_plan_ola"] == "N"]
        self.enquiries = [r.values for r in store.tables["ssd_s47_enquiry"] if r.removed_on is None]
        people = {r.values["cont_contact_id"]: r.values["cont_person_id"] for r in store.tables["ssd_contacts"]}
        forms = [r.as_known(AFTER_ALL) for r in store.tables["lcs_contact_forms"]]
        decided = [form for form in forms if form and form.get("decision_date")]
        decided.sort(key=lambda form: form.get("decision_outcome") != "REFERRAL")
        self.decided = [(people[form["contact_id"]], form["decision_date"]) for form in decided]
        quiet = {stay.child.id for stay in self.stays} | {p["cppl_person_id"] for p in self.plans}
        quiet |= {e["s47e_person_id"] for e in self.enquiries}
        self.disabled = rng.sample(sorted({child for child in people.values() if child not in quiet}), 210)

    def of(self, group: str, month: str) -> list[str]:
        """Children of the group at the month end, each once, in a fixed order."""
        end = last_day(month)
        looked_after = [s.child.id for s in self.stays if s.start <= end and (s.end is None or s.end > end)]
        if group == "looked_after":
            return looked_after
        if group == "disability":
            return self.disabled
        on_plan = [
            p["cppl_person_id"]
            for p in self.plans
            if p["cppl_cp_plan_start_date"] <= end
            and (p["cppl_cp_plan_end_date"] is None or p["cppl_cp_plan_end_date"] > end)
        ]
        locality = on_plan + [
            e["s47e_person_id"]
            for e in self.enquiries
            if end - timedelta(days=300) < e["s47e_s47_start_date"] <= end - timedelta(days=25)
        ]
        taken = set(looked_after)
        if group == "locality":
            return [child for child in dict.fromkeys(locality) if child not in taken]
        taken |= set(locality) | set(self.disabled)
        recent = [child for child, day in self.decided if end - timedelta(days=100) < day <= end]
        return [child for child in dict.fromkeys(recent) if child not in taken]
