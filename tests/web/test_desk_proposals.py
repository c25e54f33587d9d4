"""A call for proposals in the desk: what it asks, its own questions, the form as speakers see it, and removing it."""

import datetime as dt
import re

import pytest
from cast import NOW, make_call, make_community, make_group, make_manager, make_proposal, make_series
from tasks.test_outbox import by

from commonhour.actions.erasure import erase
from commonhour.actions.measure import supporter
from commonhour.actions.undo import undo
from commonhour.errors import Conflict
from commonhour.models import (
    CallForProposals,
    ChangeSet,
    KeptRows,
    Proposal,
    ProposalSpeaker,
    Remark,
    Review,
    Support,
    User,
)
from commonhour.reads.personal import personal_data
from commonhour.tasks.sweep import sweep

pytestmark = pytest.mark.django_db
TYPED = {
    "label": "Talks of spring", "url": "", "state": "open", "ask-topic": "required", "ask-hours": "optional",
    "topics": "Tools\n\nPeople\nTools", "formats": "Talk, 30 min", "languages": "", "is_listed": "on",
    "questions": "2", "q1-text": "Have you spoken before?", "q1-kind": "yes-no", "q1-needed": "on",
    "q2-text": "Which day?", "q2-kind": "choice", "q2-choices": "Mon\nTue",
}  # fmt: skip


@pytest.fixture
def manager(client, now):
    make_community()
    user = make_manager()
    client.force_login(user)
    return user


def test_a_call_is_collected_here_and_asks_what_it_says(client, manager):
    assert client.post("/desk/proposals/new/", TYPED).status_code == 302
    call = CallForProposals.objects.get()
    assert (call.url, call.fields, call.topics, call.is_listed) == (
        "", {"topic": "required", "hours": "optional"}, ["Tools", "People"], True,
    )  # fmt: skip
    first, second = call.questions
    assert (first["kind"], first["is_required"], second["choices"]) == ("yes-no", True, ["Mon", "Tue"])
    page = client.get(f"/desk/proposals/{call.pk}/").content.decode()
    assert f'href="{call.path}"' in page
    assert "Which day?" in page
    public = client.get(call.path).content.decode()
    assert "Have you spoken before?" in public
    assert '<option value="People">' in public


def test_an_edited_question_keeps_its_answers_and_undo_brings_the_old_one_back(client, manager):
    client.post("/desk/proposals/new/", TYPED)
    call = CallForProposals.objects.get()
    kept = call.questions[0]["id"]
    typed = TYPED | {
        "version": "1",
        "q1-id": kept,
        "q1-text": "Your first talk?",
        "q2-text": "",
        "ask-bio": "optional",
    }
    client.post(f"/desk/proposals/{call.pk}/", typed)
    (one,) = CallForProposals.objects.get().questions
    assert (one["id"], one["text"]) == (kept, "Your first talk?")
    history = client.get("/desk/history/")
    assert history.status_code == 200
    assert "is_required" not in history.content.decode()
    late = client.post(f"/desk/proposals/{call.pk}/", typed | {"topics": "Mine"})
    assert late.status_code == 409
    assert "Saved by somebody else" in late.content.decode()
    undo(ChangeSet.objects.filter(kind="proposals-edited").first().pk, **by(manager))
    assert len(CallForProposals.objects.get().questions) == 2


def test_a_call_that_was_collected_elsewhere_asks_the_usual_once_it_is_here(client, manager):
    call = make_call(url="https://cfp.example.org/", fields={})
    form = client.get(f"/desk/proposals/{call.pk}/").context["form"]
    assert form["ask-takeaway"].value() == "optional"


@pytest.mark.parametrize(
    ("press", "left"),
    [
        ({"add": "1"}, ["Have you spoken before?", "Which day?", ""]),
        ({"remove": "1"}, ["Which day?"]),
        ({"down": "1"}, ["Which day?", "Have you spoken before?"]),
        ({"up": "2"}, ["Which day?", "Have you spoken before?"]),
        ({"up": "1"}, ["Have you spoken before?", "Which day?"]),
        ({"remove": "9"}, ["Have you spoken before?", "Which day?"]),
    ],
)
def test_questions_come_go_and_move_by_a_press_and_nothing_is_saved(client, manager, press, left):
    page = client.post("/desk/proposals/new/", TYPED | press)
    assert page.status_code == 200
    assert [row["text"].value() for _, row in page.context["form"].question_rows()] == left
    assert "Enter a title" not in page.content.decode()
    assert not CallForProposals.objects.exists()


