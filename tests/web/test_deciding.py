"""Deciding on proposals, giving them dates, and what their speakers say of those: one mail each, and each press taken back."""

import datetime as dt
import re
from email import message_from_string
from email.policy import default

import pytest
from cast import (
    NOW,
    make_call_for_proposals,
    make_community,
    make_group,
    make_manager,
    make_moderator,
    make_proposed,
    make_reviewer,
    make_series,
)

from commonhour.actions.decision import accept_proposal, answer_proposal, place_proposal, take_off
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.session import remove_session
from commonhour.actions.slot import ask_afterwards
from commonhour.actions.undo import undo
from commonhour.errors import Conflict, NotAllowed
from commonhour.models import Change, ChangeSet, Delivery, Proposal, ProposalSpeaker, Session
from commonhour.reads.mail_links import proposal_path
from commonhour.reads.slot import choices
from commonhour.tasks.outbox import MailLane
from commonhour.tasks.talks_told import ask_for_slides

pytestmark = pytest.mark.django_db
MINUTES = dt.timedelta(minutes=1)


@pytest.fixture
def group(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    make_community()
    return make_group()


@pytest.fixture
def editions(group):
    """The morning one of Madrid is the afternoon of Tokyo, the evening one its night."""
    return (
        make_series("Stories (APAC/EMEA edition)", group, dtstart="20261126T100000"),
        make_series("Stories (AMER/EMEA edition)", group, dtstart="20261126T180000"),
    )


@pytest.fixture
def call(editions):
    return make_call_for_proposals(editions[0])


@pytest.fixture
def row(call):
    return make_proposed(call, links=[{"label": "", "url": "https://parsers.example.org/"}], spoken="English")


@pytest.fixture
def boss(client, group):
    user = make_moderator(group, "boss@example.org")
    client.force_login(user)
    return user


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def fresh(row):
    return Proposal.objects.whole().get(pk=row.pk)


def dates_of(series):
    return list(series.occurrences.select_related("series__group").order_by("start"))


def mails(settings, at=NOW + 11 * MINUTES):
    """The subject and text of what goes by then."""
    before = set(settings.MAIL_FOLDER.glob("*.eml"))
    settings.NOW = at.isoformat()
    MailLane().send_mails(at)
    found = [
        message_from_string(file.read_text(), policy=default)
        for file in set(settings.MAIL_FOLDER.glob("*.eml")) - before
    ]
    return [(mail["Subject"], mail["To"], mail.get_body(("plain",)).get_content()) for mail in found]


def accepted(row, boss, dates=()):
    accept_proposal(
        fresh(row), "Welcome.", dates=dates, version=fresh(row).version, now=NOW, actor=boss.as_actor(NOW)
    )
    return fresh(row)


def test_a_no_is_told_once_in_their_language_as_it_was_shown_and_may_be_undone(client, boss, row, settings):
    Proposal.objects.update(language="es")
    path = f"/desk/proposal/{row.pk}/answer/"
    assert Proposal.objects.get().state == "submitted"
    typed = {"verb": "decline", "reason": "many", "words": "Hasta pronto.", "version": row.version}
    shown = client.post(path, typed | {"show": "1"})
    assert (shown.status_code, Proposal.objects.get().state) == (200, "submitted")
    client.post(path, typed)
    assert Proposal.objects.get().state == "declined"
    assert mails(settings, NOW) == []
    ((subject, to, body),) = mails(settings)
    assert to == "yuki@example.org"
    assert "Hasta pronto." in body
    assert subject in text(shown)
    assert client.post(path, typed).status_code == 409


@pytest.mark.parametrize("verb", ["decline", "waitlist", "ask"])
def test_undoing_takes_the_mail_back(client, boss, row, settings, verb):
    typed = {"verb": verb, "words": "A word.", "version": row.version}
    client.post(f"/desk/proposal/{row.pk}/answer/", typed)
    assert Delivery.objects.get().state == "waiting"
    undo(ChangeSet.objects.latest("pk").pk, now=NOW + MINUTES, actor=boss.as_actor(NOW))
    assert (fresh(row).state, fresh(row).answer) == ("submitted", "")
    assert mails(settings) == []


def test_a_question_needs_words(client, boss, row):
    path = f"/desk/proposal/{row.pk}/answer/"
    answer = client.post(path, {"verb": "ask", "words": " ", "version": row.version})
    assert answer.status_code == 422
    assert "Write what its speakers should read" in text(answer)


def test_many_are_declined_in_one_change_and_come_back_in_one(client, boss, call, row, settings):
    others = [
        make_proposed(call, title=f"Talk {n}", email="same@example.org", language="ja") for n in range(2)
    ]
    settled = make_proposed(call, title="Settled", email="x@example.org", state="accepted")
    path = f"/desk/proposals/{call.pk}/ranking/answer/"
    ticked = [str(one.pk) for one in (row, *others, settled)]
    asked = client.get(path, {"one": ticked, "verb": "decline"})
    assert "Settled" not in text(asked)
    assert {one.state for one in Proposal.objects.exclude(pk=settled.pk)} == {"submitted"}
    client.post(path, {"one": ticked, "verb": "decline", "reason": "many", "words": ""})
    assert {one.state for one in Proposal.objects.exclude(pk=settled.pk)} == {"declined"}
    assert fresh(settled).state == "accepted"
    (change,) = ChangeSet.objects.filter(kind="proposals-declined")
    assert Delivery.objects.filter(state="waiting").count() == 3
    undo(change.pk, now=NOW, actor=boss.as_actor(NOW))
    assert {one.state for one in Proposal.objects.exclude(pk=settled.pk)} == {"submitted"}
    assert mails(settings) == []
    assert client.post(path, {"verb": "decline"}).status_code == 302


def test_the_fairest_dates_come_first_and_both_editions_count_by_the_worse(row, editions):
    found = choices(fresh(row), editions[0].slug, NOW)
    mornings = [one for one in found if len(one.dates) == 1 and one.dates[0].start.hour == 9]
    assert found[: len(mornings)] == mornings
    assert all(one.is_fine for one in mornings)
    both = [one for one in found if len(one.dates) == 2]
    assert {one.worst.name for one in both} == {"NIGHT"}
    assert [date.start.hour for date in both[0].dates] == [9, 17]


def test_accepted_and_placed_is_one_change_one_mail_and_one_undo(client, boss, row, editions, settings):
    first, second = dates_of(editions[0])[1], dates_of(editions[1])[1]
    path = f"/desk/proposal/{row.pk}/accept/"
    page = text(client.get(path))
    assert "Tokyo" in page
    assert "outside their hours" in page or "at night" in page
    typed = {
        "series": editions[0].slug,
        "slot": f"{first.pk}-{second.pk}",
        "words": "Welcome!",
        "version": row.version,
    }
    preview = text(client.post(path, typed | {"show": "1"}))
    assert not Session.objects.exists()
    assert client.post(path, typed | {"slot": "1-2-3"}).status_code == 422
    assert client.post(path, typed).status_code == 302
    session = Session.objects.get()
    assert (session.title, session.abstract, session.language, session.tags) == (
        row.title,
        row.abstract,
        "English",
        ["Parsing"],
    )
    assert session.speakers == [{"name": "Yuki", "organisation": "Acme"}]
    assert session.links == [{"label": "", "url": "https://parsers.example.org/"}]
    assert set(session.occurrences.all()) == {first, second}
    for date in (first, second):
        shown = text(client.get(f"{date.series.path}{date.slug}/"))
        assert "Parsers in Tokyo" in shown
        assert "Yuki" in shown
        assert "to be confirmed" not in shown
    assert "to be confirmed" in text(client.get(f"/desk/proposal/{row.pk}/"))
    assert ChangeSet.objects.filter(kind="proposal-accepted").count() == 1
    ((subject, _, body),) = mails(settings)
    assert subject == "Accepted: Parsers in Tokyo"
    assert "Welcome!" in body
    assert "Tokyo" in body
    assert "Madrid" in body
    assert f"{first.series.path}{first.slug}.ics" in body
    assert subject in preview
    undo(ChangeSet.objects.get(kind="proposal-accepted").pk, now=NOW, actor=boss.as_actor(NOW))
    assert not Session.objects.exists()
    assert (fresh(row).state, fresh(row).session) == ("submitted", None)


def test_nobody_is_named_who_did_not_say_that_they_speak(row, boss, editions):
    for number, at in ((1, None), (2, NOW)):
        ProposalSpeaker.objects.create(
            proposal=row, position=number, name=f"Nr {number}", email=f"{number}@example.org", confirmed_at=at
        )
    row = accepted(row, boss, dates_of(editions[0])[1:2])
    assert [one["name"] for one in row.session.speakers] == ["Yuki", "Nr 2"]


def test_nobody_who_subscribes_is_told_of_a_session(row, boss, editions, settings):
    accepted(row, boss, dates_of(editions[0])[1:2])
    assert not Delivery.objects.exclude(kind="proposal-answer").exists()
    assert not Change.objects.filter(noun="occurrence").exclude(change_set__kind="series-added").exists()


def test_moving_and_taking_off(row, boss, editions, settings):
    dates, actor = dates_of(editions[0]), boss.as_actor(NOW)
    row = accepted(row, boss, dates[1:2])
    mails(settings)
    session, later = row.session, NOW + dt.timedelta(hours=1)
    place_proposal(row, dates[2:3], version=row.version, now=later, actor=actor)
    row = fresh(row)
    assert row.session == session
    assert list(session.occurrences.all()) == dates[2:3]
    assert Session.objects.get().date == dates[2].local_day
    ((subject, _, _),) = mails(settings, later + 11 * MINUTES)
    assert subject == "A date for Parsers in Tokyo"
    undo(ChangeSet.objects.latest("pk").pk, now=later, actor=actor)
    assert list(session.occurrences.all()) == dates[1:2]
    row = fresh(row)
    take_off(row, version=row.version, now=later, actor=actor)
    assert not Session.objects.exists()
    assert fresh(row).state == "accepted"
    undo(ChangeSet.objects.latest("pk").pk, now=later, actor=actor)
    assert fresh(row).session == session
    assert list(session.occurrences.all()) == dates[1:2]


def test_two_moves_at_once_are_told_as_one(row, boss, editions, settings):
    dates, actor = dates_of(editions[0]), boss.as_actor(NOW)
    row = accepted(row, boss, dates[1:2])
    place_proposal(row, dates[2:3], version=row.version, now=NOW + 2 * MINUTES, actor=actor)
    assert mails(settings) == []
    assert [subject for subject, _, _ in mails(settings, NOW + 15 * MINUTES)] == [
        "Accepted: Parsers in Tokyo"
    ]


def test_nobody_hears_of_a_press_before_its_ten_minutes(row, boss, settings):
    actor = boss.as_actor(NOW)
    answer_proposal(row, "asked", "Which licence?", version=row.version, now=NOW, actor=actor)
    answer_proposal(row, "declined", version=fresh(row).version, now=NOW + 5 * MINUTES, actor=actor)
    assert mails(settings) == []
    undo(ChangeSet.objects.latest("pk").pk, now=NOW + 12 * MINUTES, actor=actor)
    assert [subject for subject, _, _ in mails(settings, NOW + 16 * MINUTES)] == [
        "A question about Parsers in Tokyo"
    ]


def test_a_decision_is_taken_back_by_who_decides_on_its_call_alone(row, boss, editions):
    other = make_group("parsers", "Parsers")
    theirs = make_series("Theirs", other, dtstart="20261127T100000")
    call = make_call_for_proposals(theirs, label="Theirs")
    mine = make_proposed(call, "Mine", "mine@example.org")
    both = make_manager()
    accepted(mine, both, dates_of(editions[0])[1:2])
    with pytest.raises(NotAllowed):
        undo(ChangeSet.objects.latest("pk").pk, now=NOW, actor=boss.as_actor(NOW))
    undo(ChangeSet.objects.latest("pk").pk, now=NOW, actor=both.as_actor(NOW))
    assert fresh(mine).state == "submitted"


def test_what_was_held_moves_no_more(row, boss, editions):
    dates = dates_of(editions[0])
    row = accepted(row, boss, dates[0:1])
    after = dates[0].end + dt.timedelta(days=1)
    for act in (lambda: take_off(row, version=row.version, now=after, actor=boss.as_actor(NOW)),
                lambda: place_proposal(row, dates[3:4], version=row.version, now=after, actor=boss.as_actor(NOW))):  # fmt: skip
        with pytest.raises(Conflict):
            act()


def test_a_date_that_is_over_called_off_or_of_others_is_none(row, boss, editions):
    dates, actor = dates_of(editions[0]), boss.as_actor(NOW)
    cancel_occurrence(dates[1], now=NOW, actor=actor)
    theirs = dates_of(make_series("Theirs", make_group("parsers", "Parsers"), dtstart="20261127T100000"))[1]
    for date, at, refused in (
        (dates[1], NOW, Conflict),
        (dates[0], dates[0].end, Conflict),
        (theirs, NOW, NotAllowed),
    ):
        with pytest.raises(refused):
            accept_proposal(row, dates=[date], version=row.version, now=at, actor=actor)
    assert fresh(row).state == "submitted"


def test_a_session_that_is_removed_by_hand_leaves_a_talk_without_a_date(row, boss, editions):
    date = dates_of(editions[0])[1]
    row = accepted(row, boss, [date])
    remove_session(row.session, date, now=NOW, actor=boss.as_actor(NOW))
    assert (fresh(row).state, fresh(row).session) == ("accepted", None)
    undo(ChangeSet.objects.latest("pk").pk, now=NOW, actor=boss.as_actor(NOW))
    assert fresh(row).session == Session.objects.get()


def test_reviewers_decide_nothing(client, group, row, call):
    client.force_login(make_reviewer(group))
    for path in ("answer/", "accept/", "place/", "take-off/"):
        for method in (client.get, client.post):
            assert method(f"/desk/proposal/{row.pk}/{path}").status_code == 403
    assert client.get(f"/desk/proposals/{call.pk}/ranking/answer/").status_code == 403
    with pytest.raises(NotAllowed):
        accept_proposal(row, version=1, now=NOW, actor=make_reviewer(group, "z@example.org").as_actor(NOW))


def test_the_speaker_says_that_it_suits_by_a_press_alone(client, row, boss, editions):
    client.logout()
    path = proposal_path(row.pk) + "slot/"
    assert "There is no date for it" in text(client.get(path))
    assert client.post(path + "confirm/").status_code == 409
    row = accepted(row, boss, dates_of(editions[0])[1:2])
    for method in (client.get, client.head):
        assert method(path).status_code == 200
        assert method(path + "confirm/").status_code == 405
        assert method(path + "refuse/").status_code == 405
    assert fresh(row).slot_confirmed_at is None
    page = client.get(path)
    assert "Thu, 3 Dec 2026, 18:00 Tokyo" in text(page)
    assert "Thu, 3 Dec 2026, 10:00 Madrid" in text(page)
    seen = re.search(r'name="seen" value="([^"]+)"', page.content.decode())[1]
    client.post(path + "confirm/", {"seen": seen})
    assert fresh(row).slot_confirmed_at
    assert client.post(path + "confirm/", {"seen": seen}).status_code == 302
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.cookies.keys() == set()


def test_a_yes_to_another_date_than_the_present_one_is_none(client, row, boss, editions):
    dates = dates_of(editions[0])
    row = accepted(row, boss, dates[1:2])
    path = proposal_path(row.pk) + "slot/"
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(path).content.decode())[1]
    place_proposal(row, dates[2:3], version=row.version, now=NOW, actor=boss.as_actor(NOW))
    assert client.post(path + "confirm/", {"seen": seen}).status_code == 409
    assert fresh(row).slot_confirmed_at is None


