"""Who comes: an answer without an account, the mail that asks, the page behind its link, a room that is full, and the desk."""

import datetime as dt
import re

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series

from commonhour.actions.erasure import erase
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence
from commonhour.actions.replies import answer, take_all_back, undo_answer
from commonhour.actions.reply_rules import remove_answers, set_reply_rules
from commonhour.actions.series import change_series_following
from commonhour.actions.undo import undo
from commonhour.core.replies import Reach
from commonhour.core.rights import TERMINAL
from commonhour.errors import Conflict, NotAllowed, UserError
from commonhour.models import ChangeSet, Delivery, Grant, Guest, Reply, Series, Source, Subscriber
from commonhour.reads.mail_links import replies_path
from commonhour.reads.personal import personal_data
from commonhour.reads.replies import Counts, counts_of, is_on_list
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db
PAGE = "/meetings/metrics-call/2026-11-26/"
TYPED = {"email": "Ana@Example.org", "name": "Ana", "reach": "date", "comes": "yes"}
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def series(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    make_community()
    row = make_series(group=make_group())
    Series.objects.update(takes_replies=True)
    row.refresh_from_db()
    return row


def dates_of(series):
    return list(series.occurrences.filter(end__gt=NOW).order_by("start"))


def say(series, name, comes=True, date=0, reach=Reach.DATE, at=NOW):
    key = str(dates_of(series)[date].public_id) if reach != Reach.ALL else ""
    return answer(f"{name}@example.org", series.pk, key, reach, comes=comes, now=at)


def counts(series, date=0):
    return counts_of([str(dates_of(series)[date].public_id)])[str(dates_of(series)[date].public_id)]


def mails(settings, now=NOW):
    settings.NOW = now.isoformat()
    MailLane().send_mails(now)
    return [file.read_text() for file in settings.MAIL_FOLDER.glob("*.eml")]


def link_of(mail):
    (link,) = re.findall(r"http\S+?(/replies/\S+/)", mail.replace("=\n", "").split("text/html")[0])
    return link.replace("=3D", "=")


def room(series, capacity, now=NOW, **rules):
    row = Series.objects.get(pk=series.pk)
    found = {"takes_replies": True, "keeps_attendance": False} | rules
    set_reply_rules(row, capacity=capacity, **found, version=row.version, now=now, actor=TERMINAL)


def test_an_answer_counts_after_the_press_and_not_before(client, series, settings):
    assert client.post(PAGE + "reply/", TYPED).status_code == 200
    assert not Reply.objects.exists()
    (mail,) = mails(settings)
    link = link_of(mail)
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    assert not Reply.objects.exists()
    shown = client.post(link, follow=True)
    assert "You come" in shown.content.decode()
    assert Guest.objects.get().email == "ana@example.org"
    assert "1 comes, 0 cannot" in " ".join(client.get(PAGE).content.decode().split())
    client.post(link)
    assert Reply.objects.count() == 1


def test_the_mail_that_asks_says_nothing_that_was_typed(client, series, settings):
    client.post(PAGE + "reply/", TYPED | {"name": "Buy pills"})
    (mail,) = mails(settings)
    assert "pills" not in mail
    assert "Metrics call" in mail
    assert Delivery.objects.get().facts == {}  # nothing is kept once it went


def test_who_comes_is_public_as_a_number_only(client, series):
    say(series, "marker")
    for path in (
        PAGE,
        PAGE + "reply/",
        PAGE[:-1] + ".json",
        "/meetings/metrics-call.json",
        "/meetings/metrics-call/",
    ):
        assert "marker" not in client.get(path).content.decode()
    assert client.get(PAGE[:-1] + ".json").json()["replies"] == {"yes": 1, "no": 0}
    listed = client.get("/meetings/metrics-call.json").json()["occurrences"]
    assert [one["replies"] for one in listed[:2]] == [{"yes": 1, "no": 0}, {"yes": 0, "no": 0}]
    room(series, 5, takes_replies=False)
    assert "replies" not in client.get(PAGE[:-1] + ".json").json()
    assert "Do you come?" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"email": ""}, "Enter an e-mail address"), ({"email": "x"}, "such as hello@example.org"), ({"comes": "perhaps"}, "one of the two buttons"),
     ({"comes": ""}, "one of the two buttons"), ({"reach": "ever"}, "for which dates")],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field(client, series, typed, said):
    answered = client.post(PAGE + "reply/", TYPED | typed)
    assert answered.status_code == 422
    assert said in answered.content.decode()
    assert not Delivery.objects.exists()


