"""“Worth a look” on a phone without JavaScript: set aside and undone in two clicks; axe finds nothing."""

import datetime as dt

import pytest
from cast import make_group, make_series, worded
from screens import faults_on
from test_accessibility import hub  # noqa: F401
from test_desk import signed_in  # noqa: F401

from commonhour.models import Channel, Dismissal, Goal, LinkCheck, Series

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def findings(hub):  # noqa: F811
    """One of each severity, one with two places, one with a very long word."""
    guide = make_group("guide", "Employee Engagement Guide")
    Goal.objects.create(group=guide, text="Publish the guide", due=dt.date(2023, 12, 31))
    make_series("Guide call", guide)
    make_series("Guide planning", guide)
    Series.objects.create(slug="q", title="Question", group=guide, question=worded("“Biweekly”: which week?"))
    url = f"https://a.example/{'long' * 40}"
    Channel.objects.create(group=guide, kind="site", label="Site", url=url)
    LinkCheck.objects.create(url=url, state="moved", location="https://b.example/")
    guide.description = "Passcode: 123456"
    guide.save()


def test_set_aside_and_undone_on_a_phone(findings, signed_in):  # noqa: F811
    page = signed_in("/desk/check/", width=320, js=False)
    before = page.locator(".worth").count()
    page.locator(".worth").first.get_by_role("button", name="Set aside").click()
    assert page.locator(".worth").count() == before - 1
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".worth").count() == before
    assert not Dismissal.objects.exists()


def test_axe_finds_nothing(findings, signed_in, live_server):  # noqa: F811
    paths = ("/desk/check/", "/desk/check/?group=guide", "/desk/check/?aside=1", "/desk/")
    assert faults_on(signed_in("/desk/check/"), live_server.url, paths) == ""
