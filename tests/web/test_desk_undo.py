"""Every write of the desk can be taken back: done once by its own form, undone once, and all is as it was."""

import datetime as dt
import re
from contextlib import contextmanager

import pytest
from cast import (
    NOW,
    give_join,
    make_call,
    make_call_for_proposals,
    make_community,
    make_group,
    make_letter,
    make_manager,
    make_moderator,
    make_notes,
    make_proposal,
    make_proposed,
    make_series,
    make_space,
    make_submission,
    make_wish,
    worded,
)
from django.db import transaction
from django.test import Client, override_settings

from commonhour.actions.join_target import add_join_target
from commonhour.actions.news.kept import COUNTED, image_of
from commonhour.actions.replies import answer
from commonhour.actions.source import adopt_series
from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft, DraftGroup, DraftSeries
from commonhour.core.replies import Reach
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule.schedule import Schedule as Planned
from commonhour.gateways.senders.webhook import new_secret
from commonhour.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    CallForProposals,
    ChangeSet,
    Channel,
    Community,
    Destination,
    Dismissal,
    ExternalRef,
    Goal,
    Grant,
    Group,
    Import,
    JoinTarget,
    Letter,
    Membership,
    Notes,
    Occurrence,
    Person,
    Proposal,
    ProposalSpeaker,
    Remark,
    Reply,
    Review,
    Schedule,
    Series,
    Session,
    SignInLink,
    Source,
    Space,
    Submission,
    Unnamed,
    Wish,
)
from commonhour.web.desk.noticed import forget
from commonhour.web.desk.urls import urlpatterns
from commonhour.web.kept import shelf

pytestmark = pytest.mark.django_db
TABLES = (
    ActionItem, AgendaItem, Attendance, CallForProposals, Channel, Community, Destination, Dismissal, ExternalRef, Goal, Grant, Group, Import, JoinTarget, Letter, Membership, Notes, Occurrence,
    Person, Reply, Proposal, ProposalSpeaker, Proposal, Remark, Review, Schedule, Series, Session, SignInLink, Source, Space, Submission, Wish, Unnamed,
)  # fmt: skip
PUBLIC = (
    "/",
    "/groups/metrics/",
    "/meetings/metrics-call/",
    "/calendar.json",
    "/calendar.ics",
    "/community/meetings/",
)
WHEN = {
    "date": "2026-12-10", "time": "12:00", "zone": "Europe/London", "minutes": "60", "repeat": "nth", "weeks": "2",
    "rrule": "", "ends": "never", "until": "", "count": "",
}  # fmt: skip
_AS_PLANNED = r"(?s)BEGIN:VEVENT\r\n(?:(?!END:VEVENT).)*?RECURRENCE-ID[^:]*:(\S+)(?:(?!END:VEVENT|STATUS:CANC).)*?DTSTART[^:]*:\1(?:(?!END:VEVENT|STATUS:CANC).)*END:VEVENT\r\n"


@pytest.fixture(scope="module")
def hub(standing):
    """A group with everything in it, a question, an outside call that is shown, one that was adopted, and one unplaced."""
    with standing(), override_settings(NOW=NOW.isoformat()):
        yield made()


@pytest.fixture(scope="module")
def untouched(hub):
    """Its rows and its pages."""
    return stored(), shown(Client())


