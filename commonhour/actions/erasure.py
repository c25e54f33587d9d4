"""Erasing a person: what they did stays done, and nothing says any more that it was they."""

import datetime as dt

from django.conf import settings

from commonhour.actions.grants import require_a_manager
from commonhour.actions.news.change_set import change_set
from commonhour.actions.news.traces import (
    Traces,
    forget_rows,
    say_otherwise,
    say_otherwise_of_speakers,
    traces_of,
)
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Role, Verb
from commonhour.gateways.mail import MailFolder
from commonhour.models import Delivery, Grant, Person, Subscriber, User


def erase(
    user: User | None, person: Person | None, *, speakers: bool, now: dt.datetime, actor: Actor
) -> None:
    """Of somebody who signs in, is named, or both. With `speakers` also among the speakers of sessions. It cannot be taken
    back: what undo would write again goes too. Raises Conflict for the last programme manager."""
    require(actor, Verb.CHANGE_PEOPLE)
    traces = traces_of(user, person)
    with change_set(now, actor, "person-erased") as changes:
        _forget(traces, speakers=speakers)
        for row in filter(None, (person, user)):
            changes.record(row, "", "", None)
        if user:
            _erase_account(user, now)
        Person.objects.filter(pk__in=traces.persons).delete()


def _forget(traces: Traces, *, speakers: bool) -> None:
    forget_rows(traces)
    say_otherwise(traces, "")
    if speakers:
        say_otherwise_of_speakers(traces, "")


def _erase_account(user: User, now: dt.datetime) -> None:
    """With its grants, its links, and what was sent to its address or asked for from there."""
    was_manager = Grant.objects.valid(now).filter(user=user, role=Role.MANAGER).exists()
    mails = Delivery.objects.filter(to=user.email)
    MailFolder(settings.MAIL_FOLDER).forget(mails.values_list("public_id", flat=True))
    mails.delete()
    Subscriber.objects.filter(email=user.email).delete()
    user.delete()
    if was_manager:
        require_a_manager(now)
