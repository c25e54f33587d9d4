"""Sixty and more hostile mails: nothing is published, nobody is written to who must not be, each lands somewhere."""

import re
import time

import pytest
from cast import NOW, make_community, make_group, make_manager, make_submission
from hostile.hostile_mails import HUB, LINK, MAILS, OWN

from commonhour.actions.letter import take_mail
from commonhour.models import Delivery, Letter, Occurrence, Series, Submission
from commonhour.reads.mail_links import submission_path
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db
# Whom an answer may go to: who says to be the one sender. Every other mail is answered by nobody.
ANSWERED = {name for name, _, _, kind in MAILS if kind == "meeting"} - {
    "no-from", "several-from", "two-from-headers", "from-is-a-group", "from-is-nonsense", "crlf-in-an-encoded-from", "from-a-no-reply",
    "exchange-that-wants-no-answer",
}  # fmt: skip
SECONDS = 20  # of a processor that others use too: what takes with the square of its length takes minutes


@pytest.fixture
def hub(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    settings.MAILBOX_ADDRESSES, settings.MAIL_FROM = (HUB,), OWN
    make_community()
    return make_submission(
        make_group(), "ana@example.org", title="Theirs", uid="theirs", dtstart="20261203T160000"
    )


def test_there_are_enough_of_them():
    assert len(MAILS) >= 60
    assert len({name for name, *_ in MAILS}) == len(MAILS)


@pytest.mark.parametrize(("name", "body", "envelope", "kind"), MAILS, ids=[name for name, *_ in MAILS])
def test_each_lands_somewhere_and_does_nothing_else(
    hub, client, settings, caplog, name, body, envelope, kind
):
    begun = time.process_time()
    letter = take_mail(body, now=NOW, return_path=envelope)
    assert time.process_time() - begun < SECONDS
    assert letter.kind == kind, (letter.kind, letter.problems)
    assert Letter.objects.get() == letter
    # Nothing is published, and nothing of anybody else is touched.
    assert not Series.objects.exists()
    assert not Occurrence.objects.exists()
    assert Submission.objects.get(pk=hub.pk).dtstart == "20261203T160000"
    assert (
        Submission.objects.exclude(pk=hub.pk).filter(state="unconfirmed").count()
        == Submission.objects.count() - 1
    )
    # Nobody is written to but who says to have sent it.
    told = list(Delivery.objects.values_list("to", flat=True))
    assert told == (["eve@example.net"] if name in ANSWERED else [])
    assert letter.state == (
        "done"
        if kind in ("automatic", "bounce", "reply") or (letter.submission_id and letter.submission.uid)
        else "open"
    )
    MailLane().send_mails(NOW)
    for file in settings.MAIL_FOLDER.glob("*.eml"):
        answer = file.read_text()
        assert len(re.findall(r"(?m)^(?:To|From|Bcc|Cc|Subject):", answer)) == 3
        assert not {
            word for word in ("evil", "spam", "script", "zoom.us", "7*7", "Taken over") if word in answer
        }
    # What people read of it is safe, and the sender's page too.
    client.force_login(make_manager())
    pages = [client.get("/desk/letters/"), client.get("/desk/letters/?decided=1")]
    pages += [client.get(submission_path(row.pk)) for row in Submission.objects.exclude(pk=hub.pk)]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in text
        assert "onerror" not in text.replace("&lt;", "<") or "<img src=x" not in text
        assert not re.search(r'href="(?!https?://|/|mailto:|#|\?)', text)
        assert LINK not in text
    assert "eve@" not in caplog.text


def test_all_of_them_together_are_answered_five_times_at_most(hub):
    for _, body, envelope, _ in MAILS:
        take_mail(body, now=NOW, return_path=envelope)
    assert Delivery.objects.count() <= 5
    assert set(Delivery.objects.values_list("to", flat=True)) == {"eve@example.net"}
    assert not Series.objects.exists()
