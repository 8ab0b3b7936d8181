"""A council of 150 children as random as a seed allows: every table of the contract, with plausible ordinary records.

Belongs here: the records. Does not belong: what the product makes of them (the tests).
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

from orchestration.landing.contract import tables
from tests.landing.small_deliveries import Rows

CHILDREN, SEED = 150, 26
FIRST, LAST = "2025-11", "2026-10"
KNOWN = date(2026, 11, 6)
BEGAN = date(2024, 5, 1)  # first day of ordinary records
TEAMS = {"N1": "duty", "N2": "locality", "N3": "looked_after", "N4": "disability"}
TERMS = (
    ("2024/25", "SUMMER", date(2025, 4, 28), date(2025, 7, 22), date(2025, 9, 30)),
    ("2025/26", "AUTUMN", date(2025, 9, 3), date(2025, 12, 19), date(2026, 2, 28)),
    ("2025/26", "SPRING", date(2026, 1, 6), date(2026, 3, 27), date(2026, 5, 31)),
    ("2025/26", "SUMMER", date(2026, 4, 13), date(2026, 7, 21), date(2026, 9, 30)),
)
SOURCES = ("1B", "2A", "2B", "3A", "3C", "4", "5A", "5C", "6", "6", "6", "8")
CATEGORIES = ("NEG", "EMO", "PHY", "SEX")


def all_tables() -> dict[str, Rows]:
    """The delivery with every table of the contract."""
    made = _Council()
    for number in range(CHILDREN):
        made.child(number)
    made.staff()
    made.households()
    return {name: made.rows[name] for name in tables()}


def ssd_tables() -> dict[str, Rows]:
    """The same with the tables of the standard safeguarding dataset alone."""
    return {name: rows for name, rows in all_tables().items() if name.startswith("ssd_")}


class _Council:
    """The records made so far, by table."""

    def __init__(self) -> None:
        self.rows: dict[str, Rows] = defaultdict(list)
        self.random = random.Random(SEED)
        self.numbers: dict[str, int] = defaultdict(int)

    def add(self, table: str, prefix: str, **fields: object) -> str:
        """Add a record with a key of its own, which is returned; dates are written, None is empty."""
        self.numbers[prefix] += 1
        key = next(field.name for field in tables()[table].fields if field.is_key)
        record = {key: f"{prefix}{self.numbers[prefix]:05d}", **fields}
        self.rows[table].append({name: "" if value is None else str(value) for name, value in record.items()})
        return record[key]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def after(self, day: date, least: int, most: int) -> date | None:
        """A day so many days later, None where it is not known yet."""
        found = day + timedelta(days=self.random.randint(least, most))
        return found if found <= KNOWN else None

    def repeated(self, day: date, end: date | None, least: int, most: int):
        """Days from `day` to `end`, or to what is known, some days apart."""
        found = self.after(day, least, most)
        while found and (end is None or found <= end):
            yield found
            found = self.after(found, least, most)

    def child(self, number: int) -> None:
        """A child and all that is recorded of it; about one in ten is grown up and has left care."""
        is_grown_up = number % 10 == 0
        born = date(2026, 10, 31) - timedelta(days=365 * (19 if is_grown_up else number % 16) + 100 + number)
        child = self.add("ssd_person", "77", pers_dob=born, pers_sex=self.random.choice("MF"), pers_ethnicity="WBRI")
        if is_grown_up:
            self.care_leaver(child, born)
            return
        for _ in range(self.random.choice((1, 1, 2, 3))):
            self.contact(child, BEGAN + timedelta(days=self.random.randint(0, 900)))
        if number % 4 == 1:
            self.period_of_care(child, BEGAN + timedelta(days=self.random.randint(0, 700)), born)
        if number % 30 == 7:
            self.adoption(child)

    def contact(self, child: str, on: date) -> None:
        """A contact, and what comes of it."""
        is_progressed = self.chance(0.45)
        contact = self.add(
            "ssd_contacts",
            "C",
            cont_person_id=child,
            cont_contact_date=on,
            cont_contact_source_code=self.random.choice(SOURCES),
        )
        referred = self.after(on, 0, 3) if is_progressed else None
        referral = self.referral(child, referred) if referred else None
        self.rows["lcs_contact_forms"].append(
            {
                "contact_id": contact,
                "reason_for_contact": "REQUEST_CSC",
                "need_identified": self.random.choice(("HARM", "HARM", "HELP", "NOT_SURE")),
                "contact_type": self.random.choice(("CONTACT", "CONTACT", "CONTACT", "INFORMATION_ONLY")),
                "decision_date": str(self.after(on, 0, 3) or ""),
                "decision_outcome": "REFERRAL" if referral else self.random.choice(("EARLY_HELP", "ADVICE", "NFA")),
                "referral_id": referral or "",
                "is_open_case": "Y" if self.chance(0.1) else "N",
            }
        )

    def referral(self, child: str, on: date) -> str:
        """A referral with its assessment; of a part, an enquiry, a conference and a plan."""
        closed = self.after(on, 40, 300)
        referral = self.add(
            "ssd_cin_episodes",
            "R",
            cine_person_id=child,
            cine_referral_date=on,
            cine_close_date=closed,
            cine_close_reason="RC1" if closed else None,
            cine_referral_nfa="N",
            cine_referral_team="N1",
        )
        self.rows["lcs_referral_details"].append(
            {"referral_id": referral, "referral_reason": "CSE_VICTIM" if self.chance(0.1) else "NEGLECT"}
        )
        if self.chance(0.1):
            self.add("lcs_cse_cohort", "X", person_id=child, start_date=on, end_date=closed)
        started = self.after(on, 0, 2)
        if started:
            finished = self.after(started, 10, 80)
            assessment = self.add(
                "ssd_cin_assessments",
                "A",
                cina_person_id=child,
                cina_referral_id=referral,
                cina_assessment_start_date=started,
                cina_assessment_auth_date=finished,
                cina_assessment_team="N1",
            )
            outcomes = ("ONGOING_INVOLVEMENT", "NO_FURTHER_ACTION", "STEP_DOWN")
            self.rows["lcs_assessment_details"].append(
                {"assessment_id": assessment, "outcome": self.random.choice(outcomes) if finished else ""}
            )
        self.add("ssd_cin_plans", "N", cinp_referral_id=referral, cinp_person_id=child, cinp_cin_plan_start_date=on)
        self.document(child, "CIN", on, closed)
        self.involvement(child, "N2", on, closed)
        if self.chance(0.5):
            self.enquiry(child, referral, self.after(on, 1, 20))
        return referral

    def enquiry(self, child: str, referral: str, on: date | None) -> None:
        """An enquiry, and in most cases a conference and a plan."""
        if on is None:
            return
        ended = self.after(on, 5, 25)
        enquiry = self.add(
            "ssd_s47_enquiry",
            "S",
            s47e_referral_id=referral,
            s47e_person_id=child,
            s47e_s47_start_date=on,
            s47e_s47_end_date=ended,
        )
        outcomes = ("SUBSTANTIATED_CONTINUING_RISK", "SUBSTANTIATED_NO_CONTINUING_RISK", "NOT_SUBSTANTIATED")
        self.rows["lcs_s47_details"].append(
            {"s47_enquiry_id": enquiry, "concerns_outcome": self.random.choice(outcomes) if ended else ""}
        )
        held = self.after(on, 8, 24)
        if held is None or self.chance(0.3):
            return
        conference = self.add(
            "ssd_initial_cp_conference",
            "I",
            icpc_s47_enquiry_id=enquiry,
            icpc_person_id=child,
            icpc_referral_id=referral,
            icpc_icpc_transfer_in="N",
            icpc_icpc_target_date=on + timedelta(days=21),
            icpc_icpc_date=held,
            icpc_icpc_outcome_cp_flag="Y",
        )
        ended, category = self.after(held, 60, 500), self.random.choice(CATEGORIES)
        plan = self.add(
            "ssd_cp_plans",
            "L",
            cppl_referral_id=referral,
            cppl_icpc_id=conference,
            cppl_person_id=child,
            cppl_cp_plan_start_date=held,
            cppl_cp_plan_end_date=ended,
            cppl_cp_plan_ola="N",
            cppl_cp_plan_initial_category=category,
            cppl_cp_plan_latest_category=category,
        )
        of_plan = {"cppr_person_id": child, "cppr_cp_plan_id": plan}
        for day in self.repeated(held, ended, 80, 180):
            self.add("ssd_cp_reviews", "V", **of_plan, cppr_cp_review_due=day, cppr_cp_review_date=day)
        of_plan = {"cppv_person_id": child, "cppv_cp_plan_id": plan}
        for day in self.repeated(held, ended, 7, 17):
            self.add("ssd_cp_visits", "W", **of_plan, cppv_cp_visit_date=day, cppv_cp_visit_seen="Y")
        self.document(child, "CP", held, ended)

    def period_of_care(self, child: str, start: date, born: date) -> None:
        """A period of care in one or two placements, with all that is done in it."""
        end, period = self.after(start, 60, 900), f"K{child}"
        last = end or KNOWN
        move = start + (last - start) / 2 if self.chance(0.5) else None
        reason = self.random.choice(("E4A", "E13", "E45"))
        spans = [(start, move, "S", "X1"), (move, end, "P", reason)] if move else [(start, end, "S", reason)]
        for began, ended, why, ceased in spans:
            placement = self.add(
                "ssd_cla_placement",
                "Q",
                clap_cla_id=period,
                clap_person_id=child,
                clap_cla_placement_start_date=began,
                clap_cla_placement_end_date=ended,
                clap_cla_placement_type=self.random.choice(("U1", "U6", "U6", "K2", "P1")),
                clap_cla_placement_provider=self.random.choice(("PR1", "PR1", "PR4")),
            )
            self.add(
                "ssd_cla_episodes",
                "E",
                clae_person_id=child,
                clae_cla_placement_id=placement,
                clae_cla_episode_start_date=began,
                clae_cla_episode_start_reason=why,
                clae_cla_episode_ceased_date=ended,
                clae_cla_episode_ceased_reason=ceased if ended else None,
                clae_cla_id=period,
                clae_entered_care_date=start,
            )
        self.add(
            "ssd_legal_status",
            "G",
            lega_person_id=child,
            lega_legal_status=self.random.choice(("C1", "C2", "V2")),
            lega_legal_status_start_date=start,
            lega_legal_status_end_date=end,
        )
        for day in self.repeated(start, end, 15, 150):
            self.add(
                "ssd_cla_reviews",
                "Y",
                clar_cla_id=period,
                clar_cla_review_due_date=day,
                clar_cla_review_date=day,
                clar_cla_review_cancelled="N",
            )
        visited = {"clav_cla_id": period, "clav_person_id": child, "clav_cla_visit_seen": "Y"}
        for day in self.repeated(start, end, 4, 45):
            self.add("ssd_cla_visits", "Z", **visited, clav_cla_visit_date=day)
        for kind, least, most in (("REVIEW HEALTH ASSESSMENT", 120, 400), ("DENTAL CHECK", 100, 380)):
            for day in self.repeated(start, end, least, most):
                self.health_check(child, kind, day)
        if first := self.after(start, 5, 40):
            self.health_check(child, "INITIAL HEALTH ASSESSMENT", first)
        self.add("ssd_cla_care_plan", "P", lacp_person_id=child, lacp_cla_care_plan_start_date=start)
        self.document(child, "LAC", start, end)
        self.involvement(child, "N3", start, end)
        for year, term, first, last_day, _ in TERMS:
            if start <= last_day and (end is None or end >= first):
                self.term(child, year, term)

    def health_check(self, child: str, kind: str, day: date) -> None:
        self.add(
            "ssd_cla_health",
            "H",
            clah_person_id=child,
            clah_health_check_type=kind,
            clah_health_check_date=day,
            clah_health_check_status="COMPLETED",
        )

    def term(self, child: str, year: str, term: str) -> None:
        self.add(
            "epep_terms",
            "T",
            person_id=child,
            academic_year=year,
            term=term,
            pep_in_place="Y",
            pep_up_to_date="Y" if self.chance(0.8) else "N",
            sessions_possible=self.random.randint(110, 140),
            sessions_missed=self.random.randint(0, 30),
            fixed_term_exclusions=1 if self.chance(0.1) else 0,
            reduced_timetable="Y" if self.chance(0.1) else "N",
        )

    def document(self, child: str, kind: str, start: date, end: date | None) -> None:
        for day in self.repeated(start, end, 20, 170):
            due = day + timedelta(days=180)
            self.add(
                "lcs_plan_documents", "D", person_id=child, plan_type=kind, authorised_date=day, review_due_date=due
            )

    def involvement(self, child: str, team: str, start: date, end: date | None) -> None:
        self.add(
            "ssd_involvements",
            "O",
            invo_professional_id=f"W{team}{self.random.randint(1, 3)}",
            invo_professional_role_id="LEAD",
            invo_professional_team=team,
            invo_person_id=child,
            invo_involvement_start_date=start,
            invo_involvement_end_date=end,
        )

    def care_leaver(self, child: str, born: date) -> None:
        """A young person who left care at 18."""
        adult = date(born.year + 18, born.month, min(born.day, 28))
        home, activity = self.random.choice("UVZ"), self.random.choice(("F1", "F2", "G4", "G5"))
        said = {"eligibility": "FORMER_RELEVANT", "accommodation": home, "accommodation_suitable": "1"}
        self.add("lcs_care_leaver_history", "M", person_id=child, valid_from=adult, activity=activity, **said)
        self.add(
            "ssd_care_leavers",
            "J",
            clea_person_id=child,
            clea_care_leaver_eligibility="FORMER_RELEVANT",
            clea_care_leaver_in_touch="YES",
            clea_care_leaver_accommodation=home,
            clea_care_leaver_accom_suitable="1",
            clea_care_leaver_activity=activity,
        )
        self.document(child, "PATHWAY", adult, None)

    def adoption(self, child: str) -> None:
        entered = date(2025, 1, 10) + timedelta(days=self.random.randint(0, 90))
        placed = entered + timedelta(days=300)
        self.add(
            "tracker_adoptions",
            "B",
            person_id=child,
            entered_care_date=entered,
            shobpa_date=entered + timedelta(days=150),
            placement_order_date=entered + timedelta(days=160),
            matched_date=entered + timedelta(days=270),
            placed_date=placed,
            adoption_order_date=placed + timedelta(days=150),
        )
        self.add("ssd_permanence", "F", perm_person_id=child, perm_placed_for_adoption_date=placed)

    def staff(self) -> None:
        """Three social workers and a manager in each team."""
        for team in TEAMS:
            self.rows["ssd_department"].append({"dept_team_id": team, "dept_team_name": f"Team {team}"})
            for number in range(1, 5):
                worker = f"W{team}{number}"
                self.rows["ssd_professionals"].append({"prof_professional_id": worker})
                self.add(
                    "hr_posts",
                    "U",
                    professional_id=worker,
                    team_id=team,
                    role="CASE_HOLDER" if number < 4 else "TEAM_MANAGER",
                    employment="AGENCY" if number == 3 and team == "N2" else "PERMANENT",
                    fte=0.8 if number == 2 else 1.0,
                    start_date=date(2023, 1, 9),
                )

    def households(self) -> None:
        for number in range(24):
            approved = date(2022, 3, 1) + timedelta(days=60 * number)
            ended = approved + timedelta(days=900) if number % 6 == 0 else None
            kind = "CONNECTED_PERSON" if number % 4 == 0 else "MAINSTREAM"
            self.add(
                "lcs_foster_households", "HH", approved_date=approved, deregistered_date=ended, household_kind=kind
            )