def test_who_cannot_says_so_and_it_is_on_today(client, row, boss, editions):
    row = accepted(row, boss, dates_of(editions[0])[1:2])
    path = proposal_path(row.pk) + "slot/"
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(path).content.decode())[1]
    assert client.post(path + "refuse/", {"seen": seen, "words": ""}).status_code == 422
    client.post(
        path + "refuse/",
        {"seen": seen, "words": "I travel; a week later is fine. https://zoom.us/j/99887766"},
    )
    assert fresh(row).slot_declined_at
    assert "zoom.us" not in fresh(row).slot_words
    assert "speaker cannot on the date of their talk" in text(client.get("/desk/"))
    assert "I travel" in text(client.get("/desk/reviewing/"))
    page = text(client.get(f"/desk/proposal/{row.pk}/"))
    assert "its speakers cannot" in page
    row = fresh(row)
    place_proposal(row, dates_of(editions[0])[2:3], version=row.version, now=NOW, actor=boss.as_actor(NOW))
    assert (fresh(row).slot_declined_at, fresh(row).slot_words) == (None, "")
    assert "speaker cannot" not in text(client.get("/desk/"))


@pytest.mark.parametrize("page", ["slot/", "slot/confirm/", "slot/refuse/", "after/"])
def test_forged_links_lead_nowhere(client, row, page):
    token = proposal_path(row.pk).split("/")[3]
    for forged in (token[:-2] + "xx", "forged", proposal_path(9999).split("/")[3]):
        for method in (client.get, client.post):
            assert method(f"/cfp/mine/{forged}/{page}").status_code in (404, 405)


