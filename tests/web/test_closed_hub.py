"""A hub that is not open yet tells a stranger nothing: every address answers as if the hub were empty."""

import re

import pytest
from cast import NOW, give_join, make_community, make_group, make_series
from django.test import Client
from django.urls import get_resolver
from test_docs import routes

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.core.rights import TERMINAL
from commonhour.models import Community, Group, OldPath, Series, Source, Space
from commonhour.web import kept
from tests.web.test_odd_addresses import SOUND

pytestmark = pytest.mark.django_db
TAILS = (
    "",
    "?group=metrics",
    "?space=contributor-space",
    "?tag=metrics",
    "?series=metrics-call",
    "?q=metrics",
    "?lang=ja",
)
MORE = ("/metrics", "/groups/metrix/", "/community/meetings/", "/community/meetings", "/community/meetings.ics",
        "/community/meetings.json", "/old/", "/old", "/nothing/", "/nothing.json", "/openapi.json", "/groups/metrics",
        "/badge.svg", "/groups/metrics.svg")  # fmt: skip

DOORS = {"/desk/sign-in/", "/account/code/", "/account/passkey/"}


def paths():
    for route in routes(get_resolver().url_patterns):
        for missing in ({}, {"slug": "nobody", "group": "nobody", "series": "nobody", "day": "2026-11-27"}):
            yield re.sub(
                r"<(\w+)>",
                lambda found, m=missing: ({**SOUND, **m}).get(found[1], "1"),
                re.sub(r"[$^]", "", route),
            )


def asked():
    known = sorted({*paths(), *MORE})
    return [
        path + tail
        for path in known
        for tail in (TAILS if not path.startswith(("/desk/", "/account/")) else TAILS[:1])
    ]


def answers():
    """What a stranger is told at every address, reading and sending a form; a token of the form is always another."""
    kept.shelf.clear()
    told = {}
    for path in asked():
        for method in ("GET", "POST") if "?" not in path else ("GET",):
            client = Client(headers={"host": "127.0.0.1"}, REMOTE_ADDR="203.0.113.9")
            answer = client.generic(method, path)
            body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
            if path in DOORS:  # whoever was invited is told whose hub it is
                body = b""
            headers = {name: value for name, value in answer.headers.items() if name != "ETag"}
            told[method, path] = answer.status_code, body, headers
    return told


def test_a_closed_hub_answers_like_an_empty_one(now):
    Community.the()
    empty = answers()
    make_community(published_at=None, accent="#ff0000", title="MARKER")
    series = make_series(title="Metrics call", group=make_group())
    give_join(series)
    cancel_occurrence(series.occurrences.order_by("start")[1], now=NOW, actor=TERMINAL)
    OldPath.objects.create(path="/old/", noun="page")
    Source.objects.create(kind="ics", url="https://c.example/a", is_shown=True)
    assert all(kind.objects.exists() for kind in (Group, Series, Space))
    full = answers()
    assert full.keys() == empty.keys()
    different = {where: (empty[where], told) for where, told in full.items() if told != empty[where]}
    assert not different, different
