"""What an import would do, without doing it: matches, findings, and how many dates there are in the next year."""

import datetime as dt
from collections.abc import Iterable, Sequence
from copy import deepcopy

from django.db import transaction

from commonhour.actions.upstream.calls import candidate, known_of_drafts, report_unmatched
from commonhour.actions.upstream.foreseen import Before, Foreseen, foreseen, foreseen_alone
from commonhour.actions.upstream.run import CALL_KINDS
from commonhour.actions.upstream.whole import rehearse_draft
from commonhour.core.draft import Draft
from commonhour.core.matching.series import match_series
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.occurrence import Occurrence
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import RefusedInput
from commonhour.models import Group

YEAR = dt.timedelta(days=365)


def foresee(
    draft: Draft,
    *,
    now: dt.datetime,
    name: str = "",
    group: Group | None = None,
    alongside: Sequence[Draft] = (),
    with_hub: bool = True,
) -> Foreseen:
    """What would come of it; nothing is written. The draft gets its matches, its findings and its number of dates.

    `alongside` are the drafts that would be imported before it in the same run. Without a hub (`with_hub` False)
    their groups are all there is to match with.
    """
    if with_hub:
        found = _rehearse(draft, now, name, group, alongside)
    else:
        _match_alone(draft, alongside)
        found = foreseen_alone(draft)
    draft.occurrences = count_dates(draft, now)
    return found


def _rehearse(
    draft: Draft, now: dt.datetime, name: str, group: Group | None, alongside: Sequence[Draft]
) -> Foreseen:
    """The import itself, rolled back: so a preview cannot promise what the import would not do."""
    with transaction.atomic():
        for earlier in alongside:
            rehearse_draft(deepcopy(earlier), now=now, name=name, group=group)
        before = Before.now()
        found = foreseen(rehearse_draft(draft, now=now, name=name, group=group), before)
        transaction.set_rollback(True)
    return found


def _match_alone(draft: Draft, alongside: Sequence[Draft]) -> None:
    if draft.kind not in CALL_KINDS:
        return
    groups = [group for one in (*alongside, draft) for group in one.groups]
    title = next((earlier.community.title for earlier in alongside if earlier.kind == "page"), "")
    draft.matches = match_series(
        [candidate(one, own=one.group) for one in draft.series], known_of_drafts(groups), community=title
    )
    for there, match in zip(draft.series, draft.matches, strict=True):
        there.group = match.group
        if not match.certain:
            report_unmatched(draft, there, match)


def count_dates(draft: Draft, now: dt.datetime) -> int:
    """The dates of the next 365 days, cancelled ones included, as `expand` lists them."""
    return sum(len(_coming(schedule, now)) for one in draft.series for schedule in one.schedules)


def _coming(schedule: Schedule, now: dt.datetime) -> list[Occurrence]:
    """The dates of the next year; none of a rule that is refused."""
    try:
        return occurrences(schedule, now, now + YEAR)
    except RefusedInput:
        return []


def next_date(schedules: Iterable[Schedule], now: dt.datetime) -> Occurrence | None:
    """The first date to come within a year that is not cancelled."""
    found = (one for schedule in schedules for one in _coming(schedule, now) if not one.is_cancelled)
    return min(found, key=lambda one: one.start, default=None)
