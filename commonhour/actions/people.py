"""People by their names, whether or not they sign in: called otherwise, and known to be one."""

import datetime as dt

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.news.traces import forget_rows, only_theirs, say_otherwise, traces_of
from commonhour.actions.rights import require, require_oneself
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, NotAllowed, RefusedInput
from commonhour.models import Membership, Person, User


def rename_oneself(
    user: User, name: str, *, now: dt.datetime, actor: Actor, everywhere: bool = False
) -> None:
    """What pages and the history call whoever does this, from now on, and `everywhere` of before too. Nobody renames
    anybody else who signs in."""
    require_oneself(actor, user)
    traces = only_theirs(traces_of(user, Person.objects.filter(user=user).first()))
    with transaction.atomic():
        with change_set(now, actor, "renamed-oneself", {"name": name.strip()}) as changes:
            changes.set(user, name=name.strip())
            for person in Person.objects.filter(user=user) if name.strip() else ():
                changes.set(person, name=name.strip())
        if everywhere:
            say_otherwise(traces, name.strip())
            forget_rows(traces)


def rename_person(
    person: Person, name: str, *, seen: str, now: dt.datetime, actor: Actor, everywhere: bool = False
) -> None:
    """Another name for somebody who does not sign in; `everywhere` puts it into the history too, which cannot be undone.
    Raises Conflict when their name is not the one that was `seen`."""
    require(actor, Verb.CHANGE_PEOPLE)
    if not name.strip():
        raise RefusedInput("named-nothing")
    with transaction.atomic():
        fresh = lock(person)
        if fresh.user_id:
            raise NotAllowed("only-oneself")
        if fresh.name != seen:
            raise Conflict("person-changed")
        traces = traces_of(None, fresh)
        with change_set(now, actor, "person-renamed", {"name": name.strip()}) as changes:
            changes.set(fresh, name=name.strip())
        if everywhere:
            say_otherwise(traces, name.strip())
            forget_rows(traces)


def merge_persons(kept: Person, gone: Person, *, name: str, now: dt.datetime, actor: Actor) -> None:
    """Two that are one: `gone` leads to `kept` from now on, with all its places. `name` is one of both; whoever signs in
    keeps their own. Raises Conflict when `gone` signs in, or either was merged already."""
    require(actor, Verb.CHANGE_PEOPLE)
    with change_set(now, actor, "persons-merged", {"name": name}) as changes:
        first, second = (lock(one) for one in sorted((kept, gone), key=lambda one: one.pk))
        kept, gone = (first, second) if first.pk == kept.pk else (second, first)
        if kept.pk == gone.pk or gone.user_id or kept.merged_into_id or gone.merged_into_id:
            raise Conflict("cannot-be-merged")
        for place in gone.memberships.order_by("pk"):
            _move(changes, place, kept)
        changes.set(gone, merged_into=kept)
        known = {one: getattr(kept, one) or getattr(gone, one) for one in ("organisation", "url")}
        changes.set(kept, **known, name=kept.name if kept.user_id or name != gone.name else name)
        for earlier in Person.objects.filter(merged_into=gone):
            changes.set(earlier, merged_into=kept)


def _move(changes: Changes, place: Membership, kept: Person) -> None:
    """Their place is the other's; of the same one, since when and until when are both's."""
    same = Membership.objects.filter(person=kept, group=place.group_id, role=place.role).first()
    if same is None:
        changes.set(place, person=kept)
        return
    begun = [one.since for one in (same, place) if one.since]
    ends = [one.until for one in (same, place)]
    changes.set(
        same, since=min(begun) if begun else None, until=None if None in ends else max(filter(None, ends))
    )
    changes.remove(place)
