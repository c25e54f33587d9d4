"""Mail comes in and becomes a meeting to be confirmed, a letter, or a mark; never anything more."""

import datetime as dt
import itertools
import re

import mails
import pytest
from cast import NOW, make_community, make_group, make_manager
from tasks.test_outbox import by

from commonhour.actions.erasure import erase
from commonhour.actions.letter import take_mail
from commonhour.actions.news.outbox import lease, post
from commonhour.actions.news.outbox import sent as went
from commonhour.actions.submission import confirm_submission
from commonhour.actions.undo import undo
from commonhour.core.limits import LETTERS_A_DAY, MAILED_PER_ADDRESS
from commonhour.errors import RefusedInput, TooMany
from commonhour.models import ChangeSet, Community, Delivery, Letter, Submission, Subscriber, User
from commonhour.reads.mail_links import submission_path
from commonhour.reads.personal import personal_data
from commonhour.tasks.outbox import MailLane
from commonhour.tasks.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    settings.MAILBOX_ADDRESSES, settings.MAIL_FROM = (mails.HUB,), "hub@hub.example.org"
    make_community()
    return make_group()


def take(mail, now=NOW, **more):
    return take_mail(bytes(mail) if not isinstance(mail, bytes) else mail, now=now, **more)


def sent(settings, now=NOW):
    MailLane().send_mails(now)
    return [file.read_text().replace("=\n", "") for file in settings.MAIL_FOLDER.glob("*.eml")]


