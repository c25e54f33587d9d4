"""The door of a date: when it opens, what to expect behind it, and whom each way in is for."""

import datetime as dt
import json
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.db.models import Q

from commonhour.core.door import opens_at
from commonhour.core.policies import Policies, policies_of
from commonhour.errors import Gone, NotFound
from commonhour.models import Community, Grant, Membership, Occurrence, Series, User
from commonhour.models.join_target import CONFIRMED, EVERYBODY, LISTED, MEMBERS
from commonhour.models.sealed import cipher
from commonhour.reads.replies import is_on_list

LINK_WITHIN = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Door:
    """`opens_at` is in UTC; `minutes` are those before the start."""

    opens_at: dt.datetime
    minutes: int
    policies: Policies


def door_of(row: Occurrence) -> Door:
    series, usual = row.series, Community.the()
    opens = opens_at(row.start, series.door_opens_minutes, usual.door_opens_minutes)
    minutes = int((row.start - opens).total_seconds() // 60)
    return Door(opens, minutes, expected_in(series, usual))


def expected_in(series: Series, usual: Community) -> Policies:
    """What to expect in its calls. For those of an outside calendar the community does not speak."""
    if series.source_id is not None:
        return Policies()
    return policies_of(series.policies).over(policies_of(usual.policies))


def tiers_open_to(email: str, public_id: str, now: dt.datetime) -> frozenset[str]:
    """The tiers whose ways into this date are for whom this confirmed address is, "" for nobody known."""
    if not email:
        return frozenset({EVERYBODY})
    date = Occurrence.objects.select_related("series").get(public_id=public_id)
    found = {EVERYBODY, CONFIRMED}
    found |= {MEMBERS} if is_member(date.series, email, now) else set()
    return frozenset(found | ({LISTED} if is_on_list(date, email) else set()))


def is_member(series: Series, email: str, now: dt.datetime) -> bool:
    """Who can sign in, and has a role in a group that holds the series: one that they were given, or one that its page
    names. In a series of nobody or of the whole community a role anywhere is enough."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        return False
    holders = [key for key in series.holders if key is not None]
    grants = Grant.objects.valid(now).filter(user=user)
    roles = Membership.objects.filter(person__user=user, until=None)
    if holders:
        grants, roles = grants.filter(Q(group=None) | Q(group__in=holders)), roles.filter(group__in=holders)
    return grants.exists() or roles.exists()


def link_path(date_path: str, public_id: str, email: str, now: dt.datetime) -> str:
    """Behind the door of this one date, for this address. It is sealed, so that no address stands in it."""
    facts = json.dumps([public_id, email, int(now.timestamp())])
    return f"{date_path}join/{cipher(b'door-link').encrypt(facts.encode()).decode()}/"


def visitor(token: str, public_id: str, now: dt.datetime) -> str:
    """Whose link it is. Raises NotFound for what was not made here or is another date's, Gone when it is too old."""
    try:
        date, email, at = json.loads(cipher(b"door-link").decrypt(token.encode()))
    except InvalidToken as error:
        raise NotFound("door-link-unknown") from error
    if date != public_id:
        raise NotFound("door-link-elsewhere")
    if now - dt.datetime.fromtimestamp(at, dt.UTC) > LINK_WITHIN:
        raise Gone("door-link-too-old")
    return str(email)
