"""What anybody proposes for the agenda of a date: by mail, looked at in the desk, answered by mail, forgotten after a while."""

import datetime as dt
import re

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_series

from commonhour.actions.agenda import forget_proposer, forget_proposers
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.core.limits import AGENDA_PER_ADDRESS
from commonhour.core.rights import TERMINAL
from commonhour.models import AgendaItem, ChangeSet, Community, Delivery
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db
PAGE = "/meetings/metrics-call/2026-11-26/"
TYPED = {"email": "Ana@Example.org", "name": "Ana", "text": "Release MARKER"}


@pytest.fixture
def series(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    make_community()
    return make_series(group=make_group(), dtstart="20260903T160000")


@pytest.fixture
def taker(client, series):
    user = make_moderator(series.group)
    user.grants.update(role="note-taker")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def mails(settings, now=NOW):
    settings.NOW = now.isoformat()
    MailLane().send_mails(now)
    return [file.read_text() for file in settings.MAIL_FOLDER.glob("*.eml")]


def link_of(mail):
    (link,) = re.findall(r"http\S+?(/agenda/\S+/)", mail.replace("=\n", "").split("text/html")[0])
    return link.replace("=3D", "=")


def proposed(client, settings):
    client.post(PAGE + "agenda/", TYPED)
    (mail,) = mails(settings)
    client.post(link_of(mail))
    for file in settings.MAIL_FOLDER.glob("*.eml"):
        file.unlink()
    return AgendaItem.objects.get()


def date_of(series):
    return series.occurrences.get(slug="2026-11-26")


def desk(series, rest=""):
    return f"/desk/notes/{date_of(series).public_id}/agenda/{rest}"


def test_it_waits_after_the_press_and_not_before_and_is_public_once_it_is_accepted(client, series, settings):
    assert "/agenda/" in client.get(PAGE).content.decode()
    assert client.post(PAGE + "agenda/", TYPED).status_code == 200
    (mail,) = mails(settings)
    assert "MARKER" not in mail
    link = link_of(mail)
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    assert not AgendaItem.objects.exists()
    for _ in range(2):
        assert client.post(link).status_code == 200
    assert AgendaItem.objects.get().state == "waiting"
    assert "MARKER" not in client.get(PAGE).content.decode()


def test_who_keeps_the_record_accepts_it_and_its_proposer_is_told(client, taker, series, settings):
    row = proposed(client, settings)
    assert "waits for you" in client.get(desk(series)).content.decode()
    assert (
        f'href="{desk(series)}"><b>1</b> proposal for the agenda of Metrics call'
        in client.get("/desk/").content.decode()
    )
    sent = {"state": "accepted", "answer": "With pleasure", "version": 1}
    assert client.post(desk(series, f"{row.pk}/"), sent).status_code == 302
    shown = client.get(PAGE).content.decode()
    assert "Release MARKER" in shown
    assert "ana@example.org" not in shown.casefold()
    assert client.post(desk(series, f"{row.pk}/"), sent).status_code == 409
    (mail,) = mails(settings, NOW + dt.timedelta(minutes=11))
    assert "On the agenda: Release MARKER" in mail
    assert "With pleasure" in mail
    text = client.get(f"/desk/notes/{date_of(series).public_id}/").context["form"].initial["text"]
    assert "TOPIC: Release MARKER (Ana)" in text


def test_a_no_that_is_undone_is_told_to_nobody(client, taker, series, settings):
    row = proposed(client, settings)
    client.post(desk(series, f"{row.pk}/"), {"state": "declined", "version": 1})
    client.post(f"/desk/undo/{ChangeSet.objects.first().pk}/")
    row.refresh_from_db()
    assert row.state == "waiting"
    assert mails(settings, NOW + dt.timedelta(minutes=11)) == []


@pytest.mark.parametrize("back", ["undo", "decide"])
def test_a_yes_that_was_a_no_for_a_minute_is_told_once(client, taker, series, settings, back):
    row = proposed(client, settings)
    for version, state in enumerate(("accepted", "declined"), 1):
        client.post(desk(series, f"{row.pk}/"), {"state": state, "version": version})
    if back == "undo":
        client.post(f"/desk/undo/{ChangeSet.objects.first().pk}/")
    else:
        client.post(desk(series, f"{row.pk}/"), {"state": "accepted", "version": 3})
    row.refresh_from_db()
    assert row.state == "accepted"
    (mail,) = mails(settings, NOW + dt.timedelta(minutes=11))
    assert "On the agenda: Release MARKER" in mail
    assert len(mails(settings, NOW + dt.timedelta(minutes=30))) == 1


def test_who_keeps_the_record_adds_one_at_once(client, taker, series):
    assert client.post(desk(series), {"text": "Budget"}).status_code == 302
    assert "Budget" in client.get(PAGE).content.decode()
    client.post(f"/desk/undo/{ChangeSet.objects.first().pk}/")
    assert not AgendaItem.objects.exists()


def test_it_moves_along_with_its_date_and_nothing_is_proposed_for_one_that_is_called_off(
    client, taker, series
):
    client.post(desk(series), {"text": "Budget"})
    date = date_of(series)
    move_occurrence(
        date, now=NOW, actor=TERMINAL, dtstart="20261127T100000", tzid="Europe/Madrid", reason="Fair", seen="",
    )  # fmt: skip
    date.refresh_from_db()
    page = f"/meetings/metrics-call/{date.slug}/"
    assert "Budget" in client.get(page).content.decode()
    cancel_occurrence(date, now=NOW, actor=TERMINAL, reason="Flu")
    assert "Budget" in client.get(page).content.decode()
    assert client.post(page + "agenda/", TYPED).status_code == 400
    assert not Delivery.objects.filter(kind="agenda-confirm").exists()


def test_an_address_gets_only_so_many_mails_and_nobody_sees_which(client, series):
    answers = [client.post(PAGE + "agenda/", TYPED) for _ in range(AGENDA_PER_ADDRESS + 1)]
    assert {one.status_code for one in answers} == {200}
    assert Delivery.objects.filter(kind="agenda-confirm").count() == AGENDA_PER_ADDRESS


def test_where_nothing_may_be_sent_in_nothing_is_proposed(client, series):
    Community.objects.update(submissions_paused="Spam")
    assert "agenda/" not in client.get(PAGE).content.decode()
    assert client.post(PAGE + "agenda/", TYPED).status_code == 400


def test_addresses_are_forgotten_a_month_after_the_date_and_when_somebody_is_erased(
    client, taker, series, settings
):
    row = proposed(client, settings)
    client.post(desk(series, f"{row.pk}/"), {"state": "accepted", "version": 1})
    AgendaItem.objects.create(
        occurrence=date_of(series), text="No", email="bo@example.org", state="declined", proposed_at=NOW
    )
    forget_proposer("bo@example.org")
    assert AgendaItem.objects.filter(email="").count() == 1
    forget_proposers(NOW + dt.timedelta(days=20))
    assert AgendaItem.objects.filter(email="ana@example.org").exists()
    forget_proposers(NOW + dt.timedelta(days=40))
    assert AgendaItem.objects.get().email == ""


def test_a_link_that_we_did_not_make_leads_nowhere(client, series):
    assert client.get("/agenda/confirm/x/").status_code == 404
