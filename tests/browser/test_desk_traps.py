"""The traps of the desk, walked on a desk and on a phone without JavaScript: nothing typed is lost, all comes back."""

from functools import partial

import pytest
from cast import NOW, give_join, make_group, make_manager, make_series, worded
from screens import content_width, violations
from test_accessibility import hub  # noqa: F401

from commonhour.models import Group, JoinTarget, Occurrence, Schedule, Series

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("js", [True, False], ids=["desk", "phone without JavaScript"]),
]


@pytest.fixture
def signed_in(hub, open_page, now, js):  # noqa: F811
    return partial(open_page, user=make_manager(), width=1280 if js else 320, js=js)


def looks_right(page, js):
    """In both widths, in the one it is walked in last."""
    for width in (320, 1280) if js else (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert not js or violations(page) == []  # axe waits on timers, which stand still without JavaScript
        assert content_width(page) <= width


def coming(series="metrics-call"):
    rows = Occurrence.objects.filter(series__slug=series, end__gt=NOW, is_detached=False)
    return list(rows.order_by("start")[:5])


def test_this_and_all_later_in_four_clicks_with_a_preview(signed_in, js):
    dates = coming()
    page = signed_in("/desk/series/metrics-call/")
    page.get_by_role("link", name="Change from a date on").click()  # 1
    page.select_option("[name=from]", str(dates[3].public_id))
    page.fill("[name=time]", "18:30")
    page.get_by_role("button", name="Show before and after").click()  # 2
    assert page.input_value("[name=time]") == "18:30"
    assert page.input_value("[name=from]") == str(dates[3].public_id)
    assert page.locator("#dates .clocks tbody tr").count() == 4
    assert page.locator("#dates .dates li").count() == 12
    looks_right(page, js)
    page.get_by_role("button", name="Save the change").click()  # 3
    after = coming()
    assert [one.start for one in after[:3]] == [one.start for one in dates[:3]]
    assert after[3].start != dates[3].start
    page.get_by_role("button", name="Undo").click()  # 4
    assert [one.start for one in coming()] == [one.start for one in dates]
    assert Schedule.objects.filter(series__slug="metrics-call").count() == 1


def test_the_chosen_date_decides_and_an_error_discards_nothing(signed_in, js):
    dates = coming()
    page = signed_in("/desk/series/metrics-call/change/")
    page.select_option("[name=from]", str(dates[3].public_id))
    page.fill("[name=time]", "19:15")
    page.fill("[name=zone]", "Atlantis")
    page.get_by_role("button", name="Save the change").click()
    assert (page.input_value("[name=time]"), page.input_value("[name=zone]")) == ("19:15", "Atlantis")
    assert page.input_value("[name=from]") == str(dates[3].public_id)
    page.fill("[name=zone]", "Europe/Madrid")
    page.get_by_label("Only this date").check()
    page.get_by_role("button", name="Save the change").click()
    after = coming()
    assert [n for n in range(5) if after[n].start != dates[n].start] == [3]


def test_a_date_is_moved_in_three_clicks_and_comes_back_from_the_history(signed_in, js):
    first = coming()[0]
    page = signed_in("/desk/")
    page.get_by_role("link", name="Move this one").first.click()  # 1
    page.fill("[name=date]", "2026-11-27")
    page.get_by_role("button", name="Preview").click()  # 2
    page.get_by_role("button", name="Move it").click()  # 3
    moved = Occurrence.objects.get(pk=first.pk)
    assert moved.is_moved
    page.get_by_role("link", name="History").click()
    looks_right(page, js)
    assert "Moved from" in page.locator(".log > li").first.inner_text()
    page.locator(".log > li").first.get_by_role("link", name="Undo").click()
    looks_right(page, js)
    page.get_by_role("button", name="Undo it").click()
    moved.refresh_from_db()
    assert not moved.is_moved
    assert moved.start == first.start


def test_a_series_is_removed_after_asking_and_all_of_it_comes_back(signed_in, js):
    series = Series.objects.get(slug="metrics-call")
    JoinTarget.objects.filter(series=series).delete()
    give_join(series)
    before = coming()
    page = signed_in("/desk/series/metrics-call/")
    page.get_by_role("link", name="Remove this series").click()
    assert "coming date" in page.locator("main").inner_text()
    looks_right(page, js)
    page.get_by_role("button", name="Remove the series").click()
    assert coming() == []
    public = page.context.new_page()
    answer = public.goto(page.url.split("/desk/")[0] + "/meetings/metrics-call/")
    assert answer.status == 410
    assert "was removed" in public.locator("main").inner_text()
    looks_right(public, js)
    page.get_by_role("button", name="Undo").click()
    assert [one.start for one in coming()] == [one.start for one in before]
    assert JoinTarget.objects.get(series=series).reveal()[1] == "MARKER-PASS"


def test_a_group_is_removed_after_asking_and_comes_back(signed_in, js):
    page = signed_in("/desk/groups/metrics/")
    page.get_by_role("link", name="Remove this group").click()
    looks_right(page, js)
    page.get_by_role("button", name="Remove the group").click()
    assert not Group.objects.filter(slug="metrics").exists()
    page.get_by_role("button", name="Undo").click()
    assert Group.objects.filter(slug="metrics").exists()
    assert coming()


def test_a_join_link_is_removed_after_asking(signed_in, js):
    series = Series.objects.get(slug="metrics-call")
    JoinTarget.objects.filter(series=series).delete()
    give_join(series)
    page = signed_in("/desk/series/metrics-call/")
    page.get_by_role("link", name="Video call").click()
    page.get_by_role("link", name="Remove it").click()
    looks_right(page, js)
    assert JoinTarget.objects.filter(series=series).exists()
    page.get_by_role("button", name="Remove the join link").click()
    assert not JoinTarget.objects.filter(series=series).exists()
    page.get_by_role("button", name="Undo").click()
    assert JoinTarget.objects.get(series=series).reveal()[1] == "MARKER-PASS"


def test_a_telephone_number_is_offered_beside_the_link_and_moved_up(signed_in, js):
    page = signed_in("/desk/series/metrics-call/")
    page.get_by_role("link", name="Add a way to join").click()
    page.fill("[name=label]", "From Germany")
    page.fill("[name=url]", "+49 30 1239977")
    looks_right(page, js)
    page.get_by_role("button", name="Add it").click()
    looks_right(page, js)
    page.get_by_role("button", name="Move By telephone: From Germany").click()
    assert [one.kind for one in JoinTarget.objects.filter(series__slug="metrics-call")] == ["dial-in", "room"]


def test_placing_a_call_asks_before_it_swallows_a_series(signed_in, js):
    group = make_group("parsers", "Parsers")
    Series.objects.create(slug="parsers-talk", title="Weekly parsers", group=group, question=worded("When?"))
    loose = make_series("Loose call")
    Series.objects.filter(pk=loose.pk).update(is_of_community=False)
    page = signed_in("/desk/unplaced/")
    page.select_option(f"[name=group-{loose.pk}]", "parsers")
    page.get_by_role("button", name="Place", exact=True).click()
    assert "the name “Loose call” is not shown any more" in page.locator("main").inner_text()
    looks_right(page, js)
    page.get_by_label("It is a series of its own").check()
    page.get_by_role("button", name="Place", exact=True).click()
    assert set(group.series.values_list("title", flat=True)) == {"Weekly parsers", "Loose call"}


def test_a_series_with_its_link_is_added_in_four_clicks(signed_in, js):
    page = signed_in("/desk/")
    page.get_by_role("link", name="Add a series").click()  # 1
    page.fill("[name=title]", "Book club")
    page.fill("[name=join_url]", "https://us02web.zoom.us/j/123")
    page.fill("[name=date]", "2026-12-10")
    page.fill("[name=time]", "12:00")
    looks_right(page, js)
    assert not page.locator(".dates li").first.is_visible()  # no scrolling past them
    page.get_by_role("button", name="Add the series").click()  # 2
    assert JoinTarget.objects.get(series__title="Book club").reveal()[0].endswith("/123")
