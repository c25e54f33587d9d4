"""The answers of public links, remembered: which links are asked, when again, and what was learnt."""

import datetime as dt
from collections.abc import Collection

from commonhour.core.audit.link_health import Health, public_place
from commonhour.models import LinkCheck

# As long as one worker may take for a link it has taken on; another one leaves it alone.
_LEASE = dt.timedelta(hours=1)


def follow_links(urls: Collection[str]) -> None:
    """Keep one row for each of these links and none for any other."""
    known = set(LinkCheck.objects.values_list("url", flat=True))
    LinkCheck.objects.bulk_create(
        [LinkCheck(url=url) for url in sorted(set(urls) - known)], ignore_conflicts=True
    )
    gone = sorted(known - set(urls))
    for first in range(0, len(gone), 500):
        LinkCheck.objects.filter(url__in=gone[first : first + 500]).delete()


def take_link(check: LinkCheck, now: dt.datetime) -> bool:
    """True when nobody else has taken it on since it was due."""
    return LinkCheck.objects.filter(pk=check.pk).due(now).update(due_at=now + _LEASE) == 1


def record_answer(check: LinkCheck, health: Health, *, status: int, moved_to: str, now: dt.datetime) -> None:
    """What was learnt, in one statement; a state it was in already keeps its date."""
    LinkCheck.objects.filter(pk=check.pk).update(
        state=health.state,
        since=check.since if check.state == health.state and check.since else now,
        code=status or None,
        location=public_place(moved_to)[:2000],
        fault=health.fault,
        failures=health.failures,
        checked_at=now,
        due_at=now + health.again,
    )
