"""How the groups are, worst first: signs that somebody may need a hand, and who was asked whether they still meet."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from commonhour.core.audit.group_health import GroupFacts, Sign, signs, weight
from commonhour.core.hues import hue_of
from commonhour.core.rights import MAY, Verb
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.schedule.schedule import CANCELLED
from commonhour.models import Channel, Grant, Group, LinkCheck, Occurrence, Series, StillMeeting
from commonhour.models.link_check import DEAD
from commonhour.reads.group import next_of_groups
from commonhour.reads.shapes.group import GroupName

_LOOKED_BACK = dt.timedelta(days=200)


@dataclass(frozen=True, slots=True)
class AskedShape:
    """`answer` is "" while nobody answered; `is_unheard` after two weeks of that."""

    at: dt.datetime
    answer: str
    answered_at: dt.datetime | None
    is_unheard: bool


@dataclass(frozen=True, slots=True)
class GroupHealth:
    """`final` is the day of its last planned date where that is near; `signers` may sign in and change its dates."""

    group: GroupName
    signs: list[Sign]
    next: ListedDate | None
    final: dt.date | None
    signers: int
    asked: AskedShape | None

    @property
    def may_be_asked(self) -> bool:
        return self.signers > 0 and (self.asked is None or bool(self.asked.answer) or self.asked.is_unheard)


def groups_health(now: dt.datetime, groups: list[int] | None = None) -> list[GroupHealth]:
    """Of the groups that are forming or active, of these ids (None: all). Ten queries, however many there are."""
    rows = Group.objects.filter(state__in=("forming", "active"))
    found = {row.pk: row for row in (rows if groups is None else rows.filter(pk__in=groups))}
    following = next_of_groups(now, [row.slug for row in found.values()])
    facts = _facts(list(found), now, {row.pk: following.get(row.slug) for row in found.values()})
    asked = {row.group_id: row for row in reversed(StillMeeting.objects.filter(group__in=found))}
    healths = [
        GroupHealth(
            GroupName(row.slug, row.name, hue_of(pk)), signs(facts[pk], now.date()), following.get(row.slug),
            facts[pk].final, facts[pk].signers, _asked(asked.get(pk), now),
        )
        for pk, row in found.items()
    ]  # fmt: skip
    return sorted(healths, key=lambda one: (-weight(one.signs), one.group.name.casefold()))


def unheard_count(now: dt.datetime) -> int:
    """How many groups did not answer for two weeks."""
    return StillMeeting.objects.unanswered(now).filter(group__state__in=("forming", "active")).count()


def may_answer(group: int, now: dt.datetime) -> list[tuple[int, str]]:
    """(id, address) of those who may change the group and sign in, programme managers left out."""
    rows = _able(now).filter(group=group).order_by("user")
    return list(rows.values_list("user", "user__email").distinct())


def _able(now: dt.datetime) -> QuerySet[Grant]:
    """Grants of those who can sign in and change their group."""
    return Grant.objects.valid(now).filter(role__in=MAY[Verb.CHANGE_GROUP], user__is_active=True)


def _facts(
    groups: list[int], now: dt.datetime, following: dict[int, ListedDate | None]
) -> dict[int, GroupFacts]:
    dates = Occurrence.objects.attached().filter(series__group__in=groups).order_by()
    ends = dict(dates.confirmed().filter(start__gt=now).values_list("series__group").annotate(Max("start")))
    last: dict[int, list[bool]] = defaultdict(list)
    over = dates.filter(start__gt=now - _LOOKED_BACK, end__lte=now).order_by("-start")
    for group, status in over.values_list("series__group", "status"):
        last[group].append(status == CANCELLED)
    series = Series.objects.filter(group__in=groups, state="active", schedules__isnull=False)
    planned = set(series.order_by().values_list("group", flat=True))
    able = _able(now).filter(group__in=groups).order_by().values_list("group", "user").distinct()
    signers = Counter(group for group, _ in able)
    dead = set(LinkCheck.objects.filter(state=DEAD).values_list("url", flat=True))
    links = Counter(
        group for group, url in Channel.objects.filter(group__in=groups).values_list("group", "url") if url in dead
    )  # fmt: skip
    return {
        pk: GroupFacts(
            meets_by_plan=pk in planned, has_next=following[pk] is not None, last=tuple(last[pk][:3]),
            final=ends[pk].date() if pk in ends else None, signers=signers[pk], dead_links=links[pk],
        )
        for pk in groups
    }  # fmt: skip


def _asked(row: StillMeeting | None, now: dt.datetime) -> AskedShape | None:
    if row is None:
        return None
    is_unheard = row.answered_at is None and row.asked_at <= now - StillMeeting.PATIENCE
    return AskedShape(row.asked_at, row.answer, row.answered_at, is_unheard)
