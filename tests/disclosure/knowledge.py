"""What a reader of all public issues holds, put together from the published file and the texts of the public cells.

Written apart from the engine: the relations are typed here again, series that are always equal are found in the figures
themselves, and the attacker is told more than a reader could know: by how much an equation misses, which hidden numbers
are small, which are six or more, and the restricted edition's number wherever a text is no number.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import duckdb

from tests.disclosure.solver import LARGEST, Public

# whole = parts, in one period; "/of" is the denominator; a sign and "-1" is the month before.
SUMS = """
contacts_all = contacts_by_need:harm + contacts_by_need:help + contacts_by_need:not_sure + contacts_by_need:not_recorded
contacts_social_care = contacts_by_source:police/of + contacts_by_source:education_services/of + contacts_by_source:health_services/of + contacts_by_source:internal_council_services/of + contacts_by_source:members_of_public/of + contacts_by_source:other_local_authorities/of + contacts_by_source:others/of
contacts_to_referral = contacts_by_source:police + contacts_by_source:education_services + contacts_by_source:health_services + contacts_by_source:internal_council_services + contacts_by_source:members_of_public + contacts_by_source:other_local_authorities + contacts_by_source:others
new_assessments_completed = new_assessment_outcomes:ongoing_involvement + new_assessment_outcomes:no_further_action + new_assessment_outcomes:step_down_early_help + new_assessment_outcomes:not_recorded_other
s47_completed = s47_outcomes:substantiated_continuing_risk + s47_outcomes:substantiated_no_continuing_risk + s47_outcomes:not_substantiated + s47_outcomes:not_recorded
children_in_need = cin_open + cp_plans_open + looked_after + care_leavers
s47_outcome_not_recorded = s47_outcomes:not_recorded
looked_after = looked_after@1 + looked_after_admissions - looked_after_ceased
foster_households = foster_households@1 + foster_households_approved - foster_households_deregistered
cp_plans_open = cp_plans_open@1 + cp_plans_started - cp_plans_ceased_two_years/of
""".strip().splitlines()  # noqa: E501
TWELVE_MONTHS = {
    "referrals_rolling_12_months": "referrals",
    "rereferrals_rolling_12_months": "rereferrals",
    "s47_started_rolling_12_months": "s47_started",
    "initial_conferences_rolling_12_months": "initial_conferences",
    "cp_plans_ceased_rolling_12_months": "cp_plans_ceased_two_years/of",
    "cp_plans_started_rolling_12_months": "cp_plans_started",
}
NARROWER = {
    "cp_plans_repeat_within_24_months": "cp_plans_repeat_ever",
    "personal_education_plans_up_to_date": "personal_education_plans",
    "care_leavers_pathway_plans_up_to_date": "care_leavers_pathway_plans",
}
# Numbers that count neither children nor households.
NOT_COUNTS = {
    "caseload_maximum", "caseload_average", "adoption_days_to_placement", "adoption_days_to_match", "school_absence",
    "agency_staff",
}  # fmt: skip
BASES_LEFT_OUT = {"cp_visits_within_2_weeks", "looked_after_visits_in_time"}
SCALES = {"percent": 100, "average": 1}


def month_of(day: date, earlier: int = 0) -> tuple[int, int]:
    months = day.year * 12 + day.month - 1 - earlier
    return months // 12, months % 12 + 1


class Knowledge:
    """Names are (series, kind, (year, month)); a series is 'indicator', 'indicator:category', with '/of' for the
    denominator and '/rest' for what is left of it."""

    def __init__(self, published: Path, la_code: str):
        self.public = Public()
        self.hidden: set = set()
        self._con = duckdb.connect(str(published), read_only=True)
        self._la_code = la_code
        self._units = dict(self._con.execute("select indicator_id, unit from reporting.indicators").fetchall())
        self._decimals = dict(self._con.execute("select indicator_id, decimals from reporting.indicators").fetchall())
        self._populations: dict = {}
        self._spans: dict = {}
        self._added: set = set()
        self._withheld: set = set()
        self._judged: set = set()

    def read_issue(self, report_month: date, texts: dict[tuple, str], withheld: frozenset[tuple] = frozenset()) -> None:
        """Take in one public issue: the texts of its cells by key, and the cells whose rows it holds back whole."""
        for indicator, breakdown, kind, first, end, numerator, denominator in self._ledger(report_month):
            series = indicator if breakdown == "all" else f"{indicator}:{breakdown}"
            name = series, kind, month_of(end)
            if kind == "ytd":
                self._spans[series, month_of(end)] = (end.year - first.year) * 12 + end.month - first.month + 1
            if numerator is None:
                continue
            self.public.truth.setdefault(name, round(numerator))
            if self._units[indicator] == "rate_per_10k":
                if denominator is not None:
                    self._populations[name] = round(denominator)
            elif denominator is not None and self._units[indicator] == "percent":
                self.public.truth.setdefault((f"{series}/of", *name[1:]), round(denominator))
        self._add_up()
        for cell, name, part, decimals in self._cells(report_month):
            self._read_text(texts[cell], name, part, decimals)
            named = {name, (f"{name[0]}/of", *name[1:])}
            (self._withheld if cell in withheld else self._judged).update(named)

    def _add_up(self) -> None:
        """The edition says that sums are those of the months as the public has them; the attacker is told so too."""
        truth = self.public.truth
        for name in [one for one in truth if one not in self._added and len(one) == 3 and one[1] != "annual"]:
            self._added.add(name)
            series, kind, month = name
            if kind == "ytd":
                months = [_earlier(month, back) for back in range(self._spans[series.removesuffix("/of"), month])]
                parts = [(series, "month", one) for one in months]
                if any(part not in truth for part in parts):
                    parts = [(series, "ytd", _earlier(month, 1)), parts[0]]
            elif series in TWELVE_MONTHS or series == "rereferrals_rolling_12_months/of":
                monthly = TWELVE_MONTHS.get(series, "referrals")
                parts = [(monthly, "month", _earlier(month, back)) for back in range(12)]
            else:
                continue
            if all(part in truth for part in parts):
                truth[name] = sum(truth[part] for part in parts)

    def _ledger(self, report_month: date) -> list[tuple]:
        return self._con.execute(
            """
            select
                ledger.indicator_id, ledger.breakdown, ledger.period_kind, ledger.first_month_on, ledger.period_end_on,
                ledger.numerator, ledger.denominator
            from reporting.published_values as ledger
            where ledger.la_code = $la_code and ledger.publication_no <= (
                select max(publication_no) from reporting.report_issues
                where la_code = $la_code and report_month = $month
            ) and ledger.period_end_on <= $month and (ledger.period_kind <> 'ytd' or ledger.period_end_on = $month)
                and ledger.period_end_on > $month - interval 370 day
            qualify row_number() over (
                partition by ledger.indicator_id, ledger.breakdown, ledger.period_kind, ledger.period_end_on
                order by case ledger.indicator_id when 's47_outcome_not_recorded' then ledger.issue
                    when 'update_assessments_within_45_working_days' then ledger.issue else -ledger.issue end
            ) = 1
            """,
            {"la_code": self._la_code, "month": report_month},
        ).fetchall()

    def _cells(self, report_month: date):
        """(key of the public cell, name, what is printed, decimals) of pages and scorecard."""
        for row in self._con.execute(
            "select page, key, breakdown, period_kind, period, part, indicator_id, indicator_breakdown, quantity, "
            "period_end_on from reporting.report_figures "
            "where la_code = ? and report_month = ? and origin = 'computed'",
            [self._la_code, report_month],
        ).fetchall():
            series = row[6] if row[7] == "all" else f"{row[6]}:{row[7]}"
            yield ("figure", *row[:6]), (series, row[3], month_of(row[9])), row[8], self._decimals[row[6]]
        for row in self._con.execute(
            "select page, key, breakdown, period_kind, period, part, indicator_id, indicator_breakdown, quantity, "
            "value from reporting.report_figures where la_code = ? and report_month = ? and period_kind = 'annual' "
            "and period not like '% AY' and value is not null",
            [self._la_code, report_month],
        ).fetchall():
            series = row[6] if row[7] == "all" else f"{row[6]}:{row[7]}"
            name = series, "annual", (int(row[4][:4]), 0)
            if row[8] in ("numerator", "denominator"):
                counted = (f"{series}/of", *name[1:]) if row[8] == "denominator" else name
                # A fraction of a child in the seed counts as one: it must not be recovered either.
                self.public.truth.setdefault(counted, math.ceil(row[9]))
            yield ("figure", *row[:6]), name, row[8], self._decimals[row[6]]
        for key, number, indicator, breakdown, quantity, has_year in self._con.execute(
            "select row_key, row_no::int, indicator_id, breakdown, quantity, has_year_to_date "
            "from read_csv('seeds/scorecard_layout.csv', all_varchar = true)"
        ).fetchall():
            for column, back in (("two_months_before", 2), ("month_before", 1), ("this_month", 0), ("year_to_date", 0)):
                month, decimals = month_of(report_month, back), self._decimals[indicator]
                counted, category = indicator, breakdown
                is_rotherham = self._la_code == "E08000018"  # whose rows of scorecard_rules these are
                if is_rotherham and month == (2020, 10) and column != "year_to_date" and number in (2, 5, 6):
                    counted, category = {
                        2: ("contacts_by_need", "harm"),
                        5: ("contacts_new_form_decided_within_1_working_day", "all"),
                        6: ("contacts_new_form_decided_within_1_working_day", "all"),
                    }[number]
                if is_rotherham and number == 47 and month >= (2020, 11):
                    decimals = 2
                series = counted if category == "all" else f"{counted}:{category}"
                kind = "ytd" if column == "year_to_date" else "month"
                if kind == "month" or has_year == "Y":
                    yield ("scorecard", key, column), (series, kind, month), quantity, decimals

    def _read_text(self, text: str | None, name: tuple, quantity: str, decimals: int) -> None:
        if text is None:
            return
        base = (f"{name[0]}/of", *name[1:])
        numbers = [float(one) for one in re.findall(r"\d+\.?\d*", text)]
        if not numbers:
            if text == "c":
                self.hidden |= {name, base}
            return
        if re.fullmatch(r"\d+ of \d+( [\d.]+%)?", text):
            self._know(name, numbers[0])
            self._know(base, numbers[1])
        elif quantity == "numerator":
            self._know(name, numbers[-1])
        elif quantity == "denominator":
            self._know(base, numbers[-1])
        elif name in self._populations:
            population = (*name, "population")
            self.public.truth[population] = self._populations[name]
            self.public.known.add(population)
            self.public.shares.append((name, population, 10000, round(numbers[0] * 10**decimals), decimals))
        elif base in self.public.truth and name in self.public.truth:
            self.public.shares.append((name, base, SCALES["percent"], round(numbers[0] * 10**decimals), decimals))

    def _know(self, name: tuple, number: float) -> None:
        self.public.truth[name] = round(number)
        self.public.known.add(name)

    def close(self, equal: list[tuple[str, list[str]]] | None = None) -> list[tuple]:
        """Everything that follows, and what is granted; returns the small hidden numbers that must not be recovered.

        `equal` are series that a larger council shows to be the same; among small numbers many are so by chance.
        """
        truth, known = self.public.truth, self.public.known
        self._started_plans()
        self._rest_of_denominators()
        for name in list(truth):
            self.public.equations += [
                one for one in self._equations(name) if one and all(part in truth for part in one)
            ]
        self.public.equations += self._always_equal(self.equal_series() if equal is None else equal)
        for name, value in truth.items():
            if name not in known:
                self.public.sorts[name] = self._sort(name, value)
        return sorted(name for name, value in truth.items() if self._is_target(name, value))

    def _is_target(self, name: tuple, value: int) -> bool:
        indicator = name[0].split("/")[0].split(":")[0]
        return 1 <= value <= 5 and indicator not in NOT_COUNTS and len(name) == 3

    def _sort(self, name: tuple, value: int) -> tuple[int, int]:
        number = (name[0].removesuffix("/rest").removesuffix("/wider"), *name[1:])
        if name != number and 1 <= self.public.truth.get(number, 0) <= 5 and value >= 0:
            return 0, LARGEST
        if self._is_withheld(name):
            return (0 if value >= 0 else -LARGEST), LARGEST
        if value < 0:
            return -LARGEST, LARGEST
        return (0, 0) if value == 0 else (1, 5) if value <= 5 else (6, LARGEST)

    def _is_withheld(self, name: tuple) -> bool:
        """Of a row that is held back whole nobody is told which numbers are zero, small or large; nor of a number that
        stands in no cell and belongs to such a row.
        """
        names = {name, (name[0].split("/")[0], *name[1:])}
        if names & (self._judged | self._withheld):
            return not names & self._judged
        indicator = re.split("[:/]", name[0])[0]
        return any(re.split("[:/]", one[0])[0] == indicator for one in self._withheld)

    def _started_plans(self) -> None:
        truth = self.public.truth
        for name in [one for one in truth if one[0] == "cp_plans_open"]:
            before = ("cp_plans_open", "month", _earlier(name[2], 1))
            went = ("cp_plans_ceased_two_years/of", "month", name[2])
            if before in truth and went in truth:
                truth["cp_plans_started", "month", name[2]] = truth[name] - truth[before] + truth[went]

    def _rest_of_denominators(self) -> None:
        truth = self.public.truth
        for name in list(truth):
            base = (f"{name[0]}/of", *name[1:])
            if base in truth:
                truth[f"{name[0]}/rest", *name[1:]] = truth[base] - truth[name]
            wider = (NARROWER.get(name[0]), *name[1:])
            if wider in truth:
                truth[f"{name[0]}/wider", *name[1:]] = truth[wider] - truth[name]

    def _equations(self, name: tuple):
        series, kind, month = name[:3]
        if series.endswith("/rest"):
            number = series.removesuffix("/rest")
            yield {(number, kind, month): 1, name: 1, (f"{number}/of", kind, month): -1}
        if series.endswith("/wider"):
            number = series.removesuffix("/wider")
            yield {(number, kind, month): 1, name: 1, (NARROWER[number], kind, month): -1}
        for line in SUMS:
            whole, parts = line.split(" = ")
            if series == whole and (kind == "month" or "@" not in line):
                equation = {name: -1}
                for sign, part in re.findall(r"(^|[+-]) ?(\S+)", parts):
                    part, _, back = part.partition("@")
                    equation[part, kind, _earlier(month, int(back or 0))] = -1 if sign == "-" else 1
                yield equation
        if kind == "ytd" and not series.endswith(("/rest", "/wider")):
            months = self._spans.get((series.removesuffix("/of"), month), 0)
            if months:
                yield {name: -1, **{(series, "month", _earlier(month, back)): 1 for back in range(months)}}
        if kind == "annual" and not series.endswith(("/rest", "/wider")):
            in_march = (series, "ytd", (month[0] + 1, 3))
            is_summed = any(one == series.removesuffix("/of") for one, _ in self._spans)
            end = in_march if is_summed else (series, "month", (month[0] + 1, 3))
            if self.public.truth.get(end) == self.public.truth[name]:
                yield {name: 1, end: -1}
        if series in TWELVE_MONTHS and kind == "month":
            monthly = TWELVE_MONTHS[series]
            yield {name: -1, **{(monthly, "month", _earlier(month, back)): 1 for back in range(12)}}

    def equal_series(self) -> list[tuple[str, list[str]]]:
        """Kinds of period, and series with the same number in each: an attentive reader takes them for the same."""
        values = defaultdict(dict)
        for (series, kind, month, *rest), value in self.public.truth.items():
            if not rest:
                values[series, kind][month] = value
        groups = defaultdict(list)
        for (series, kind), one in values.items():
            if len(set(one.values())) >= 4:
                groups[kind, tuple(sorted(one.items()))].append(series)
        return [(kind, series) for (kind, _), series in groups.items()]

    def _always_equal(self, equal: list[tuple[str, list[str]]]) -> list[dict]:
        return [
            {(series[0], *period): 1, (other, *period): -1}
            for kind, series in equal
            for other in series[1:]
            for period in [name[1:] for name in self.public.truth if name[0] == series[0] and name[1] == kind]
            if self.public.truth[series[0], *period] == self.public.truth.get((other, *period))
        ]


def _earlier(month: tuple[int, int], by: int) -> tuple[int, int]:
    months = month[0] * 12 + month[1] - 1 - by
    return months // 12, months % 12 + 1
