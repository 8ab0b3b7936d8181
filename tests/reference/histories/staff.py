"""Who works for the council, as raw rows: posts and the cases their holders lead, and the groups of the teams.

Belongs here: strategies for staff. Does not belong: what happens to the children.
"""

from __future__ import annotations

from hypothesis import strategies as st

from tests.reference.histories.care import one_in
from tests.reference.histories.children import Family, Rows

WORKERS = ("W1", "W2", "W3", "W4")
ROLES = ("CASE_HOLDER",) * 5 + ("TEAM_MANAGER", "OTHER_QUALIFIED", "UNQUALIFIED", None)
HOURS = ("1", "1.0", "0.5", "0.6", "0.81", "0", None)
TEAM_GROUPS = (
    ("T1", "duty", "Y"),
    ("T2", "locality", "Y"),
    ("T3", "looked_after", "Y"),
    ("T4", "looked_after", "Y"),
    ("T5", "disability", "N"),
)
TEAMS = (*(team for team, _, _ in TEAM_GROUPS), "T9", None)


def staff(family: Family) -> Rows:
    """Posts of a few workers, two at a time as well, and involvements of workers with posts and without."""
    rows: Rows = []
    for worker in WORKERS[:-1]:
        start = family.calendar.day()
        for _ in family.times(3):
            start = start if one_in(family, 4) else family.calendar.perhaps(None, 20)
            row = {
                "post_id": family.new_id("J"),
                "professional_id": None if one_in(family, 20) else family.code(worker),
                "team_id": family.code(*TEAMS),
                "role": family.code(*ROLES),
                "employment": family.code("PERMANENT", "PERMANENT", "AGENCY", None),
                "fte": family.draw(st.sampled_from(HOURS)),
                "start_date": family.text(start),
                "end_date": family.text(None if one_in(family, 2) else family.calendar.perhaps(start, 2)),
            }
            rows.append(("hr_posts", row))
    for _ in family.times(10):
        start = family.calendar.perhaps(None, 20)
        row = {
            "invo_involvements_id": family.new_id("I"),
            "invo_professional_id": family.code(*WORKERS, None),
            "invo_professional_role_id": family.code("LEAD", "LEAD", "LEAD", "CO_WORKER", "IRO", None),
            "invo_professional_team": family.code(*TEAMS),
            "invo_person_id": family.child().child_id,
            "invo_involvement_start_date": family.text(start),
            "invo_involvement_end_date": family.text(None if one_in(family, 2) else family.calendar.perhaps(start, 2)),
        }
        rows.append(("ssd_involvements", row))
    return rows


def team_groups() -> list[dict[str, str]]:
    """Rows of the seed for the teams of a council; team T9 is in no group."""
    return [
        {"team_id": team, "team_name": f"Team {team}", "team_group": group, "is_key_safeguarding": is_key}
        for team, group, is_key in TEAM_GROUPS
    ]
