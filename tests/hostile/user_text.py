"""A hub with everything a page can show, and one hostile text in every field that people or imports may fill."""

from django.db import models

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import add_series
from commonhour.core.rights import TERMINAL
from commonhour.models import (
    ActionItem,
    CallForProposals,
    Change,
    ChangeSet,
    Channel,
    Community,
    Decision,
    FeedReading,
    Goal,
    Group,
    Membership,
    Notes,
    Occurrence,
    Override,
    Person,
    Proposal,
    ProposalSpeaker,
    Series,
    Session,
    Source,
    Space,
)
from tests.cast import (
    NOW,
    give_join,
    make_call,
    make_community,
    make_group,
    make_notes,
    make_proposal,
    make_series,
    make_space,
)

ELSEWHERE = "evil.example"
PROPOSED = "11111111-2222-4333-8444-555555555555"
TEXTS = [
    f'0;url=//{ELSEWHERE}/" http-equiv="refresh" x="',
    f'0;url=//{ELSEWHERE}/&quot; http-equiv=&quot;refresh&quot; x=&quot;',
    "' onfocus='alert(1)' autofocus x='",
    '"><img src=x onerror=alert(1)><p x="',
    "</title></script><script>alert(1)</script>",
    "--><b>]]></summary><b>",
]  # fmt: skip
# Words of the program and addresses, which have a form of their own; everything else is free text.
_FORMED = {
    "slug", "path", "tzid", "accent", "language", "kind", "state", "status", "recurrence_id", "first_recurrence_id",
    "dtstart", "rrule", "uid", "tzdata_version", "noun", "contact_email", "url", "feed_url", "recording", "slides", "etag",
    "modified", "digest", "key", "result", "stage", "actor_kind", "actor_role", "email", "picture",
}  # fmt: skip
_FREE_LISTS = {"tags", "aliases", "differences", "topics", "formats", "languages"}
_FREE_FACTS = {"text", "title", "reason", "name", "label"}  # of what happened
_TABLES = [Community, Space, Group, Goal, Channel, Person, Membership, Series, Session, CallForProposals, Occurrence,
           Override, ChangeSet, Source, FeedReading, Proposal, ProposalSpeaker, Notes, Decision, ActionItem]  # fmt: skip
PAGES = [
    "/", "/?tag=x", "/calendar/", "/calendar/?group=metrics", "/calendar/2026-12/", "/calendar/week/2026-W49/",
    "/groups/metrics/", "/groups/tools/", "/meetings/metrics-call/", "/meetings/talks/", "/meetings/theirs/",
    *(f"/meetings/metrics-call/{day}/{door}" for door in ("", "join")
      for day in ("2026-11-26", "2026-12-03", "2026-12-10", "2026-12-17")),
    "/meetings/twice/2026-12-01/", "/subscribe/", "/subscribe/?group=metrics", "/convert/", "/embed/", "/embed/agenda/",
    "/embed/agenda.fragment.html", "/groups/metrics.fragment.html", "/status/", "/status/feeds/", "/groups/metrcs/",
    "/meetings/metrics-call/2020-01-01/", "/calendar.atom", "/groups/metrics.atom", "/meetings/metrics-call.atom",
    "/sitemap.xml", "/cfp/", "/cfp/wanted/", "/cfp/wanted/proposals/", f"/cfp/wanted/{PROPOSED}/", "/talks/", "/talks/x/", "/talks.atom",
    "/decisions/", "/decisions.atom", "/actions/", "/groups/metrics/notes/", "/notes.atom",
]  # fmt: skip
DESK = [
    "/desk/", "/desk/groups/", "/desk/groups/metrics/", "/desk/groups/metrics/goals/", "/desk/groups/metrics/people/",
    "/desk/groups/metrics/channels/", "/desk/series/metrics-call/", "/desk/series/talks/", "/desk/series/theirs/",
    "/desk/community/", "/desk/speakers/", "/desk/undecided/", "/desk/unplaced/", "/desk/sources/", "/desk/history/", "/desk/check/", "/desk/actions/",
]  # fmt: skip
ADDRESSES = [
    "/?tz={}", "/?lang={}", "/?group={}", "/?tag={}", "/?x={}", "/calendar/?from={}", "/calendar/?space={}",
    "/convert/?q={}", "/subscribe/?series={}", "/embed/agenda/?tag={}", "/nothing/{}/", "/groups/{}/", "/talks/?q={}", "/talks/?tag={}", "/decisions/?q={}", "/actions/?owner={}",
    "/talks/?spoken={}", "/talks/{}/", "/speakers/{}/",
    "/desk/sign-in/?next={}", "/desk/sign-in/?token={}",
]  # fmt: skip


