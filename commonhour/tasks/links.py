"""Dead links: the public links of the hub are asked now and then whether they still answer, a few in each round."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from urllib.parse import urlsplit

from django.conf import settings

from commonhour.actions.link_checks import follow_links, record_answer, take_link
from commonhour.core.audit.link_health import health
from commonhour.errors import GatewayError
from commonhour.gateways.link_answer import LinkAnswer, ask_link
from commonhour.models import LinkCheck
from commonhour.reads.links import public_links
from commonhour.tasks.budget import UNLIMITED, Budget

Ask = Callable[[str], LinkAnswer]
A_ROUND, OF_ONE_HOST = 30, 5
PAUSE = 2.0  # seconds between two questions to one host


def check_links(
    now: dt.datetime, budget: Budget = UNLIMITED, *, ask: Ask = ask_link, pause: float = PAUSE
) -> int:
    """Ask the links that are due, one after the other and outside of any transaction; returns how many were asked."""
    if not settings.CHECK_LINKS:
        return 0
    follow_links(public_links().keys())
    asked = 0
    due = spaced(_this_round(LinkCheck.objects.due(now).order_by("due_at", "url")), pause)
    for check in budget.spend_on(due):
        if take_link(check, now):
            _ask_one(check, now, ask)
            asked += 1
    return asked


def _this_round(due: Iterable[LinkCheck]) -> list[LinkCheck]:
    """So many in all and so many of one host, hosts taking turns."""
    hosts: dict[str, list[LinkCheck]] = defaultdict(list)
    for check in due:
        hosts[_host(check.url)].append(check)
    turns = zip_longest(*(checks[:OF_ONE_HOST] for checks in hosts.values()))
    return [check for turn in turns for check in turn if check is not None][:A_ROUND]


def spaced(checks: Iterable[LinkCheck], pause: float) -> Iterator[LinkCheck]:
    """The same, waiting before a host's second question until the pause is over."""
    last: dict[str, float] = {}
    for check in checks:
        host = _host(check.url)
        wait = last.get(host, -pause) + pause - time.monotonic() if host in last else 0.0
        if wait > 0:
            time.sleep(wait)
        yield check
        last[host] = time.monotonic()


def _ask_one(check: LinkCheck, now: dt.datetime, ask: Ask) -> None:
    try:
        answer = ask(check.url)
    except GatewayError as error:  # an address that is never asked: no public one, or unreadable
        answer = LinkAnswer(403, fault=error.as_json())
    is_new_day = check.checked_at is None or check.checked_at.date() != now.date()
    found = health(
        answer.status, answer.moved_to, answer.fault, url=check.url, failures=check.failures, is_new_day=is_new_day
    )  # fmt: skip
    record_answer(check, found, status=answer.status, moved_to=answer.moved_to, now=now)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
