"""Anybody sends in a meeting without an account: what was understood, the mail, the page behind its link, and the yes."""

import datetime as dt
import re

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series, make_submission
from django.core.files.uploadedfile import SimpleUploadedFile
from gateways.rogue import Rogue, Trap, reply
from tasks.test_outbox import by

from commonhour.actions.erasure import erase
from commonhour.actions.submission import confirm_submission
from commonhour.actions.undo import undo
from commonhour.core.speech.sentences import rule_sentence
from commonhour.errors import Conflict, NotAllowed
from commonhour.models import ChangeSet, Community, Delivery, Grant, Series, Submission, User
from commonhour.reads.mail_links import submission_path
from commonhour.reads.personal import personal_data
from commonhour.tasks.outbox import MailLane
from commonhour.tasks.sweep import sweep

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "Parsers in the open", "when": "Thu 3 Dec 16:00–17:30 Madrid", "repeat": "once", "about": "For all who parse.",
    "link": "https://zoom.us/j/123456789", "name": "Ana", "email": "Ana@Example.org", "group": "metrics",
}  # fmt: skip


@pytest.fixture
def group(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    make_community()
    return make_group()


@pytest.fixture
def sent(client, group):
    assert client.post("/submit/", TYPED).status_code == 200
    return Submission.objects.get()


@pytest.fixture
def waiting(sent):
    confirm_submission(sent, now=NOW)
    sent.refresh_from_db()
    return sent


def mails(settings):
    MailLane().send_mails(dt.datetime.fromisoformat(settings.NOW))
    return [file.read_text() for file in settings.MAIL_FOLDER.glob("*.eml")]


def accept(client, row, **fields):
    typed = {
        "title": row.title, "group": "metrics", "date": "2026-12-03", "time": "16:00", "zone": "Europe/Madrid", "minutes": "90",
        "repeat": "once", "description": row.about, "join_url": TYPED["link"], "version": row.version, "ends": "never",
    }  # fmt: skip
    return client.post(f"/desk/submissions/{row.pk}/accept/", typed | fields, follow=True)


def test_what_is_sent_in_waits_for_its_address(client, sent):
    assert (sent.state, sent.email, sent.dtstart, sent.tzid, sent.minutes) == (
        "unconfirmed", "ana@example.org", "20261203T160000", "Europe/Madrid", 90,
    )  # fmt: skip
    assert "zoom" not in sent.link_sealed
    assert sent.link() == TYPED["link"]
    client.force_login(make_manager())
    assert sent.title not in client.get("/desk/submissions/").content.decode()
    assert client.get(f"/desk/submissions/{sent.pk}/").status_code == 404


def test_the_mail_that_asks_says_nothing_that_was_typed(sent, settings):
    (mail,) = mails(settings)
    assert submission_path(sent.pk).split("/")[3][:20] in mail.replace("=\n", "")
    assert not {word for word in ("Parsers", "zoom", "Ana ", "parse.") if word in mail}


def test_looking_changes_nothing_and_one_press_sends_it(client, sent):
    path = submission_path(sent.pk)
    for method in (client.get, client.head):
        assert method(path).status_code == 200
        assert method(path + "confirm/").status_code == 405
    assert Submission.objects.get().state == "unconfirmed"
    client.post(path + "confirm/")
    assert Submission.objects.get().state == "waiting"
    assert "It waits for an answer" in client.get(path).content.decode()
    assert client.get("/submit/mine/forged/").status_code == 404


def test_what_was_understood_is_shown_before_anything_is_sent(client, group):
    page = client.post(
        "/submit/?tz=Asia/Tokyo", TYPED | {"show": "1", "name": "", "repeat": "weekly"}
    ).content.decode()
    (understood,) = re.findall(r'id="echo" role="status">\s*<p class="big"><b>([^<]+)', page)
    assert understood == "Every Thursday at 16:00 Madrid time, 1 h 30 min"
    assert "Fri 4 Dec" in page.replace(",", "").replace("2026 ", "")
    assert "Enter your name" not in page
    assert not Submission.objects.exists()


def test_what_is_not_clear_is_asked_and_the_answer_is_a_button(client, group):
    page = client.post("/submit/", TYPED | {"when": "Thu 3 Dec 16:00 IST"}).content.decode()
    choices = re.findall(r'<button name="when" value="([^"]+)"', page)
    assert len(choices) > 1
    answered = client.post("/submit/", TYPED | {"when": ["Thu 3 Dec 16:00 IST", choices[0]]}).content.decode()
    assert not Submission.objects.exists()
    assert choices[0] in answered


INVITATION = b"""BEGIN:VCALENDAR
PRODID:x
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:1@x
DTSTAMP:20261101T000000Z
SUMMARY:Parsing hour
DESCRIPTION:For all.\\nJoin: https://zoom.us/j/5551234567
DTSTART;TZID=Asia/Tokyo:20261102T200000
DTEND;TZID=Asia/Tokyo:20261102T210000
RRULE:FREQ=WEEKLY;INTERVAL=2
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_file_fills_the_form_and_sends_nothing(client, group):
    file = SimpleUploadedFile("a.ics", INVITATION, "text/calendar")
    page = client.post("/submit/", {"name": "Ana", "fill": "1", "file": file})
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="Parsing hour"' in text
    assert 'value="2026-11-30 20:00–21:00 Asia/Tokyo"' in text
    assert 'value="https://zoom.us/j/5551234567"' in text
    assert 'value="Ana"' in text
    assert "Every other Monday at 20:00 Tokyo time" in text
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (b"FREQ=WEEKLY;BYDAY=MO,WE", "Every Monday and Wednesday at 20:00 Tokyo time, 60 min"),
        (b"FREQ=WEEKLY;COUNT=6", "Every Monday at 20:00 Tokyo time, 60 min, 3 times"),
    ],
)
def test_a_rule_that_the_form_cannot_say_is_kept_to_the_end(client, group, rule, said):
    """Of six Mondays from 2 November on three are over."""
    body = INVITATION.replace(b"FREQ=WEEKLY;INTERVAL=2", rule)
    shown = client.post("/submit/", {"fill": "1", "file": SimpleUploadedFile("a.ics", body, "text/calendar")})
    form = shown.context["form"]
    typed = TYPED | {name: form[name].value() for name in ("when", "repeat", "weeks", "rrule")}
    assert client.post("/submit/", typed).status_code == 200
    row = Submission.objects.get()
    assert rule_sentence(row.schedule(), now=NOW).startswith(said)
    page = client.get(submission_path(row.pk) + "change/").context["form"]
    client.post(
        submission_path(row.pk) + "change/",
        typed
        | {
            "when": page["when"].value(),
            "version": 1,
            "repeat": page["repeat"].value(),
            "rrule": page["rrule"].value(),
        },
    )
    assert Submission.objects.get().schedule() == row.schedule()


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", INVITATION.replace(b"RRULE", b"X-RULE"), INVITATION * 300]
)
def test_a_file_that_says_nothing_is_refused_and_nothing_typed_is_lost(client, group, body):
    file = SimpleUploadedFile("a.ics", body, "text/calendar")
    page = client.post("/submit/", {"name": "Ana", "fill": "1", "file": file})
    assert page.status_code == (413 if len(body) > 64_000 else 422)
    assert 'value="Ana"' in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"when": ""}, "Write when it is"),
        ({"when": "3 November 2025 16:00 Madrid"}, "That is over"),
        ({"when": "soon"}, "soon"),
        ({"link": "zoom"}, "Write the whole address"),
        ({"email": "x"}, "Enter an e-mail address such as"),
        ({"group": "nowhere\x00"}, "Choose from the list"),
        ({"title": "x" * 201}, "200"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, group, typed, sentence):
    answer = client.post("/submit/", TYPED | typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "For all who parse." in answer.content.decode()
    assert not Submission.objects.exists()


def test_it_is_changed_until_it_is_decided_and_taken_back_and_sent_again(client, waiting):
    path = submission_path(waiting.pk)
    page = client.get(path + "change/").content.decode()
    assert 'value="2026-12-03 16:00–17:30 Europe/Madrid"' in page
    changed = TYPED | {"title": "Parsers", "when": "4 Dec 2026 10:00 Madrid", "version": waiting.version}
    assert client.post(path + "change/", changed).status_code == 302
    assert client.post(path + "change/", changed).status_code == 409
    row = Submission.objects.get()
    assert (row.title, row.dtstart, row.email) == ("Parsers", "20261204T100000", "ana@example.org")
    client.post(path + "withdraw/")
    assert Submission.objects.get().state == "withdrawn"
    client.post(path + "again/")
    assert Submission.objects.get().state == "waiting"


def test_what_was_withdrawn_before_its_yes_is_nobodys_to_see(client, sent):
    path = submission_path(sent.pk)
    client.post(path + "withdraw/")
    client.force_login(make_manager())
    for lists in ("", "?decided=1"):
        page = client.get(f"/desk/submissions/{lists}")
        assert page.status_code == 200
        assert sent.title not in page.content.decode()
    client.post(path + "again/")
    assert Submission.objects.get().state == "unconfirmed"
    assert client.get("/desk/submissions/").status_code == 200


def test_accepted_it_is_a_series_and_its_sender_is_told(client, waiting, settings):
    client.force_login(make_manager())
    page = client.get(f"/desk/submissions/{waiting.pk}/accept/").content.decode()
    assert 'value="Parsers in the open"' in page
    assert 'value="90"' in page
    assert "is told in ten minutes" in accept(client, waiting).content.decode()
    series = Series.objects.get()
    assert (series.title, series.group.slug) == ("Parsers in the open", "metrics")
    assert series.occurrences.get().start == dt.datetime(2026, 12, 3, 15, tzinfo=dt.UTC)
    assert series.join_targets.exists()
    settings.NOW = (NOW + dt.timedelta(minutes=11)).isoformat()
    assert any("It is in the calendar: Parsers in the open" in mail for mail in mails(settings))
    assert "It is in the calendar" in client.get(submission_path(waiting.pk)).content.decode()


def test_accepting_is_undone_with_its_mail(client, waiting):
    user = make_manager()
    client.force_login(user)
    accept(client, waiting)
    undo(ChangeSet.objects.get(kind="submission-accepted").pk, **by(user))
    assert not Series.objects.exists()
    assert Submission.objects.get().state == "waiting"
    assert Delivery.objects.get(kind="submission-answer").state == Delivery.WITHDRAWN


def test_a_question_is_answered_by_changing_it(client, waiting):
    client.force_login(make_manager())
    answer = {"verb": "ask", "words": "Which language?", "version": waiting.version}
    client.post(f"/desk/submissions/{waiting.pk}/answer/", answer)
    path = submission_path(waiting.pk)
    assert "Which language?" in client.get(path).content.decode()
    version = Submission.objects.get().version
    client.post(path + "change/", TYPED | {"version": version})
    assert Submission.objects.get().state == "waiting"


def test_declining_needs_a_word_and_two_who_decide_are_told_apart(client, waiting):
    client.force_login(make_manager())
    path, empty = f"/desk/submissions/{waiting.pk}/answer/", {"verb": "decline", "version": waiting.version}
    assert client.post(path, empty).status_code == 422
    said = empty | {"reason": "It is not open to everybody."}
    assert client.post(path, said).status_code == 302
    assert client.post(path, said).status_code == 409
    assert accept(client, waiting).status_code == 409
    assert Submission.objects.get().answer == "It is not open to everybody."
    assert client.get(submission_path(waiting.pk) + "change/").url == submission_path(waiting.pk)
    assert not Series.objects.exists()


def test_a_wave_of_spam_goes_and_comes_back_at_once(client, waiting):
    user = make_manager()
    client.force_login(user)
    rows = [waiting, *(make_submission(title=f"Buy {n}") for n in range(3))]
    client.post("/desk/submissions/spam/", {"one": [row.pk for row in rows]})
    assert set(Submission.objects.values_list("state", flat=True)) == {"spam"}
    undo(ChangeSet.objects.get(kind="submissions-spam").pk, **by(user))
    assert set(Submission.objects.values_list("state", flat=True)) == {"waiting"}


def test_a_moderator_takes_their_own_bin_back(client, waiting, group):
    other = make_group("other", "Other")
    user = make_moderator(group)
    Grant.objects.create(user=user, group=other, role="moderator", given_by="x", since=NOW)
    client.force_login(user)
    rows = [waiting, make_submission(other)]
    answer = client.post(
        "/desk/submissions/spam/", {"one": [row.pk for row in rows]}, follow=True
    ).content.decode()
    change = ChangeSet.objects.get(kind="submissions-spam")
    assert f'action="/desk/undo/{change.pk}/"' in answer
    assert client.post(f"/desk/undo/{change.pk}/").status_code == 302
    assert set(Submission.objects.values_list("state", flat=True)) == {"waiting"}
    with pytest.raises(NotAllowed):
        undo(change.pk, **by(make_moderator(make_group("third", "Third"), "third@example.org")))


def test_a_moderator_decides_on_what_is_for_their_group_only(client, waiting, group):
    client.force_login(make_moderator(make_group("other", "Other"), "other@example.org"))
    assert client.get(f"/desk/submissions/{waiting.pk}/").status_code == 403
    assert waiting.title not in client.get("/desk/submissions/").content.decode()
    client.force_login(make_moderator(group))
    assert waiting.title in client.get("/desk/submissions/").content.decode()
    assert accept(client, waiting).status_code == 200
    assert Series.objects.exists()


def test_a_paused_form_says_why_and_takes_nothing(client, group):
    client.force_login(make_manager())
    client.post("/desk/submissions/pause/", {"why": "We are moving house."})
    assert "We are moving house." in client.get("/submit/").content.decode()
    assert client.post("/submit/", TYPED).status_code == 400
    client.post("/desk/submissions/pause/", {"open": "1"})
    assert client.post("/submit/", TYPED).status_code == 200
    assert Community.the().submissions_paused == ""


def test_one_network_and_one_address_send_in_so_many_a_day(client, group):
    answers = [client.post("/submit/", TYPED, REMOTE_ADDR="203.0.113.7").status_code for _ in range(22)]
    assert answers == [200] * 20 + [429] * 2
    assert Delivery.objects.filter(kind="submission-confirm").count() == 5


def test_clashes_are_told_and_block_nothing(client, group):
    make_series(group=group)
    page = client.post("/submit/", TYPED | {"show": "1"}).content.decode()
    assert "At the same time" in page
    assert client.post("/submit/", TYPED).status_code == 200
    assert Submission.objects.count() == 1


def test_another_sites_form_sends_nothing(client, group):
    assert client.post("/submit/", TYPED, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("trusts", "looks_after", "state"),
    [(True, "metrics", "accepted"), (True, "other", "waiting"), (False, "metrics", "waiting")],
)
def test_what_moderators_send_in_goes_in_at_once_where_a_community_says_so(
    client, sent, group, trusts, looks_after, state
):
    client.force_login(make_manager())
    client.post("/desk/submissions/trust/", {"yes": "1"} if trusts else {})
    make_moderator(group if looks_after == "metrics" else make_group("other", "Other"), "ana@example.org")
    client.post(submission_path(sent.pk) + "confirm/")
    assert Submission.objects.get().state == state
    assert [one.group for one in Series.objects.all()] == ([group] if state == "accepted" else [])


@pytest.mark.parametrize(
    ("state", "days", "stays"),
    [
        ("unconfirmed", 6, True),
        ("unconfirmed", 8, False),
        ("waiting", 400, True),
        ("declined", 300, True),
        ("declined", 400, False),
    ],
)
def test_what_is_settled_is_forgotten_in_time(group, state, days, stays):
    make_submission(state=state)
    sweep(NOW + dt.timedelta(days=days))
    assert Submission.objects.exists() is stays


def test_who_is_erased_takes_what_they_sent_in_along(client, waiting):
    manager, ana = make_manager(), User.objects.create_user("ana@example.org", name="Ana")
    client.force_login(manager)
    accept(client, waiting)
    assert personal_data(ana, None, NOW).sent_in[0].title == "Parsers in the open"
    erase(ana, None, speakers=False, **by(manager))
    assert not Submission.objects.exists()
    with pytest.raises(Conflict):
        undo(ChangeSet.objects.get(kind="submission-accepted").pk, **by(manager))
    assert Series.objects.exists()


def test_a_link_that_is_typed_where_people_read_is_kept_nowhere(client, group):
    secret = "https://zoom.us/j/5557654321"
    client.post(
        "/submit/", TYPED | {"about": f"Join {secret}", "title": f"Call {secret}", "name": f"Ana {secret}"}
    )
    row = Submission.objects.get()
    confirm_submission(row, now=NOW)
    client.force_login(make_manager())
    client.post("/desk/submissions/pause/", {"why": f"See {secret}"})
    client.post(
        f"/desk/submissions/{row.pk}/answer/", {"verb": "ask", "words": f"Is it {secret}?", "version": 2}
    )
    kept = [
        *Submission.objects.values_list("about", "title", "name", "answer").get(),
        Community.the().submissions_paused,
    ]
    assert all(kept)
    assert not [text for text in kept if "5557654321" in text]


def test_an_address_of_a_calendar_fills_the_form(client, group, monkeypatch):
    with Rogue(lambda _head: [reply(body=INVITATION)]) as rogue:
        monkeypatch.setattr("commonhour.web.submit_file.TRUSTED", frozenset({("127.0.0.1", rogue.port)}))
        page = client.post("/submit/", {"fill": "1", "calendar": rogue.url(), "name": "Ana"}).content.decode()
    assert 'value="Parsing hour"' in page
    assert 'value="Ana"' in page
    assert not Submission.objects.exists()


def test_what_lies_inside_is_read_by_no_stranger(client, group, settings):
    with Trap() as trap:
        settings.FETCH_ALLOW = frozenset({("127.0.0.1", trap.port)})
        for address in (
            f"http://127.0.0.1:{trap.port}/c.ics",
            "http://169.254.169.254/",
            "file:///etc/passwd",
            "nothing",
        ):
            answer = client.post("/submit/", {"fill": "1", "calendar": address, "name": "Ana"})
            assert answer.status_code == 422
            page = answer.content.decode()
            assert 'class="errors"' in page or 'class="error' in page
            assert 'value="Ana"' in page
        assert trap.connects() == 0


def test_a_network_has_so_many_calendars_fetched(client, group, monkeypatch):
    monkeypatch.setattr("commonhour.core.limits.CALENDAR_LINKS_PER_NETWORK", 1)
    statuses = [
        client.post("/submit/", {"fill": "1", "calendar": "http://10.0.0.1/c.ics"}).status_code
        for _ in range(2)
    ]
    assert statuses == [422, 429]


def test_the_address_for_mail_is_told_where_there_is_one(client, group, settings):
    assert "By e-mail it works too" not in client.get("/submit/").content.decode()
    settings.MAILBOX_ADDRESSES = ("meetings@hub.example.org",)
    page = client.get("/submit/?group=metrics").content.decode()
    assert '<a href="mailto:meetings@hub.example.org">' in page
