"""Leaving: everything somebody has here is given to somebody else or ends, as one change."""

import datetime as dt
from collections.abc import Callable, Mapping

from django.conf import settings

from commonhour.actions.grants import Terms, give, require_a_manager
from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require_oneself_or
from commonhour.actions.sign_in import end_links
from commonhour.actions.subscribing import ask
from commonhour.actions.ways_in import end_ways_in
from commonhour.core.asking import Asking
from commonhour.core.rights import Actor, Role, Verb
from commonhour.errors import Conflict
from commonhour.models import Grant, Membership, Person, SignInLink, Subscription, User
from commonhour.reads.leaving import STAYS, Holding, holdings


def hand_over(
    user: User, takers: Mapping[str, int | None], *, closes: bool, now: dt.datetime, actor: Actor
) -> None:
    """`takers` says for each of `holdings`, by its name, who takes it on; None ends it, and STAYS leaves it as it is. With
    `closes` nobody signs in to the account any more. Raises Conflict when what they have is not what `takers` speaks of,
    and for the last programme manager."""
    require_oneself_or(actor, user, Verb.CHANGE_PEOPLE)
    with change_set(now, actor, "handed-over", {"person": user.name}) as changes:
        is_manager = Grant.objects.valid(now).filter(user=user, role=Role.MANAGER).exists()
        present = {one.name: one for one in holdings(user, actor, now)}
        if present.keys() != takers.keys():
            raise Conflict("holdings-changed")
        for name, one in present.items():
            taker = takers[name]
            if taker == STAYS and one.may_stay:
                continue
            if taker is not None and taker not in dict(one.takers):
                raise Conflict("holdings-changed")
            _HANDS[one.kind](changes, one, taker, now, actor)
        if closes:
            _close(changes, user)
        if is_manager:
            require_a_manager(now)


def _close(changes: Changes, user: User) -> None:
    """Taking it back opens the account again, and brings back none of their ways in: they are what somebody may have lost
    with a machine."""
    changes.set(user, is_active=False)
    end_ways_in(user)


def _role(changes: Changes, one: Holding, taker: int | None, now: dt.datetime, actor: Actor) -> None:
    """The same role until the same day, or as long as they have it anyway. A link that a third person may still hold to
    whoever takes it lets nobody in."""
    grant = Grant.objects.select_for_update(no_key=True).get(pk=one.key)
    if taker is not None:
        user, role = User.objects.get(pk=taker), Role(grant.role)
        there = Grant.objects.lasting(now).filter(user=user, role=role, group=grant.group)
        ends = [grant.until, *there.values_list("until", flat=True)]
        until = None if None in ends else max(end for end in ends if end)
        give(changes, user, Terms(role, grant.group, grant.since, until), now=now, actor=actor)
        end_links(changes, user, now)
    changes.set(grant, until=now)


def _place(changes: Changes, one: Holding, taker: int | None, now: dt.datetime, actor: Actor) -> None:
    """Their name on a group's page, in the same place."""
    row = Membership.objects.select_for_update(no_key=True).get(pk=one.key)
    if taker is not None:
        place = {"person": Person.objects.get(pk=taker), "group": row.group, "role": row.role}
        there = Membership.objects.filter(**place).first()
        if there is None:
            changes.add(Membership(**place, since=now.date(), position=row.position))
        elif there.until is not None:
            changes.set(there, until=None, since=now.date(), position=row.position)
    changes.set(row, until=now.date())


def _subscription(changes: Changes, one: Holding, taker: int | None, now: dt.datetime, actor: Actor) -> None:
    """Nobody is subscribed by somebody else: whoever is to have it gets the question everybody gets."""
    row = lock(Subscription(pk=one.key))
    if taker is not None:
        subscriber = row.subscriber
        asking = Asking(
            User.objects.get(pk=taker).email, one.mails, tuple(row.groups), tuple(row.spaces), row.series_id,
            tuple(row.tags), subscriber.language, subscriber.tzid,
        )  # fmt: skip
        ask(asking, f"account {actor.user}", base_url=settings.BASE_URL, now=now)
    changes.remove(row)


def _link(changes: Changes, one: Holding, taker: int | None, now: dt.datetime, actor: Actor) -> None:
    changes.set(SignInLink.objects.get(pk=one.key), expires_at=now)


_HANDS: dict[str, Callable[[Changes, Holding, int | None, dt.datetime, Actor], None]] = {
    "role": _role, "place": _place, "subscription": _subscription, "link": _link, "invitation": _link,
}  # fmt: skip
