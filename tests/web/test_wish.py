"""Whoever sent in a meeting that is in the calendar asks to have it moved or called off, by their link; a person answers."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series, make_submission

from commonhour.actions.undo import undo
from commonhour.models import ChangeSet, Delivery, User, Wish
from commonhour.reads.mail_links import submission_path
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db
MOVE = {"kind": "move", "when": "Fri 4 Dec 17:00 Madrid", "words": "A holiday there."}


@pytest.fixture
def sent(now, settings, tmp_path):
    """In the calendar as the metrics call, whose next date is on Thursday, 26 November."""
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    make_community()
    group = make_group()
    return make_submission(group, state="accepted", series=make_series(group=group), title="Metrics call")


@pytest.fixture
def date(sent):
    return sent.series.occurrences.order_by("start")[1]


def ask(client, sent, date=None, **typed):
    return client.post(
        f"{submission_path(sent.pk)}wish/", MOVE | {"date": date.public_id if date else ""} | typed
    )


def mails(settings, later):
    settings.NOW = (NOW + later).isoformat()
    MailLane().send_mails(NOW + later)
    return [file.read_text() for file in settings.MAIL_FOLDER.glob("*.eml")]


def test_the_sender_asks_for_another_time_and_takes_it_back(client, sent, date):
    assert ask(client, sent, date).status_code == 302
    wish = Wish.objects.get()
    assert (wish.occurrence, wish.start.isoformat(), wish.typed) == (
        date,
        "2026-12-04T16:00:00+00:00",
        MOVE["when"],
    )
    mine = client.get(submission_path(sent.pk)).content.decode()
    assert "You asked for a change" in mine
    assert "A holiday there." in mine
    client.post(f"{submission_path(sent.pk)}wish/back/")
    assert not Wish.objects.exists()


def test_looking_asks_for_nothing_and_asking_anew_replaces(client, sent, date):
    client.get(f"{submission_path(sent.pk)}wish/")
    client.head(f"{submission_path(sent.pk)}wish/")
    assert client.get(f"{submission_path(sent.pk)}wish/back/").status_code == 405
    assert not Wish.objects.exists()
    ask(client, sent, date)
    ask(client, sent, date, kind="cancel")
    assert Wish.objects.get().kind == "cancel"
    assert Wish.objects.get().start is None


@pytest.mark.parametrize(("typed", "said"), [
    ({"when": "sometime"}, "“sometime” cannot be read"), ({"when": ""}, "Type a time"),
    ({"when": "Thu 1 Oct 2026 10:00 UTC"}, "That is over."), ({"when": "Fri 4 Dec 17:00 IST"}, "IST"),
    ({"date": ""}, "Choose the date."), ({"kind": "other", "words": " "}, "Write what should change."),
    ({"kind": "away"}, "Choose from the list."), ({"date": "8d6b1d5c-0000-4000-8000-000000000000"}, "Choose from the list."),
])  # fmt: skip
def test_what_cannot_be_read_is_asked_for_again(client, sent, date, typed, said):
    answer = client.post(f"{submission_path(sent.pk)}wish/", MOVE | {"date": date.public_id} | typed)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["problems"][0])
    assert not Wish.objects.exists()


def test_only_what_is_in_the_calendar_is_changed(client, sent, date):
    sent.state = "waiting"
    sent.save()
    assert ask(client, sent, date).status_code == 302 or not Wish.objects.exists()
    assert not Wish.objects.exists()


def test_a_day_has_an_end(client, sent, date):
    answers = [ask(client, sent, date).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]


def test_a_moderator_moves_the_date_and_says_so(client, sent, date, settings):
    ask(client, sent, date)
    client.force_login(make_moderator(sent.group))
    page = client.get(f"/desk/submissions/{sent.pk}/").content.decode()
    assert f"/desk/occurrence/{date.public_id}/move?date=2026-12-04&amp;time=17%3A00" in page
    assert (
        "What would happen"
        in client.get(
            f"/desk/occurrence/{date.public_id}/move?date=2026-12-04&time=17%3A00&zone=Europe%2FMadrid"
        ).content.decode()
    )
    client.post(f"/desk/occurrence/{date.public_id}/move", {
        "date": "2026-12-04", "time": "17:00", "zone": "Europe/Madrid", "reason": "A holiday",
        "seen": client.get(f"/desk/occurrence/{date.public_id}/move").context["form"]["seen"].value(),
    })  # fmt: skip
    wish = Wish.objects.get()
    path = f"/desk/submissions/{sent.pk}/wish/{wish.pk}/"
    assert client.post(path, {"verb": "refuse", "words": "", "version": 1}).status_code == 422
    assert client.post(path, {"verb": "grant", "words": "Gladly.", "version": 1}).status_code == 302
    assert Delivery.objects.filter(kind="wish-answer").count() == 1
    assert not any("Done as you asked" in mail for mail in mails(settings, dt.timedelta(minutes=5)))
    (mail,) = [mail for mail in mails(settings, dt.timedelta(minutes=11)) if "Done as you asked" in mail]
    assert "Friday, 4 December 2026" in " ".join(mail.split())
    assert "Gladly." in mail
    assert client.post(path, {"verb": "grant", "words": "", "version": 1}).status_code == 404


def test_an_answer_is_taken_back_with_its_mail(client, sent, date, settings):
    ask(client, sent, date)
    moderator = make_moderator(sent.group)
    client.force_login(moderator)
    client.post(
        f"/desk/submissions/{sent.pk}/wish/{Wish.objects.get().pk}/",
        {"verb": "refuse", "words": "No.", "version": 1},
    )
    undo(ChangeSet.objects.latest("pk").pk, now=NOW, actor=User.objects.get(pk=moderator.pk).as_actor(NOW))
    assert Wish.objects.get().settled_at is None
    assert not any("Not changed" in mail for mail in mails(settings, dt.timedelta(minutes=11)))


def test_those_who_decide_hear_of_it(client, sent, date, settings):
    make_manager()
    ask(client, sent, date)
    assert Delivery.objects.filter(kind="submission-waits").count() == 1
    assert mails(settings, dt.timedelta())
    client.force_login(make_manager("second@example.org"))
    assert "change was asked for" in client.get("/desk/").content.decode()
    assert "Asked to be changed" in client.get("/desk/submissions/").content.decode()


def test_another_groups_moderator_settles_nothing(client, sent, date):
    ask(client, sent, date)
    client.force_login(make_moderator(make_group("Docs"), "docs@example.org"))
    path = f"/desk/submissions/{sent.pk}/wish/{Wish.objects.get().pk}/"
    assert client.post(path, {"verb": "grant", "version": 1}).status_code == 403
    assert "Asked to be changed" not in client.get("/desk/submissions/").content.decode()
