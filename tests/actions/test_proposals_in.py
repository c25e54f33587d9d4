"""Proposals of a file in the tables: once, however often they are imported; what was held is in the archive."""

import json

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series
from proposal_files import ISSUES, PRETALX, SCHEDULE, SESSIONIZE, TABLE

from commonhour.actions.proposals_in import import_proposals
from commonhour.actions.speakers import unname_speaker
from commonhour.core.rights import TERMINAL
from commonhour.errors import NotAllowed, NotFound
from commonhour.formats.proposals import read_proposals, write_csv, write_json, write_pretalx
from commonhour.models import CallForProposals, ChangeSet, Delivery, Proposal, ProposalSpeaker, Session
from commonhour.reads.proposals_out import pretalx_talks, proposals_out

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hub(now):
    make_community()


def bring(value, name="talks.json", call=""):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return import_proposals(read_proposals(body, name), call=call, name=name, now=NOW, actor=TERMINAL)


def test_a_new_call_nobody_sees_yet_asks_what_the_file_answers():
    report = bring(ISSUES)
    assert (report.added, report.calls) == (2, ["talks"])
    call = CallForProposals.objects.get()
    assert (call.slug, call.state) == ("talks", "draft")
    one = Proposal.objects.get(title="How we count")
    asked = {each["id"]: each["text"] for each in call.questions}
    assert {asked[key]: said for key, said in one.answers.items()}["Anything else?"] == "- [X] I agree"
    assert one.state == "submitted"
    assert one in Proposal.objects.reviewed()
    speaker = one.speakers.get()
    assert (speaker.name, speaker.email, speaker.organisation, speaker.confirmed_at) == (
        "Ana Núñez",
        "ana@example.org",
        "Acme",
        None,
    )
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "value",
    [ISSUES, PRETALX, SCHEDULE, SESSIONIZE, TABLE.encode()],
    ids=["issues", "pretalx", "schedule", "sessionize", "table"],
)
def test_importing_again_changes_nothing(value):
    name = "talks.csv" if isinstance(value, bytes) else "talks.json"
    bring(value, name)
    before = [
        list(model.objects.values()) for model in (Proposal, ProposalSpeaker, CallForProposals, Session)
    ]
    version = ChangeSet.objects.count()
    report = bring(value, name)
    assert (report.added, report.changed, report.held, report.kept) == (0, 0, 0, [])
    assert [
        list(model.objects.values()) for model in (Proposal, ProposalSpeaker, CallForProposals, Session)
    ] == before
    assert ChangeSet.objects.count() == version


def test_what_was_changed_here_stays_and_what_was_changed_there_comes():
    bring(ISSUES)
    Proposal.objects.filter(title="How we count").update(title="Ours")
    changed = [
        ISSUES[0]
        | {"body": ISSUES[0]["body"].replace("How we count", "Theirs").replace("To count", "To add")},
        ISSUES[1],
    ]
    report = bring(changed)
    one = Proposal.objects.get(title="Ours")
    assert one.takeaway == "To add"
    assert ("Ours", "title") in report.kept
    one.delete()
    assert bring(ISSUES).added == 0


def test_what_was_held_is_a_talk_of_the_archive(client):
    series = make_series(group=make_group())
    CallForProposals.objects.create(label="Talks", slug="conf", series=series)
    assert bring(SCHEDULE, call="conf").held == 1
    talk = Session.objects.get()
    assert (talk.title, talk.series, talk.date.isoformat(), talk.proposal.state) == (
        "Held",
        series,
        "2026-03-04",
        "accepted",
    )
    assert client.get(talk.path).status_code == 200
    bring(SESSIONIZE, "s.json", call="conf")
    assert Session.objects.get(title="Maps").recording == "https://v.example/1"


