"""Makes the committed plan (plan/*.csv) from the published figures: `python -m orchestration.demo.solve`.

Belongs here: reading the published figures, the simple sums, calling the solver, writing the plan.
Does not belong here: children and dates. Runs on a developer's machine only; tests and the demo read the result.
"""

import csv
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from orchestration.demo import solve_plans
from orchestration.demo.months import DELIVERED, name, number, shift

ROOT = Path(__file__).resolve().parents[2]
PLAN = Path(__file__).resolve().parent / "plan"
FIGURES = ROOT / "tests" / "back_test" / "published_figures.csv"
YEAR = DELIVERED[:12]
SOURCES = (
    "police",
    "education_services",
    "health_services",
    "internal_council_services",
    "members_of_public",
    "other_local_authorities",
    "others",
)
OUTCOMES = ("substantiated_continuing_risk", "substantiated_no_continuing_risk", "not_substantiated")
# Front-door counts of the summary page, not on the section pages: (need, type, rows, 1 day, 5 days, referral).
OCTOBER = [  # old-form group first; 1353 social care and 601 early help rows
    ("SOCIAL_CARE", "HARM", "CONTACT", 380, 200, 320, 170, "Y"),
    ("SOCIAL_CARE", "NOT_SURE", "CONTACT", 162, 75, 130, 60, "Y"),
    ("SOCIAL_CARE", "HARM", "OTHER", 226, 120, 190, 40, "Y"),
    ("SOCIAL_CARE", "NOT_SURE", "OTHER", 519, 261, 430, 10, "Y"),
    ("SOCIAL_CARE", "HELP", "ANY", 66, 30, 60, 0, "Y"),
    ("EARLY_HELP", "HELP", "ANY", 420, 290, 400, 0, ""),
    ("EARLY_HELP", "NOT_SURE", "OTHER", 181, 90, 150, 0, ""),
]
NEW_FORM = {
    "2020-11": [
        ("HARM", "CONTACT", 372, 190, 320, 176, "Y"),
        ("NOT_SURE", "CONTACT", 193, 97, 160, 31, ""),
        ("NOT_SURE", "OTHER", 482, 230, 400, 0, ""),
        ("HELP", "ANY", 520, 360, 479, 0, ""),
    ],
    "2020-12": [
        ("HARM", "CONTACT", 443, 255, 400, 190, "Y"),
        ("NOT_SURE", "CONTACT", 220, 124, 190, 34, "Y"),
        ("NOT_SURE", "OTHER", 486, 250, 410, 0, ""),
        ("HELP", "ANY", 531, 370, 485, 0, ""),
    ],
    "2021-01": [
        ("HARM", "CONTACT", 401, 228, 360, 171, "Y"),
        ("NOT_SURE", "CONTACT", 207, 112, 175, 30, "Y"),
        ("NOT_SURE", "OTHER", 468, 240, 390, 0, ""),
        ("HELP", "ANY", 497, 350, 455, 0, ""),
    ],
}
# January 2021 is not published: ordinary numbers, so that the delivery after the reported year has something in it.
JANUARY = {
    "s47_started": 158,
    "s47_outcome": (78, 70, 9),
    "icpc_month": 46,
    "icpc_15d_n": 20,
    "plan_starts": 42,
    "plan_ends": 45,
    "admitted": 13,
    "ceased": 11,
    "by_adoption": 2,
    "by_sgo": 1,
    "sgo_started": 2,
    "sources": (230, 66, 104, 71, 58, 21, 58),
    "referrals": (88, 24, 25, 31, 10, 6, 17),
}


class Figures:
    """The published figures, looked up by key and month."""

    def __init__(self, path: Path = FIGURES) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["period_kind"] == "month"]
        self.values = {(r["key"], r["breakdown"], r["part"], r["period"]): float(r["value"]) for r in rows}

    def get(self, key: str, month: str, part: str = "count", breakdown: str = "") -> int:
        """A printed whole number; KeyError when it is not printed."""
        return int(self.values[key, breakdown, part, month])

    def share(self, key: str, month: str, of: int) -> int:
        """The whole number out of `of` that prints as the published percentage."""
        percent = self.values[key, "", "percent", month]
        fits = [k for k in range(of + 1) if abs(100 * k / of - percent) < 0.0501]
        if len(fits) != 1:
            raise ValueError(f"{key} of {month} does not settle one count")
        return fits[0]

    def by_month(self, key: str, part: str = "count") -> dict[int, int]:
        """Month number to value for the twelve months of 2020."""
        return {number(m): self.get(key, m, part) for m in YEAR}


