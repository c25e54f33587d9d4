"""Who may do what in the desk, since when, who gave it, and when they were last here."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max, Q

from commonhour.core.last_here import LastHere, last_here
from commonhour.core.rights import Role
from commonhour.models import Grant, Membership, SignInLink, User
from commonhour.reads.shapes.group import GroupName


@dataclass(frozen=True, slots=True)
class GrantRow:
    """`group` None is the whole community; `given_by` is a name, or what kind of actor it was."""

    id: int
    is_manager: bool
    group: GroupName | None
    given_by: str
    since: dt.datetime
    is_last: bool  # of the only programme manager: nobody could give it back


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


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """`former` signed in here once, or were invited, and may do nothing now."""

    people: list[PersonRow]
    former: list[PersonRow]


def people_page(groups: list[int] | None, me: int, now: dt.datetime) -> PeoplePage:
    """For who looks after these groups (None: everything), in a fixed number of queries."""
    grants = _grants(groups, now)
    users = User.objects.filter(is_active=True).order_by("name", "email")
    users = users if groups is None else users.filter(Q(pk__in=grants) | Q(pk=me))
    links = dict(SignInLink.objects.filter(used_at=None).values_list("user").annotate(Max("expires_at")))
    rows = [
        _row(user, grants[user.pk], links.get(user.pk), me, now, sees_all=groups is None) for user in users
    ]
    rows.sort(key=lambda row: not any(one.is_manager for one in row.grants))
    return PeoplePage(
        [row for row in rows if row.grants or row.is_me],
        [row for row in rows if not (row.grants or row.is_me)],
    )


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


def _grants(groups: list[int] | None, now: dt.datetime) -> dict[int, list[GrantRow]]:
    rows = Grant.objects.valid(now).filter(user__is_active=True).select_related("group")
    wanted = list(rows if groups is None else rows.filter(group__in=groups))
    managers = sum(one.role == Role.MANAGER for one in wanted)
    found: dict[int, list[GrantRow]] = defaultdict(list)
    for one in wanted:
        is_manager = one.role == Role.MANAGER
        row = GrantRow(
            one.pk, is_manager, GroupName.of(one.group), one.given_by, one.since, is_manager and managers == 1
        )
        found[one.user_id].append(row)
    return found


def _row(
    user: User,
    grants: list[GrantRow],
    until: dt.datetime | None,
    me: int,
    now: dt.datetime,
    *,
    sees_all: bool,
) -> PersonRow:
    has_come_since = until is not None and user.last_login is not None and user.last_login > until
    return PersonRow(
        id=user.pk, name=user.name, email=user.email if sees_all else "", is_me=user.pk == me,
        grants=grants, last_here=last_here(user.last_login, now), link_until=None if has_come_since or not sees_all else until,
        is_link_good=until is not None and until > now,
    )  # fmt: skip
