"""Who may do what in the desk, from when to when, who gave it, and when they were last here."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from commonhour.core.last_here import LastHere, last_here
from commonhour.core.rights import Actor, Role, Verb
from commonhour.models import Grant, Membership, SignInLink, User
from commonhour.models.grant import SOON
from commonhour.reads.shapes.group import GroupName


@dataclass(frozen=True, slots=True)
class GrantRow:
    """`group` None is the whole community; `given_by` is a name, or what kind of actor it was. Days are the reader's;
    `last_day` None is for good, and `days_left` are told when they are few."""

    id: int
    role: str
    group: GroupName | None
    given_by: str
    first_day: dt.date
    last_day: dt.date | None
    days_left: int | None
    is_coming: bool
    is_last: bool  # of the only programme manager: nobody could give it back
    may_end: bool
    may_date: bool  # who may give it may say until when

    @property
    def path(self) -> str:
        return f"/desk/people/grants/{self.id}/"

    @property
    def end_path(self) -> str:
        return f"{self.path}end/"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`email` is "" for those who need not know it. `link_until` is when a link that nobody used yet ends, or ended."""

    id: int
    name: str
    email: str
    is_me: bool
    grants: list[GrantRow]
    last_here: LastHere
    link_until: dt.datetime | None
    is_link_good: bool
    may_let_in: bool

    @property
    def path(self) -> str:
        return f"/desk/people/{self.id}/"


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """`former` signed in here once, or were invited, and may do nothing now."""

    people: list[PersonRow]
    former: list[PersonRow]


def people_page(actor: Actor, now: dt.datetime, tzid: str) -> PeoplePage:
    """For who sees these groups, in a fixed number of queries."""
    groups = actor.groups(Verb.SEE_GROUP)
    grants = _grants(actor, groups, now, tzid)
    users = User.objects.filter(is_active=True).order_by("name", "email").prefetch_related("grants")
    users = users if groups is None else users.filter(Q(pk__in=grants) | Q(pk=actor.user))
    links = dict(SignInLink.objects.filter(used_at=None).values_list("user").annotate(Max("expires_at")))
    rows = [_row(user, grants[user.pk], links.get(user.pk), actor, now) for user in users]
    rows.sort(key=lambda row: not any(one.group is None for one in row.grants))
    return PeoplePage(
        [row for row in rows if row.grants or row.is_me],
        [row for row in rows if not (row.grants or row.is_me)],
    )


def grant_row(grant: Grant, actor: Actor, now: dt.datetime, tzid: str) -> GrantRow:
    """One of them."""
    return _grant_row(grant, actor, now, tzid, is_last=_is_manager(grant) and _managers(now) == [grant.pk])


def ending_soon(actor: Actor, now: dt.datetime) -> int:
    """How many roles end within a fortnight: of everybody for who may give all of them, else one's own."""
    rows = Grant.objects.ending_soon(now)
    return (rows if actor.may_give(Role.MANAGER, None) else rows.filter(user=actor.user)).count()


def without_account(groups: list[int] | None = None) -> list[tuple[int, str, str]]:
    """(id, name, group) of those whom pages name now and who have no account."""
    rows = Membership.objects.filter(until=None, person__user=None)
    rows = rows if groups is None else rows.filter(group__in=groups)
    found = (
        rows.order_by("person__name", "group__name")
        .values_list("person", "person__name", "group__name")
        .distinct()
    )
    return [(pk, name, group) for pk, name, group in found]


def _managers(now: dt.datetime) -> list[int]:
    rows = Grant.objects.valid(now).filter(role=Role.MANAGER, group=None, user__is_active=True)
    return list(rows.values_list("pk", flat=True))


def _is_manager(grant: Grant) -> bool:
    return grant.role == Role.MANAGER


def _grants(actor: Actor, groups: list[int] | None, now: dt.datetime, tzid: str) -> dict[int, list[GrantRow]]:
    rows = Grant.objects.lasting(now).filter(user__is_active=True).select_related("group")
    rows = rows if groups is None else rows.filter(Q(group__in=groups) | Q(user=actor.user))
    managers = _managers(now)
    found: dict[int, list[GrantRow]] = defaultdict(list)
    for one in rows:
        is_last = _is_manager(one) and managers == [one.pk]
        found[one.user_id].append(_grant_row(one, actor, now, tzid, is_last=is_last))
    return found


def _grant_row(grant: Grant, actor: Actor, now: dt.datetime, tzid: str, *, is_last: bool) -> GrantRow:
    may_give = actor.may_give(Role(grant.role), grant.group_id)
    is_soon = grant.until is not None and grant.since <= now and grant.until <= now + SOON
    last_day = last_day_of(grant.until, tzid)
    today = now.astimezone(ZoneInfo(tzid)).date()
    return GrantRow(
        id=grant.pk, role=grant.role, group=GroupName.of(grant.group), given_by=grant.given_by,
        first_day=grant.since.astimezone(ZoneInfo(tzid)).date(), last_day=last_day,
        days_left=(last_day - today).days if last_day and is_soon else None, is_coming=grant.since > now,
        is_last=is_last, may_end=(may_give or grant.user_id == actor.user) and not is_last,
        may_date=may_give,
    )  # fmt: skip


def last_day_of(until: dt.datetime | None, tzid: str) -> dt.date | None:
    """The last day on which something holds that ends at this instant."""
    return (until - dt.timedelta.resolution).astimezone(ZoneInfo(tzid)).date() if until else None


def _row(
    user: User, grants: list[GrantRow], until: dt.datetime | None, actor: Actor, now: dt.datetime
) -> PersonRow:
    has_come_since = until is not None and user.last_login is not None and user.last_login > until
    sees_all = actor.may_give(Role.MANAGER, None)
    may_let_in = actor.may_let_in(user.ever_given(), has_come=user.last_login is not None)
    return PersonRow(
        id=user.pk, name=user.name, email=user.email if sees_all else "", is_me=user.pk == actor.user,
        grants=grants, last_here=last_here(user.last_login, now),
        link_until=None if has_come_since or not may_let_in else until,
        is_link_good=until is not None and until > now, may_let_in=may_let_in,
    )  # fmt: skip
