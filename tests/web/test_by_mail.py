"""Subscribing by mail: one mail that asks, a yes by a button, and a page of one's own without an account."""

import datetime as dt
import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from cast import NOW, make_community, make_group, make_series
from django.db import connection
from django.test import Client

from commonhour.actions.subscribing import confirm
from commonhour.core.asking import Asking
from commonhour.core.limits import CONFIRMATIONS_A_DAY, CONFIRMATIONS_PER_ADDRESS, CONFIRMATIONS_PER_NETWORK
from commonhour.models import ConfirmationCount, Delivery, Series, Subscriber, Subscription
from commonhour.reads.mail_links import answer_path, confirm_path, end_path, own_path, submission_path
from commonhour.reads.subscriber import data_of

pytestmark = pytest.mark.django_db
ANA = "ana@example.org"


@pytest.fixture
def series(now):
    make_community()
    return make_series(group=make_group())


@pytest.fixture
def browser():
    """It has no cookie and must be given none; forms are checked as in earnest."""
    client = Client(enforce_csrf_checks=True)
    yield client
    assert not client.cookies


def asked(browser, email=ANA, query="", kinds=("changes", "week"), **headers):
    return browser.post(f"/subscribe/mail/{query}", {"email": email, "kinds": list(kinds)}, **headers)


def the_link():
    return Delivery.objects.latest("pk").facts["url"].split("127.0.0.1:8000")[1]


def subscribed(**fields):
    person = Subscriber.objects.create(email=ANA, created_at=NOW, confirmed_at=NOW, **fields)
    Subscription.objects.create(subscriber=person, created_at=NOW)
    return person


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_group_is_subscribed_to_with_one_yes(browser, series):
    assert asked(browser, query="?group=metrics&tz=Asia/Tokyo&lang=es").status_code == 200
    assert not Subscriber.objects.exists()
    link = the_link()
    shown = browser.get(link)
    assert shown.status_code == 200
    assert "Metrics" in text_of(shown)
    assert not Subscriber.objects.exists()
    answer = browser.post(link)
    person = Subscriber.objects.get()
    assert answer["Location"] == own_path(person.pk)
    assert (person.email, person.tzid, person.language) == (ANA, "Asia/Tokyo", "es")
    assert (person.tells_changes, person.tells_week, person.tells_notes, person.invites) == (
        True,
        True,
        False,
        False,
    )
    assert person.subscriptions.get().groups == [series.group_id]


def test_nobody_writes_words_of_their_own_to_a_stranger(browser, series):
    assert asked(browser, query="?tag=You+won:+evil.example").status_code == 404
    assert not Delivery.objects.exists()
    Series.objects.filter(pk=series.pk).update(tags=["talk"])
    assert asked(browser, query="?tag=talk&tag=gone").status_code == 404
    assert asked(browser, query="?tag=talk").status_code == 200
    assert Delivery.objects.get().facts["what"] == ["talk"]


def test_pressing_twice_subscribes_once_and_another_selection_is_added(browser, series):
    for query in ("", "?series=metrics-call"):
        asked(browser, query=query, kinds=["reminders"])
        link = the_link()
        browser.post(link)
        browser.post(link)
    person = Subscriber.objects.get()
    assert [one.series_id for one in person.subscriptions.all()] == [None, series.pk]
    assert person.reminder_minutes == [60]
    assert not person.tells_changes


def test_nobody_learns_whether_an_address_is_known(browser, series):
    subscribed()
    known, unknown = asked(browser), asked(browser, "new@example.org")
    assert known.status_code == unknown.status_code == 200
    assert known.content.replace(ANA.encode(), b"") == unknown.content.replace(b"new@example.org", b"")
    assert Delivery.objects.count() == 2


def test_what_is_not_an_address_is_asked_for_again(browser, series):
    answer = asked(browser, "ana", kinds=[])
    assert answer.status_code == 422
    assert "Enter an e-mail address such as" in text_of(answer)
    assert "Choose what should come" in text_of(answer)
    assert not ConfirmationCount.objects.exists()


def test_nobody_can_use_us_as_a_mail_bomb(browser, series, settings):
    for n in range(CONFIRMATIONS_PER_ADDRESS + 2):
        answer = asked(browser, f"Ana+{n}@Example.org" if n % 2 else "Ana@Example.org")
        assert answer.status_code == 200  # the page does not tell that there were others
    assert Delivery.objects.count() == CONFIRMATIONS_PER_ADDRESS
    settings.NOW = (NOW + dt.timedelta(days=1)).isoformat()
    asked(browser)
    assert Delivery.objects.count() == CONFIRMATIONS_PER_ADDRESS + 1