def make_full_hub() -> None:
    """Every kind of row, a date of every state, and a call of an outside calendar."""
    make_community(description="x")
    parent = make_group("tools", "Tools", space=make_space("Learning", "learning"), state="paused")
    group = make_group(parent=parent)
    Goal.objects.create(group=group, text="x", outcome="x")
    Goal.objects.create(group=group, text="x")
    Channel.objects.create(group=group, kind="chat")
    Channel.objects.create(group=group, kind="repo", url="https://example.org/repo")
    Membership.objects.create(group=group, person=Person.objects.create(name="Ana"))
    series = make_series(group=group)
    give_join(series)
    CallForProposals.objects.create(series=series, label="x", url="https://example.org/cfp")
    proposed = make_proposal(make_call(series, "Wanted", is_listed=True), public_id=PROPOSED)
    ProposalSpeaker.objects.create(
        proposal=proposed, position=1, name="x", email="x@example.org", confirmed_at=NOW
    )
    dates = list(series.occurrences.order_by("start"))
    Session.objects.create(series=series, title="x", speakers=[{"name": "x"}]).occurrences.add(dates[0])
    make_notes(dates[0], "DECISION: x\nACTION: @x x\n")
    cancel_occurrence(dates[1], now=NOW, actor=TERMINAL, reason="x")
    move_occurrence(dates[2], now=NOW, actor=TERMINAL, dtstart="20261211T100000", reason="x")
    Occurrence.objects.filter(pk=dates[3].pk).update(is_detached=True)
    make_series("Twice", group, "20261201T090000", rrule="FREQ=WEEKLY;BYHOUR=9,16")
    add_series(title="Talks", group=parent, schedule=None, now=NOW, actor=TERMINAL)
    source = Source.objects.create(
        kind="ics", url="https://c.example/a", feed_url="https://c.example/a", is_shown=True
    )
    Source.objects.create(kind="ics", url="https://c.example/b", feed_url="https://c.example/b")
    theirs = make_series("Theirs", group, "20261202T090000")
    Series.objects.filter(pk=theirs.pk).update(source=source)
    FeedReading.objects.create(path="/calendar.ics", reader="x", at=NOW, differences=["x"])


def write_everywhere(text: str) -> None:
    """`text` in every free field of every row, cut to the field's length and with the field's name behind it."""
    for table in _TABLES:
        free = {
            field.attname: _filled(field, text) for field in table._meta.concrete_fields if _is_free(field)
        }
        for row in table.objects.all():
            table.objects.filter(pk=row.pk).update(**free)
    Series.objects.filter(slug="talks").update(question={"code": "told", "facts": {"text": text}})
    CallForProposals.objects.update(
        questions=[{"id": "1", "text": text, "kind": "choice", "choices": [text]}]
    )
    links = [{"label": text, "url": "https://a.example/x"}, {"label": "x", "url": text}]
    Session.objects.update(speakers=[{"name": text, "organisation": text}], links=links, language=text[:60])
    for row in ChangeSet.objects.all():
        ChangeSet.objects.filter(pk=row.pk).update(facts=_told(row.facts, text))
    for row in Change.objects.filter(noun="occurrence"):
        Change.objects.filter(pk=row.pk).update(before=_told(row.before, text), after=_told(row.after, text))


def _told(facts: dict[str, object] | None, text: str) -> dict[str, object] | None:
    return facts and {name: text if name in _FREE_FACTS else value for name, value in facts.items()}


def _is_free(field: "models.Field[object, object]") -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return field.name in _FREE_LISTS or (is_text and field.name not in _FORMED)


def _filled(field: "models.Field[object, object]", text: str) -> object:
    if field.name in _FREE_LISTS:
        return [text]
    return f"{text} {field.name}"[: field.max_length]
