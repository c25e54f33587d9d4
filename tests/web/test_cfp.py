"""Anybody proposes a talk without an account: the form a call makes, the mail, the page behind its link, and further speakers."""

import datetime as dt
import re

import pytest
from cast import NOW, make_call, make_community, make_group, make_proposal, make_series

from commonhour.models import CallForProposals, Delivery, Proposal, ProposalSpeaker
from commonhour.reads.mail_links import proposal_path, speaker_path
from commonhour.tasks.outbox import MailLane
from commonhour.tasks.sweep import sweep

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "Parsers in the open", "abstract": "For all who parse.", "takeaway": "Courage", "topic": "Tools", "level": "beginner",
    "format": "Talk, 30 min", "links": "https://example.org/slides\nhttps://example.org/code", "name": "Yui", "email": "Yui@Example.org",
    "organisation": "Acme", "bio": "She parses.", "hours": "18-22", "tzid": "Tokyo", "submit": "1",
}  # fmt: skip
CO = {"speakers": "1", "name-1": "Ben", "email-1": "Ben@Example.org"}


@pytest.fixture
def call(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    make_community()
    return make_call(make_series(group=make_group()))


@pytest.fixture
def sent(client, call):
    assert client.post(call.path, TYPED | CO).status_code == 200
    return Proposal.objects.get()


def at(settings, text):
    settings.NOW = text
    return dt.datetime.fromisoformat(text)


def mails(settings):
    MailLane().send_mails(dt.datetime.fromisoformat(settings.NOW))
    return {file.name: file.read_text() for file in settings.MAIL_FOLDER.glob("*.eml")}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def version(row):
    return {"version": fresh(row).version}


def test_the_list_says_what_is_open_what_opens_and_what_closed(client, call):
    soon = NOW + dt.timedelta(days=3)
    make_call(label="Later ones", opens_at=soon, deadline=None)
    make_call(label="Elsewhere", url="https://cfp.example.org/x", deadline=None)
    make_call(label="Over now", deadline=NOW - dt.timedelta(days=3))
    make_call(label="Long over", deadline=NOW - dt.timedelta(days=60))
    make_call(label="Hidden", state="draft")
    page = client.get("/cfp/?tz=Asia/Tokyo").content.decode()
    order = [page.index(label) for label in ("Talks wanted", "Elsewhere", "Later ones", "Over now")]
    assert order == sorted(order)
    assert "Long over" not in page
    assert "Hidden" not in page
    assert "https://cfp.example.org/x" in page
    assert "Thu, 3 Dec 2026, 23:59 Madrid" in page
    assert "Fri, 4 Dec 2026, 07:59 Tokyo" in page
    titles = [one["title"] for one in client.get("/cfp.json").json()["calls"]]
    assert titles == ["Talks wanted", "Elsewhere", "Later ones"]


def test_without_a_call_the_list_says_so(client, now):
    make_community()
    assert "No call is open right now" in client.get("/cfp/").content.decode()


@pytest.mark.parametrize("path", ["/", "/groups/metrics/", "/meetings/metrics-call/"])
def test_pages_lead_to_a_call_that_is_collected_here(client, call, path):
    assert f'href="{call.path}"' in client.get(path).content.decode()


def test_what_is_proposed_is_kept_as_it_was_typed(sent):
    first, other = sent.speakers.all()
    assert (sent.state, sent.confirmed_at, sent.submitted_at) == ("submitted", None, NOW)
    assert (sent.topic, sent.level, sent.links) == (
        "Tools", "beginner", [{"label": "", "url": f"https://example.org/{one}"} for one in ("slides", "code")],
    )  # fmt: skip
    assert (first.email, first.tzid, first.hours, first.organisation) == (
        "yui@example.org", "Asia/Tokyo", [[18, 22]], "Acme",
    )  # fmt: skip
    assert (other.name, other.email, other.position) == ("Ben", "ben@example.org", 1)


def test_a_call_asks_what_it_says(client, call):
    call.fields, call.topics = {"topic": "required", "spoken": "optional"}, ["Tools", "People"]
    call.questions = [
        {"id": "1", "text": "Have you spoken before?", "kind": "yes-no", "choices": [], "is_required": True},
        {"id": "2", "text": "Which day?", "kind": "choice", "choices": ["Mon", "Tue"], "is_required": False},
    ]
    call.save()
    page = client.get(call.path).content.decode()
    assert "What do people take home?" not in page
    assert "Have you spoken before?" in page
    wrong = client.post(call.path, TYPED | {"topic": "Else", "q-2": "Wed"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("Choose from the list.") == 4
    assert client.post(call.path, TYPED | {"q-1": "yes", "q-2": "Tue"}).status_code == 200
    row = Proposal.objects.get()
    assert (row.answers, row.takeaway) == ({"1": "yes", "2": "Tue"}, "")
    mine = client.get(proposal_path(row.pk)).content.decode()
    assert "Have you spoken before?" in mine


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Enter a title"),
        ({"abstract": ""}, "Write a sentence about it"),
        ({"email": "x"}, "Enter an e-mail address such as"),
        ({"hours": "mornings"}, "“mornings” is no hours of a day"),
        ({"tzid": ""}, "Say which time zone"),
        ({"tzid": "Nowhere"}, "is not a time zone"),
        ({"links": "javascript:alert(1)"}, "Write the whole address"),
        ({"links": "https://e.org/\n" * 11}, "At most 10 links"),
        ({"level": "x"}, "Choose from the list"),
        ({"speakers": "1", "name-1": "Ben"}, "Enter an e-mail address."),
        ({"speakers": "1", "name-1": "Ben", "email-1": "yui@example.org"}, "This address is here already"),
        ({"name": "x" * 101}, "100"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, call, typed, sentence):
    answer = client.post(call.path, TYPED | typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert ("For all who parse." in answer.content.decode()) is ("abstract" not in typed)
    assert not Proposal.objects.exists()


def test_rows_for_speakers_come_and_go_by_a_press_and_send_nothing(client, call):
    page = client.post(call.path, TYPED | CO | {"add": "1"}).content.decode()
    assert re.findall(r'name="(name-\d)"', page) == ["name-1", "name-2"]
    two = TYPED | CO | {"speakers": "2", "name-2": "Cy", "email-2": "cy@example.org", "remove": "1"}
    page = client.post(call.path, two).content.decode()
    assert 'value="Cy"' in page
    assert 'value="Ben"' not in page
    assert 'value="Parsers in the open"' in page
    full = client.post(call.path, TYPED | {"speakers": "5", "add": "1"}).content.decode()
    assert full.count('name="remove"') == 5
    assert 'name="add"' not in full
    assert not Proposal.objects.exists()


def test_a_preview_shows_the_page_and_the_hours_as_understood(client, call):
    page = client.post(call.path, TYPED | CO | {"preview": "1", "hours": "6pm to 10pm"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "As it would look" in text
    assert "<b>18:00–22:00</b>" in text
    assert "<dd>For beginners</dd>" in text
    empty = client.post(call.path, {"preview": "1"})
    assert empty.status_code == 200
    assert "Enter a title" not in empty.content.decode()
    wrong = client.post(
        call.path, TYPED | {"preview": "1", "hours": "mornings", "abstract": ""}
    ).content.decode()
    assert "is no hours of a day" in wrong
    assert "Write a sentence about it" not in wrong
    assert not Proposal.objects.exists()


def test_the_mails_say_nothing_that_was_typed(client, sent, settings):
    client.post(proposal_path(sent.pk) + "confirm/")
    found = mails(settings)
    assert len(found) == 1  # the question to Ben: what Yui confirmed needs no asking
    text = "".join(found.values()).replace("=\n", "")
    assert speaker_path(sent.speakers.get(position=1).pk).split("/")[3][:20] in text
    assert not [word for word in ("Parsers", "parse.", "Yui", "Acme", "Ben ") if word in text]


def test_the_first_mail_leads_to_the_page_of_who_proposed(sent, settings):
    (mail,) = mails(settings).values()
    assert proposal_path(sent.pk).split("/")[3][:20] in mail.replace("=\n", "")
    assert not [word for word in ("Parsers", "parse.", "Yui ", "Acme", "Ben") if word in mail]


def test_looking_changes_nothing_and_one_press_confirms(client, sent):
    path = proposal_path(sent.pk)
    for method in (client.get, client.head):
        assert method(path).status_code == 200
        for verb in ("confirm/", "submit/", "again/"):
            assert method(path + verb).status_code == 405
        for verb in ("change/", "withdraw/"):
            assert method(path + verb).status_code == 200
    assert fresh(sent).confirmed_at is None
    assert not Delivery.objects.filter(kind="proposal-speaker").exists()
    client.post(path + "confirm/")
    client.post(path + "confirm/")
    assert fresh(sent).confirmed_at == NOW
    assert Delivery.objects.filter(kind="proposal-speaker").count() == 1
    assert "It waits for an answer" in client.get(path).content.decode()
    assert client.get("/cfp/mine/forged/").status_code == 404


def test_a_further_speaker_says_yes_and_introduces_themselves(client, sent):
    client.post(proposal_path(sent.pk) + "confirm/")
    ben = sent.speakers.get(position=1)
    path = speaker_path(ben.pk)
    page = client.get(path).content.decode()
    assert "Yui proposes this talk" in page
    assert "yui@example.org" not in page
    client.post(path + "confirm/")
    assert (
        client.post(path, {"name": "Ben B.", "hours": "9-12", "tzid": "Lima", "bio": "Hi"}).status_code == 302
    )
    assert client.post(path, {"name": "", "hours": "9-12", "tzid": "Lima"}).status_code == 422
    ben = fresh(ben)
    assert (ben.name, ben.tzid, ben.hours, ben.confirmed_at) == ("Ben B.", "America/Lima", [[9, 12]], NOW)
    mine = client.get(proposal_path(sent.pk)).content.decode()
    assert "Speaks" in mine
    client.post(proposal_path(sent.pk) + "change/", TYPED | CO | version(sent))
    assert fresh(ben).name == "Ben B."  # a confirmed speaker is called what they call themselves


def test_who_says_no_goes_and_is_not_asked_again(client, sent):
    client.post(proposal_path(sent.pk) + "confirm/")
    path = speaker_path(sent.speakers.get(position=1).pk)
    assert client.post(path + "refuse/").status_code == 200
    assert not ProposalSpeaker.objects.filter(email="ben@example.org").exists()
    assert client.get(path).status_code == 404
    mine = proposal_path(sent.pk)
    assert "Ben said that they do not speak" in client.get(mine).content.decode()
    once_more = TYPED | CO | {"email-1": "ben+x@example.org"} | version(sent)
    answer = client.post(mine + "change/", once_more)
    assert answer.status_code == 422
    assert "is not asked again" in answer.content.decode()
    assert Delivery.objects.filter(kind="proposal-speaker").count() == 1


def test_a_draft_needs_little_and_is_submitted_when_it_is_whole(client, call, settings):
    client.post(call.path, {"title": "Parsers", "name": "Yui", "email": "yui@example.org", "draft": "1"})
    row = Proposal.objects.get()
    assert (row.state, row.submitted_at) == ("draft", None)
    (mail,) = mails(settings).values()
    assert "Your draft" in mail
    path = proposal_path(row.pk)
    wrong = client.post(path + "submit/")
    assert wrong.status_code == 422
    assert "Write a sentence about it" in wrong.content.decode()
    client.post(path + "change/", {"title": "Parsers 2", "name": "Yui", "draft": "1"} | version(row))
    assert (fresh(row).title, fresh(row).state) == ("Parsers 2", "draft")
    client.post(path + "change/", TYPED | version(row))
    row = fresh(row)
    assert (row.state, row.submitted_at, row.confirmed_at, row.title) == (
        "submitted", NOW, NOW, "Parsers in the open",
    )  # fmt: skip


def test_it_is_closed_by_the_hubs_clock_at_the_very_instant(client, call, settings):
    row = make_proposal(call, state="draft")
    at(settings, "2026-12-03T22:58:59+00:00")
    assert client.post(call.path, TYPED).status_code == 200
    at(settings, "2026-12-03T22:59:00+00:00")
    late = client.post(call.path, TYPED)
    assert late.status_code == 400
    assert "This call is closed" in late.content.decode()
    assert "For all who parse." in late.content.decode()
    assert Proposal.objects.count() == 2
    path = proposal_path(row.pk)
    answer = client.post(path + "change/", TYPED | {"title": "Later words"} | version(row))
    assert answer.status_code == 400
    assert "This call is closed" in answer.content.decode()
    assert (fresh(row).title, fresh(row).state) == ("Later words", "draft")  # the text is kept
    assert client.post(path + "submit/").status_code == 400
    assert "stays here as a draft" in client.get(path).content.decode()


def test_before_it_opens_it_says_when_and_takes_nothing(client, call):
    CallForProposals.objects.update(opens_at=NOW + dt.timedelta(days=1))
    page = client.get(call.path).content.decode()
    assert "Not open yet" in page
    assert "data-cfp" not in page
    assert client.post(call.path, TYPED).status_code == 400
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("state", "is_over", "may"),
    [
        ("draft", False, True), ("draft", True, True), ("submitted", False, True), ("submitted", True, False),
        ("waitlisted", False, True), ("waitlisted", True, False), ("asked", False, True), ("asked", True, True),
        ("accepted", False, False), ("declined", False, False), ("withdrawn", False, False),
    ],
)  # fmt: skip
def test_until_when_it_may_be_changed(client, call, settings, state, is_over, may):
    row = make_proposal(call, state=state)
    at(settings, "2026-12-04T00:00:00+00:00" if is_over else NOW.isoformat())
    typed = TYPED | {"title": "New words"} | version(row)
    del typed["submit"]
    answer = client.post(proposal_path(row.pk) + "change/", typed)
    assert answer.status_code == (302 if may else 409)
    assert (fresh(row).title == "New words") is may
    assert fresh(row).state == ("submitted" if state == "asked" else state)


def test_links_keep_what_they_are_called_and_what_leads_nowhere_is_no_link(client, call):
    links = [
        {"label": "The issue", "url": "https://example.org/7"},
        {"label": "", "url": "https://zoom.us/j/1?pwd=x"},
    ]
    row = make_proposal(call, links=links)
    mine = client.get(proposal_path(row.pk)).content.decode()
    assert '<a href="https://example.org/7" rel="nofollow noopener ugc">The issue</a>' in mine
    assert "join link" not in mine
    assert (
        client.get(proposal_path(row.pk) + "change/")
        .context["form"]["links"]
        .value()
        .startswith("https://example.org/7")
    )
    typed = (
        TYPED
        | {"links": "https://example.org/7\nhttps://example.org/8\nhttps://example.org/8"}
        | version(row)
    )
    assert client.post(proposal_path(row.pk) + "change/", typed).status_code == 302
    assert fresh(row).links == [links[0], {"label": "", "url": "https://example.org/8"}]


def test_who_was_slower_sees_both_texts(client, call):
    row = make_proposal(call)
    path, typed = proposal_path(row.pk) + "change/", TYPED | {"title": "First"} | version(row)
    client.post(path, typed)
    late = client.post(path, typed | {"title": "Second"})
    assert late.status_code == 409
    assert 'value="Second"' in late.content.decode()
    assert "Saved by somebody else:</b> First" in late.content.decode()
    again = re.search(r'name="version" value="(\d+)"', late.content.decode())[1]
    assert client.post(path, typed | {"title": "Second", "version": again}).status_code == 302
    assert fresh(row).title == "Second"


def test_it_is_withdrawn_after_a_question_comes_back_and_is_deleted_for_good(client, call):
    row = make_proposal(call)
    path = proposal_path(row.pk)
    assert "Withdraw it?" in client.get(path + "withdraw/").content.decode()
    assert fresh(row).state == "submitted"
    assert client.post(path + "delete/").status_code == 409
    client.post(path + "withdraw/")
    assert fresh(row).state == "withdrawn"
    client.post(path + "again/")
    assert fresh(row).state == "submitted"
    client.post(path + "withdraw/")
    assert "Delete it for good?" in client.get(path + "delete/").content.decode()
    client.post(path + "delete/")
    assert not Proposal.objects.exists()
    assert client.get(path).status_code == 404


def test_another_sites_form_sends_nothing(client, call):
    assert client.post(call.path, TYPED, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Proposal.objects.exists()


def test_one_network_and_one_address_propose_so_many_a_day(client, call):
    answers = [client.post(call.path, TYPED, REMOTE_ADDR="203.0.113.7").status_code for _ in range(22)]
    assert answers == [200] * 20 + [429] * 2
    assert Delivery.objects.filter(kind="proposal-confirm").count() == 5


@pytest.mark.parametrize(
    ("state", "confirmed", "days", "stays"),
    [
        ("submitted", False, 29, True), ("submitted", False, 31, False), ("submitted", True, 900, True),
        ("declined", True, 700, True), ("declined", True, 740, False), ("accepted", True, 900, True),
    ],
)  # fmt: skip
def test_what_is_settled_is_forgotten_in_time(call, state, confirmed, days, stays):
    make_proposal(call, state=state, confirmed_at=NOW if confirmed else None)
    sweep(NOW + dt.timedelta(days=days))
    assert Proposal.objects.exists() is stays


def test_a_link_that_is_typed_where_people_read_is_kept_nowhere(client, call):
    secret = "https://zoom.us/j/5557654321"
    call.questions = [{"id": "1", "text": "What else?", "kind": "text"}]
    call.fields = call.fields | {"pronouns": "optional", "spoken": "optional", "picture": "optional"}
    call.save()
    texts = (
        "title",
        "abstract",
        "takeaway",
        "topic",
        "format",
        "spoken",
        "name",
        "organisation",
        "bio",
        "pronouns",
        "q-1",
    )
    planted = dict.fromkeys(texts, f"x {secret}") | {"links": secret, "picture": secret}
    planted |= {"pronouns": secret, "name-1": f"Ben {secret}", "email-1": "ben@example.org", "speakers": "1"}
    assert client.post(call.path, TYPED | planted).status_code == 200
    kept = [*Proposal.objects.values(), *ProposalSpeaker.objects.values()]
    assert "join link" in str(kept)
    assert "5557654321" not in str(kept)
