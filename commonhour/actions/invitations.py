"""Calls in subscribers' own calendars: what is not as it should be there is put into the outbox. What a mail brings is
made when it goes, so that a change that was taken back meanwhile brings nothing."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, Q

from commonhour.actions.news.outbox import post
from commonhour.models import CalendarInvitation, Delivery, Notice, Series, Subscriber
from commonhour.models.subscriber import BOUNCES
from commonhour.reads.invitation import InvitedCall


def queue_invitations(calls: Sequence[InvitedCall], now: dt.datetime) -> None:
    """For everybody who wants calls in their calendar, or has some there. Safe to be done twice, by two at once."""
    series = (
        Series.objects.filter(source=None).select_related("group").prefetch_related("co_groups").in_bulk()
    )
    has_some = Q(pk__in=CalendarInvitation.objects.exclude(queued="").values("subscriber"))
    people = Subscriber.objects.filter(
        has_some | Q(invites=True), confirmed_at__isnull=False, bounces__lt=BOUNCES
    )
    for person in people.prefetch_related("subscriptions", "invitations"):
        wanted = wanted_by(person, calls, series)
        _queue(person, wanted, {one.uid: one for one in person.invitations.all()}, now)


def wanted_by(
    person: Subscriber, calls: Iterable[InvitedCall], series: dict[int, Series]
) -> dict[str, InvitedCall]:
    """By UID, what their calendar should show; {} when they left or do not want it. No call twice."""
    if not person.invites or person.stopped_at is not None:
        return {}
    asked = list(person.subscriptions.all())
    reached = {key for key, one in series.items() if any(row.reaches(one) for row in asked)}
    return {one.uid: one for one in calls if one.weight and one.series in reached}


def _queue(
    person: Subscriber, wanted: dict[str, InvitedCall], there: dict[str, CalendarInvitation], now: dt.datetime
) -> None:
    fresh = [one for uid, one in wanted.items() if uid not in there and one.is_coming]
    if fresh:
        CalendarInvitation.objects.bulk_create(
            (CalendarInvitation(subscriber=person, series_id=one.series, uid=one.uid) for one in fresh),
            ignore_conflicts=True,
        )
        there = {one.uid: one for one in CalendarInvitation.objects.filter(subscriber=person)}
    for uid, row in there.items():
        call = wanted.get(uid)
        weight = call.weight if call else ""
        if weight != row.queued and (row.sent or row.queued or (call and call.is_coming)):
            _post(person, row, weight, now)


def _post(person: Subscriber, row: CalendarInvitation, weight: str, now: dt.datetime) -> None:
    """One mail waits at a time: what changes while it does puts it off."""
    is_first = not row.sent and bool(weight)
    due_at = now if is_first and not person.may_undo(now) else now + Notice.PAUSE
    with transaction.atomic():
        mine = CalendarInvitation.objects.filter(pk=row.pk, number=row.number, queued=row.queued)
        waiting = Delivery.objects.filter(
            cause=_cause(row.pk, row.number), to=person.email, destination=None, state=Delivery.WAITING
        )
        if waiting.exclude(lease_until__gt=now).update(due_at=due_at):
            mine.update(queued=weight)
        elif mine.update(queued=weight, number=F("number") + 1):
            post(
                "calendar", person.email, {"invitation": row.pk}, cause=_cause(row.pk, row.number + 1), now=now,
                language=person.language, tzid=person.tzid, due_at=due_at,
            )  # fmt: skip


def _cause(invitation: int, number: int) -> str:
    return f"calendar {invitation} {number}"


def brought(invitation: int, weight: str, sequence: int, title: str, begins: str) -> None:
    """Their calendar shows this now."""
    CalendarInvitation.objects.filter(pk=invitation).update(
        sent=weight, queued=weight, sequence=sequence, title=title, begins=begins
    )