@pytest.mark.parametrize(
    ("invitation", "expected"),
    [
        (mails.outlook(), ("Parser reading", "20261203T160000", "Europe/Paris", 60, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0")),
        (mails.google(), ("Kernel breakfast", "20261204T100000", "Asia/Tokyo", 60, "", "https://meet.google.com/abc-defg-hij")),
        (mails.apple(), ("Lunch of the maintainers", "20261208T120000", "America/New_York", 45, "", "https://example.org/lunch")),
    ],
    ids=["outlook", "google", "apple"],
)  # fmt: skip
def test_an_invitation_waits_for_its_senders_yes(hub, invitation, expected):
    letter = take(invitation)
    row = Submission.objects.get()
    assert (
        row.title,
        row.dtstart,
        row.tzid,
        row.minutes,
        row.rrule.replace(";WKST=MO", ""),
        row.link(),
    ) == expected
    assert (row.state, row.by_mail, letter.kind, letter.state, letter.submission) == (
        "unconfirmed",
        True,
        "meeting",
        "done",
        row,
    )
    assert "Need help" not in row.about
    assert "@" not in row.about


def test_plain_words_that_say_when_are_read_too_and_people_see_them(hub):
    text = "Every second Thursday at 16:00 Madrid time, 45 minutes, starting 3 December: Metrics reading group. https://zoom.us/j/123456789"
    letter = take(mails.mail(text + "\n-- \nAna Ruiz\n+34 600 000 000", "Fwd: Metrics reading group"))
    row = Submission.objects.get()
    assert (row.title, row.name, row.dtstart, row.tzid, row.minutes) == (
        "Metrics reading group",
        "Ana Ruiz",
        "20261203T160000",
        "Europe/Madrid",
        45,
    )
    assert row.rrule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"
    assert row.link() == "https://zoom.us/j/123456789"
    assert "+34" not in row.about + letter.text
    assert "zoom" not in row.about + letter.text + row.typed
    assert letter.state == "open"
    confirm_submission(row, now=NOW)
    letter.refresh_from_db()
    assert letter.state == "done"


def test_the_answer_says_nothing_that_was_typed(hub, settings):
    take(mails.outlook())
    (answer,) = sent(settings)
    assert "Every other Thursday at 16:00 Paris time" in answer
    assert submission_path(Submission.objects.get().pk).split("/")[3][:20] in answer
    assert "To: ana@example.org" in answer
    assert not {word for word in ("Parser", "parser", "Ana", "teams", "welcome") if word in answer}


def test_what_a_mail_does_not_say_is_asked_for_on_the_page(client, hub, settings):
    take(mails.apple())
    row = Submission.objects.get()
    assert row.missing == ["about", "name"]
    (answer,) = sent(settings)
    assert "Still missing: what it is about and your name" in answer
    with pytest.raises(RefusedInput):
        confirm_submission(row, now=NOW)
    page = client.get(submission_path(row.pk)).content.decode()
    assert "Your mail does not say: what it is about and your name." in page
    assert "Yes, send it in" not in page
    form = client.get(submission_path(row.pk) + "change/").content.decode()
    fields = dict(re.findall(r'name="(title|when|repeat|link|version)"[^>]*value="([^"]*)"', form))
    typed = fields | {"about": "For maintainers.", "name": "Leo", "repeat": "once"}
    assert client.post(submission_path(row.pk) + "change/", typed).status_code == 302
    assert "Yes, send it in" in client.get(submission_path(row.pk)).content.decode()
    client.post(submission_path(row.pk) + "confirm/")
    assert Submission.objects.get().state == "waiting"


def test_words_that_leave_the_time_open_are_kept_as_they_were_typed(client, hub):
    take(mails.mail("Every second Thursday 16:00 IST: parsers.", "Parsers"))
    row = Submission.objects.get()
    assert (row.dtstart, row.typed, row.missing) == (
        "",
        "Every second Thursday 16:00 IST: parsers.",
        ["dtstart", "link_sealed"],
    )
    assert client.get(submission_path(row.pk)).status_code == 200
    assert (
        "Every second Thursday 16:00 IST" in client.get(submission_path(row.pk) + "change/").content.decode()
    )
    client.post(submission_path(row.pk) + "confirm/")
    assert Submission.objects.get().state == "unconfirmed"


def test_the_same_mail_is_taken_once_whatever_way_it_comes(hub):
    whole = bytes(mails.outlook())
    one = take(whole)
    other = take(b"Received: from a by b; Sun, 29 Nov 2026 09:00:00 +0000\r\n" + whole)
    assert one.pk == other.pk
    assert (Letter.objects.count(), Submission.objects.count(), Delivery.objects.count()) == (1, 1, 1)


def test_an_answer_waits_for_an_hour_and_five_are_all(hub, settings):
    for number in range(MAILED_PER_ADDRESS + 2):
        mail = mails.outlook(uid=f"u{number}", hour=10 + number)
        take(mail, NOW + dt.timedelta(minutes=number))
    due = sorted(Delivery.objects.values_list("due_at", flat=True))
    assert len(due) == MAILED_PER_ADDRESS
    assert {later - sooner for sooner, later in itertools.pairwise(due)} == {dt.timedelta(hours=1)}
    assert len(sent(settings, NOW)) == 1
    assert Letter.objects.filter(state="open").count() == 2  # people read what nobody may be written to about


def test_more_than_a_days_measure_is_taken_another_day(hub, monkeypatch):
    monkeypatch.setattr("commonhour.actions.letter.LETTERS_A_DAY", 2)
    for number in range(2):
        take(mails.mail(mid=f"<{number}@x>"))
    with pytest.raises(TooMany):
        take(mails.mail(mid="<3@x>"))
    take(mails.mail(mid="<3@x>"), NOW + dt.timedelta(days=1))
    assert LETTERS_A_DAY > 100


@pytest.fixture
def waiting(hub):
    take(mails.outlook())
    row = Submission.objects.get()
    confirm_submission(row, now=NOW)
    row.refresh_from_db()
    return row


def test_a_later_invitation_changes_what_waits_but_not_the_way_to_join(waiting):
    moved = bytes(mails.outlook(sequence=1, hour=18)).replace(mails.b64("x").encode(), b"")
    letter = take(moved)
    row = Submission.objects.get()
    assert (row.dtstart, row.sequence, row.version) == ("20261203T180000", 1, waiting.version + 1)
    assert row.link() == waiting.link()
    assert (letter.kind, letter.state, letter.submission) == ("move", "done", row)
    take(mails.outlook(sequence=0, hour=9))  # an older one that comes late
    assert Submission.objects.get().dtstart == "20261203T180000"


def test_nobody_else_changes_it(waiting):
    take(mails.outlook(sequence=1, hour=18, sender="Eve <eve@example.net>"))
    assert Submission.objects.get(email="ana@example.org").dtstart == "20261203T160000"
    assert Submission.objects.get(email="eve@example.net").state == "unconfirmed"


def test_of_what_was_decided_people_are_asked(waiting):
    Submission.objects.update(state="accepted")
    letter = take(mails.outlook(sequence=1, hour=18))
    assert (letter.kind, letter.state, letter.submission) == ("move", "open", waiting)
    assert letter.moves_to["dtstart"] == "20261203T180000"
    assert Submission.objects.get().dtstart == "20261203T160000"


@pytest.mark.parametrize("state", ["waiting", "accepted"])
def test_a_cancellation_is_believed_by_nobody(waiting, state):
    Submission.objects.update(state=state)
    letter = take(mails.outlook(sequence=1, method="CANCEL"))
    assert (letter.kind, letter.state, letter.submission) == ("cancel", "open", waiting)
    assert Submission.objects.get().state == state


def test_a_paused_form_takes_no_meeting_by_mail_and_answers_nobody(hub):
    Community.objects.update(submissions_paused="Moving house")
    assert take(mails.outlook()).state == "open"
    assert not Submission.objects.exists()
    assert not Delivery.objects.exists()


def test_three_mails_that_come_back_stop_an_address_and_one_that_arrives_starts_anew(hub, settings):
    Subscriber.objects.create(email="ana@example.org", confirmed_at=NOW, created_at=NOW, tells_week=True)

    def send(number):
        post("confirm", "ana@example.org", {}, cause=f"c{number}", now=NOW)
        row = Delivery.objects.get(cause=f"c{number}")
        (mine,) = lease([row.pk], NOW)
        went(mine, NOW + dt.timedelta(minutes=number))
        return f"<{row.public_id}@hub.example.org>"

    def bounces():
        return Subscriber.objects.get().bounces

    first = send(1)
    take(mails.bounce(first, status="4.4.1", action="delayed"))
    assert bounces() == 0
    take(mails.bounce(first))
    take(mails.bounce(first, status="5.2.2"))  # told twice about one mail
    take(mails.bounce("<00000000-0000-4000-8000-000000000000@hub.example.org>"))
    assert bounces() == 1
    send(2)  # whether it arrives nobody knows
    assert bounces() == 1
    send(3)
    assert bounces() == 0
    for number in (4, 5, 6):
        take(mails.bounce(send(number)))
    assert (bounces(), Subscriber.objects.get().stopped_at) == (3, NOW)
    assert {one.state for one in Letter.objects.all()} == {"done"}


def test_a_wave_goes_into_the_bin_and_comes_back_with_one_press(client, hub):
    for number in range(3):
        take(mails.mail("Buy this.", mid=f"<{number}@x>"))
    client.force_login(make_manager())
    page = client.get("/desk/letters/").content.decode()
    assert page.count("Buy this.") == 3
    client.post("/desk/letters/settle/", {"spam": "ticked", "one": [one.pk for one in Letter.objects.all()]})
    assert "No letter waits" in client.get("/desk/letters/").content.decode()
    undo(ChangeSet.objects.first().pk, **by(User.objects.get()))
    assert Letter.objects.filter(state="open").count() == 3
    key = Letter.objects.first().pk
    client.post("/desk/letters/settle/", {"done": key})
    assert Letter.objects.get(pk=key).state == "done"
    assert "To be read again" in client.get("/desk/letters/?decided=1").content.decode()


def test_letters_go_after_ninety_days_and_with_whom_is_erased(hub):
    take(mails.mail(sender="mod@example.org", mid="<1@x>"))
    take(mails.mail(mid="<2@x>"))
    user = User.objects.create(email="mod@example.org", is_active=True)
    (letter,) = personal_data(user, None, NOW).letters
    assert (letter.subject, letter.text) == ("Parsing hour", "Hello.")
    erase(user, None, speakers=False, **by(make_manager()))
    assert [one.email for one in Letter.objects.all()] == ["ana@example.org"]
    sweep(NOW + dt.timedelta(days=89))
    assert Letter.objects.exists()
    sweep(NOW + dt.timedelta(days=91))
    assert not Letter.objects.exists()