def test_slides_are_asked_for_once_and_never_of_what_was_called_off(row, call, boss, editions, settings):
    dates, actor = dates_of(editions[0]), boss.as_actor(NOW)
    row = accepted(row, boss, dates[0:1])
    off = accepted(make_proposed(call, "Off", "off@example.org"), boss, dates[1:2])
    coming = accepted(make_proposed(call, "Coming", "coming@example.org"), boss, dates[5:6])
    mails(settings)
    cancel_occurrence(dates[1], now=NOW, actor=actor)
    day = dt.timedelta(days=1)
    assert ask_for_slides(dates[0].end + day - MINUTES) == 0
    at = dates[1].end + day
    assert ask_for_slides(at) == 1
    assert ask_for_slides(at) == 0
    assert not ask_afterwards(row, at)
    assert [one.after_asked_at is None for one in map(fresh, (row, off, coming))] == [False, True, True]
    ((subject, to, body),) = mails(settings, at + MINUTES)
    assert (subject, to) == ("Slides and links of Parsers in Tokyo", "yuki@example.org")
    assert proposal_path(row.pk) + "after/" in body.replace("\n", "")
    Delivery.objects.all().delete()  # as it is swept after two months
    assert ask_for_slides(at + 5 * day) == 0


def test_what_was_held_years_ago_is_not_asked_about(row, boss, editions):
    dates = dates_of(editions[0])
    accepted(row, boss, dates[0:1])
    assert ask_for_slides(dates[0].end + dt.timedelta(days=31)) == 0