def test_the_form_is_shown_as_speakers_see_it_before_it_is_saved(client, manager):
    page = client.post("/desk/proposals/new/", TYPED | {"show": "1"}).content.decode()
    seen = page.partition('id="seen"')[2]
    assert "Have you spoken before?" in seen
    assert '<option value="Tools">' in seen
    assert "What do people take home?" not in seen
    assert not CallForProposals.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"q2-choices": "Mon"}, "Write at least two"),
        ({"topics": "x" * 101}, "at most 100 letters"),
        ({"topics": "\n".join(map(str, range(31)))}, "At most 30 lines"),
        ({"ask-topic": "always"}, "Choose from the list"),
    ],
)
def test_what_is_wrong_is_said(client, manager, typed, sentence):
    answer = client.post("/desk/proposals/new/", TYPED | typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.fixture
def full(manager):
    """A call with a proposal, two speakers, a review, a remark and a support."""
    call = make_call(make_series(group=make_group()))
    row = make_proposal(call)
    ProposalSpeaker.objects.create(proposal=row, position=1, name="Ben", email="ben@example.org")
    Review.objects.create(proposal=row, user=manager, score=4, at=NOW)
    Remark.objects.create(proposal=row, user=manager, text="Good", at=NOW)
    Support.objects.create(proposal=row, mailbox="x" * 64, at=NOW)
    make_proposal(call, "draft@example.org", "draft")
    return call


def everything():
    return [
        list(table.objects.order_by("pk").values())
        for table in (Proposal, ProposalSpeaker, Review, Remark, Support)
    ]


def test_removing_it_says_what_goes_along_and_undo_brings_it_all_back(client, manager, full):
    path, before = f"/desk/proposals/{full.pk}/remove/", everything()
    assert "1 proposal" in client.get("/desk/proposals/").content.decode()
    assert "2 proposals go along" in client.get(path).content.decode()
    assert Proposal.objects.count() == 2
    client.post(path)
    assert everything() == [[]] * 5
    assert not re.search("Yui|Ben", client.get("/desk/history/").content.decode())
    undo(ChangeSet.objects.get(kind="proposals-removed").pk, **by(manager))
    after = everything()
    for rows in (*before, *after):
        for row in rows:
            row.pop("version", None), row.pop("changed_at", None)
    assert after == before


def test_a_call_to_which_somebody_proposed_is_not_taken_back(client, manager):
    client.post("/desk/proposals/new/", TYPED)
    make_proposal(CallForProposals.objects.get())
    with pytest.raises(Conflict):
        undo(ChangeSet.objects.get(kind="proposals-added").pk, **by(manager))
    assert Proposal.objects.exists()


def test_who_is_erased_takes_what_they_proposed_along(manager, full):
    ben, yui = (User.objects.create_user(f"{name}@example.org", name=name) for name in ("ben", "yui"))
    Support.objects.create(proposal=Proposal.objects.first(), mailbox=supporter("Ben+x@example.org"), at=NOW)
    assert personal_data(ben, None, NOW).proposed[0].title == "Parsers in the open"
    erase(ben, None, speakers=False, **by(manager))
    assert Support.objects.count() == 1
    assert not ProposalSpeaker.objects.filter(name="Ben").exists()
    assert Proposal.objects.count() == 2
    erase(yui, None, speakers=False, **by(manager))
    assert Proposal.objects.get().state == "draft"


def test_what_would_bring_addresses_back_is_kept_for_two_months(client, full):
    client.post(f"/desk/proposals/{full.pk}/remove/")
    for days, is_kept in ((59, True), (61, False)):
        sweep(NOW + dt.timedelta(days=days))
        assert KeptRows.objects.filter(change_set__kind="proposals-removed").exists() is is_kept


def test_who_is_erased_comes_back_with_no_call(client, manager, full):
    yui = User.objects.create_user("yui@example.org", name="Yui")
    client.post(f"/desk/proposals/{full.pk}/remove/")
    erase(yui, None, speakers=False, **by(manager))
    with pytest.raises(Conflict):
        undo(ChangeSet.objects.get(kind="proposals-removed").pk, **by(manager))
