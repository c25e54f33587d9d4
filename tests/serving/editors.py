"""A hub with one series and fifty moderators who are signed in, and what became of it: run in a process of its own, with
the hub's settings. `fill` prints what an editor needs, `told` what there is afterwards, both as JSON."""

import json
import sys

import django

django.setup()

from cast import LONG_AGO, NOW, make_community, make_group, make_series
from django.test import Client

from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.rights import Role
from commonhour.core.time.zones import wall_of
from commonhour.models import ChangeSet, Grant, Occurrence, Series, User

PEOPLE = 50


def fill() -> dict[str, object]:
    """Sessions of the editors, and the public ids of the coming dates."""
    make_community()
    group = make_group()
    dates = make_series(group=group).occurrences.order_by("start")[:60]
    return {
        "sessions": [session_of(group, number) for number in range(PEOPLE)],
        "dates": [str(one.public_id) for one in dates],
    }


def session_of(group, number: int) -> str:
    user = User.objects.create_user(f"editor{number}@example.org", name=f"Editor {number}")
    Grant.objects.create(user=user, role=Role.MODERATOR, group=group, since=LONG_AGO)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def told() -> dict[str, object]:
    series = Series.objects.get()
    return {
        "state": series.state,
        "dates": {
            str(one.public_id): {
                "status": one.status, "start": one.start.isoformat(), "there": wall_of(one.start, one.tzid).isoformat(),
            }
            for one in Occurrence.objects.all()
        },
        "history": [
            [row.pk, row.actor.email]
            for row in ChangeSet.objects.filter(actor__isnull=False).select_related("actor").order_by("pk")
        ],
        "is_sound": is_sound(series),
    }  # fmt: skip


def is_sound(series: Series) -> bool:
    """True when the dates are those that the schedules make."""
    rows = series.occurrences.filter(is_detached=False).order_by("start")
    last = rows.last().start
    made = [
        (one.start, one.status)
        for row in series.schedules.all()
        for one in occurrences(row.as_core(), NOW, last)
    ]
    return sorted(made) == [(one.start, one.status) for one in rows.filter(start__lt=last)]


if __name__ == "__main__":
    print(json.dumps({"fill": fill, "told": told}[sys.argv[1]]()))
