"""Counts the published figures from delivered files in plain Python, without the pipeline.

Belongs here: reading delivered files and obvious counting. Does not belong here: anything imported from the generator
or the models, so that an error there cannot hide here.
"""

import csv
import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
MONTHS = [f"2020-{n:02d}" for n in range(1, 13)]
OLD_REASONS = {"ADVICE", "NOTIFICATION", "REQUEST_CSC", "REQUEST_INFORMATION", "REQUEST_SERVICE"}
SOURCES = {
    "police": {"6"},
    "education_services": {"2A", "2B"},
    "health_services": {"3A", "3B", "3C", "3D", "3E", "3F"},
    "internal_council_services": {"5A", "5B", "5D"},
    "members_of_public": {"1A", "1B", "1C", "1D", "9"},
    "other_local_authorities": {"5C"},
    "others": {"4", "7", "8", "10"},
}
PERMANENT = {"E11", "E12", "E41", "E43", "E44", "E45", "E46", "E47", "E48"}
GUARDIANS = PERMANENT - {"E11", "E12", "E41"}
Row = dict[str, str]


def read_delivery(landing: Path, month: str) -> dict[str, list[Row]]:
    """Tables of the delivery of a month: rows as text."""
    (place,) = landing.glob(f"*/{month}-*/1")
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    return {entry["name"]: read_file(place / entry["file"]) for entry in manifest["tables"]}


def read_file(path: Path) -> list[Row]:
    """Rows of one clean CSV or Parquet file."""
    if path.suffix == ".parquet":
        found = duckdb.read_parquet(str(path))
        return [dict(zip(found.columns, (v or "" for v in row), strict=True)) for row in found.fetchall()]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known_in(month: str) -> str:
    """The delivery a month's row is last computed from."""
    return MONTHS[min(MONTHS.index(month) + 2, 11)]


def month_end(month: str) -> str:
    """Last day of a month, ISO."""
    year, number = int(month[:4]), int(month[5:])
    return (date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)).isoformat()


def year_to(month: str) -> set[str]:
    """The twelve months up to and with a month."""
    year, number = int(month[:4]), int(month[5:])
    return {f"{year - (n >= number):04d}-{(number - 1 - n) % 12 + 1:02d}" for n in range(12)}


def holidays() -> set[str]:
    """Bank holidays, ISO."""
    with (ROOT / "seeds" / "bank_holidays.csv").open(encoding="utf-8", newline="") as file:
        return {row["holiday_on"] for row in csv.DictReader(file)}


HOLIDAYS = holidays()


def is_working_day(day: str) -> bool:
    """True when an ISO day is neither on a weekend nor a bank holiday."""
    return date.fromisoformat(day).weekday() < 5 and day not in HOLIDAYS


def working_days(a: str, b: str) -> int:
    """Working days in (a, b]."""
    day, last, count = date.fromisoformat(a), date.fromisoformat(b), 0
    while day < last:
        day += timedelta(days=1)
        count += is_working_day(day.isoformat())
    return count