def made():
    make_community()
    group = make_group()
    make_moderator(group)
    Goal.objects.create(group=group, text="Ship it")
    Channel.objects.create(
        group=group, kind="chat", label="Slack", name="#metrics", url="https://chat.example.org/m"
    )
    series = make_series(group=group, dtstart="20260903T160000")
    give_join(series)
    add_join_target(
        series, kind="fallback", label="", url="https://meet.jit.si/MARKER", passcode="", version=series.version, now=NOW, actor=TERMINAL
    )  # fmt: skip
    first = series.occurrences.filter(start__gt=NOW).order_by("start").first()
    Series.objects.filter(pk=series.pk).update(takes_replies=True, keeps_attendance=True)
    guest = answer("g@example.org", series.pk, str(first.public_id), Reach.ALL, comes=True, now=NOW)
    talk = Session.objects.create(series=series, title="Talk")
    talk.occurrences.add(*series.occurrences.filter(start__gt=NOW).order_by("start")[:2])
    Session.objects.create(
        series=series, title="Second talk", speakers=[{"name": "Ada Long"}]
    ).occurrences.add(first)
    make_series("Parsers", make_group("parsers", "Parsers"))
    Series.objects.create(slug="forum", title="Forum", group=group, question=worded("Which week?"))
    Series.objects.filter(pk=make_series("Loose call").pk).update(is_of_community=False)
    Series.objects.create(
        slug="parsers-talk",
        title="Weekly parsers",
        group=Group.objects.get(slug="parsers"),
        question=worded("When?"),
    )
    source = Source.objects.create(
        kind="ics", url="https://out.example.org/a.ics", feed_url="https://out.example.org/a.ics", is_shown=True,
        read_at=NOW,
    )  # fmt: skip
    for title in ("Theirs", "Adopted"):
        row = make_series(title, group)
        row.schedules.update(source=source)
        Series.objects.filter(pk=row.pk).update(source=source)
    adopt_series(Series.objects.get(slug="adopted"), now=NOW, actor=TERMINAL)
    Source.objects.create(
        kind="ics", url="https://out.example.org/b.ics", feed_url="https://out.example.org/b.ics"
    )
    manager = make_manager()
    Person.objects.create(name=manager.name, user=manager)
    make_space("Second space", "second-space")
    olga, twin = Person.objects.create(name="Olga"), Person.objects.create(name="Olga Petrova")
    for person, role in ((olga, "lead"), (twin, "lead"), (twin, "chair")):
        Membership.objects.create(person=person, group=group, role=role)
    brought = Draft(
        "page", groups=[DraftGroup("brought", "Brought")],
        series=[DraftSeries("brought-call", "Brought call", group="brought", schedules=[Planned("20261203T160000", "UTC", dt.timedelta(hours=1), uid="b@x")])],
    )  # fmt: skip
    done = import_draft(brought, now=NOW, actor=TERMINAL, name="brought.md").row
    texts = [{"where": "page.md:3", "text": text} for text in ("Ancient words", "Lasting words")]
    Import.objects.create(kind="page", name="page.md", at=NOW, unplaced=texts)
    place = Destination(kind="webhook", label="Program", group=group, created_at=NOW, since=NOW)
    place.seal({"url": "https://p.example.org/MARKER", "secret": new_secret()})
    place.save()
    call = make_call(series, "Papers")
    make_proposal(call)
    here = make_call_for_proposals(series, state="closed")
    prop, placed = make_proposed(here), make_proposed(here, "Placed", "placed@example.org", state="accepted")
    placed.session = Session.objects.create(series=series, title="Placed", date=first.local_day)
    placed.session.occurrences.add(series.occurrences.filter(start__gt=NOW).order_by("start")[2])
    placed.save()
    said = make_proposed(here, "Said", "said@example.org")
    Review.objects.create(proposal=said, user=manager, score=4, at=NOW)
    remark = Remark.objects.create(proposal=said, user=manager, text="Hm.", at=NOW)
    make_notes(series.occurrences.filter(end__lt=NOW).first(), "ACTION: @ana write the post\n")
    make_notes(first, "DECISION: Ship")
    return {
        "action": ActionItem.objects.get().public_id,
        "action_version": ActionItem.objects.get().version,
        "here": here.pk,
        "prop": prop.pk,
        "placed": placed.pk,
        "said": said.pk,
        "remark": remark.pk,
        "fourth": series.occurrences.filter(start__gt=NOW).order_by("start")[3].pk,
        "manager": manager,
        "call": call.pk,
        "place": place.pk,
        "sent": make_submission(group).pk,
        "wished": (wish := make_wish(group, series)).submission_id,
        "wish": wish.pk,
        "letter": make_letter().pk,
        "done": done.pk,
        "grant": Grant.objects.get(role="moderator").pk,
        "manager_id": manager.pk,
        "person": olga.pk,
        "namesake": twin.pk,
        "user": Grant.objects.get(role="moderator").user_id,
        "date": first.public_id,
        "item": first.agenda_items.create(text="Proposed", proposed_at=NOW).pk,
        "talk": talk.pk,
        "guest": guest.pk,
        "over": series.occurrences.filter(end__lt=NOW).first().public_id,
        "spoken": Session.objects.get(title="Second talk").pk,
        "another": series.occurrences.order_by("start")[0].pk,
        "source": source.pk,
        "way": series.join_targets.first().pk,
        "offered": Source.objects.get(is_shown=False).pk,
    }


