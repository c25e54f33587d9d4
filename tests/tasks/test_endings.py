"""Mails to subscribers say why they came and how to end them, to people and to mail programs."""

# ruff: noqa: F401, F811 (fixtures of the outbox)

import re
from email.utils import parseaddr

import pytest
from cast import NOW, make_group, make_manager, make_series
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.subscribing import ask
from commonhour.core.asking import Asking
from commonhour.models import Delivery, Subscriber, Subscription
from tests.tasks.test_outbox import MINUTE, at, by, coming, inbox, series, subscribed

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"https?://\S+")


def cancelled(series, inbox, at):
    cancel_occurrence(coming(series), tell=True, **by(make_manager()))
    at(NOW + 10 * MINUTE)
    return inbox.mails


def ending(mail):
    return mail["List-Unsubscribe"].strip("<>").split("8000", 1)[-1]


def both(mail):
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


def test_the_one_subscription_that_brought_it_is_named_and_ended(series, inbox, at):
    person = subscribed()
    mine = person.subscriptions.get()
    Subscription.objects.filter(pk=mine.pk).update(groups=[series.group_id])
    other = Subscription.objects.create(subscriber=person, created_at=NOW, series=make_series("Other"))
    (mail,) = cancelled(series, inbox, at)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == f"<group-{series.group_id}.changes.127.0.0.1>"
    assert parseaddr(mail["From"])[1] == "meetings@127.0.0.1"
    for text in both(mail):
        assert "You get this because you subscribed to Metrics." in " ".join(text.split())
        assert "/subscribe/mine/" in text
        assert mail["List-Unsubscribe"].strip("<>") in text.replace("&amp;", "&")
    Client(enforce_csrf_checks=True).post(ending(mail), {"List-Unsubscribe": "One-Click"})
    assert list(person.subscriptions.all()) == [other]


def test_of_several_subscriptions_the_kind_ends(series, inbox, at):
    person = subscribed(tells_week=True)
    Subscription.objects.create(subscriber=person, created_at=NOW, series=series)
    (mail,) = cancelled(series, inbox, at)
    assert mail["List-Id"] == "<changes.127.0.0.1>"
    Client().post(ending(mail))
    person = Subscriber.objects.get()
    assert (person.tells_changes, person.tells_week, person.subscriptions.count()) == (False, True, 2)


def test_a_list_has_the_same_name_after_a_renaming(series, inbox, at):
    person = subscribed()
    group = make_group("book", "Book")
    row = Subscription.of(scope(("book", "metrics")), NOW, subscriber=person)
    before = row.label
    group.slug = "aaa"
    group.save()
    assert Subscription.of(scope(("aaa", "metrics")), NOW, subscriber=person).label == before
    assert Subscription.of(scope(()), NOW).label == "everything"
    assert re.fullmatch(r"tags-[0-9a-f]{8}", Subscription.of(scope((), ("talk é",)), NOW).label)


def scope(groups, tags=()):
    from commonhour.core.scope import Scope

    return Scope(groups, tags=tags)


def test_the_question_goes_out_and_its_link_is_forgotten(series, inbox, at):
    asking = Asking(
        "ana@example.org", ("week", "changes"), (series.group_id,), language="en", tzid="Asia/Tokyo"
    )
    ask(asking, "9.9.9.9", base_url="http://testserver", now=NOW)
    at(NOW)
    (mail,) = inbox.mails
    assert mail["Subject"] == "Please confirm: mails about Metrics"
    assert mail["List-Unsubscribe"] is None
    plain, html = both(mail)
    (link,) = LINK.findall(plain)
    assert f'href="{link}"' in html
    assert Delivery.objects.get().facts == {}
    client = Client(enforce_csrf_checks=True)
    client.post(link.removeprefix("http://testserver"))
    assert Subscriber.objects.get().tzid == "Asia/Tokyo"


def test_mails_that_come_back_stop_an_address(series, inbox, at):
    person = subscribed("gone@example.org")
    user = make_manager()
    for number in (1, 2, 3):
        cancel_occurrence(coming(series, number), tell=True, **by(user, NOW + 20 * number * MINUTE))
        at(NOW + (20 * number + 10) * MINUTE)
        person.refresh_from_db()
        assert (person.bounces, person.is_given_up) == (number, number == 3)
    cancel_occurrence(coming(series, 4), tell=True, **by(user, NOW + 100 * MINUTE))
    assert Delivery.objects.count() == 3


def test_words_that_somebody_typed_lead_nowhere(inbox, at):
    from cast import make_community

    make_community()
    group = make_group(name="Visit www.evil.example <b>now</b>")
    ask(Asking("ana@example.org", ("week",), (group.pk,)), "", base_url="http://testserver", now=NOW)
    at(NOW)
    plain, html = both(inbox.mails[0])
    assert "www.evil" not in plain + html.split("</title>")[1].split("</h1>")[1]
    assert "<b>now" not in html


def test_the_queries_of_a_mail_do_not_grow_with_the_readers(series, inbox, at):
    """But for what each mail writes about itself."""
    user = make_manager()

    def queries(readers):
        Subscriber.objects.all().delete()
        for n in range(readers):
            subscribed(f"{readers}-{n}@example.org")
        cancel_occurrence(coming(series, readers), tell=True, **by(user))
        with CaptureQueriesContext(connection) as found:
            at(NOW + 10 * MINUTE)
        return len([one for one in found if one["sql"].startswith("SELECT")])

    few, many = queries(2), queries(6)
    assert many - few <= 8  # the community's name, and whether mails to this address came back, once a mail
