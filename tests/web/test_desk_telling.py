"""Save, or save and tell: who is told stands there before, telling comes first where it is meant, and both do as they say."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.actions.news.outbox import post
from commonhour.models import Delivery, Destination, Notice, Subscriber, Subscription
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(now):
    make_community()
    return make_series(group=make_group(), dtstart="20261124T160000")


@pytest.fixture
def desk(client, series):
    client.force_login(make_manager())
    return client


def subscribe(email="ana@example.org", tzid="Asia/Tokyo", **scope):
    person, _ = Subscriber.objects.get_or_create(
        email=email, defaults={"tzid": tzid, "created_at": NOW, "confirmed_at": NOW}
    )
    Subscription.objects.create(subscriber=person, created_at=NOW, **scope)


def room(**where):
    row = Destination(kind="slack", label="#wg-metrics", created_at=NOW, **where)
    row.seal({"url": "https://chat.example.org/hook"})
    row.save()


def path_of(series, number, verb):
    return f"/desk/occurrence/{list(series.occurrences.order_by('start'))[number].public_id}/{verb}"


def buttons(page):
    text = page.content.decode()
    form = text[text.index('<form method="post" novalidate') if "novalidate" in text else 0 :]
    return [part.split("</button>")[0].split(">")[1] for part in form.split("<button")[1:3]]


def test_nobody_to_tell_nothing_to_choose(desk, series):
    page = desk.get(path_of(series, 1, "cancel"))
    assert buttons(page)[0] == "Cancel this date"
    assert "Who would be told" not in page.content.decode()


def test_each_person_is_counted_once_and_no_address_is_shown(desk, series):
    subscribe()
    subscribe(series=series)
    subscribe("gone@example.org")
    Subscriber.objects.filter(email="gone@example.org").update(stopped_at=NOW)
    subscribe("elsewhere@example.org", groups=[999])
    room(group=series.group)
    page = desk.get(path_of(series, 1, "cancel")).content.decode()
    assert "<b>1 person by mail and #wg-metrics</b>" in page
    assert "Cancelled: Metrics call, Tue, 1 Dec 2026, 16:00" in page
    assert "@example.org" not in page.replace("hello@example.org", "")


@pytest.mark.parametrize(("number", "first"), [(0, "Cancel it and tell"), (1, "Cancel it quietly")])
def test_telling_comes_first_within_two_days(desk, series, number, first):
    subscribe()
    assert buttons(desk.get(path_of(series, number, "cancel")))[0] == first


def test_quiet_is_quiet_and_telling_says_when(desk, series):
    subscribe()
    desk.post(path_of(series, 2, "cancel"), {"reason": "Flu"})
    assert not Notice.objects.exists()
    answer = desk.post(path_of(series, 3, "cancel"), {"tell": "yes"}, follow=True).content.decode()
    assert "It is told at 11:10, unless you undo it." in answer
    assert Delivery.objects.get().to == "ana@example.org"


def test_a_change_from_a_date_on_is_told_in_a_sentence(desk, series):
    subscribe()
    typed = {
        "which": "following", "date": "2026-12-01", "time": "18:30", "zone": "Europe/Madrid", "minutes": "45",
        "repeat": "weeks", "weeks": "2", "ends": "never",
    }  # fmt: skip
    shown = desk.post("/desk/series/metrics-call/change/", typed | {"show": "1"}).content.decode()
    assert "Every other Tuesday at 18:30 Madrid time" in shown[shown.index("Who would be told") :]
    desk.post("/desk/series/metrics-call/change/", typed | {"tell": "yes"})
    assert Notice.objects.get().change_sets.get().kind == "series-changed"


def test_the_outbox_says_what_waits_and_takes_it_back(desk, series):
    subscribe()
    desk.post(path_of(series, 1, "cancel"), {"tell": "yes"})
    notice = Notice.objects.get()
    page = desk.get("/desk/messages/").content.decode()
    assert "Leaves:" in page
    assert "1 waits" in page
    for verb, state in (("hold", "withdrawn"), ("tell", "waiting")):
        assert desk.post(f"/desk/messages/notices/{notice.pk}/{verb}/").status_code == 302
        assert Delivery.objects.get().state == state
        assert desk.post(f"/desk/messages/notices/{notice.pk}/{verb}/").status_code == 409


def test_a_kept_mail_is_read_by_programme_managers(desk, client, settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path
    post("sign-in-code", "ana@example.org", {"code": "481216", "minutes": 15}, cause="x", now=NOW)
    MailLane().send_mails(NOW)
    path = f"/desk/messages/{Delivery.objects.get().public_id}/"
    assert path in desk.get("/desk/messages/").content.decode()
    assert "481216" in desk.get(path).content.decode()
    client.force_login(make_moderator(make_group("other", "Other")))
    assert client.get(path).status_code == 403


def test_what_failed_says_why_and_is_tried_again(desk, series):
    row = Delivery.objects.create(
        kind="notice", cause="n", to="ana@example.org", facts={"series": [series.pk]}, state=Delivery.FAILED,
        queued_at=NOW - dt.timedelta(days=3), due_at=NOW,
        fault={"code": "mail-address-refused", "facts": {"status": 550, "says": "No such user"}},
    )  # fmt: skip
    page = desk.get("/desk/messages/").content.decode()
    assert "The mail server does not take this address (550): No such user" in page
    assert desk.post(f"/desk/messages/{row.pk}/again/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.fault) == (Delivery.WAITING, {})
    Delivery.objects.update(state=Delivery.SENT)
    assert desk.post(f"/desk/messages/{row.pk}/again/").status_code == 409


def test_a_moderator_sees_what_their_group_told_and_no_address(client, series):
    Delivery.objects.create(
        kind="notice", cause="n", to="ana@example.org", facts={"series": [series.pk]}, group=series.group,
        state=Delivery.FAILED, queued_at=NOW, due_at=NOW, fault={"code": "mail-folder", "facts": {"why": "full"}},
    )  # fmt: skip
    client.force_login(make_moderator(series.group))
    mine = client.get("/desk/messages/").content.decode()
    assert "1 failed" in mine
    assert "ana@" not in mine
    client.force_login(make_moderator(make_group("other", "Other"), "other@example.org"))
    assert "1 failed" not in client.get("/desk/messages/").content.decode()


def failure(kind="notice", to="gone@example.org", **fields):
    fields = {
        "cause": "n",
        "queued_at": NOW,
        "due_at": NOW,
        "ended_at": NOW,
        "state": Delivery.FAILED,
    } | fields
    fault = {"code": "mail-address-refused", "facts": {"status": 550, "says": "No such user"}}
    return Delivery.objects.create(kind=kind, to=to, fault=fault, **fields)


def test_a_failure_is_found_among_many_that_went(desk):
    Delivery.objects.bulk_create(
        Delivery(
            kind="notice", cause="n", to=f"{n}@example.org", state=Delivery.SENT, queued_at=NOW, due_at=NOW
        )
        for n in range(600)
    )
    failure()
    page = desk.get("/desk/messages/").content.decode()
    assert "600 went · 1 failed" in page
    assert "<b>gone@example.org</b>" in page


def test_what_was_for_one_person_is_one_line_a_day(desk):
    for n in range(3):
        failure("week", cause=f"week 2026-W48 {n}", to=f"{n}@example.org")
    failure("week", cause="week 2026-W47 1", queued_at=NOW - dt.timedelta(days=7))
    page = desk.get("/desk/messages/").content.decode()
    assert page.count("Somebody’s week</b>") == 2
    assert "3 failed" in page


def test_a_failed_week_is_tried_again_and_a_failed_code_is_gone(desk):
    week, code = failure("week", cause="week 2026-W48 1"), failure("sign-in-code", cause="c")
    page = desk.get("/desk/messages/").content.decode()
    for row, answer in ((week, 302), (code, 409)):
        assert (f"/desk/messages/{row.pk}/again/" in page) is (answer == 302)
        assert desk.post(f"/desk/messages/{row.pk}/again/").status_code == answer


def test_what_is_being_sent_is_not_tried_again(desk):
    row = failure(
        state=Delivery.WAITING, lease_until=NOW + dt.timedelta(minutes=1), leased_by="x", ended_at=None
    )
    assert desk.post(f"/desk/messages/{row.pk}/again/").status_code == 409
    row.refresh_from_db()
    assert row.leased_by == "x"


def test_what_a_removed_place_was_told_stays_on_the_page(desk, series):
    room(group=series.group)
    row = Destination.objects.get()
    Delivery.objects.create(
        kind="reminder", cause="r", destination=row, state=Delivery.SENT, queued_at=NOW, due_at=NOW
    )
    Destination.objects.filter(pk=row.pk).delete()
    page = desk.get("/desk/messages/")
    assert page.status_code == 200
    assert "1 went" in page.content.decode()


def test_today_says_what_failed_this_week(desk):
    failure(ended_at=NOW - dt.timedelta(days=8))
    assert "not be delivered" not in desk.get("/desk/").content.decode()
    failure(cause="m")
    assert "could not be delivered" in desk.get("/desk/").content.decode()


def test_several_kept_mails_are_listed_each_by_its_reader(desk, settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path
    for n in range(2):
        post("sign-in-code", f"{n}@example.org", {"code": "481216", "minutes": 15}, cause=f"{n}", now=NOW)
    MailLane().send_mails(NOW)
    page = desk.get("/desk/messages/").content.decode()
    for row in Delivery.objects.all():
        assert f'/desk/messages/{row.public_id}/">{row.to}</a>' in page


def test_the_outbox_takes_as_many_queries_for_three_as_for_one(desk, series):
    def fill(number):
        for n in range(number):
            Delivery.objects.create(
                kind="notice", cause=f"n{n}{number}", to="a@example.org", queued_at=NOW, due_at=NOW
            )

    counts = []
    for number in (1, 3):
        fill(number)
        with CaptureQueriesContext(connection) as found:
            desk.get("/desk/messages/")
        counts.append(len(found))
    assert counts[0] == counts[1]