def rows(prefix, *forms):
    found = {f"{prefix}-TOTAL_FORMS": str(len(forms)), f"{prefix}-INITIAL_FORMS": "0"}
    return found | {
        f"{prefix}-{n}-{name}": value for n, form in enumerate(forms) for name, value in form.items()
    }


# What each address of the desk is sent. `version` is looked up; "nothing" says why there is nothing to take back.
WRITES = {
    "actions/<uuid:public_id>/": ("actions/{action}/", {"owner": "Carl", "due": "2026-12-24", "waiting_on": "the board"}),
    "actions/<uuid:public_id>/end/": ("actions/{action}/end/", {"do": "dropped", "why": "No need", "version": "{action_version}"}),
    "occurrence/<uuid:public_id>/move": ("occurrence/{date}/move", {"date": "2026-11-27", "time": "10:00", "zone": "Asia/Tokyo", "reason": "Fair"}),
    "occurrence/<uuid:public_id>/cancel": ("occurrence/{date}/cancel", {"reason": "Flu"}),
    "occurrence/<uuid:public_id>/restore": ("occurrence/{date}/restore", {}, "occurrence/{date}/cancel"),
    "occurrence/<uuid:public_id>/sessions/new/": ("occurrence/{date}/sessions/new/", {"title": "Parsing", "speakers": "Ada, Acme", "also": "{another}"}),
    "occurrence/<uuid:public_id>/sessions/<int:pk>/": ("occurrence/{date}/sessions/{talk}/", {"title": "Other talk", "also": "{another}"}),
    "occurrence/<uuid:public_id>/sessions/<int:pk>/move/": ("occurrence/{date}/sessions/{talk}/move/", {"to": "down"}),
    "occurrence/<uuid:public_id>/sessions/<int:pk>/remove/": ("occurrence/{date}/sessions/{talk}/remove/", {"from": "everywhere"}),
    "occurrence/<uuid:public_id>/replies/<int:pk>/remove/": ("occurrence/{date}/replies/{guest}/remove/", {}),
    "occurrence/<uuid:public_id>/attendance/": ("occurrence/{over}/attendance/", {"number": "12"}),
    "notes/<uuid:public_id>/agenda/": ("notes/{date}/agenda/", {"text": "Budget"}),
    "notes/<uuid:public_id>/agenda/<int:pk>/": ("notes/{date}/agenda/{item}/", {"state": "accepted"}),
    "notes/<uuid:public_id>/outcome/": ("notes/{over}/outcome/", {"outcome": "not-held", "reason": "Flu"}),
    "notes/<uuid:public_id>/unpublish/": ("notes/{date}/unpublish/", {}),
    "^speakers/SLUG/$": ("speakers/ada-long/", {"name": "Ada Lang", "talks": "{spoken}"}),
    "^speakers/SLUG/unname/$": ("speakers/ada-long/unname/", {}),
    "speakers/again/": ("speakers/again/", {"name": "Ada Long"}, "speakers/ada-long/unname/"),
    "series/new/": ("series/new/", WHEN | {"title": "Book club", "group": "metrics", "join_url": "https://us02web.zoom.us/j/1"}),
    "^series/SLUG/$": ("series/metrics-call/", {"title": "Renamed", "description": "Other", "tags": "a", "co_groups": "parsers"}),
    "^series/SLUG/join/$": ("series/metrics-call/join/", {"url": "https://us02web.zoom.us/j/222", "passcode": "MARKER-NEW"}),
    "^series/SLUG/door/$": ("series/metrics-call/door/", {"door_opens_minutes": "5", "recorded": "yes", "conduct": "https://example.org/conduct"}),
    "^series/SLUG/join/add/$": ("series/metrics-call/join/add/", {"kind": "dial-in", "tier": "members", "label": "From Germany", "url": "+49 30 1234567", "passcode": "MARKER-PIN"}),
    "^series/SLUG/join/(?P<way>[0-9]{1,9})/$": ("series/metrics-call/join/{way}/", {"kind": "stream", "tier": "confirmed", "label": "Watch", "passcode": "MARKER-NEW"}),
    "^series/SLUG/join/(?P<way>[0-9]{1,9})/move/$": ("series/metrics-call/join/{way}/move/", {"to": "down"}),
    "^series/SLUG/join/(?P<way>[0-9]{1,9})/remove/$": ("series/metrics-call/join/{way}/remove/", {}),
    "^series/SLUG/replies/$": ("series/metrics-call/replies/", {"capacity": "5"}),
    "^series/SLUG/remove/$": ("series/metrics-call/remove/", {}),
    "^series/SLUG/schedule/$": ("series/forum/schedule/", WHEN),
    "^series/SLUG/answer/$": ("series/forum/answer/", {"reading": "demand"}),
    "^series/SLUG/change/$": ("series/metrics-call/change/", {"which": "following", "date": "2026-12-03", "time": "18:30", "zone": "Europe/Madrid", "minutes": "45", "repeat": "weeks", "weeks": "2", "ends": "never"}),
    "^series/SLUG/duplicate/$": ("series/metrics-call/duplicate/", {"title": "Evening call", "day": "2027-01-04", "with_join": "on"}),
    "^series/SLUG/pause/$": ("series/metrics-call/pause/", {"day": "2026-12-08", "back_on": "2027-01-12", "reason": "Winter"}),
    "^series/SLUG/conclude/$": ("series/metrics-call/conclude/", {"day": "2026-12-08"}),
    "^series/SLUG/bring-back/$": ("series/metrics-call/bring-back/", {"day": "2027-01-12"}, "series/metrics-call/pause/"),
    "^series/SLUG/adopt/$": ("series/theirs/adopt/", {}),
    "^series/SLUG/give-back/$": ("series/adopted/give-back/", {}),
    "breaks/": ("breaks/?group=metrics&first=2026-11-24&last=2026-12-20", {"group": "metrics", "first": "2026-11-24", "last": "2026-12-20", "reason": "Fair"}),
    "groups/new/": ("groups/new/", {"name": "New ones", "kind": "chapter"}),
    "^groups/SLUG/$": ("groups/metrics/", {"name": "Meters", "kind": "chapter", "state": "paused", "slug": "meters"}),
    "^groups/SLUG/goals/$": ("groups/metrics/goals/", rows("row", {"text": "Other goal"}, {"text": "Second"})),
    "^groups/SLUG/people/$": ("groups/metrics/people/", rows("row", {"name": "Nora New", "role": "chair"})),
    "^groups/SLUG/channels/$": ("groups/metrics/channels/", rows("row", {"kind": "list", "name": "dev@", "url": "https://l.example.org"})),
    "^groups/SLUG/remove/$": ("groups/metrics/remove/", {}),
    "community/": ("community/", {"title": "Other title", "tzid": "Asia/Tokyo", "path": "/other/", "language": "en", "accent": "#114488"}),
    "community/publish/": ("community/publish/", {}, "community/unpublish/"),
    "community/unpublish/": ("community/unpublish/", {}),
    "unplaced/": ("unplaced/", {"group-{loose}": "parsers", "asked": "1"}),
    "unplaced/community/": ("unplaced/community/", {}),
    "^groups/SLUG/move/$": ("groups/parsers/move/", {"to": "down"}),
    "community/door/": ("community/door/", {"door_opens_minutes": "30", "bots": "ask", "line": "Cameras are optional."}),
    "community/spaces/": ("community/spaces/", {"name": "New space"}),
    "^community/spaces/SLUG/$": ("community/spaces/contributor-space/", {"name": "Other space", "description": "What for"}),
    "^community/spaces/SLUG/move/$": ("community/spaces/contributor-space/move/", {"to": "down"}),
    "^community/spaces/SLUG/remove/$": ("community/spaces/contributor-space/remove/", {"into": "second-space"}),
    "community/links/": ("community/links/", rows("row", {"kind": "chat", "name": "#all", "url": "https://chat.example.org/"})),
    "community/links/texts/": ("community/links/texts/", {"shown": "1"}),
    "begin/name/": ("begin/name/", {"title": "Other title", "tzid": "Asia/Tokyo", "contact_email": "hello@example.org"}),
    "begin/<slug:step>/leave-out/": ("begin/page/leave-out/", {"to": "out"}),
    "people/invite/": ("people/invite/", {"email": "new@example.org", "role": "moderator", "group": "metrics", "until": "2027-01-31"}),
    "people/<int:pk>/leaving/": ("people/{user}/leaving/", {"sure": "1", "role-{grant}": "{manager_id}"}),
    "people/<int:pk>/link/": ("people/{user}/link/", {}),
    "people/<int:pk>/link/end/": ("people/{user}/link/end/", {}, "people/{user}/link/"),
    "people/grants/<int:pk>/": ("people/grants/{grant}/", {"until": "2027-03-01"}),
    "people/grants/<int:pk>/end/": ("people/grants/{grant}/end/", {}),
    "persons/<int:pk>/": ("persons/{person}/", {"name": "Olga P."}),
    "persons/<int:pk>/merge/": ("persons/{person}/merge/", {"other": "{namesake}"}),
    "me/": ("me/", {"name": "Mara M."}),
    "proposals/new/": ("proposals/new/", {"label": "Talks", "url": "https://cfp.example.org/", "state": "open"}),
    "proposals/<int:pk>/": ("proposals/{call}/", {"label": "Talks of May", "state": "open", "ask-topic": "required", "topics": "One\nTwo", "is_listed": "on", "questions": "1", "q1-text": "Recorded?", "q1-kind": "yes-no"}),
    "proposals/<int:pk>/remove/": ("proposals/{call}/remove/", {}),
    "letters/settle/": ("letters/settle/", {"spam": "ticked", "one": "{letter}"}),
    "proposals/<int:pk>/ranking/answer/": ("proposals/{here}/ranking/answer/", {"one": "{prop}", "verb": "decline", "reason": "many"}),
    "proposal/<int:pk>/review/": ("proposal/{prop}/review/", {"score": "4", "note": "Good"}),
    "proposal/<int:pk>/look/": ("proposal/{prop}/look/", {}),
    "proposal/<int:pk>/remarks/": ("proposal/{said}/remarks/", {"text": "Well."}),
    "proposal/<int:pk>/remarks/<int:key>/remove/": ("proposal/{said}/remarks/{remark}/remove/", {}),
    "proposal/<int:pk>/answer/": ("proposal/{prop}/answer/", {"verb": "ask", "words": "Which?"}),
    "proposal/<int:pk>/accept/": ("proposal/{prop}/accept/", {"series": "metrics-call", "slot": "{fourth}", "words": "Yes."}),
    "proposal/<int:pk>/place/": ("proposal/{placed}/place/", {"series": "metrics-call", "slot": "{fourth}"}),
    "proposal/<int:pk>/take-off/": ("proposal/{placed}/take-off/", {}),
    "submissions/spam/": ("submissions/spam/", {"one": "{sent}"}),
    "submissions/pause/": ("submissions/pause/", {"why": "Moving house"}),
    "submissions/trust/": ("submissions/trust/", {"yes": "1"}),
    "submissions/<int:pk>/accept/": ("submissions/{sent}/accept/", WHEN | {"title": "Sent call", "group": "metrics", "version": "1"}),
    "submissions/<int:pk>/wish/<int:wish>/": ("submissions/{wished}/wish/{wish}/", {"verb": "grant", "words": "Gladly.", "version": "1"}),
    "submissions/<int:pk>/answer/": ("submissions/{sent}/answer/", {"verb": "ask", "words": "Which?", "version": "1"}),
    "import/done/<int:pk>/remove/": ("import/done/{done}/remove/", {}),
    "destinations/new/": ("destinations/new/?group=metrics&kind=mattermost", {"label": "#m", "url": "https://m.example.org/h", "language": "en", "reminders": "10"}),
    "destinations/<int:pk>/": ("destinations/{place}/", {"label": "Other", "url": "https://q.example.org/", "language": "ja", "tells_week": "on"}),
    "destinations/<int:pk>/secret/": ("destinations/{place}/secret/", {}),
    "destinations/<int:pk>/stop/": ("destinations/{place}/stop/", {}),
    "destinations/<int:pk>/start/": ("destinations/{place}/start/", {}, "destinations/{place}/stop/"),
    "destinations/<int:pk>/remove/": ("destinations/{place}/remove/", {}),
    "sources/": ("sources/", {"address": "https://out.example.org/c.ics", "label": "C"}),
    "sources/<int:pk>/show/": ("sources/{offered}/show/", {}),
    "sources/<int:pk>/decline/": ("sources/{offered}/decline/", {}),
    "sources/<int:pk>/stop/": ("sources/{source}/stop/", {}),
    "^check/(?P<key>[0-9a-f]{64})/aside/$": ("check/{key}/aside/", {}),
    "^check/(?P<key>[0-9a-f]{64})/again/$": ("check/{key}/again/", {}, "check/{key}/aside/"),
}  # fmt: skip
FIRST = {"series/metrics-call/pause/": {"day": "2026-12-08"}}
# What is left of the addresses, each with the reason why nothing of it is taken back.
_PAGE = "only shows"
_IMPORT = "a whole file, all of which is shown before it is written; what it brought is taken out at import/done/…/remove/"
_ERASED = "erasing is for good, and its page says so"
_NOTICE = "each of the two takes the other back"
NO_WRITES = {
    "": _PAGE, "actions/": _PAGE, "begin/": _PAGE, "occurrence/<uuid:public_id>/": _PAGE, "series/preview/": _PAGE, "occurrence/<uuid:public_id>/replies.csv": _PAGE, "groups/": _PAGE,
    "undecided/": _PAGE, "history/": _PAGE, "proposals/": _PAGE, "proposals/<int:pk>/export.csv": _PAGE, "proposals/<int:pk>/export.json": _PAGE, "people/": _PAGE, "check/": _PAGE,
    "letters/": _PAGE, "reviewing/": _PAGE, "proposals/<int:pk>/ranking/": _PAGE, "proposal/<int:pk>/": _PAGE,
    "proposal/<int:pk>/who/": "shows something to one person; that they looked stays in the history",
    "submissions/": _PAGE, "submissions/<int:pk>/": _PAGE,
    "destinations/": _PAGE, "destinations/<int:pk>/test/": "what it sends cannot be called back",
    "import/<int:pk>/answers.yaml": _PAGE, "import/done/<int:pk>/": _PAGE,
    "people/<int:pk>/data.json": _PAGE, "persons/<int:pk>/data.json": _PAGE, "me/data.json": _PAGE, "persons/": _PAGE, "speakers/": _PAGE,
    "people/<int:pk>/erase/": _ERASED, "persons/<int:pk>/erase/": _ERASED,
    "notes/<uuid:public_id>/": "every text stays as a version and is brought back from there; tests/web/test_desk_notes.py takes the rest back",
    "notes/<uuid:public_id>/read/": _PAGE, "notes/<uuid:public_id>/revisions/": _PAGE,
    "notes/<uuid:public_id>/revisions/<int:number>/": "brings a version back, and the one before it stays a version",
    "sign-in/": "opens a browser's own session", "sign-out/": "ends it",
    "undo/<int:pk>/": "takes back; its own entry is tried below",
    "sources/<int:pk>/read/": "lets the worker look; what that writes is the outside calendar's",
    "health/": _PAGE, "^health/SLUG/ask/$": "a mail that went cannot be called back",
    "messages/": _PAGE, "messages/<uuid:public_id>/": _PAGE, "messages/<int:pk>/again/": "what went cannot be called back",
    "messages/notices/<int:pk>/hold/": _NOTICE, "messages/notices/<int:pk>/tell/": _NOTICE,
    "import/": "keeps a file to look at, its owner's alone, for an hour", "import/<int:pk>/": "answers for that file",
    "import/<int:pk>/drop/": "throws that file away", "import/<int:pk>/write/": _IMPORT,
}  # fmt: skip


