"""Makes the committed plan (*.csv) from the published figures: `python -m orchestration.demo.plan.solve`.

Belongs here: the simple sums, calling the solver, writing the plan.
Does not belong here: children and dates. Runs on a developer's machine only; tests and the demo read the result.
"""

from typing import Any

from ortools.sat.python import cp_model

from orchestration.demo.base.months import name, number
from orchestration.demo.plan import solve_plans
from orchestration.demo.plan.solve_contacts import plan_contacts
from orchestration.demo.plan.solve_figures import JANUARY, YEAR, Figures, write

OUTCOMES = ("substantiated_continuing_risk", "substantiated_no_continuing_risk", "not_substantiated")


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


def plan_placements(figures: Figures) -> None:
    """Looked-after children by where they live, how long, and after how many moves."""
    rows = []
    for month in YEAR:
        total = figures.get("lac", month)
        rows.append(
            (
                month,
                total,
                figures.get("plc_stable_2y", month, "denominator"),
                figures.get("plc_stable_2y", month, "numerator"),
                figures.get("plc_3plus", month, "numerator"),
                figures.share("plc_family", month, total),
                figures.share("plc_parents", month, total),
                figures.get("plc_commissioned", month, "numerator"),
                figures.get("fost_n", month),
            )
        )
    fields = "month looked_after long_term stable three_or_more family_based parents commissioned fostered"
    write("placements.csv", fields, rows)


def main() -> None:
    """Solve and write every plan file."""
    figures = Figures()
    plan_contacts(figures)
    plan_enquiries(figures)
    late = plan_protection(figures)
    late += [("ssd_s47_enquiry", m, m, "2020-12", 1) for m in ("2020-01", "2020-02", "2020-03")]
    write("late_records.csv", "table started_month ended_month recorded_month records", late)
    plan_looked_after(figures)
    plan_placements(figures)


if __name__ == "__main__":
    main()
