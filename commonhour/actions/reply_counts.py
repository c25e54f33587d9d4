"""What becomes of answers when a date is over: first what held is written down for it, then who it was is forgotten."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q

from commonhour.actions.lock import lock_series
from commonhour.actions.news.change_set import bump_content_version
from commonhour.actions.news.outbox import forget_mails_to
from commonhour.core.replies import held, roster
from commonhour.models import Community, Guest, Occurrence, Reply, Series
from commonhour.reads.replies import said_of

_EMPTY = dt.timedelta(days=1)  # that an address without an answer is kept, for the way back


def count_replies(now: dt.datetime) -> int:
    """Dates that are over and were not counted: whoever changes an answer for every date later changes nothing of them.
    Returns of how many."""
    counted = 0
    for series in (
        Series.objects.filter(takes_replies=True).annotate(first=Min("replies__since")).exclude(first=None)
    ):
        over = Occurrence.objects.attached().confirmed().filter(series=series, replies_yes=None)
        for date in over.filter(end__lte=now, end__gt=series.first).order_by("start"):
            counted += _count(date, now)
    return counted


def _count(date: Occurrence, now: dt.datetime) -> bool:
    """What held when it ended becomes an answer for it alone. False where nobody had answered."""
    with transaction.atomic():
        lock_series([date.series_id])
        public_id = str(date.public_id)
        said = {
            key: [one for one in answers if one.since < date.end]
            for key, answers in said_of(date.series_id).items()
        }
        found = roster(said, public_id, date.first_recurrence_id, date.series.capacity)
        if not (found.comes or found.cannot):
            return False
        for guest, answers in said.items():
            one = held(answers, public_id, date.first_recurrence_id)
            if one is not None and not one.date:
                Reply.objects.create(
                    series_id=date.series_id, guest_id=guest, date=date.public_id, comes=one.comes, since=one.since,
                    said_at=now,
                )  # fmt: skip
        rows = Occurrence.objects.filter(pk=date.pk)
        rows.update(replies_yes=len(found.comes), replies_no=len(found.cannot))
        bump_content_version()
    return True


def forget_replies(now: dt.datetime) -> int:
    """Who came is known for so many days after the date as the community says; an answer for every date as long as the
    series has dates. Returns how many rows went."""
    kept_since = now - dt.timedelta(days=Community.the().replies_kept_days)
    rows = Reply.objects.filter(
        Q(date__in=_dates_over(kept_since)) | Q(date=None, series__in=_ended(kept_since))
    )
    gone = rows.delete()[0]
    idle = Guest.objects.filter(replies=None, changed_at__lt=now - _EMPTY)
    for email in idle.values_list("email", flat=True):
        forget_mails_to(email, "reply-confirm", "reply-place")
    return gone + idle.delete()[0]


def _dates_over(kept_since: dt.datetime) -> list[UUID]:
    """Those that ended before, and those that are not there any more at all."""
    dates = Reply.objects.order_by().values_list("date", flat=True).distinct()
    answered = {date for date in dates if date is not None}
    there = Occurrence.objects.filter(public_id__in=answered, end__gte=kept_since)
    return list(answered - set(there.values_list("public_id", flat=True)))


def _ended(kept_since: dt.datetime) -> list[int]:
    """Series without a date since then; one that pauses is no such."""
    answered = Reply.objects.filter(date=None, said_at__lt=kept_since).order_by()
    keys = set(answered.values_list("series", flat=True))
    alive = Occurrence.objects.attached().filter(series__in=keys, end__gte=kept_since)
    pausing = Series.objects.filter(pk__in=keys, state="paused")
    return list(
        keys - set(alive.values_list("series", flat=True)) - set(pausing.values_list("pk", flat=True))
    )
