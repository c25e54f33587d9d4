"""The door of a call: when it opens and what to expect behind it, and the link for whom a way in is not everybody's."""

import datetime as dt
import uuid

from django.db import transaction

from commonhour.actions.last_modified import stamp_ours, stamp_series
from commonhour.actions.lock import lock
from commonhour.actions.measure import is_in_measure, mailbox
from commonhour.actions.news.change_set import change_set
from commonhour.actions.news.outbox import post
from commonhour.actions.rights import require
from commonhour.actions.sourced import lock_ours
from commonhour.core.limits import DOOR_LINKS_A_DAY, DOOR_LINKS_PER_ADDRESS, DOOR_LINKS_PER_NETWORK
from commonhour.core.policies import Policies
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, TooMany
from commonhour.models import Community, JoinTarget, Occurrence, Series
from commonhour.models.join_target import EVERYBODY
from commonhour.reads.door import tiers_open_to


def set_door(
    series: Series, policies: Policies, minutes: int | None, *, version: int, now: dt.datetime, actor: Actor
) -> None:
    """`minutes` before the start it opens; None as everywhere. Raises Conflict when `version` is not the present one."""
    with transaction.atomic():
        fresh = lock_ours(series, actor, version)
        facts = {"title": fresh.title}
        with change_set(now, actor, "door-set", facts, group=fresh.group, series=fresh) as changes:
            changed = changes.set(fresh, policies=policies.as_json(), door_opens_minutes=minutes)
            if changed:
                changes.set(fresh, version=fresh.version + 1)
                stamp_series(changes, fresh, changed, now)


def set_usual_door(policies: Policies, minutes: int, *, version: int, now: dt.datetime, actor: Actor) -> None:
    """For every series that says nothing else. Raises Conflict when `version` is not the present one."""
    require(actor, Verb.CHANGE_COMMUNITY)
    with transaction.atomic():
        community = lock(Community.the())
        if version != community.version:
            raise Conflict("community-changed")
        with change_set(now, actor, "usual-door-set") as changes:
            changed = changes.set(community, policies=policies.as_json(), door_opens_minutes=minutes)
            if changed:
                changes.set(community, version=community.version + 1)
            stamp_ours(changed, now)


def ask_for_link(
    public_id: str, email: str, network: str, *, language: str, tzid: str, now: dt.datetime
) -> None:
    """One mail with a link to the door of a date, if a way in is for whom the address is. Nothing tells whether it went.
    Raises TooMany for a network that asked too often, or when all together did."""
    of_network = is_in_measure("door links of network", network, now, DOOR_LINKS_PER_NETWORK)
    if not (of_network and is_in_measure("door links of hub", "", now, DOOR_LINKS_A_DAY)):
        raise TooMany("door-links-too-many")
    date = Occurrence.objects.select_related("series").get(public_id=public_id)
    tiers = set(JoinTarget.objects.filter(series=date.series).values_list("tier", flat=True))
    if not tiers & (tiers_open_to(email, public_id, now) - {EVERYBODY}):
        return
    with transaction.atomic():
        if is_in_measure("door links of address", mailbox(email), now, DOOR_LINKS_PER_ADDRESS):
            post(
                "door-link", email, {"id": public_id}, cause=f"door {uuid.uuid4()}", now=now, language=language,
                tzid=tzid, good_until=date.end,
            )  # fmt: skip
