"""Several ways into one call: set in the desk, offered in order on the join page, and kept sealed everywhere else."""

import pytest
from cast import give_join, make_community, make_group, make_manager, make_series

from commonhour.models import Change, ChangeSet, JoinTarget

pytestmark = pytest.mark.django_db
PAGE = "/desk/series/metrics-call/"
DATE = "/meetings/metrics-call/2026-11-26/"
DIAL_IN = {
    "kind": "dial-in",
    "label": "From Germany",
    "tier": "everybody",
    "url": "+49 30 123 99 77",
    "passcode": "MARKER-PIN",
}
STREAM = {
    "kind": "stream",
    "tier": "everybody",
    "label": "",
    "url": "https://live.example.org/MARKER",
    "passcode": "",
}


@pytest.fixture
def series(now, client):
    make_community()
    series = make_series(group=make_group())
    give_join(series)
    client.force_login(make_manager())
    return series


def add(client, series, facts):
    series.refresh_from_db()
    return client.post(PAGE + "join/add/", facts | {"version": series.version})


def kinds(series):
    return [one.kind for one in series.join_targets.all()]


def the(series, kind):
    return series.join_targets.get(kind=kind)


def test_the_join_page_offers_them_in_order_and_each_leads_to_its_own(series, client, settings):
    assert add(client, series, DIAL_IN).status_code == add(client, series, STREAM).status_code == 302
    settings.NOW = "2026-11-26T14:50:00Z"
    page = client.get(DATE + "join").content.decode()
    names = ["Join the call", "By telephone: From Germany", "Live stream"]
    assert sorted(names, key=page.index) == names
    assert "MARKER" not in page
    assert page.count('class="primary" name="way"') == 1
    phone = client.post(DATE + "join", {"way": the(series, "dial-in").pk})
    assert 'href="tel:+49-30-123-99-77"' in phone.content.decode()
    assert "MARKER-PIN" in phone.content.decode()
    assert "Refresh" not in phone.headers
    stream = client.post(DATE + "join", {"way": the(series, "stream").pk})
    assert stream.headers["Refresh"] == "0; url=https://live.example.org/MARKER"
    assert "MARKER-SECRET" in client.post(DATE + "join").content.decode()


def test_a_way_of_another_series_or_one_that_went_opens_nothing(series, client, settings):
    other = make_series("Other call", series.group)
    give_join(other)
    settings.NOW = "2026-11-26T14:50:00Z"
    for way in (other.join_targets.get().pk, 999_999, "x", ""):
        answer = client.post(DATE + "join", {"way": way})
        assert (answer.status_code, answer.headers["Location"]) == (302, DATE + "join")
    assert client.get(f"{PAGE}join/{other.join_targets.get().pk}/").status_code == 404


def test_another_order_makes_another_one_the_main_one(series, client):
    add(client, series, STREAM)
    answer = client.post(f"{PAGE}join/{the(series, 'stream').pk}/move/", {"to": "up"})
    assert answer.headers["Location"].endswith(f"#way-{the(series, 'stream').pk}")
    assert kinds(series) == ["stream", "room"]
    told_of = Change.objects.get(change_set__kind="way-in-moved", field="relocated")
    assert (told_of.before, told_of.after) == ("earlier", "kept")


def test_what_is_left_empty_stays_sealed_as_it_is(series, client):
    room = series.join_targets.get()
    sent = {
        "kind": "room",
        "label": "Main room",
        "tier": "everybody",
        "url": "",
        "passcode": "",
        "version": series.version,
    }
    client.post(f"{PAGE}join/{room.pk}/", sent)
    kept = series.join_targets.get()
    assert (kept.label, kept.reveal()) == ("Main room", room.reveal())
    assert not Change.objects.filter(change_set__kind="way-in-edited", field="relocated")
    series.refresh_from_db()
    new = {"url": "https://meet.jit.si/MARKER", "version": series.version}
    client.post(f"{PAGE}join/{room.pk}/", sent | new)
    assert series.join_targets.get().reveal() == ("https://meet.jit.si/MARKER", "")


def test_who_saw_an_older_list_changes_nothing(series, client):
    old = series.version
    add(client, series, STREAM)
    before = list(JoinTarget.objects.values())
    room = the(series, "room")
    for path, sent in (
        ("join/add/", DIAL_IN), (f"join/{room.pk}/", STREAM), (f"join/{room.pk}/remove/", {}),
        ("join/", {"url": "https://meet.jit.si/other"}),
    ):  # fmt: skip
        assert client.post(PAGE + path, sent | {"version": old}).status_code == 409, path
    assert list(JoinTarget.objects.values()) == before


def test_removing_the_main_one_asks_and_makes_the_next_the_main_one(series, client):
    add(client, series, STREAM)
    series.refresh_from_db()
    path = f"{PAGE}join/{the(series, 'room').pk}/remove/"
    assert "the other ways to join stay" in client.get(path).content.decode()
    client.post(path, {"version": series.version})
    assert kinds(series) == ["stream"]


def test_the_link_of_the_main_one_is_replaced_and_the_others_stay(series, client):
    add(client, series, DIAL_IN)
    client.post(PAGE + "join/", {"url": "https://meet.jit.si/MARKER", "passcode": ""})
    assert kinds(series) == ["room", "dial-in"]
    assert the(series, "room").reveal() == ("https://meet.jit.si/MARKER", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": ""}, {"url": "call us"}, {"kind": "room"}, {"kind": "door"}, {"kind": "room", "url": "javascript:1"},
        {"label": "x" * 81},
    ],
)  # fmt: skip
def test_what_is_no_way_in_is_said(series, client, wrong):
    assert add(client, series, DIAL_IN | wrong).status_code == 422
    assert kinds(series) == ["room"]


def test_a_link_in_a_label_is_taken_out_and_nothing_tells_what_is_kept(series, client):
    add(client, series, STREAM | {"label": "Or https://zoom.us/j/123456789?pwd=MARKER"})
    assert "MARKER" not in the(series, "stream").label
    for path in (PAGE, f"{PAGE}join/{the(series, 'stream').pk}/", "/desk/history/", DATE, series.path):
        assert "MARKER" not in client.get(path).content.decode(), path
    assert not [
        row for row in [*Change.objects.values(), *ChangeSet.objects.values()] if "MARKER" in str(row)
    ]