def test_another_site_cannot_send_the_form(client, series):
    answered = client.post(PAGE + "reply/", TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    assert answered.status_code == 403
    assert not Delivery.objects.exists()


def test_a_known_address_is_answered_as_an_unknown_one(client, series):
    """Nobody learns who comes by asking, also when that address had its five mails today."""
    say(series, "ana", at=NOW - MINUTE)
    pages = [client.post(PAGE + "reply/", TYPED | {"email": "ana@example.org"}) for _ in range(7)]
    stranger = client.post(PAGE + "reply/", TYPED | {"email": "ben@example.org"})
    texts = {page.content.decode().replace("ana@", "ben@") for page in (*pages, stranger)}
    assert len(texts) == 1
    assert Delivery.objects.filter(to="ana@example.org").count() == 5


def test_a_network_that_answers_too_often_is_told_so(client, series):
    codes = [
        client.post(PAGE + "reply/", TYPED | {"email": f"n{n}@example.org"}).status_code for n in range(32)
    ]
    assert codes == [200] * 30 + [429] * 2
    assert Delivery.objects.count() == 30


def test_a_forged_or_old_link_counts_nothing(client, series, settings):
    client.post(PAGE + "reply/", TYPED)
    link = link_of(mails(settings)[0])
    whole = link.split("/")[3]
    for token in ("forged", whole[:-2] + "xx", whole + "x"):
        assert client.post(f"/replies/confirm/{token}/").status_code == 404
        assert client.get(f"/replies/{token}/").status_code == 404
    settings.NOW = (NOW + dt.timedelta(days=8)).isoformat()
    assert client.post(link).status_code == 410
    assert not Reply.objects.exists()


def own(series, guest, about=""):
    return replies_path(series.pk, guest=guest.pk, date=about)


def test_a_guest_changes_answers_by_a_tap_and_takes_them_back(client, series):
    guest, (first, second, *_) = say(series, "ana"), dates_of(series)
    path = own(series, guest, str(first.public_id))
    before = list(Reply.objects.values())
    for method in (client.get, client.head):
        assert method(path).status_code == 200
        for button in ("answer/", "back/", "undo/"):
            assert method(path + button).status_code == 405
    assert list(Reply.objects.values()) == before
    client.post(path + "answer/", {"from": "", "comes": "yes"})
    client.post(path + "answer/", {"date": second.public_id, "comes": "no"})
    client.post(path + "answer/", {"from": dates_of(series)[3].public_id, "comes": "no"})
    page = client.get(path).content.decode()
    assert page.count("✓ You come") == 3  # the first twice, and the third
    assert "Every date:" in page
    assert [counts(series, n).yes for n in range(5)] == [1, 0, 1, 0, 0]
    client.post(path + "back/")
    assert not Reply.objects.exists()
    client.post(path + "undo/")
    assert [counts(series, n).yes for n in range(5)] == [1, 0, 1, 0, 0]
    assert client.post(path + "undo/").status_code == 409


@pytest.mark.parametrize(
    "typed",
    [{}, {"comes": "yes", "date": "x"}, {"comes": "maybe", "from": ""}, {"comes": "yes", "from": "\x00"}],
)
def test_a_tap_that_is_none_is_refused(client, series, typed):
    answered = client.post(own(series, say(series, "ana")) + "answer/", typed)
    assert answered.status_code in (404, 422)
    assert Reply.objects.count() == 1


def test_a_subscriber_says_not_this_one_from_the_reminder(client, series):
    person = Subscriber.objects.create(
        email="ana@example.org", created_at=NOW, confirmed_at=NOW, tzid="Asia/Tokyo"
    )  # fmt: skip
    path = replies_path(series.pk, subscriber=person.pk, date=str(dates_of(series)[0].public_id))
    assert "I cannot come" in client.get(path).content.decode()
    assert not Guest.objects.exists()
    client.post(path + "answer/", {"date": dates_of(series)[0].public_id, "comes": "no"})
    assert counts(series) == Counts(0, 1)
    assert Guest.objects.get().tzid == "Asia/Tokyo"
    Subscriber.objects.all().delete()
    Guest.objects.all().delete()
    assert client.get(path).status_code == 404


def test_the_last_place_and_who_moves_up(series, settings):
    room(series, 1)
    say(series, "ana")
    ben, cora = say(series, "ben", at=NOW + MINUTE), say(series, "cora", at=NOW + 2 * MINUTE)
    assert counts(series) == Counts(1, 0, 2, 1)
    assert [is_on_list(dates_of(series)[0], f"{name}@Example.org") for name in ("ana", "ben", "zoe")] == [
        True,
        False,
        False,
    ]
    say(series, "ana", comes=False, at=NOW + 3 * MINUTE)
    assert is_on_list(dates_of(series)[0], "ben@example.org")
    assert mails(settings, NOW + 12 * MINUTE) == []
    (mail,) = mails(settings, NOW + 14 * MINUTE)
    assert "You have a place" in mail
    assert Delivery.objects.get().to == ben.email
    say(series, "ana", at=NOW + 20 * MINUTE)  # at the end of the line
    assert counts(series) == Counts(1, 0, 2, 1)
    say(series, "ben", comes=False, at=NOW + 21 * MINUTE)
    assert Delivery.objects.filter(to=cora.email).count() == 1


def test_a_place_that_is_taken_back_in_time_is_told_to_nobody(series, settings):
    """And one that is free again is told once."""
    room(series, 1)
    ana = say(series, "ana")
    say(series, "ben", at=NOW + MINUTE)
    say(series, "ana", comes=False, at=NOW + 2 * MINUTE)
    undo_answer(ana.pk, series.pk, now=NOW + 3 * MINUTE)
    assert is_on_list(dates_of(series)[0], "ana@example.org")
    assert mails(settings, NOW + 14 * MINUTE) == []
    for at in (15, 17):
        take_all_back(ana.pk, series.pk, now=NOW + at * MINUTE)
        if at == 15:
            undo_answer(ana.pk, series.pk, now=NOW + 16 * MINUTE)
    assert len(mails(settings, NOW + 40 * MINUTE)) == 1


def test_who_waits_moves_up_when_the_room_grows_and_when_an_entry_is_removed(series):
    room(series, 1)
    guests = [say(series, name, at=NOW + n * MINUTE) for n, name in enumerate(("ana", "ben", "cora"))]
    room(series, 2, now=NOW + 5 * MINUTE)
    remove_answers(dates_of(series)[0], guests[0].pk, now=NOW + 6 * MINUTE, actor=TERMINAL)
    assert sorted(Delivery.objects.values_list("to", flat=True)) == ["ben@example.org", "cora@example.org"]


def test_one_mail_tells_of_all_dates_that_are_free(series, settings):
    room(series, 1)
    say(series, "ana", reach=Reach.ALL)
    say(series, "ben", reach=Reach.ALL, at=NOW + MINUTE)
    say(series, "ana", comes=False, reach=Reach.ALL, at=NOW + 2 * MINUTE)
    (mail,) = mails(settings, NOW + 20 * MINUTE)
    assert "and later dates" in mail


def test_moved_dates_keep_who_comes_and_cancelled_ones_show_nobody(client, series):
    say(series, "ana", reach=Reach.ON)
    say(series, "ben")
    first = dates_of(series)[0]
    move_occurrence(first, now=NOW, actor=TERMINAL, dtstart="20261125T090000")
    assert counts(series) == Counts(2, 0)
    cancel_occurrence(first, now=NOW, actor=TERMINAL)
    assert counts_of([str(first.public_id)]) == {}
    assert (
        "Do you come?" not in client.get("/meetings/metrics-call/2026-11-26/", follow=True).content.decode()
    )
    with pytest.raises(Conflict):
        say(series, "cora")
    restore_occurrence(first, now=NOW, actor=TERMINAL)
    assert counts(series) == Counts(2, 0)


def test_a_series_that_goes_on_otherwise_keeps_who_comes(series):
    say(series, "ana", date=1)
    say(series, "ben", date=1, reach=Reach.ON)
    say(series, "cora", reach=Reach.ALL)
    change_series_following(
        series.schedules.get(), "20261203T160000", now=NOW, actor=TERMINAL, dtstart="20261204T100000"
    )  # fmt: skip
    assert series.schedules.count() == 2
    assert [counts(series, n).yes for n in range(3)] == [1, 3, 2]
    undo(ChangeSet.objects.first().pk, now=NOW, actor=TERMINAL)
    assert [counts(series, n).yes for n in range(3)] == [1, 3, 2]


def test_nobody_answers_for_what_is_over_or_asks_nobody(series):
    over = series.occurrences.filter(end__lt=NOW).first() or dates_of(series)[0]
    with pytest.raises(Conflict, match="over"):
        answer("a@example.org", series.pk, str(over.public_id), Reach.DATE, comes=True, now=over.end)
    Series.objects.update(takes_replies=False)
    with pytest.raises(UserError, match="does not ask"):
        say(series, "ana")
    other = make_series("Other call")
    Series.objects.update(takes_replies=True)
    with pytest.raises(UserError, match="no such date"):
        answer("a@example.org", series.pk, str(dates_of(other)[0].public_id), Reach.DATE, comes=True, now=NOW)


def test_the_desk_sees_who_and_a_note_taker_no_addresses(client, series):
    say(series, "marker")
    answer(
        "named@example.org",
        series.pk,
        str(dates_of(series)[0].public_id),
        Reach.DATE,
        comes=False,
        name="=1+1",
        now=NOW,
    )
    path = f"/desk/occurrence/{dates_of(series)[0].public_id}/"
    user = make_moderator(series.group)
    client.force_login(user)
    page = client.get(path).content.decode()
    assert "marker@example.org" in page
    assert "1 comes, 1 cannot" in " ".join(page.split())
    assert "1 comes, 1 cannot" in " ".join(client.get("/desk/").content.decode().split())
    assert "1 comes, 1 cannot" in " ".join(client.get("/desk/series/metrics-call/").content.decode().split())
    file = client.get(path + "replies.csv")
    assert file.content.decode("utf-8-sig").splitlines()[1:] == [
        ",marker@example.org,comes,This date", "'=1+1,named@example.org,cannot come,This date",
    ]  # fmt: skip
    Grant.objects.filter(user=user).update(role="note-taker")
    page = client.get(path).content.decode()
    assert "=1+1" in page
    assert not {"marker@", "named@"} & set(re.findall(r"\w+@", page))
    assert client.get(path + "replies.csv").status_code == 403


def test_an_entry_is_removed_and_brought_back(client, series):
    guest = say(series, "ana", reach=Reach.ALL)
    client.force_login(make_manager())
    path = f"/desk/occurrence/{dates_of(series)[0].public_id}/replies/{guest.pk}/remove/"
    assert "ana@example.org" in client.get(path).content.decode()
    client.post(path)
    assert not Reply.objects.exists()
    row = ChangeSet.objects.first()
    assert "ana" not in str([row.facts, list(row.changes.values()), row.kept_rows.rows])
    with pytest.raises(NotAllowed):
        undo(row.pk, now=NOW, actor=make_moderator(make_group("other", "Other")).as_actor(NOW))
    undo(row.pk, now=NOW, actor=TERMINAL)
    assert counts(series, 3) == Counts(1, 0)


def test_what_was_removed_comes_back_to_no_address_that_was_forgotten(series):
    guest = say(series, "ana")
    remove_answers(dates_of(series)[0], guest.pk, now=NOW, actor=TERMINAL)
    guest.delete()
    undo(ChangeSet.objects.first().pk, now=NOW, actor=TERMINAL)
    assert not Reply.objects.exists()


def test_who_saves_the_settings_second_is_told_what_holds(client, series):
    client.force_login(make_manager())
    path = "/desk/series/metrics-call/replies/"
    typed = {"takes_replies": "on", "capacity": "7", "version": series.version}
    assert client.post(path, typed).status_code == 302
    late = client.post(path, typed | {"capacity": "9"})
    assert late.status_code == 409
    assert "Saved by somebody else:</b> 7" in late.content.decode()
    assert client.post(path, typed | {"capacity": "-1"}).status_code == 422
    assert Series.objects.get().capacity == 7


def test_whose_account_is_erased_is_on_no_list(series):
    user = make_moderator(series.group, "ana@example.org")
    make_manager()
    say(series, "ana", reach=Reach.ALL)
    assert personal_data(user, None, NOW).replies[0].meeting == "Metrics call"
    erase(user, None, speakers=False, now=NOW, actor=TERMINAL)
    assert not Guest.objects.exists()
    assert counts(series) == Counts(0, 0)


def test_a_way_into_a_call_is_no_name(client, series, settings):
    client.post(PAGE + "reply/", TYPED | {"name": "zoom.us/j/99887766 <b>"})
    client.post(link_of(mails(settings)[0]))
    assert "99887766" not in Guest.objects.get().name
    client.force_login(make_manager())
    page = client.get(f"/desk/occurrence/{dates_of(series)[0].public_id}/").content.decode()
    assert "&lt;b&gt;" in page


def test_an_answer_for_every_date_can_be_confirmed_after_the_first(client, series, settings):
    for reach in ("all", "date"):
        client.post(PAGE + "reply/", TYPED | {"reach": reach, "email": f"{reach}@example.org"})
    links = [link_of(mail) for mail in mails(settings)]
    settings.NOW = (dates_of(series)[0].end + MINUTE).isoformat()
    assert sorted(client.post(link).status_code for link in links) == [302, 409]
    assert Guest.objects.get().email == "all@example.org"


def test_the_messages_of_the_desk_name_them(client, series):
    client.post(PAGE + "reply/", TYPED)
    room(series, 1)
    ana = say(series, "ana")
    say(series, "ben")
    take_all_back(ana.pk, series.pk, now=NOW)
    client.force_login(make_manager())
    page = client.get("/desk/messages/").content.decode()
    assert "A question whether somebody comes" in page
    assert "A place for who waited" in page


def test_a_call_that_went_to_an_outside_calendar_asks_nobody(client, series):
    say(series, "ana")
    source = Source.objects.create(
        kind="ics", url="https://c.example/a", feed_url="https://c.example/a", is_shown=True
    )
    Series.objects.update(source=source)
    assert counts_of([str(dates_of(series)[0].public_id)]) == {}
    assert not is_on_list(dates_of(series)[0], "ana@example.org")
    with pytest.raises(UserError):
        say(series, "ben")
