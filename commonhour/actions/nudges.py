"""A quiet word to who looks after a call when its agenda or its notes are missing: once for each, and off in a click."""

import datetime as dt

from commonhour.actions.news.outbox import write
from commonhour.errors import NotFound
from commonhour.models import Community, Delivery, NotNudged, Series, User
from commonhour.reads.nudges import Nudge


def write_nudge(nudge: Nudge, *, now: dt.datetime) -> None:
    """Of one date and one kind everybody is written to once, however many workers find it: the outbox is the ledger."""
    community = Community.the()
    write(
        Delivery(
            kind=nudge.kind, cause=f"{nudge.kind} {nudge.date}", to=email, group_id=nudge.group or None,
            facts={"date": nudge.date, "series": [nudge.series], "user": user}, language=community.language,
            tzid=community.tzid, queued_at=now, due_at=now, good_until=nudge.good_until,
        )
        for user, email in nudge.people
    )  # fmt: skip


def want_nudges(user: int, series: int, *, is_wanted: bool, now: dt.datetime) -> None:
    """What the link of such a mail says. Raises NotFound for who or what is not there any more."""
    if is_wanted:
        NotNudged.objects.filter(user=user, series=series).delete()
    elif User.objects.filter(pk=user).exists() and Series.objects.filter(pk=series).exists():
        NotNudged.objects.get_or_create(user_id=user, series_id=series, defaults={"at": now})
    else:
        raise NotFound("mail-link-unknown")
