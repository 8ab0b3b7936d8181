"""What follows from what: equations between the numbers of a report that every reader may know.

Belongs here: which numbers are the same, add up, or lead to each other, and the equations of one public issue. Does not
belong: which of them are hidden. An equation need not hold exactly in the figures (a late record, two definitions); it
is used as if the reader knew by how much it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from orchestration.common.months import months_before
from orchestration.disclosure.feasibility import Relation
from orchestration.disclosure.rules import Quantity

Side = tuple[str, str, str]
N, D = "N", "D"


def _n(indicator: str, breakdown: str = "all") -> Side:
    return indicator, breakdown, N


def _d(indicator: str, breakdown: str = "all") -> Side:
    return indicator, breakdown, D


SOURCES = (
    "police", "education_services", "health_services", "internal_council_services", "members_of_public",
    "other_local_authorities", "others", "unknown",
)  # fmt: skip
NEEDS = ("harm", "help", "not_sure", "not_recorded", "unknown")
ASSESSMENT_OUTCOMES = (
    "ongoing_involvement", "no_further_action", "step_down_early_help", "not_recorded_other", "unknown",
)  # fmt: skip
S47_OUTCOMES = (
    "substantiated_continuing_risk", "substantiated_no_continuing_risk", "not_substantiated", "not_recorded",
    "unknown",
)  # fmt: skip

# The same number under several names, in each period.
SAME = (
    (_n("contacts_social_care"), _d("contacts_decided_within_1_working_day"), _d("contacts_to_referral")),
    (_n("contacts_by_need", "help"), _d("contacts_help_decided_within_5_working_days")),
    (_n("referrals"), _d("referrals_to_assessment"), _d("rereferrals")),
    (_n("referrals_rolling_12_months"), _d("rereferrals_rolling_12_months")),
    (_n("new_assessments_completed"), _d("new_assessments_within_45_working_days"),
     *(_d("new_assessment_outcomes", one) for one in ASSESSMENT_OUTCOMES)),
    (_n("update_assessments_completed"), _d("update_assessments_within_45_working_days")),
    (_n("s47_completed"), _d("s47_outcome_not_recorded"), *(_d("s47_outcomes", one) for one in S47_OUTCOMES)),
    (_n("s47_outcome_not_recorded"), _n("s47_outcomes", "not_recorded")),
    (_n("initial_conferences"), _d("initial_conferences_within_15_working_days")),
    (_n("cp_plans_open"), _d("cp_plans_open_two_years")),
    (_n("cp_plans_started_rolling_12_months"), _d("cp_plans_repeat_within_24_months"), _d("cp_plans_repeat_ever")),
    (_n("looked_after"), _d("looked_after_plans_up_to_date"), _d("looked_after_fostered"),
     _d("placements_commissioned"), _d("placements_family_based"), _d("placements_three_or_more"),
     _d("placements_with_parents")),
    (_n("looked_after_ceased"), _d("looked_after_ceased_permanence"), _d("looked_after_ceased_special_guardianship"),
     _d("looked_after_adopted")),
    (_d("health_assessments_up_to_date"), _d("dental_checks_up_to_date")),
    (_n("adoptions"), _d("adoptions_within_12_months"), _n("looked_after_adopted")),
    (_n("care_leavers"), _d("care_leavers_suitable_accommodation"),
     _d("care_leavers_in_education_employment_training")),
    (_d("care_leavers_pathway_plans"), _d("care_leavers_pathway_plans_up_to_date")),
    (_d("personal_education_plans"), _d("personal_education_plans_up_to_date")),
)  # fmt: skip

# A whole and its parts, in each period.
SUMS = (
    (_n("contacts_all"), tuple(_n("contacts_by_need", one) for one in NEEDS)),
    (_n("contacts_social_care"), tuple(_d("contacts_by_source", one) for one in SOURCES)),
    (_n("contacts_to_referral"), tuple(_n("contacts_by_source", one) for one in SOURCES)),
    (_n("new_assessments_completed"), tuple(_n("new_assessment_outcomes", one) for one in ASSESSMENT_OUTCOMES)),
    (_n("s47_completed"), tuple(_n("s47_outcomes", one) for one in S47_OUTCOMES)),
    (_n("children_in_need"), (_n("cin_open"), _n("cp_plans_open"), _n("looked_after"), _n("care_leavers"))),
)

# Stock at a month end = stock before + what came - what went.
STOCKS = (
    (_n("looked_after"), _n("looked_after_admissions"), _n("looked_after_ceased")),
    (_n("foster_households"), _n("foster_households_approved"), _n("foster_households_deregistered")),
)
# The same where what came is printed in no month, only in twelve: (stock, twelve months' starts, what went).
STOCK_OF_PLANS = (_n("cp_plans_open"), _n("cp_plans_started_rolling_12_months"), _d("cp_plans_ceased_two_years"))

# Twelve months' number and the month's.
ROLLING = (
    (_n("referrals_rolling_12_months"), _n("referrals")),
    (_n("rereferrals_rolling_12_months"), _n("rereferrals")),
    (_n("s47_started_rolling_12_months"), _n("s47_started")),
    (_n("initial_conferences_rolling_12_months"), _n("initial_conferences")),
    (_n("cp_plans_ceased_rolling_12_months"), _d("cp_plans_ceased_two_years")),
)

# The narrower of two numbers with one denominator, and the wider: what lies between is a number of children too.
NESTED = {
    ("cp_plans_repeat_within_24_months", "all"): "cp_plans_repeat_ever",
    ("personal_education_plans_up_to_date", "all"): "personal_education_plans",
    ("care_leavers_pathway_plans_up_to_date", "all"): "care_leavers_pathway_plans",
}

# The average days of the year so far are of the adoptions of the year so far.
AVERAGED = (_d("adoption_days_to_placement"), _n("adoptions"))

# Indicators and categories of which somebody has decided that no other of the report follows from them in one period;
# each still adds up to its own year to date.
ALONE = frozenset(
    {
        (indicator, "all")
        for indicator in (
            "adoption_days_to_match", "agency_staff", "agency_staff_headcount", "cin_plans_up_to_date",
            "contacts_new_form_decided_within_1_working_day", "cp_plans_up_to_date", "cp_reviews_in_time",
            "cp_visits_within_2_weeks", "cse_cohort", "cse_referrals", "fixed_term_exclusions",
            "initial_health_assessments_in_time", "looked_after_reviews_in_time", "looked_after_visits_in_time",
            "new_assessments_open_late", "new_assessments_started", "persistent_absence", "placements_stable_two_years",
            "reduced_timetables", "school_absence", "special_guardianship_started", "update_assessments_open_late",
            "update_assessments_started",
        )
    }
    | {("caseload_average", team) for team in ("disability", "duty", "locality", "looked_after")}
    | {("caseload_maximum", team) for team in ("looked_after", "safeguarding")}
)  # fmt: skip


def related() -> frozenset[tuple[str, str]]:
    """Every (indicator, category) that an equation names."""
    sides = {side for group in SAME for side in group} | {side for stock in STOCKS for side in stock}
    sides |= {side for whole, parts in SUMS for side in (whole, *parts)} | {*STOCK_OF_PLANS, *AVERAGED}
    sides |= {side for total in ROLLING for side in total}
    nested = {*NESTED, *((wide, "all") for wide in NESTED.values())}
    return frozenset({side[:2] for side in sides} | nested)


def families() -> dict[str, str]:
    """A name for each indicator's family: indicators that share a number or add up in one period."""
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    tied = [[side[0] for side in group] for group in SAME]
    tied += [[whole[0], *(part[0] for part in parts)] for whole, parts in SUMS]
    tied += [[narrow, wide] for (narrow, _), wide in NESTED.items()]
    for first, *others in tied:
        for other in others:
            parent[max(root(first), root(other))] = min(root(first), root(other))
    return {one: root(one) for one in list(parent)}


