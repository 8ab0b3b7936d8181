"""When a child is in care: episodes, their repair, the periods they make up, and who is looked after on a day.

Belongs here: what several subjects ask about care. Does not belong: what an indicator counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, zip_longest

from tests.reference.calculator.dates import ONE_DAY, birthday, is_open_on
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.reading import Row, reported_as

NEXT_EPISODE = "X1"
GOES_ON = {"L", "P", "T", "B", "U"}
DIED = "E2"


@dataclass(frozen=True)
class Episode:
    """One care episode, its end as repaired. `is_end_known` is False where nothing shows the true end, `is_cut` True
    where the next episode began before the end in the record."""

    episode_id: str
    child_id: str
    started_on: date
    start_reason: str | None
    ended_on: date | None
    end_reason: str | None
    period_id: str | None
    placement_id: str | None
    is_end_known: bool = True
    is_cut: bool = False


@dataclass(frozen=True)
class Period:
    """One period of care. `ended_on` is empty while it lasts; `names` are the ids that the record gives it."""

    child_id: str
    period_id: str
    names: frozenset[str]
    started_on: date
    ended_on: date | None
    end_reason: str | None
    is_end_known: bool

    def holds(self, day: date) -> bool:
        return is_open_on(day, self.started_on, self.ended_on)


@dataclass
class Care:
    """Care of all children of a delivery."""

    delivery: Delivery
    episodes: dict[str, list[Episode]] = field(default_factory=dict)
    periods: dict[str, list[Period]] = field(default_factory=dict)
    statuses: dict[str, list[Row]] = field(default_factory=dict)
    _answered: dict[tuple[str, date], bool] = field(default_factory=dict, repr=False)

    def period_on(self, child_id: str, day: date) -> Period | None:
        """The period of care that a child is in on a day, of several the one begun last."""
        held = [period for period in self.periods.get(child_id, ()) if period.holds(day)]
        return max(held, key=lambda period: (period.started_on, period.period_id), default=None)

    def is_short_break(self, child_id: str, day: date) -> bool:
        """Whether a short break (V3, V4) counts on the day: of the statuses that hold, the one begun last.

        Of those begun on one day any other comes before a short break.
        """
        held = [
            row
            for row in self.statuses.get(child_id, ())
            if is_open_on(day, row["lega_legal_status_start_date"], row["lega_legal_status_end_date"])
        ]
        if not held:
            return False
        begun_last_on = max(row["lega_legal_status_start_date"] for row in held)
        return all(
            reported_as("lega_legal_status", row["lega_legal_status"]) == "short_break"
            for row in held
            if row["lega_legal_status_start_date"] == begun_last_on
        )

    def turns_18_on(self, child_id: str) -> date | None:
        """The 18th birthday, where the birth date is known."""
        born_on = self.delivery.born_on(child_id)
        return birthday(born_on, 18) if born_on else None

    def is_adult(self, child_id: str, day: date) -> bool:
        """18 or over on the day; who has no known birth date is not."""
        turns_18_on = self.turns_18_on(child_id)
        return turns_18_on is not None and turns_18_on <= day

    def is_child_until_death(self, child_id: str) -> bool:
        """Died, and not at 18 or over."""
        died_on = self.delivery.died_on(child_id)
        return died_on is not None and died_on < (self.turns_18_on(child_id) or date.max)

    def is_looked_after(self, child_id: str, day: date) -> bool:
        """In a period of care on the day, not on a short break, not yet 18."""
        if (child_id, day) not in self._answered:
            self._answered[child_id, day] = (
                self.period_on(child_id, day) is not None
                and not self.is_short_break(child_id, day)
                and not self.is_adult(child_id, day)
            )
        return self._answered[child_id, day]

    def looked_after(self, day: date) -> list[str]:
        """All children looked after on a day, each once."""
        return [child_id for child_id in self.periods if self.is_looked_after(child_id, day)]

    def looked_after_since(self, child_id: str, day: date) -> date:
        """First day of the time without a gap, up to the day, in which the child was looked after."""
        since = day
        while self.is_looked_after(child_id, since - ONE_DAY) and self._is_joined(child_id, since):
            since -= ONE_DAY
        return since

    def _is_joined(self, child_id: str, day: date) -> bool:
        """Whether a period of care reaches from the day before into the day, or is known to have ended on it."""
        return any(
            period.holds(day - ONE_DAY) and (period.holds(day) or period.is_end_known)
            for period in self.periods[child_id]
        )


def care_of(delivery: Delivery) -> Care:
    """Care of all children, from the rows of a delivery."""
    care = Care(delivery)
    for row in delivery.rows("ssd_legal_status"):
        if reported_as("lega_legal_status", row["lega_legal_status"]) != "special_guardianship":
            care.statuses.setdefault(row["lega_person_id"], []).append(row)
    placement_ends = {
        key: row["clap_cla_placement_end_date"] for key, row in delivery.by_key("ssd_cla_placement").items()
    }
    for child_id, recorded in _recorded(delivery).items():
        care.episodes[child_id] = _repaired(_named(recorded), placement_ends)
        care.periods[child_id] = _periods(care, care.episodes[child_id])
    return care


def _recorded(delivery: Delivery) -> dict[str, list[Episode]]:
    """Episodes by child as they stand in the record, in the order in which they began."""
    found: dict[str, list[Episode]] = {}
    for row in delivery.rows("ssd_cla_episodes"):
        if row["clae_cla_episode_start_date"] is None:
            continue
        episode = Episode(
            row["clae_cla_episode_id"],
            row["clae_person_id"],
            row["clae_cla_episode_start_date"],
            row["clae_cla_episode_start_reason"],
            row["clae_cla_episode_ceased_date"],
            row["clae_cla_episode_ceased_reason"],
            row["clae_cla_id"],
            row["clae_cla_placement_id"],
        )
        found.setdefault(episode.child_id, []).append(episode)
    for episodes in found.values():
        episodes.sort(key=lambda one: (one.started_on, one.ended_on or date.max, one.episode_id))
    return found


def _repaired(recorded: list[Episode], placement_ends: dict[str, date | None]) -> list[Episode]:
    """Episodes that are open or end later, though another begins, with the end that the record shows."""
    repaired = []
    for episode, following in zip_longest(recorded, recorded[1:]):
        if following and (episode.ended_on is None or following.started_on < episode.ended_on):
            episode = _cut_short(episode, following, placement_ends.get(episode.placement_id))
        repaired.append(episode)
    return repaired


def _cut_short(episode: Episode, following: Episode, placement_ended_on: date | None) -> Episode:
    has_x1 = episode.end_reason == NEXT_EPISODE and episode.period_id == following.period_id
    if has_x1 or following.start_reason in GOES_ON:
        return replace(episode, ended_on=following.started_on, is_cut=True)
    if placement_ended_on and episode.started_on <= placement_ended_on <= following.started_on:
        return replace(episode, ended_on=placement_ended_on, is_cut=True)
    return replace(episode, ended_on=following.started_on, is_end_known=False, is_cut=True)


def _named(recorded: list[Episode]) -> list[Episode]:
    """Episodes with the period they belong to: clae_cla_id; without it, each start reason S begins one."""
    named: list[Episode] = []
    for number, episode in enumerate(recorded, start=1):
        if not episode.period_id:
            continues = named and episode.start_reason != "S"
            period_id = named[-1].period_id if continues else f"{episode.child_id}#{number}"
            episode = replace(episode, period_id=period_id)
        named.append(episode)
    return named


def _periods(care: Care, episodes: list[Episode]) -> list[Period]:
    """Periods of care of a child, each as long as one episode follows on the other; nobody comes into care at 18."""
    parts = [[episodes[0]]]
    for episode, following in pairwise(episodes):
        if _goes_on(episode, following):
            parts[-1].append(following)
        else:
            parts.append([following])
    turns_18_on = care.turns_18_on(episodes[0].child_id)
    periods = [_period(care, part) for part in parts]
    return [period for period in periods if turns_18_on is None or period.started_on < turns_18_on]


def _goes_on(episode: Episode, following: Episode) -> bool:
    """Whether the next episode continues the period: it begins where this one ends, and nothing says the child left."""
    if episode.ended_on != following.started_on:
        return False
    if following.start_reason in GOES_ON or (episode.is_cut and episode.started_on == following.started_on):
        return True
    return episode.is_end_known and (episode.end_reason == NEXT_EPISODE or episode.period_id == following.period_id)


def _period(care: Care, episodes: list[Episode]) -> Period:
    first, last = episodes[0], episodes[-1]
    ended_on, reason = last.ended_on, None if last.end_reason == NEXT_EPISODE else last.end_reason
    if care.is_child_until_death(last.child_id):
        ended_on = care.delivery.end_in_life(last.child_id, first.started_on, ended_on)
    if last.ended_on is None:
        reason = DIED
    return Period(
        last.child_id,
        first.episode_id,
        frozenset(episode.period_id for episode in episodes),
        first.started_on,
        ended_on,
        reason if ended_on else None,
        last.is_end_known,
    )