def test_the_speaker_adds_slides_to_their_own_talk_and_the_desk_takes_them_back(
    client, row, boss, editions, settings
):
    date = dates_of(editions[0])[0]
    row = accepted(row, boss, [date])
    path = proposal_path(row.pk) + "after/"
    assert client.get(path).status_code == 409
    settings.NOW = (date.end + dt.timedelta(days=1)).isoformat()
    version = row.session.version
    typed = {
        "slides": "https://slides.example.org/tokyo", "recording": "", "abstract": "How we really parsed. PW: MARKER-77",
        "links": "https://parsers.example.org/\nhttps://zoom.us/j/99887766?pwd=x", "version": version,
    }  # fmt: skip
    assert client.post(path, typed | {"slides": "javascript:alert(1)"}).status_code == 422
    assert client.post(path, typed | {"links": "data:text/html,x"}).status_code == 422
    assert client.post(path, typed | {"version": version + 1}).status_code == 409
    assert client.post(path, typed).status_code == 302
    session = Session.objects.get()
    assert session.slides == "https://slides.example.org/tokyo"
    assert "zoom.us" not in repr(session.links)
    assert session.abstract.startswith("How we really parsed.")
    assert "How we really parsed" in client.get(path + "?saved=1").content.decode()
    change = ChangeSet.objects.latest("pk")
    assert (change.kind, change.actor_kind) == ("proposal-after", "link")
    undo(change.pk, now=date.end + dt.timedelta(days=1), actor=make_manager().as_actor(NOW))
    assert Session.objects.get().slides == ""
