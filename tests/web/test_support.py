"""Readers say what they would like to hear: one voice an address, proved by a mail, and in figures what one person can do."""

import datetime as dt

import pytest
from cast import NOW, make_call, make_community, make_proposal
from django.core.signing import Signer
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.actions.measure import mailbox, supporter
from commonhour.actions.support import support
from commonhour.models import Delivery, Proposal, ProposalSpeaker, Support
from commonhour.reads.mail_links import support_path
from commonhour.reads.proposal import listed_path
from commonhour.tasks.outbox import MailLane
from commonhour.web.kept import shelf

pytestmark = pytest.mark.django_db
READER = "reader@example.org"


@pytest.fixture
def row(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    make_community()
    row = make_proposal(make_call(is_listed=True), topic="Tools")
    ProposalSpeaker.objects.create(proposal=row, position=1, name="Unasked Ben", email="ben@example.org")
    return Proposal.objects.with_supports().get(pk=row.pk)


def ask(client, row, email=READER, **more):
    return client.post(listed_path(row), {"email": email}, **more)


def mails(settings):
    MailLane().send_mails(dt.datetime.fromisoformat(settings.NOW))
    return [file.read_text().replace("=\n", "") for file in settings.MAIL_FOLDER.glob("*.eml")]


def test_everybody_reads_what_was_proposed_and_no_address(client, row):
    for path in (f"{row.call.path}proposals/", listed_path(row)):
        page = client.get(path)
        text = page.content.decode()
        assert "Parsers in the open" in text
        assert "Yui" in text
        assert "Unasked Ben" not in text  # who did not say so themselves is named nowhere
        assert "@example.org" not in text.replace("hello@example.org", "")
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert not page.cookies


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft"},
        {"confirmed_at": None},
        {"state": "withdrawn"},
        {"state": "declined"},
        {"may_be_listed": False},
    ],
)
def test_what_is_not_for_everybody_is_on_no_page(client, row, fields):
    Proposal.objects.update(**fields)
    shelf.clear()
    assert "Parsers" not in client.get(f"{row.call.path}proposals/").content.decode()
    assert client.get(listed_path(row)).status_code == 404
    assert ask(client, row).status_code == 404
    assert client.get(support_path(row.pk, supporter(READER))).status_code == 404


def test_without_a_list_there_is_none(client, row):
    call = row.call
    call.is_listed = False
    call.save()
    shelf.clear()
    assert client.get(f"{call.path}proposals/").status_code == 404
    assert client.get(listed_path(row)).status_code == 404


def test_nobody_is_named_where_reviews_are_anonymous_before_it_is_accepted(client, row):
    call = row.call
    call.is_anonymous = True
    call.save()
    assert "Yui" not in client.get(listed_path(row)).content.decode()
    Proposal.objects.update(state="accepted")
    shelf.clear()
    assert "Yui" in client.get(listed_path(row)).content.decode()


def test_one_mail_asks_and_one_press_counts(client, row, settings):
    page = ask(client, row)
    assert page.status_code == 200
    (mail,) = mails(settings)
    path = support_path(row.pk, supporter(READER))
    assert path in mail
    assert not [word for word in ("Parsers", "Yui") if word in mail]
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    assert not Support.objects.exists()
    for _ in range(2):
        client.post(path)
    assert Support.objects.count() == 1
    assert READER not in str(list(Support.objects.values()))
    assert "1 would like to hear it" in client.get(listed_path(row)).content.decode()
    client.post(path, {"back": "1"})
    assert not Support.objects.exists()
    assert "would like to hear it" not in client.get(listed_path(row)).content.decode()


def test_the_answer_is_the_same_whoever_asked_already(client, row):
    first = ask(client, row).content
    support(row, supporter(READER), now=NOW)
    second = ask(client, row)
    shown = str(second.content.replace(b"1 would", b"")).count("would like")
    assert (first, second.status_code, shown) == (second.content, 200, 0)


def test_a_forged_link_is_none(client, row):
    assert client.post("/cfp/support/forged/").status_code == 404
    other = Signer(salt="commonhour.mail.proposal").sign_object([row.pk, supporter(READER)])
    assert client.post(f"/cfp/support/{other}/").status_code == 404
    assert not Support.objects.exists()


def test_the_order_is_another_one_each_day_and_the_same_all_day(client, row, settings):
    for number in range(6):
        make_proposal(row.call, f"s{number}@example.org", title=f"Talk {number}", topic="People")
    wanted = Proposal.objects.get(title="Talk 3")
    support(wanted, "x" * 64, now=NOW)
    path = f"{row.call.path}proposals/"

    def titles(query=""):
        shelf.clear()
        return [one.talk.title for one in client.get(path + query).context["rows"]]

    today = titles()
    settings.NOW = (NOW + dt.timedelta(hours=13)).isoformat()
    assert titles() == today
    days = set()
    for day in range(1, 6):
        settings.NOW = (NOW + dt.timedelta(days=day)).isoformat()
        days.add(tuple(titles()))
    assert len(days) > 1
    assert titles("?sort=support")[0] == "Talk 3"
    assert titles("?topic=Tools") == ["Parsers in the open"]
    assert titles("?topic=Nothing") == []


SPELLINGS = [
    "reader@example.org", "READER@example.org", "reader+1@example.org", "Reader+two+three@Example.ORG", "reader+@example.org",
]  # fmt: skip
OF_GOOGLE = [
    "ana.bell@gmail.com", "anabell@gmail.com", "a.n.a.bell+x@googlemail.com", "AnaBell@GoogleMail.com", "ana.bell+y@gmail.com",
]  # fmt: skip


def test_one_person_with_many_spellings_of_an_address_counts_once(client, row):
    """In figures: ten spellings of two mailboxes are two votes."""
    for email in SPELLINGS + OF_GOOGLE:
        assert ask(client, row, email).status_code == 200
    for delivery in Delivery.objects.filter(kind="proposal-support"):
        client.post(support_path(row.pk, supporter(delivery.to)))
    assert Support.objects.count() == 2
    assert mailbox("ü@bücher.example") == mailbox("ü@xn--bcher-kva.example")


def test_a_thousand_addresses_from_one_network_are_thirty_mails(client, row):
    """In figures: 1,000 asked, 30 mails to 30 mailboxes; whoever reads them all has 30 votes a day, not 1,000."""
    codes = [ask(client, row, f"r{n}@example.org", REMOTE_ADDR="9.9.9.9").status_code for n in range(1000)]
    assert (codes.count(200), codes.count(429)) == (30, 970)
    assert Delivery.objects.filter(kind="proposal-support").count() == 30
    assert ask(client, row, "honest@example.org", REMOTE_ADDR="8.8.8.8").status_code == 200


def test_one_address_is_asked_ten_times_a_day(client, row):
    codes = {
        ask(client, row, f"reader+{n}@example.org", REMOTE_ADDR=f"203.0.{n}.7").status_code for n in range(20)
    }
    assert codes == {200}
    assert Delivery.objects.filter(kind="proposal-support").count() == 10


def test_another_sites_form_asks_for_nothing(client, row):
    assert ask(client, row, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Delivery.objects.exists()


def test_one_and_three_take_the_same_number_of_queries(client, row):
    def asked():
        shelf.clear()

        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(f"{row.call.path}proposals/").status_code == 200
        return len(found)

    one = asked()
    for number in range(3):
        make_proposal(row.call, f"s{number}@example.org")
    assert asked() == one
