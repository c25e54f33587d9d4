"""Erasing a person: what they did stays done, and nothing says any more that it was they."""

import datetime as dt
import json
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from commonhour.actions.agenda import forget_proposer
from commonhour.actions.grants import require_a_manager
from commonhour.actions.measure import supporter
from commonhour.actions.news.change_set import change_set
from commonhour.actions.news.outbox import forget_mails_to
from commonhour.actions.news.traces import (
    Traces,
    forget_rows,
    forget_rows_of,
    say_otherwise,
    traces_of,
)
from commonhour.actions.replies import forget_guest
from commonhour.actions.rights import require
from commonhour.actions.speakers import unname
from commonhour.core.rights import Actor, Role, Verb
from commonhour.core.speakers import speaker_key
from commonhour.models import (
    Grant,
    Letter,
    NotesRevision,
    Person,
    Proposal,
    ProposalSpeaker,
    Submission,
    Subscriber,
    Support,
    User,
)


def erase(
    user: User | None, person: Person | None, *, speakers: bool, now: dt.datetime, actor: Actor
) -> None:
    """Of somebody who signs in, is named, or both. With `speakers` also among the speakers of sessions. It cannot be taken
    back: what undo would write again goes too. Raises Conflict for the last programme manager."""
    require(actor, Verb.CHANGE_PEOPLE)
    traces = traces_of(user, person)
    with change_set(now, actor, "person-erased") as changes:
        _forget(traces)
        for name in traces.names if speakers else ():
            unname(changes, speaker_key(name), now)
        changes.before.clear()  # there is nothing to take back
        for row in filter(None, (person, user)):
            changes.record(row, "", "", None)
        if user:
            _erase_account(user, now)
        Person.objects.filter(pk__in=traces.persons).delete()


def _forget(traces: Traces) -> None:
    forget_rows(traces)
    say_otherwise(traces, "")


def _erase_account(user: User, now: dt.datetime) -> None:
    """With its grants, its links, its sessions, what was sent to its address, and what was asked for, answered or sent in from there, also as letters."""
    was_manager = Grant.objects.valid(now).filter(user=user, role=Role.MANAGER).exists()
    forget_mails_to(user.email)
    _end_sessions(user)
    Subscriber.objects.filter(email=user.email).delete()
    Submission.objects.filter(email=user.email).delete()
    Letter.objects.filter(email=user.email).delete()
    _erase_proposed(user.email)
    forget_proposer(user.email)
    NotesRevision.objects.filter(user=user).update(name="")
    forget_guest(user.email, now=now)
    user.delete()
    if was_manager:
        require_a_manager(now)


def _erase_proposed(address: str) -> None:
    """What they proposed, their name in what others did, and whatever they said that they would like to hear."""
    Proposal.objects.filter(speakers__email=address, speakers__position=0).delete()
    ProposalSpeaker.objects.filter(email=address).delete()
    Support.objects.filter(mailbox=supporter(address)).delete()
    forget_rows_of(address)


def _end_sessions(user: User) -> None:
    """Also those of who only asked for a code: they hold the address, as it was typed."""
    found = [row.pk for row in Session.objects.iterator() if _is_of(user, row.get_decoded())]
    Session.objects.filter(pk__in=found).delete()


def _is_of(user: User, session: dict[str, Any]) -> bool:
    return session.get(SESSION_KEY) == str(user.pk) or f'"{user.email}"' in json.dumps(session).casefold()
