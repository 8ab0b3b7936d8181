"""The plan of the contacts: counts by form, need and source, straight from the figures.

Belongs here: contacts only; no solver is needed, what is not printed is chosen here.
Does not belong here: children and dates.
"""

from typing import Any

from orchestration.demo.base.months import DELIVERED
from orchestration.demo.plan.solve_figures import JANUARY, Figures, write

SOURCES = (
    "police",
    "education_services",
    "health_services",
    "internal_council_services",
    "members_of_public",
    "other_local_authorities",
    "others",
)
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