def test_a_network_asks_so_often_a_day(browser, series):
    codes = [
        asked(browser, f"{n}@example.org", REMOTE_ADDR=f"2001:4860:4860:1::{n:x}").status_code
        for n in range(CONFIRMATIONS_PER_NETWORK + 2)
    ]
    assert codes == [200] * CONFIRMATIONS_PER_NETWORK + [429] * 2
    proxied = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "8.8.8.8, 2001:4860:4860:1::ff"}
    assert asked(browser, "x@example.org", **proxied).status_code == 429
    assert (
        asked(
            browser, "x@example.org", REMOTE_ADDR="9.9.9.9", HTTP_X_FORWARDED_FOR="2001:4860:4860:1::1"
        ).status_code
        == 200
    )
    assert Delivery.objects.count() == CONFIRMATIONS_PER_NETWORK + 1


def test_all_together_ask_so_often_a_day(browser, series):
    asked(browser)
    ConfirmationCount.objects.update(number=CONFIRMATIONS_A_DAY)
    ConfirmationCount.objects.exclude(number=CONFIRMATIONS_A_DAY).delete()
    assert asked(browser, "new@example.org", REMOTE_ADDR="9.9.9.9").status_code == 429
    assert "example" not in str(list(ConfirmationCount.objects.values()))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time anyway")
@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one():
    def count(_):
        try:
            return ConfirmationCount.count("somebody", NOW.date(), 3)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(count, range(12))) == [False] * 9 + [True] * 3


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_a_form_of_another_site_sends_nothing(browser, series, headers):
    assert asked(browser, **headers).status_code == 403
    assert not Delivery.objects.exists()
    assert (
        asked(browser, HTTP_SEC_FETCH_SITE="same-origin", HTTP_ORIGIN="http://testserver").status_code == 200
    )


def links_of(person):
    own = own_path(person.pk)
    parts = ["", "end/", f"end/{person.subscriptions.first().pk}/", "undo/", "again/", "delete/"]
    asking = Asking("new@example.org", ("changes",))
    return [own + part for part in parts] + [
        confirm_path(asking, NOW), end_path(person.pk, "week"), end_path(person.pk, f"subscription {person.subscriptions.first().pk}"),
    ]  # fmt: skip


def rows():
    return [list(model.objects.values()) for model in (Subscriber, Subscription, Delivery)]


def test_looking_at_a_link_changes_nothing_and_tells_nobody(browser, series):
    person = subscribed(tells_week=True)
    before = rows()
    for link in links_of(person):
        for answer in (browser.get(link), browser.head(link)):
            assert answer.status_code in (200, 405), link
            assert answer["Referrer-Policy"] == "no-referrer"
            assert answer["X-Robots-Tag"] == "noindex"
            assert answer["Cache-Control"] == "no-store"
            assert "ETag" not in answer
    assert rows() == before


def test_a_link_that_is_not_whole_opens_nothing(browser, series):
    person = subscribed()
    for link in links_of(person):
        name, rest = link.removeprefix("/subscribe/").split("/", 1)
        broken = f"/subscribe/{name}/{rest[1:]}"
        assert browser.post(broken).status_code == 404, broken
    confirming = confirm_path(Asking(ANA, ()), NOW - dt.timedelta(days=8))
    assert browser.post(confirming).status_code == 410
    assert browser.get(own_path(person.pk).replace("/mine/", "/end/")).status_code == 404


def chosen(person, **fields):
    facts = {
        "version": person.version,
        "tzid": "Tokyo",
        "language": "ja",
        "tells_week": "on",
        "reminder_minutes": ["10", "1440"],
    }
    return facts | fields


def test_choices_are_saved_and_taken_back(browser, series):
    person = subscribed()
    own = own_path(person.pk)
    assert browser.post(own, chosen(person)).status_code == 302
    person.refresh_from_db()
    assert (person.tzid, person.language, person.reminder_minutes) == ("Asia/Tokyo", "ja", [10, 1440])
    assert (person.tells_changes, person.tells_week) == (False, True)
    assert f'action="{own}undo/"' in browser.get(own).content.decode()
    browser.post(f"{own}undo/")
    person.refresh_from_db()
    assert (person.tzid, person.language, person.tells_changes) == ("UTC", "en", True)
    assert browser.post(f"{own}undo/").status_code == 409


def test_two_windows_do_not_overwrite_each_other(browser, series):
    person = subscribed()
    browser.post(own_path(person.pk), chosen(person, language="en"))
    answer = browser.post(own_path(person.pk), chosen(person, language="en", tzid="Lima"))
    assert answer.status_code == 409
    assert "Asia/Tokyo" in text_of(answer)
    person.refresh_from_db()
    assert person.tzid == "Asia/Tokyo"