def one_decimal(part: float, whole: float, scale: int = 100) -> float:
    """A share with one decimal, rounded half up."""
    return float((Decimal(scale) * Decimal(part) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def two_years_on(start: str) -> str:
    """The same day two years later, ISO text (29 February: 28 February)."""
    later = f"{int(start[:4]) + 2}{start[4:]}"
    return later.replace("-02-29", "-02-28")


def within_24_months(end: str, start: str) -> bool:
    """True when `end` lies before `start` by 24 months at most."""
    return end < start and two_years_on(end) >= start


class Count:
    """Figures counted from deliveries, keyed as the published ones: (key, breakdown, part, month)."""

    def __init__(self, landing: Path) -> None:
        self.deliveries = {month: read_delivery(landing, month) for month in MONTHS}
        self.found: dict[tuple[str, str, str, str], float] = {}
        for month in MONTHS:
            tables = self.deliveries[known_in(month)]
            self.contacts(month, tables)
            self.enquiries(month, tables)
            self.conferences(month, tables)
            self.plans(month, tables)
            self.looked_after(month, tables)
        self.plans_open_again_in_june()
        self.not_recorded()
        self.year_to_date()

    def put(self, month: str, key: str, count: int, breakdown: str = "") -> None:
        """Note a count."""
        self.found[key, breakdown, "count", month] = count

    def put_share(self, month: str, key: str, part: int, whole: int, breakdown: str = "") -> None:
        """Note numerator, denominator and percent."""
        self.found[key, breakdown, "numerator", month] = part
        self.found[key, breakdown, "denominator", month] = whole
        if whole:
            self.found[key, breakdown, "percent", month] = one_decimal(part, whole)

    def rate(self, month: str, key: str, count: int) -> None:
        """Note a rate per 10,000 children."""
        self.found[f"{key}_rate", "", "rate", month] = one_decimal(count, 56947 if month < "2020-04" else 57522, 10000)

    def contacts(self, month: str, tables: dict[str, list[Row]]) -> None:
        """Contacts, decisions, referrals and sources."""
        forms = {row["contact_id"]: row for row in tables["lcs_contact_forms"]}
        rows = [
            row | forms[row["cont_contact_id"]]
            for row in tables["ssd_contacts"]
            if row["cont_contact_date"][:7] == month and forms[row["cont_contact_id"]]["is_open_case"] != "Y"
        ]
        if month < "2020-11":
            counted = [r for r in rows if r["reason_for_contact"] in OLD_REASONS or r["decision_outcome"] == "REFERRAL"]
        else:
            counted = [
                r for r in rows if r["need_identified"] in ("HARM", "NOT_SURE", "") and r["contact_type"] == "CONTACT"
            ]
            self.put(month, "contacts_all", len(rows))
        self.put(month, "contacts_harm_notsure", len(counted))
        self.put_share(month, "contacts_decision_1wd", len([r for r in counted if decided_within(r, 1)]), len(counted))
        referred = [r for r in counted if r["decision_outcome"] == "REFERRAL"]
        self.put_share(month, "contacts_to_referral", len(referred), len(counted))
        if month == "2020-11":
            counted = [r for r in counted if r["need_identified"] == "HARM"]
        for source, codes in SOURCES.items():
            mine = [r for r in counted if r["cont_contact_source_code"] in codes]
            sent = [r for r in mine if r["decision_outcome"] == "REFERRAL"]
            self.put(month, "source_total", len(mine), source)
            self.put(month, "source_to_referral", len(sent), source)
            self.found["source_pct", source, "percent", month] = one_decimal(len(sent), len(mine))

    def enquiries(self, month: str, tables: dict[str, list[Row]]) -> None:
        """Section 47 enquiries started, completed and their outcomes."""
        rows = tables["ssd_s47_enquiry"]
        rolling = len([r for r in rows if r["s47e_s47_start_date"][:7] in year_to(month)])
        self.put(month, "s47_started", len([r for r in rows if r["s47e_s47_start_date"][:7] == month]))
        self.put(month, "s47_r12", rolling)
        self.rate(month, "s47_r12", rolling)
        outcomes = {r["s47_enquiry_id"]: r["concerns_outcome"] for r in tables["lcs_s47_details"]}
        done = [outcomes.get(r["s47e_s47_enquiry_id"], "") for r in rows if r["s47e_s47_end_date"][:7] == month]
        self.put(month, "s47_completed", len(done))
        for outcome in ("substantiated_continuing_risk", "substantiated_no_continuing_risk", "not_substantiated"):
            self.put(month, "s47_outcome", done.count(outcome.upper()), outcome)
            self.found["s47_outcome", outcome, "percent", month] = one_decimal(done.count(outcome.upper()), len(done))

    def not_recorded(self) -> None:
        """Outcomes missing when a month was first reported."""
        for month, tables in self.deliveries.items():
            outcomes = {r["s47_enquiry_id"]: r["concerns_outcome"] for r in tables["lcs_s47_details"]}
            done = [
                outcomes.get(r["s47e_s47_enquiry_id"], "")
                for r in tables["ssd_s47_enquiry"]
                if r["s47e_s47_end_date"][:7] == month
            ]
            self.put(month, "s47_outcome", done.count(""), "not_recorded")
            self.found["s47_outcome", "not_recorded", "percent", month] = one_decimal(done.count(""), len(done))

    def conferences(self, month: str, tables: dict[str, list[Row]]) -> None:
        """Initial conferences and those held in time."""
        started = {r["s47e_s47_enquiry_id"]: r["s47e_s47_start_date"] for r in tables["ssd_s47_enquiry"]}
        rows = tables["ssd_initial_cp_conference"]
        held = [r for r in rows if r["icpc_icpc_date"][:7] == month]
        rolling = len([r for r in rows if r["icpc_icpc_date"][:7] in year_to(month)])
        in_time = [
            r
            for r in held
            if (
                r["icpc_icpc_date"] <= r["icpc_icpc_target_date"]
                if r["icpc_icpc_transfer_in"] == "Y"
                else working_days(started[r["icpc_s47_enquiry_id"]], r["icpc_icpc_date"]) <= 15
            )
        ]
        self.put(month, "icpc_r12", rolling)
        self.rate(month, "icpc_r12", rolling)
        self.put(month, "icpc_month", len(held))
        self.put(month, "icpc_15d_n", len(in_time))
        self.found["icpc_15d_pct", "", "percent", month] = one_decimal(len(in_time), len(held))

    def plans(self, month: str, tables: dict[str, list[Row]]) -> None:
        """Child protection plans: stock, rolling starts and ends, repeats, long plans."""
        rows = [
            (r["cppl_person_id"], r["cppl_cp_plan_start_date"], r["cppl_cp_plan_end_date"] or "9999")
            for r in tables["ssd_cp_plans"]
            if r["cppl_cp_plan_ola"] != "Y"
        ]
        last, year = month_end(month), year_to(month)
        still = [r for r in rows if r[1] <= last < r[2]]
        self.put(month, "cpp_open", len(still))
        self.rate(month, "cpp_open", len(still))
        self.put_share(month, "cpp_open_2y", len([r for r in still if two_years_on(r[1]) <= last]), len(still))
        ended = [r for r in rows if r[2][:7] == month]
        self.put_share(month, "cpp_ceased_2y", len([r for r in ended if two_years_on(r[1]) <= r[2]]), len(ended))
        begun = [r for r in rows if r[1][:7] in year]
        for key, count in (
            ("cpp_start_r12", len(begun)),
            ("cpp_ceased_r12", len([r for r in rows if r[2][:7] in year])),
        ):
            self.put(month, key, count)
            self.rate(month, key, count)
        by_child: dict[str, list[tuple[str, str]]] = {}
        for child, start, end in rows:
            by_child.setdefault(child, []).append((start, end))
        soon = [r for r in begun if any(s < r[1] and within_24_months(e, r[1]) for s, e in by_child[r[0]])]
        ever = [r for r in begun if any(s < r[1] for s, e in by_child[r[0]])]
        self.put_share(month, "cpp_repeat_24m", len(soon), len(begun))
        self.put_share(month, "cpp_repeat_ever", len(ever), len(begun))

    def plans_open_again_in_june(self) -> None:
        """Long plans of March as the June delivery knows them; the open count stays as it was."""
        kept = {k: v for k, v in self.found.items() if k[3] == "2020-03" and k[0] != "cpp_open_2y"}
        self.plans("2020-03", self.deliveries["2020-06"])
        self.found |= kept

    def looked_after(self, month: str, tables: dict[str, list[Row]]) -> None:
        """Children looked after, in and out. Short breaks and those over 18 are left out."""
        last = month_end(month)
        born = {r["pers_person_id"]: r["pers_dob"] for r in tables["ssd_person"]}
        breaks = {r["lega_person_id"] for r in tables["ssd_legal_status"] if r["lega_legal_status"] in ("V3", "V4")}
        rows = [r for r in tables["ssd_cla_episodes"] if r["clae_person_id"] not in breaks]

        def is_open(r: Row) -> bool:
            end, birth = r["clae_cla_episode_ceased_date"] or "9999", born[r["clae_person_id"]]
            eighteen = f"{int(birth[:4]) + 18}{birth[4:]}"
            return r["clae_cla_episode_start_date"] <= last < end and last < eighteen

        still = {r["clae_person_id"] for r in rows if is_open(r)}
        self.put(month, "lac", len(still))
        self.rate(month, "lac", len(still))
        self.found["lac_rate", "", "rate", month] = self.found.pop(("lac_rate", "", "rate", month))
        self.put(
            month,
            "lac_admissions",
            len(
                [
                    r
                    for r in rows
                    if r["clae_cla_episode_start_date"][:7] == month and r["clae_cla_episode_start_reason"] == "S"
                ]
            ),
        )
        left = [
            r["clae_cla_episode_ceased_reason"]
            for r in rows
            if r["clae_cla_episode_ceased_date"][:7] == month and r["clae_cla_episode_ceased_reason"] != "X1"
        ]
        self.put(month, "lac_ceased", len(left))
        for key, reasons in (("lac_ceased_permanence", PERMANENT), ("lac_ceased_sgo", GUARDIANS)):
            self.put_share(month, key, len([r for r in left if r in reasons]), len(left))
        self.put(
            month,
            "sgo_started",
            len(
                [
                    r
                    for r in tables["ssd_legal_status"]
                    if r["lega_legal_status"] == "SGO" and r["lega_legal_status_start_date"][:7] == month
                ]
            ),
        )

    def year_to_date(self) -> None:
        """April to December as the December delivery knows it: the sums of the months there, percents from the sums."""
        december = self.deliveries["2020-12"]
        known = self.found
        self.found = {}
        for month in MONTHS[3:]:
            self.contacts(month, december)
            self.enquiries(month, december)
            self.conferences(month, december)
            self.plans(month, december)
            self.looked_after(month, december)
        sums: dict[tuple[str, str, str], float] = {}
        for (key, breakdown, part, _), value in self.found.items():
            sums[key, breakdown, part] = sums.get((key, breakdown, part), 0) + value
        self.found = known
        for (key, breakdown, part), value in sums.items():
            if part == "percent":
                top, bottom = PERCENT_OF.get(key, (key, "numerator")), PERCENT_BY.get(key, (key, "denominator"))
                value = one_decimal(
                    sums[top[0], breakdown, top[1]],
                    sums[bottom[0], breakdown if bottom[0] != "s47_completed" else "", bottom[1]],
                )
            known[key, breakdown, part, "2020/21"] = value


PERCENT_OF = {
    "source_pct": ("source_to_referral", "count"),
    "s47_outcome": ("s47_outcome", "count"),
    "icpc_15d_pct": ("icpc_15d_n", "count"),
}
PERCENT_BY = {
    "source_pct": ("source_total", "count"),
    "s47_outcome": ("s47_completed", "count"),
    "icpc_15d_pct": ("icpc_month", "count"),
}


def decided_within(row: Row, days: int) -> bool:
    """True when the contact was decided within so many working days."""
    return bool(row["decision_date"]) and working_days(row["cont_contact_date"], row["decision_date"]) <= days


COUNTED = (
    "CONTACTS",
    "CONTACTS BY SOURCE 'HARM & NOT SURE'",
    "SECTION 47 INVESTIGATIONS - STARTED",
    "SECTION 47 INVESTIGATIONS - COMPLETED",
    "INITIAL CHILD PROTECTION CONFERENCES",
    "CHILD PROTECTION",
    "CHILD PROTECTION - TIME PERIODS",
    "LOOKED AFTER CHILDREN",
)


def published(pages: tuple[str, ...] = ()) -> list[Row]:
    """Published figures of the months of 2020 and the year to date."""
    path = ROOT / "tests" / "back_test" / "published_figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            r for r in csv.DictReader(file) if r["period_kind"] in ("month", "ytd") and r["page"] in (pages or COUNTED)
        ]