def write(file_name: str, fields: str, rows: list[tuple[Any, ...]]) -> None:
    """Write one plan file; `fields` is the header with spaces between."""
    with (PLAN / file_name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([fields.split(), *rows])
    print(f"{file_name}: {len(rows)} rows")


def plan_contacts(figures: Figures) -> None:
    """Contacts by form group, and by source of the group that the source page counts."""
    rows: list[tuple[Any, ...]] = []
    sources: list[tuple[Any, ...]] = []
    for n, month in enumerate(DELIVERED):
        if month < "2020-10":
            total = figures.get("contacts_harm_notsure", month)
            day, referred = (
                figures.get(k, month, "numerator") for k in ("contacts_decision_1wd", "contacts_to_referral")
            )
            rows.append((month, "SOCIAL_CARE", "", "", "", total, day, day + (total - day) * 3 // 5, referred, "Y"))
            early = 210 + 37 * n % 90
            rows.append((month, "EARLY_HELP", "", "", "", early, early // 2, early * 4 // 5, 0, ""))
        else:
            groups = OCTOBER if month == "2020-10" else [("", *g) for g in NEW_FORM[month]]
            rows += [(month, *g[:3], "", *g[3:]) for g in groups]
        rows.append(
            (
                month,
                "SOCIAL_CARE" if month < "2020-11" else "",
                "NOT_SURE" if month > "2020-09" else "",
                "CONTACT" if month > "2020-09" else "",
                "Y",
                80 + 13 * n % 40,
                30,
                50,
                0,
                "",
            )
        )
        for s, source in enumerate(SOURCES):
            counts = (
                (JANUARY["sources"][s], JANUARY["referrals"][s])
                if month == "2021-01"
                else (
                    figures.get("source_total", month, breakdown=source),
                    figures.get("source_to_referral", month, breakdown=source),
                )
            )
            sources.append((month, source, *counts))
    write(
        "contacts.csv",
        "month old_form need contact_type open_case contacts within_1wd within_5wd to_referral by_source",
        rows,
    )
    write("contact_sources.csv", "month source contacts to_referral", sources)


def months_before(rolling: dict[int, int], monthly: dict[int, int], late: dict[int, int]) -> dict[int, int]:
    """Counts of February to December 2019 that the rolling sums of 2020 imply (month number to count)."""
    found = {}
    for month in sorted(rolling)[1:]:
        moved = rolling[month] - rolling[month - 1] - late.get(month, 0)
        found[month - 12] = monthly[month] - moved
    first = min(rolling)
    if sum(found.values()) + monthly[first] != rolling[first]:
        raise ValueError("the months of 2019 do not add up to the first rolling figure")
    return found


def plan_enquiries(figures: Figures) -> None:
    """Section 47 enquiries by start and end month, outcomes by end month."""
    started = figures.by_month("s47_started")
    before = months_before(figures.by_month("s47_r12"), started, {number("2020-10"): 3})
    started = {
        number("2018-12"): 165,
        number("2019-01"): 180,
        **before,
        **started,
        number("2021-01"): JANUARY["s47_started"],
    }
    first, last = min(started), max(started)
    outcomes = {
        number(m): tuple(figures.get("s47_outcome", m, breakdown=b) for b in (*OUTCOMES, "not_recorded")) for m in YEAR
    } | {last: (*JANUARY["s47_outcome"], 0)}
    completed = {m: sum(v[:3]) for m, v in outcomes.items()}
    completed[number("2020-12")] += outcomes[number("2020-12")][3]
    for month in YEAR:
        if completed[number(month)] != figures.get("s47_completed", month):
            raise ValueError(f"outcomes of {month} do not add up to completed")
    model = cp_model.CpModel()
    cells = {
        (s, e): model.new_int_var(0, 300, "")
        for s in started
        for e in range(s, min(s + 4, last + 2))
        if e != s + 3 or e <= last
    }
    shares = (42, 49, 8, 1)
    misfit = []
    for (s, e), cell in cells.items():
        wanted = round(started[s] * (sum(shares[e - s :]) if e == last + 1 else shares[e - s]) / 100)
        off = model.new_int_var(0, 300, "")
        model.add(off >= cell - wanted)
        model.add(off >= wanted - cell)
        misfit.append(off * (4 if e - s > 1 else 1))
    for s, count in started.items():
        model.add(sum(v for k, v in cells.items() if k[0] == s) == count)
    for e, count in completed.items():
        model.add(sum(v for k, v in cells.items() if k[1] == e) == count)
    model.minimize(sum(misfit))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 47
    solver.parameters.max_deterministic_time = 10
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise ValueError("the section 47 figures cannot be met")
    write(
        "s47_enquiries.csv",
        "started_month ended_month enquiries",
        [
            (name(s), name(e) if e <= last else "", solver.value(v))
            for (s, e), v in sorted(cells.items())
            if solver.value(v)
        ],
    )
    rows = []
    for e in range(first, last + 1):
        total = sum(solver.value(v) for k, v in cells.items() if k[1] == e)
        if e not in outcomes:
            risk, unfounded = round(total * 0.49), round(total * 0.07)
            outcomes[e] = (risk, total - risk - unfounded, unfounded, 0)
        rows.append((name(e), *outcomes[e], outcomes[e][3] if name(e) == "2020-12" else 0))
    write(
        "s47_outcomes.csv",
        "ended_month continuing_risk no_continuing_risk not_substantiated first_not_recorded never_recorded",
        rows,
    )


def plan_protection(figures: Figures) -> list[tuple[Any, ...]]:
    """Conferences and plans; returns the late plan ends as rows of late_records.csv."""
    held = figures.by_month("icpc_month")
    before = months_before(figures.by_month("icpc_r12"), held, {})
    timely = {number(m): figures.get("icpc_15d_n", m) for m in YEAR} | {m: n * 3 // 5 for m, n in before.items()}
    last = number("2021-01")
    held, timely = {**before, **held, last: JANUARY["icpc_month"]}, {**timely, last: JANUARY["icpc_15d_n"]}
    write(
        "conferences.csv",
        "month conferences within_15wd transfers_in not_held",
        [(name(m), held[m], timely[m], m % 3, 1 if m % 4 == 0 else 0) for m in sorted(held)],
    )
    two_years = {number(m): figures.get("cpp_open_2y", m, "numerator") for m in YEAR}
    found = solve_plans.solve(
        solve_plans.PlanFigures(
            starts_r12=figures.by_month("cpp_start_r12"),
            ceased_r12=figures.by_month("cpp_ceased_r12"),
            open_at=figures.by_month("cpp_open"),
            open_march_as_known_june=figures.get("cpp_open_2y", "2020-03", "denominator"),
            open_2y=two_years,
            ceased=figures.by_month("cpp_ceased_2y", "denominator"),
            ceased_2y=figures.by_month("cpp_ceased_2y", "numerator"),
            repeat_24m_r12=figures.by_month("cpp_repeat_24m", "numerator"),
            repeat_ever_r12=figures.by_month("cpp_repeat_ever", "numerator"),
            conferences=held,
            january_starts=JANUARY["plan_starts"],
            january_ceased=JANUARY["plan_ends"],
        )
    )
    write(
        "cp_plans.csv",
        "started_month ended_month plans",
        [(name(s), name(e) if e <= last else "", n) for (s, e), n in sorted(found["plans"].items())],
    )
    again = {}
    for (_, start), n in found["repeats"].items():
        again[start] = again.get(start, 0) + n
    write(
        "cp_starts.csv",
        "started_month from_conference_of_month_before repeat_24m repeat_later",
        [(name(m), found["carried"].get(m, 0), again.get(m, 0), found["ever"].get(m, 0)) for m in sorted(held)],
    )
    write(
        "cp_repeats.csv",
        "earlier_ended_month started_month children",
        [(name(e), name(s), n) for (e, s), n in sorted(found["repeats"].items())],
    )
    return [("ssd_cp_plans", name(s), name(e), name(r), n) for (s, e, r), n in sorted(found["late"].items())]


def plan_looked_after(figures: Figures) -> None:
    """Children looked after: in, out and why, special guardianship orders; opening stock in the first row."""
    rows: list[tuple[Any, ...]] = []
    opening = (
        figures.get("lac", "2020-01") - figures.get("lac_admissions", "2020-01") + figures.get("lac_ceased", "2020-01")
    )
    for month in YEAR:
        out = figures.get("lac_ceased", month)
        permanent, guardians = (figures.share(k, month, out) for k in ("lac_ceased_permanence", "lac_ceased_sgo"))
        rows.append(
            (
                month,
                opening if month == "2020-01" else "",
                figures.get("lac_admissions", month),
                out,
                permanent - guardians,
                guardians,
                figures.get("sgo_started", month),
            )
        )
    rows.append(("2021-01", "", *(JANUARY[k] for k in ("admitted", "ceased", "by_adoption", "by_sgo", "sgo_started"))))
    write("looked_after.csv", "month opening admitted ceased by_adoption by_sgo sgo_started", rows)


def main() -> None:
    """Solve and write every plan file."""
    figures = Figures()
    plan_contacts(figures)
    plan_enquiries(figures)
    late = plan_protection(figures)
    late += [("ssd_s47_enquiry", m, m, "2020-12", 1) for m in ("2020-01", "2020-02", "2020-03")]
    write("late_records.csv", "table started_month ended_month recorded_month records", late)
    plan_looked_after(figures)
    assert shift(YEAR[0], 12) == DELIVERED[-1]


if __name__ == "__main__":
    main()