def addresses():
    return {str(one.pattern).replace(r"(?P<slug>[\w-]+)", "SLUG") for one in urlpatterns}


def test_every_address_of_the_desk_is_taken_back_here_or_writes_nothing():
    assert addresses() - set(NO_WRITES) == set(WRITES)


def stored():
    """Every row of the community's, without what only grows."""
    return {
        (model.__name__, row.pk): {name: value for name, value in image_of(row).items() if name not in COUNTED | {"due_at", "etag", "modified", "digest", "failures", "label"}}
        for model in TABLES
        for row in model._base_manager.all()
    }  # fmt: skip


def shown(client):
    """What everybody sees, without what only grows and without the history."""
    pages = {}
    for path in PUBLIC:
        answer = client.get(path)
        text = answer.content.decode()
        text = re.sub(r"(?s)<details class=.history.*?</details>|<section[^>]*changed.*?</section>", "", text)
        text = re.sub(r"(SEQUENCE|LAST-MODIFIED|DTSTAMP).*\r\n", "", text)
        if path.endswith(".ics"):
            text = re.sub(_AS_PLANNED, "", text)  # a date that is as planned may say so
        pages[path] = answer.status_code, text
    return pages


def send(client, hub, address, typed):
    known = hub | {"loose": Series.objects.get(slug="loose-call").pk}
    if "{key}" in address and "key" not in hub:
        hub["key"] = client.get("/desk/check/").context["rows"][0]["key"]
        known |= hub
    path = "/desk/" + address.format(**known)
    page = client.get(path)
    found = re.search(r'name="version" value="(\d+)"', page.content.decode())
    seen = re.search(r'name="seen" value="([^"]+)"', page.content.decode())
    extra = {"sent": "1"} | ({"version": found[1]} if found else {})
    if seen and "{date}" not in address:
        extra["seen"] = seen[1]
    if "answer" in address:
        extra["seen"] = Series.objects.get(slug="forum").question_token
    typed = {name.format(**known): value.format(**known) for name, value in typed.items()}
    answer = client.post(path, extra | typed)
    is_shown_at_once = address in (
        "people/invite/",
        "people/{user}/link/",
        "destinations/{place}/secret/",
    )  # it is on no other page
    assert answer.status_code == (200 if is_shown_at_once else 302), re.findall(
        r"class=.error..*?</p>|<li><a href=.#.*?</li>|role=.alert.*?</div>", answer.content.decode(), re.S
    )


