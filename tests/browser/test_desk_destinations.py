"""Places that are told, in a real browser: axe finds nothing, and a room is added, tried and removed on a phone."""

import pytest
from cast import NOW, make_community, make_group, make_moderator
from screens import faults

from commonhour.models import Delivery, Destination

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user(settings):
    settings.NOW = NOW.isoformat()
    make_community()
    return make_moderator(make_group())


def test_a_room_is_added_tried_and_removed_on_a_phone(open_page, user):
    page = open_page("/desk/destinations/?group=metrics", user=user, width=320, js=False)
    page.get_by_role("link", name="Add a chat or list").click()
    page.get_by_role("link", name="A program (signed webhook)").click()
    page.get_by_label("What it is called here").fill("#wg-metrics")
    page.get_by_label("Address that is told").fill("https://p.example.org/in")
    page.get_by_label("1 hour before").check()
    page.get_by_role("button", name="Add it").click()
    assert page.get_by_label("The secret").input_value().startswith("whsec_")
    page.get_by_role("link", name="I have it").click()
    page.get_by_role("button", name="Send a test message").click()
    assert page.get_by_text("Waits").count() == 1
    page.get_by_role("link", name="Remove it").click()
    page.get_by_role("button", name="Remove it").click()
    assert not Destination.objects.exists()
    page.get_by_role("button", name="Undo").click()
    assert Destination.objects.get().reminder_minutes == [60]


def test_axe_finds_nothing(open_page, user):
    page = open_page("/desk/destinations/new/?group=metrics&kind=webhook", user=user)
    row = Destination(kind="webhook", label="#wg-metrics", group_id=1, created_at=NOW, stopped_at=NOW)
    row.group = user.grants.get().group
    row.fault = {"code": "place-gone", "facts": {"host": "p.example.org", "status": 410}}
    row.seal({"url": "https://p.example.org/in", "secret": "whsec_c2VjcmV0"})
    row.save()
    for state in (Delivery.SENT, Delivery.FAILED, Delivery.WITHDRAWN, Delivery.WAITING):
        Delivery.objects.create(
            kind="test", cause=state, destination=row, queued_at=NOW, due_at=NOW, state=state
        )
    base = page.url.partition("/desk/")[0]
    for path in (
        "",
        "new/?group=metrics",
        "new/?group=metrics&kind=zulip",
        f"{row.pk}/",
        f"{row.pk}/remove/",
    ):
        page.goto(f"{base}/desk/destinations/{path}")
        assert faults(page) == []
