"""A note-taker's evening and somebody's leaving in a real browser: what is just over, the order of sessions, the hand-over."""

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series
from screens import faults

from commonhour.models import Channel, Session, Subscriber

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(now):
    make_community()
    group = make_group()
    Channel.objects.create(group=group, kind="notes", url="https://notes.example.org/")
    return group


def test_what_is_just_over_leads_to_its_sessions_and_these_are_ordered_without_javascript(
    group, settings, open_page
):
    series, taker = make_series(group=group), make_moderator(group)
    taker.grants.update(role="note-taker")
    date = series.occurrences.get(slug="2026-11-26")
    for position, title in enumerate(("Opening, which says a lot in its long title", "Demo", "Questions")):
        row = Session.objects.create(series=series, title=title, position=position, tags=["text"])
        row.occurrences.add(date)
    settings.NOW = "2026-11-26T17:00:00+00:00"
    page = open_page("/desk/", user=taker, width=320, js=False)
    page.get_by_role("link", name="Add the recording").click()
    page.get_by_role("button", name="Move Demo: Up").click()
    titles = page.locator("#sessions ~ form li a").all_inner_texts()
    assert titles[0] == "Demo"
    assert page.url.endswith(f"#session-{Session.objects.get(title='Demo').pk}")
    for path in ("/desk/", f"/desk/occurrence/{date.public_id}/"):
        assert faults(open_page(path, user=taker)) == []


def test_who_leaves_is_asked_once_more(group, open_page):
    mara, ana = make_manager(), make_moderator(group, "ana@example.org")
    row = Subscriber.objects.create(email=ana.email, created_at=NOW, confirmed_at=NOW)
    row.subscriptions.create(groups=[group.pk], created_at=NOW)
    page = open_page(f"/desk/people/{ana.pk}/leaving/", user=mara)
    assert faults(page) == []
    page.get_by_label("Mails about Metrics").select_option(label="End it")
    page.get_by_label("Close the account").check()
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_text("After this nobody looks after Metrics.").is_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Hand it over").click()
    assert page.get_by_text("ana has handed everything over.").is_visible()
    assert not row.subscriptions.exists()