def derived(values: Mapping[Quantity, float]) -> dict[Quantity, float]:
    """Numbers that no cell shows and subtraction gives: the rest of a denominator, of a wider number, plans started."""
    more = {}
    for one, value in values.items():
        if one.side != N:
            continue
        whole = values.get(one._replace(side=D))
        if whole is not None:
            more[one._replace(side="C")] = whole - value
        wide = NESTED.get((one.indicator, one.breakdown))
        if wide and one._replace(indicator=wide) in values:
            more[one._replace(side="X")] = values[one._replace(indicator=wide)] - value
        if (one.indicator, one.breakdown, N) == STOCK_OF_PLANS[0] and one.kind == "month":
            before = values.get(one._replace(period=month_before(one.period)))
            went = values.get(_at(STOCK_OF_PLANS[2], one))
            if before is not None and went is not None:
                more[one._replace(side="S")] = value - before + went
    return more


def equations(
    new: Iterable[Quantity], values: Mapping[Quantity, float], first_months: Mapping[tuple[str, str], str]
) -> Iterable[Relation]:
    """Every equation that the numbers `new` stand in, with one another or with numbers of earlier issues.

    `values` hold every number of this and earlier issues, the derived ones too; `first_months` the month a year to
    date begins with, by (indicator, period).
    """
    new = list(new)
    summed = {indicator for indicator, _ in first_months}
    for one in new:
        here = [_complement(one), _remainder(one), _averaged(one), _plans_started(one)]
        here += [*_year_to_date(one, first_months), *_outturn(one, summed, values), *_in_twelve_months(one)]
        for relation in here:
            if relation and all(term in values for _, term in relation):
                yield relation
    for kind, period in dict.fromkeys((one.kind, one.period) for one in new):
        anchor = Quantity("", "", "", kind, period)
        for relation in _within(anchor):
            # A category of unknown codes is printed where there are any: a sum without it has nothing in it.
            relation = tuple((sign, term) for sign, term in relation if term.breakdown != "unknown" or term in values)
            if all(term in values for _, term in relation):
                yield relation


