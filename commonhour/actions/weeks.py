"""Everybody's week, put into the outbox on Monday morning of their own clock: once, whatever clocks and workers do."""

import datetime as dt

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from commonhour.actions.news.outbox import write
from commonhour.core.week import STILL_GOOD, monday, week_name
from commonhour.models import Delivery, Subscriber
from commonhour.models.subscriber import SubscriberQuerySet


def write_weeks(now: dt.datetime) -> None:
    """What a delivery says is made when it goes; one without anything to say is withdrawn then."""
    readers = Subscriber.objects.told().filter(tells_week=True)
    for tzid in readers.order_by().values_list("tzid", flat=True).distinct():
        begins = monday(now, tzid)
        if begins <= now < begins + STILL_GOOD:
            _write(readers.filter(tzid=tzid, confirmed_at__lt=begins), tzid, begins, now)


def _write(readers: SubscriberQuerySet, tzid: str, begins: dt.datetime, now: dt.datetime) -> None:
    cause = f"week {week_name(begins, tzid)}"
    own = Concat(Value(f"{cause} "), Cast(OuterRef("pk"), CharField()))
    waiting = readers.exclude(
        Exists(Delivery.objects.filter(cause=own, to=OuterRef("email"), destination=None))
    )
    write(
        Delivery(
            kind="week", cause=f"{cause} {pk}", to=email, language=language, tzid=tzid, queued_at=now, due_at=now,
            good_until=begins + STILL_GOOD,
        )
        for pk, email, language in waiting.order_by("pk").values_list("pk", "email", "language")
    )  # fmt: skip
