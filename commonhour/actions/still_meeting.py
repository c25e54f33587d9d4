"""Asking a group whether it still meets, and taking the answer of one click."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from commonhour.actions.group import edit_group
from commonhour.actions.news.outbox import post
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, ActorKind, Verb
from commonhour.errors import Conflict, NotAllowed, RefusedInput, UserError
from commonhour.models import Community, Group, StillMeeting, User
from commonhour.models.still_meeting import OVER, PAUSED, YES
from commonhour.reads.health import may_answer
from commonhour.reads.mail_links import answer_path

_STATES = {PAUSED: "paused", OVER: "concluded"}


def ask_group(group: Group, signs: Iterable[str], *, now: dt.datetime, actor: Actor) -> StillMeeting:
    """Write to everybody who may answer for it. Raises Conflict while it has two weeks to answer, UserError when nobody
    could."""
    require(actor, Verb.ASK_GROUP, group)
    people = may_answer(group.pk, now)
    if not people:
        raise UserError("nobody-to-ask", group=group.name)
    with transaction.atomic():
        Group.objects.select_for_update(no_key=True).get(pk=group.pk)
        if StillMeeting.objects.open().filter(group=group, asked_at__gt=now - StillMeeting.PATIENCE).exists():
            raise Conflict("asked-already", group=group.name)
        StillMeeting.objects.open().filter(group=group).delete()
        row = StillMeeting.objects.create(group=group, asked_at=now, signs=[str(one) for one in signs])
        community = Community.the()
        for user, email in people:
            facts = {
                "group": group.name,
                "signs": row.signs,
                "url": settings.BASE_URL + answer_path(row.pk, user),
            }
            post(
                "still-meeting", email, facts, cause=f"still meeting {row.pk}", now=now, group=group,
                language=community.language, tzid=community.tzid,
            )  # fmt: skip
    return row


def answer_still_meeting(row: StillMeeting, user: User, answer: str, *, now: dt.datetime) -> None:
    """One click of somebody who was written to: it meets, it pauses, or it is over. What the group is, it becomes, with
    their rights and under their name. Raises NotAllowed for who looks after it no longer."""
    if answer not in (YES, PAUSED, OVER):
        raise RefusedInput("one-of-three")
    by = user.as_actor(now)
    actor = Actor(ActorKind.LINK, by.name, by.grants, by.user)
    if not actor.may(Verb.CHANGE_GROUP, row.group_id):
        raise NotAllowed("group-of-others")
    with transaction.atomic():
        group = Group.objects.get(pk=row.group_id)
        edit_group(group, now=now, actor=actor, version=group.version, state=_STATES.get(answer, "active"))
        StillMeeting.objects.filter(pk=row.pk).update(answer=answer, answered_at=now, answered_by=user)
    row.refresh_from_db()
