"""A break in the desk: the dates first, each may be taken out, and nobody calls off what they have not seen."""

import re

import pytest
from cast import make_community, make_group, make_manager, make_moderator, make_series

from commonhour.models import Occurrence

pytestmark = pytest.mark.django_db
ASKED = {"group": "metrics", "first": "2026-12-21", "last": "2027-01-03"}


@pytest.fixture
def group(now):
    make_community()
    group = make_group()
    make_series(group=group)
    make_series("Parsers", make_group("parsers", "Parsers"))
    return group


def token(client, **asked):
    page = client.get("/desk/breaks/", ASKED | asked)
    return re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]


def off():
    return list(Occurrence.objects.filter(status="CANCELLED").values_list("series__slug", "reason"))


def test_the_dates_are_listed_first_and_one_of_them_taken_out(client, group):
    client.force_login(make_moderator(group))
    page = client.get("/desk/breaks/", ASKED).content.decode()
    assert "2 dates lie in it" in page
    assert off() == []
    kept = Occurrence.objects.get(series__slug="metrics-call", start__date="2026-12-24").public_id
    sent = ASKED | {"seen": token(client), "reason": "Holidays", "keep": str(kept)}
    assert client.post("/desk/breaks/", sent).status_code == 302
    assert off() == [("metrics-call", "Holidays")]


def test_other_dates_than_those_shown_are_not_called_off(client, group):
    client.force_login(make_moderator(group))
    seen = token(client)
    make_series("Another", group)
    answer = client.post("/desk/breaks/", ASKED | {"seen": seen})
    assert (answer.status_code, off()) == (409, [])
    assert "look at them again" in answer.content.decode()
    assert client.post("/desk/breaks/", ASKED | {"seen": token(client)}).status_code == 302


def test_the_whole_community_is_the_manager_s(client, group):
    client.force_login(make_moderator(group))
    assert "The whole community" not in client.get("/desk/breaks/").content.decode()
    everything = {"everything": "on", "group": "metrics"}
    answer = client.post("/desk/breaks/", ASKED | {"everything": "on", "group": "parsers", "seen": "x"})
    assert (answer.status_code, off()) == (422, [])
    client.force_login(make_manager())
    sent = ASKED | everything | {"seen": token(client, **everything)}
    assert client.post("/desk/breaks/", sent).status_code == 302
    assert {slug for slug, _ in off()} == {"metrics-call", "parsers"}


@pytest.mark.parametrize(
    "wrong", [{"last": "2026-12-01"}, {"first": ""}, {"last": "2030-01-01"}, {"group": "no-such"}]
)
def test_what_cannot_be_is_said_at_its_field(client, group, wrong):
    client.force_login(make_moderator(group))
    page = client.get("/desk/breaks/", ASKED | wrong)
    assert page.status_code == 200
    assert 'class="error' in page.content.decode()