def test_an_address_is_in_no_memory_and_in_no_log():
    bring(PRETALX)
    bring(TABLE.encode(), "t.csv")
    from commonhour.models import Change, ExternalRef

    for model in (Change, ExternalRef, ChangeSet, Proposal, CallForProposals):
        assert "@" not in json.dumps(list(model.objects.values()), default=str), model
    assert ProposalSpeaker.objects.filter(email="bo@example.org").exists()
    assert ProposalSpeaker.objects.filter(email="").count() > 1


def test_a_way_into_a_call_is_taken_out_and_importing_again_is_still_nothing_new():
    issue = ISSUES[1] | {"body": "Join https://zoom.us/j/99887766?pwd=MARKER"}
    bring([issue])
    assert "MARKER" not in Proposal.objects.get().abstract
    assert bring([issue]).changed == 0


def test_who_asked_not_to_be_named_is_not_brought_back():
    bring(PRETALX)
    bring(SCHEDULE, "s.json")
    unname_speaker("bo", now=NOW, actor=TERMINAL)
    report = bring(PRETALX)
    assert (report.changed, report.kept) == (0, [])
    assert not ProposalSpeaker.objects.filter(name="Bo").exists()


@pytest.mark.parametrize("write", [write_json, write_csv])
def test_out_and_in_and_out_is_the_same(write):
    for name, value in (
        ("a.json", ISSUES),
        ("b.json", PRETALX),
        ("c.json", SESSIONIZE),
        ("t.csv", TABLE.encode()),
    ):
        bring(value, name)
    ProposalSpeaker.objects.filter(name="Bo").update(hours=[[9, 17]], tzid="Asia/Tokyo", confirmed_at=NOW)
    CallForProposals.objects.filter(slug="a").update(
        description="Send talks", topics=["x"], is_anonymous=True, deadline=NOW
    )
    before = write(proposals_out())
    Proposal.objects.all().delete()
    CallForProposals.objects.all().delete()
    bring(before.encode(), "out.json" if write is write_json else "out.csv")
    assert write(proposals_out()) == before


def test_only_one_call_and_one_state_go_out():
    bring(ISSUES)
    bring(PRETALX, "other.json")
    assert [one.title for one in proposals_out("other").proposals] == ["Trees"]
    assert [one.title for one in proposals_out(state="declined").proposals] == ["Only a title"]


def test_pretalx_gets_what_is_accepted_without_addresses():
    bring(PRETALX)
    bring(ISSUES, "i.json")
    text = write_pretalx("Conf & more", pretalx_talks(), NOW)
    from xml.etree import ElementTree

    root = ElementTree.fromstring(text.encode())
    (event,) = root.iter("event")
    assert event.findtext("title") == "Trees"
    assert [one.text for one in event.iter("person")] == ["Bo", "Cy"]
    for name in (
        "date",
        "start",
        "duration",
        "type",
        "track",
        "language",
        "abstract",
        "description",
        "subtitle",
    ):
        assert event.find(name) is not None
    assert "@" not in text


def test_only_managers_import_and_only_who_decides_takes_out(client):
    group = make_group()
    call = CallForProposals.objects.create(label="Talks", series=make_series(group=group))
    moderator = make_moderator(group)
    with pytest.raises(NotAllowed):
        import_proposals(
            read_proposals(json.dumps(ISSUES).encode(), "a"),
            call="",
            name="a",
            now=NOW,
            actor=moderator.as_actor(NOW),
        )
    with pytest.raises(NotFound):
        bring(ISSUES, call="nowhere")
    bring(ISSUES, call=call.slug)
    assert client.get(f"/desk/proposals/{call.pk}/export.csv").status_code == 302
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/desk/proposals/{call.pk}/export.csv")
    assert "ana@example.org" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert client.get(f"/desk/proposals/{call.pk}/export.json").json()["calls"][0]["slug"] == call.slug
    other = CallForProposals.objects.create(label="Of all")
    assert client.get(f"/desk/proposals/{other.pk}/export.csv").status_code == 403
    client.force_login(make_manager(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/desk/proposals/{other.pk}/export.csv").status_code == 200
