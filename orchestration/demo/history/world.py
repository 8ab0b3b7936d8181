"""The histories of the demo council, all together."""

from dataclasses import dataclass, field

from orchestration.demo.base.answer_key import Entry
from orchestration.demo.base.people import People
from orchestration.demo.base.records import Store
from orchestration.demo.front_door.referral import Referral
from orchestration.demo.looked_after.episodes import Care
from orchestration.demo.looked_after.periods_of_care import Stay


@dataclass
class World:
    """All records, the children, the periods of care, the referrals, and the answer key so far."""

    store: Store
    people: People
    care: Care
    stays: list[Stay]
    earlier: list[Stay]
    referrals: list[Referral]
    keys: list[Entry] = field(default_factory=list)