@pytest.mark.parametrize("address", sorted(WRITES))
def test_a_write_is_taken_back(client, hub, untouched, now, settings, address):
    """At once, and the next day instead."""
    path, typed, *before = WRITES[address]
    client.force_login(hub["manager"])
    for first in before:
        send(client, hub, first, FIRST.get(first, {}))
    rows_before, pages_before = (stored(), shown(client)) if before else untouched
    send(client, hub, path, typed)
    assert stored() != rows_before or shown(client) != pages_before
    undo = f"/desk/undo/{ChangeSet.objects.first().pk}/"
    with taken_back():
        settings.NOW = (NOW + dt.timedelta(minutes=5)).isoformat()
        assert f'action="{undo}"' in client.get("/desk/").content.decode()
        undone(client, undo, rows_before)
        settings.NOW = NOW.isoformat()
        assert shown(client) == pages_before
    settings.NOW = (NOW + dt.timedelta(days=1)).isoformat()  # other words stand on the pages by then
    undone(client, undo, rows_before)


def test_what_was_taken_back_can_be_done_again_from_its_own_entry(client, hub, now):
    client.force_login(hub["manager"])
    before = stored()
    send(client, hub, "groups/parsers/remove/", {})
    removed = stored()
    for left in (before, removed):
        assert client.post(f"/desk/undo/{ChangeSet.objects.first().pk}/").status_code == 302
        assert stored() == left


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    shelf.clear()
    forget()


def undone(client, undo, rows_before):
    assert undo in client.get("/desk/history/").content.decode()
    assert client.post(undo).status_code == 302
    assert stored() == rows_before
    assert client.post(undo).status_code == 409
