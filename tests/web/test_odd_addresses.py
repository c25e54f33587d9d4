"""Odd values in every public address and parameter: a page or a refusal, never our fault."""

import itertools
import re
from pathlib import Path

import pytest
from cast import NOW, give_join, make_call, make_community, make_group, make_proposal, make_series
from django.urls import get_resolver
from test_docs import routes

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.core.rights import TERMINAL
from commonhour.web import kept
from commonhour.web.asked import PARAMETERS
from commonhour.web.ledger import PARAMETERS as OF_LEDGERS
from commonhour.web.submit_forms import WhenForm
from commonhour.web.talks import PARAMETERS as OF_TALKS

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
SOUND = {
    "year": "2026", "number": "12", "slug": "metrics-call", "group": "metrics", "series": "metrics-call",
    "day": "2026-11-26", "pk": "1", "service": "github", "provider_id": "oidc", "public_id": "11111111-2222-4333-8444-555555555555", "token": "WzEsMV0:1xXRVj:NaMG2tF3",
}  # fmt: skip
ODD = {
    "year": ["0000", "0001", "0002", "9998", "9999"],
    "number": ["00", "13", "99"],
    "slug": ["-", "_", "x" * 900, "ü", "一"],
    "day": ["0000-00-00", "2026-02-30", "9999-12-31", "0001-01-01", "2026-11-26T9999", "2026-11-26T1600-9"],
}  # fmt: skip
ODD["group"] = ODD["series"] = ODD["slug"]
ODD["service"] = ODD["provider_id"] = ["-", "_", "x" * 900, "openid_connect", "google"]
ODD["public_id"] = ["0" * 36, "11111111-2222-4333-8444-555555555556", "-" * 36, "x" * 900]
ODD["pk"] = ["0", "9" * 30]
ODD["token"] = ["-", ":::", "x" * 900, "WzEsMV0", "é"]
VALUES = [
    "", "0", "-1", "1", "1001", "9" * 400, "1e9", "NaN", "٣", "²", "0000-00-00", "0001-01-01", "2026-W60",
    "2026-12-01", "9999-12-31", "99999-01-01", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
    "2026-12-01T00:00:00Z", "2026-11-29T02:30", "Asia/Tokyo", "../../etc/passwd", "Etc/GMT+99", "%00", "%ff%fe",
    "a%0d%0ab", "%F0%9F%98%80", "<b>", "'\"", "metrics", "tz", "3pm PT Thursday", "31 Feb 9999 25:99 UTC+99",
]  # fmt: skip
READ_CLOSELY = [
    "/calendar/?from", "/calendar.json?after", "/calendar.json?before", "/calendar.json?limit", "/calendar.json?page",
    "/calendar.ics?tz", "/?tz", "/convert/?q", "/calendar/?group",
]  # fmt: skip
HEADERS = [
    {"if_modified_since": text}
    for text in ("x", "0", "Thu, 99 Foo 2026 25:61:61 GMT", "Thu, 01 Jan 0001 00:00:00 GMT", "é", "1" * 4000)
] + [
    {"if_none_match": 'W/"', "accept_encoding": "br;q=x, *;q=, ;;,"},
    {"if_none_match": "*", "accept_encoding": "br;q=1e999;q=nan"},
    {"accept_language": "\x80", "range": "bytes=9-1", "accept_encoding": "identity;q=0"},
]


def addresses():
    for route in routes(get_resolver().url_patterns):
        if not route.startswith("/desk/"):
            yield re.sub(r"[$^]", "", route)


def filled(route: str, **odd: str) -> str:
    return re.sub(r"<(\w+)>", lambda found: {**SOUND, **odd}[found[1]], route)


@pytest.fixture
def hub(now, client):
    make_community()
    series = make_series(group=make_group())
    give_join(series)
    dates = list(series.occurrences.order_by("start"))
    cancel_occurrence(dates[1], now=NOW, actor=TERMINAL)
    make_proposal(make_call(series, "Metrics call", is_listed=True), public_id=SOUND["public_id"])
    client.raise_request_exception = False
    return client


def faults(client, asked):
    """Those of the addresses that are answered with a fault of ours."""
    asked = list(asked)
    assert asked
    statuses = [(path, client.get(path, headers=headers).status_code) for path, headers in asked]
    kept.shelf.clear()
    return [(path, status) for path, status in statuses if status >= 500 and not path.startswith("/readyz")]


def test_odd_names_and_days(hub):
    odd = (
        filled(route, **{name: value})
        for route in addresses()
        for name in re.findall(r"<(\w+)>", route)
        for value in ODD[name]
    )
    dates = (
        filled(route, year=year, number=number)
        for route in addresses() if "<number>" in route
        for year, number in (*itertools.product(ODD["year"], ["00", "01", "12", "60"]), ("2026", "53"), ("2026", "54"))
    )  # fmt: skip
    assert not faults(hub, ((path, {}) for path in {*odd, *dates, "/99999/", "/calendar/99999-01/", "/%00"}))


def test_odd_parameters(hub):
    """Each parameter at every address with some value, and with all of them where it is read as a time or number."""
    paths = [filled(route) for route in addresses()]
    values = itertools.cycle(VALUES)
    some = {(path, name, next(values)) for path in paths for name in PARAMETERS}
    every = {(*where.split("?"), value) for where in READ_CLOSELY for value in VALUES}
    assert not faults(hub, ((f"{path}?{name}={value}", {}) for path, name, value in sorted(some | every)))


def test_odd_headers(hub):
    paths = ["/", "/calendar.ics", "/convert/", "/robots.txt", "/static/css/hub.css", "/nothing/"]
    assert not faults(hub, ((path, headers) for path in paths for headers in HEADERS))


def test_every_parameter_that_a_public_view_reads_is_known():
    """One that is not would be taken away before the view is asked."""
    source = "".join(path.read_text() for path in (ROOT / "commonhour" / "web").glob("*.py"))
    read = set(re.findall(r"""(?:GET|query)(?:\.get\(|\.getlist\(|\[)"(\w+)\"""", source))
    read |= set(re.findall(r"""_(?:instant|number|names)\(request, "(\w+)\"""", source))
    assert len(read) > 10
    assert read | set(WhenForm.base_fields) | set(OF_TALKS) | set(OF_LEDGERS) == PARAMETERS