def test_one_subscription_ends_and_comes_back_within_ten_minutes(browser, series, settings):
    person = subscribed()
    other = Subscription.objects.create(subscriber=person, created_at=NOW, series=series)
    own = own_path(person.pk)
    browser.post(f"{own}end/{other.pk}/")
    browser.post(f"{own}end/{other.pk}/")
    assert person.subscriptions.count() == 1
    settings.NOW = (NOW + dt.timedelta(minutes=9)).isoformat()
    browser.post(f"{own}undo/")
    assert set(person.subscriptions.values_list("pk", "series")) == {
        (other.pk - 1, None),
        (other.pk, series.pk),
    }
    browser.post(f"{own}end/{other.pk}/")
    settings.NOW = (NOW + dt.timedelta(minutes=20)).isoformat()
    assert browser.post(f"{own}undo/").status_code == 409
    assert "undo/" not in browser.get(own).content.decode()


def test_everything_ends_and_starts_again(browser, series):
    person = subscribed(bounces=2)
    own = own_path(person.pk)
    assert "Nothing more goes to ana@example.org" in text_of(browser.get(f"{own}end/"))
    browser.post(f"{own}end/")
    assert not Subscriber.objects.told().exists()
    assert "You ended everything" in text_of(browser.get(own))
    browser.post(f"{own}again/")
    assert Subscriber.objects.told().exists()


def test_an_address_that_was_given_up_is_told_so_and_begins_anew_by_confirming(browser, series):
    person = subscribed(bounces=3, stopped_at=NOW, tells_notes=True)
    assert "Three mails in a row came back" in text_of(browser.get(own_path(person.pk)))
    asked(browser, query="?group=metrics")
    browser.post(the_link())
    person = Subscriber.objects.told().get()
    assert (person.bounces, person.tells_notes, person.tells_week) == (0, False, True)
    assert [one.groups for one in person.subscriptions.all()] == [[series.group_id]]


def test_an_address_is_deleted_with_every_mail_to_it(browser, series, settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path
    person = subscribed()
    asked(browser)
    own = own_path(person.pk)
    kept = tmp_path / f"{Delivery.objects.get().public_id}.eml"
    kept.write_text(f"To: {ANA}")
    browser.post(f"{own}delete/")
    assert not kept.exists()
    assert not Subscriber.objects.exists()
    assert not Delivery.objects.filter(to=ANA).exists()
    assert browser.get(own).status_code == 404
    assert data_of(ANA) == {}


def test_one_click_ends_what_the_mail_was_of(browser, series):
    """As the servers of mail providers send it: no cookie, no origin of ours, maybe twice (RFC 8058)."""
    person = subscribed(tells_week=True)
    link, row = end_path(person.pk, "week"), person.subscriptions.get()
    for _ in range(2):
        answer = browser.post(
            link,
            {"List-Unsubscribe": "One-Click"},
            HTTP_ORIGIN="https://mail.example",
            HTTP_SEC_FETCH_SITE="cross-site",
        )
        assert answer.status_code == 200
    person.refresh_from_db()
    assert (person.tells_week, person.tells_changes, person.version) == (False, True, 2)
    browser.post(end_path(person.pk, f"subscription {row.pk}"))
    assert not person.subscriptions.exists()
    assert "It is ended" in text_of(browser.get(end_path(person.pk, f"subscription {row.pk}")))


def test_no_log_tells_a_signed_link(browser, series):
    from commonhour.web.log_lines import WithoutLinks

    links = {
        confirm_path(Asking(ANA, ("week",)), NOW): "/subscribe/confirm/…/", own_path(1) + "undo/": "/subscribe/mine/…/undo/",
        end_path(1, "week"): "/subscribe/end/…/", answer_path(1, 2): "/still-meeting/…/",
        submission_path(1): "/submit/mine/…/",
    }  # fmt: skip
    for link, shown in links.items():
        record = logging.LogRecord("x", logging.WARNING, "", 1, "%s: %s", ("Conflict", link), None)
        assert WithoutLinks().filter(record)
        assert record.getMessage() == f"Conflict: {shown}"


def test_what_an_address_is_known_by_is_told_as_json(series):
    key = confirm(confirm_path(Asking(ANA, ("week",), series=series.pk), NOW).split("/")[3], now=NOW)
    told = data_of("ANA@example.org")
    assert told["subscriptions"] == [{"to": ["Metrics call"], "path": "/meetings/metrics-call/"}]
    assert (told["week"], told["changes"], told["confirmed_at"]) == (True, False, NOW.isoformat())
    assert Subscriber.objects.get().pk == key


def test_a_page_has_a_constant_number_of_queries(browser, series, django_assert_max_num_queries):
    person = subscribed()
    for n in range(3):
        Subscription.objects.create(
            subscriber=person, created_at=NOW, groups=[make_group(f"g{n}", f"G{n}").pk]
        )
    with django_assert_max_num_queries(9):
        browser.get(own_path(person.pk))
