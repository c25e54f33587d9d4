"""A speaker who asked not to be named is named nowhere: not on pages, in feeds, in the history, nor by imports."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_series
from django.apps import apps
from django.core.serializers import serialize

from commonhour.actions.session import add_session, edit_session
from commonhour.actions.speakers import name_again, rename_speaker, unname_speaker
from commonhour.actions.undo import undo
from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft, DraftSession
from commonhour.core.rights import TERMINAL
from commonhour.core.speakers import UNNAMED
from commonhour.errors import Conflict, NotFound
from commonhour.models import CallForProposals, ChangeSet, KeptRows, Proposal, ProposalSpeaker, Session
from commonhour.tasks.sweep import sweep

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(minutes=11)


def page_of(title="Talk by Zora Quill"):
    talk = DraftSession(
        None,
        dt.date(2026, 1, 2),
        title,
        [{"name": "Zora Quill", "organisation": "Acme"}, {"name": "Ben", "organisation": ""}],
    )
    return Draft("page", sessions=[talk])


def read(draft):
    return import_draft(draft, now=NOW, actor=TERMINAL, name="page.md")


def everything():
    """All rows of the hub, a line each."""
    models = apps.get_app_config("commonhour").get_models()
    return [str(row).casefold() for model in models for row in serialize("python", model._base_manager.all())]


def naming():
    return [row for row in everything() if "zora" in row or "quill" in row]


@pytest.fixture
def talk(now):
    make_community()
    read(page_of())
    series = make_series(group=make_group())
    date = series.occurrences.order_by("start")[0]
    own = add_session(
        date, title="Own", speakers=[{"name": "zora  quill", "organisation": ""}], abstract="ZORA QUILL works at Acme.", now=NOW,
        actor=TERMINAL,
    )  # fmt: skip
    edit_session(own, date, version=1, title="Own, better", now=NOW, actor=TERMINAL)
    call = CallForProposals.objects.create(label="Talks")
    proposal = Proposal.objects.create(call=call, title="P", created_at=NOW, changed_at=NOW)
    ProposalSpeaker.objects.create(
        proposal=proposal,
        name="Zora Quill",
        email="z@example.org",
        bio="I am Zora Quill",
        organisation="Acme",
    )
    return Session.objects.get(date=dt.date(2026, 1, 2))


def test_after_ten_minutes_no_row_of_the_hub_has_the_name(talk, client):
    assert client.get("/speakers/zora-quill/").status_code == 200
    unname_speaker("zora-quill", now=NOW, actor=TERMINAL)
    sweep(LATER)
    assert naming() == []
    assert client.get("/speakers/zora-quill/").status_code == 404
    assert client.get("/talks/talk-by-zora-quill/").status_code == 404
    talk.refresh_from_db()
    assert talk.speakers == [UNNAMED, {"name": "Ben", "organisation": ""}]
    assert "a speaker who asked not to be named" in client.get(talk.path).content.decode()
    assert client.get(talk.path.rstrip("/") + ".json").json()["speakers"][0] == {
        "name": None,
        "organisation": "",
        "url": None,
    }


def test_an_import_does_not_bring_the_name_back(talk):
    unname_speaker("zora-quill", now=NOW, actor=TERMINAL)
    sweep(LATER)
    report = read(page_of())
    assert not report.findings
    assert naming() == []
    assert Session.objects.filter(date=dt.date(2026, 1, 2)).count() == 1
    assert "nothing changed" in read(page_of()).summary


def test_for_ten_minutes_it_can_be_taken_back(talk):
    before = list(Session.objects.order_by("pk").values("title", "slug", "speakers", "abstract"))
    unname_speaker("zora-quill", now=NOW, actor=TERMINAL)
    row = ChangeSet.objects.get(kind="speaker-unnamed")
    undone = undo(row.pk, now=NOW, actor=TERMINAL)
    assert list(Session.objects.order_by("pk").values("title", "slug", "speakers", "abstract")) == before
    assert ProposalSpeaker.objects.get().bio == "I am Zora Quill"
    assert "nothing changed" in read(page_of()).summary
    with pytest.raises(Conflict):
        undo(undone.undone_by.pk, now=NOW, actor=TERMINAL)


def test_who_may_be_named_again_is(talk):
    unname_speaker("zora-quill", now=NOW, actor=TERMINAL)
    assert Session.objects.create(title="New", speakers=[{"name": "Zora Quill"}]).speakers == [UNNAMED]
    name_again("ZORA quill", now=NOW, actor=TERMINAL)
    assert Session.objects.create(title="New", speakers=[{"name": "Zora Quill"}]).speakers == [
        {"name": "Zora Quill"}
    ]
    with pytest.raises(NotFound):
        name_again("Zora Quill", now=NOW, actor=TERMINAL)


def test_two_of_one_name_are_told_apart_and_made_one(talk):
    rename_speaker("zora-quill", "Zora Quill (Acme)", [talk.pk], now=NOW, actor=TERMINAL)
    names = [[one["name"] for one in row.speakers] for row in Session.objects.order_by("pk")]
    assert names == [["Zora Quill (Acme)", "Ben"], ["zora  quill"]]
    rename_speaker("zora-quill-acme", "zora  quill", [talk.pk], now=NOW, actor=TERMINAL)
    assert Session.objects.get(pk=talk.pk).speakers[0]["name"] == "zora  quill"


def test_nobody_is_unnamed_who_does_not_speak(talk):
    with pytest.raises(NotFound):
        unname_speaker("nobody", now=NOW, actor=TERMINAL)
    assert not KeptRows.objects.filter(change_set__kind="speaker-unnamed").exists()
