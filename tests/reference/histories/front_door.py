"""What happens at the front door and on a plan, as raw rows: enquiries.

Belongs here: strategies for the records of children in need and of child protection. Does not belong: children in care
(care.py).
"""

from __future__ import annotations

from tests.reference.histories.children import Family, Rows

CONCERNS = (
    "SUBSTANTIATED_CONTINUING_RISK",
    "SUBSTANTIATED_NO_CONTINUING_RISK",
    "NOT_SUBSTANTIATED",
    None,
)


def enquiries(family: Family) -> Rows:
    """Section 47 enquiries, some without an outcome form, some not ended."""
    rows: Rows = []
    for _ in family.times(4):
        enquiry, start = family.new_id("E"), family.calendar.perhaps(None, 9)
        rows.append(
            (
                "ssd_s47_enquiry",
                {
                    "s47e_s47_enquiry_id": enquiry,
                    "s47e_person_id": family.child().child_id,
                    "s47e_s47_start_date": family.text(start),
                    "s47e_s47_end_date": family.text(family.calendar.perhaps(start)),
                },
            )
        )
        for _ in family.times(1):
            rows.append(("lcs_s47_details", {"s47_enquiry_id": enquiry, "concerns_outcome": family.code(*CONCERNS)}))
    return rows