def same_numbers(
    new: Iterable[Quantity], values: Mapping[Quantity, float], names: Mapping[Quantity, Quantity]
) -> dict[Quantity, Quantity]:
    """One name for numbers that are the same under several, where the figures agree: further entries for `names`."""
    found = dict(names)
    for kind, period in dict.fromkeys((one.kind, one.period) for one in new):
        for group in SAME:
            present = [one for one in (Quantity(*side, kind, period) for side in group) if one in values]
            for one in present[1:]:
                if one not in found and values[one] == values[present[0]]:
                    found[one] = found.get(present[0], present[0])
    return found


def renamed(relation: Relation, names: Mapping[Quantity, Quantity]) -> Relation:
    """The relation with one name for each number, in a fixed order; empty when nothing is left of it."""
    terms: dict[Quantity, int] = {}
    for sign, one in relation:
        name = names.get(one, one)
        terms[name] = terms.get(name, 0) + sign
    return tuple((sign, one) for one, sign in sorted(terms.items()) if sign)


@cache
def month_before(period: str, months: int = 1) -> str:
    """The month end `months` before the month end given."""
    return months_before(date.fromisoformat(period), months).isoformat()


def _at(side: Side, anchor: Quantity) -> Quantity:
    return Quantity(*side, anchor.kind, anchor.period)


def _is(one: Quantity, side: Side, kind: str) -> bool:
    return (one.indicator, one.breakdown, one.side) == side and one.kind == kind


def _within(anchor: Quantity) -> Iterable[Relation]:
    """Equations of one period: wholes and parts, stocks."""
    for whole, parts in SUMS:
        yield ((-1, _at(whole, anchor)), *((1, _at(part, anchor)) for part in parts))
    if anchor.kind == "month":
        before = anchor._replace(period=month_before(anchor.period))
        for stock, came, went in STOCKS:
            yield (-1, _at(stock, anchor)), (1, _at(stock, before)), (1, _at(came, anchor)), (-1, _at(went, anchor))


def _complement(one: Quantity) -> Relation | None:
    return ((1, one._replace(side=N)), (1, one), (-1, one._replace(side=D))) if one.side == "C" else None


def _remainder(one: Quantity) -> Relation | None:
    if one.side != "X":
        return None
    wide = one._replace(indicator=NESTED[one.indicator, one.breakdown], side=N)
    return (1, one._replace(side=N)), (1, one), (-1, wide)


def _averaged(one: Quantity) -> Relation | None:
    return ((1, one), (-1, Quantity(*AVERAGED[1], "ytd", one.period))) if _is(one, AVERAGED[0], "month") else None


def _plans_started(one: Quantity) -> Relation | None:
    if one.side != "S":
        return None
    stock = one._replace(side=N)
    before = stock._replace(period=month_before(one.period))
    return (-1, stock), (1, before), (1, one), (-1, _at(STOCK_OF_PLANS[2], one))


def _year_to_date(one: Quantity, first_months: Mapping[tuple[str, str], str]) -> Iterable[Relation]:
    if one.kind != "ytd" or one.side not in "ND":
        return
    first = first_months.get((one.indicator, one.period))
    months, month = [], one.period
    while first and month >= first and len(months) < 12:
        months.append((1, one._replace(kind="month", period=month)))
        month = month_before(month)
    if months:
        yield ((-1, one), *months)


def _in_twelve_months(one: Quantity) -> Iterable[Relation]:
    for rolling, monthly in ROLLING:
        if _is(one, rolling, "month"):
            yield ((-1, one), *((1, _at(monthly, _months_earlier(one, back))) for back in range(12)))
    if _is(one, STOCK_OF_PLANS[1], "month"):
        started = Quantity(*STOCK_OF_PLANS[0], "month", one.period)._replace(side="S")
        yield ((-1, one), *((1, _months_earlier(started, back)) for back in range(12)))


def _months_earlier(one: Quantity, back: int) -> Quantity:
    return one._replace(period=month_before(one.period, back))


def _outturn(one: Quantity, summed: set[str], values: Mapping[Quantity, float]) -> Iterable[Relation]:
    """The outturn of a year is the year to date of its March or, where nothing is summed, the number at its end.

    Only where the two are equal: outturns are made later and by others, and one that differs says nothing of the other.
    """
    if one.kind == "annual" and one.side in "ND" and not one.period.endswith("AY"):
        march = f"{int(one.period[:4]) + 1}-03-31"
        end = one._replace(kind="ytd" if one.indicator in summed else "month", period=march)
        if values.get(end) == values[one]:
            yield (1, one), (-1, end)
