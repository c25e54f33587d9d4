"""Proposals of a file into the tables: into the call they are for, and talks that were held into the archive too.

Nobody is written to. Whoever imports vouches for the addresses. Importing again merges three ways, as every import does.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.actions.upstream.memory import Memory
from commonhour.core.finding import with_texts
from commonhour.core.merge import merge_fields
from commonhour.core.places.secrets import public
from commonhour.core.proposals import ASKED_AT_FIRST
from commonhour.core.proposed import ProposalsRead, Proposed, ProposedCall, Speaking
from commonhour.core.rights import Actor, Verb
from commonhour.core.slugs import slugify, unique_slug
from commonhour.core.speakers import without_unnamed
from commonhour.errors import NotFound
from commonhour.models import CallForProposals, Proposal, ProposalSpeaker, Session, Unnamed

_PLAIN = (
    "title",
    "abstract",
    "takeaway",
    "topic",
    "level",
    "spoken",
    "format",
    "links",
    "may_be_listed",
    "state",
    "answer",
    "language",
)
_OF_SPEAKER = ("name", "organisation", "bio", "pronouns", "picture", "tzid", "hours")
_OF_CALL = (
    "url", "description", "tzid", "state", "fields", "topics", "formats", "languages", "questions", "is_listed", "is_anonymous",
    "review_help",
)  # fmt: skip


@dataclass(slots=True)
class ProposalsReport:
    """What an import did: how many proposals and talks came, and how many were put right. `kept` says what both sides
    changed, and that ours was kept: (title, field)."""

    calls: list[str] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    held: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)


def import_proposals(
    read: ProposalsRead, *, call: str, name: str, now: dt.datetime, actor: Actor
) -> ProposalsReport:
    """`call` is the slug of a call for proposals that is here, "" for those the file names, or a new one that nobody sees
    yet. Raises NotFound."""
    require(actor, Verb.IMPORT)
    report = ProposalsReport()
    chosen = _the_call(call) if call else None
    with change_set(now, actor, "imported", {"name": name}) as changes:
        memory = Memory("proposals")
        memory.recall()
        for one in read.proposals:
            owner = chosen or _call_of(changes, read, one, name)
            if owner.slug not in report.calls:
                report.calls.append(owner.slug)
            _write(changes, memory, report, owner, read.kind, one, now)
        memory.keep()
    return report


def _the_call(slug: str) -> CallForProposals:
    found = CallForProposals.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("no-such-call-for-proposals")
    return found


def _call_of(changes: Changes, read: ProposalsRead, one: Proposed, name: str) -> CallForProposals:
    """The call that the file names, made when it is not here."""
    slug = one.call or slugify(name.rpartition("/")[2].partition(".")[0], "proposals")
    found = CallForProposals.objects.filter(slug=slug).first()
    if found is None:
        known = next(
            (call for call in read.calls if call.slug == slug),
            ProposedCall(slug, slug.replace("-", " ").capitalize()),
        )
        found = _made(known)
        changes.add(found)
    return found


def _made(known: ProposedCall) -> CallForProposals:
    blank = CallForProposals()
    said = {
        key: known.facts[key]
        for key in _OF_CALL
        if isinstance(known.facts.get(key), type(getattr(blank, key)))
    }
    states = {"draft", "open", "closed"}
    if said.get("state") not in states:
        said["state"] = "draft"
    said.setdefault("fields", dict(ASKED_AT_FIRST))
    instants = {key: _instant(known.facts.get(key)) for key in ("opens_at", "deadline")}
    label = (known.label or known.slug)[:200]
    return CallForProposals(
        slug=known.slug[:64], label=label, position=CallForProposals.objects.count(), **said, **instants
    )


def _instant(value: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _write(
    changes: Changes,
    memory: Memory,
    report: ProposalsReport,
    call: CallForProposals,
    kind: str,
    one: Proposed,
    now: dt.datetime,
) -> None:
    key = f"{call.slug}|{kind}|{one.key}"
    theirs = _facts(changes, call, one)
    ref = memory.ref("proposal", key)
    here = (
        Proposal.objects.prefetch_related("speakers").filter(pk=ref.object_id).first()
        if ref
        else _same(call, kind, one)
    )
    if here is None and ref:
        return  # removed here
    if here is None:
        here = _added(changes, call, kind, one, theirs, now)
        report.added += 1
    else:
        _merge(changes, memory, report, here, key, theirs, one, now)
    memory.remember("proposal", key, here.pk, theirs)
    if here.session is None and _was_held(one, here, now):
        _hold(changes, here, one, theirs)
        report.held += 1


def _facts(changes: Changes, call: CallForProposals, one: Proposed) -> dict[str, Any]:
    """What the file says, as the columns keep it; without addresses."""
    facts: dict[str, Any] = {name: getattr(one, name) for name in _PLAIN}
    facts["answers"] = dict(_answers(changes, call, one))
    speakers = [{name: getattr(each, name) for name in _OF_SPEAKER} for each in one.speakers]
    named = without_unnamed(speakers, Unnamed.is_one)
    facts["speakers"] = [
        each if each.get("name") or not was["name"] else _nobody(was)
        for each, was in zip(named, speakers, strict=True)
    ]
    guarded: dict[str, Any] = with_texts(facts, public)
    return guarded


def _nobody(was: dict[str, Any]) -> dict[str, Any]:
    """Who asked not to be named: nothing is said of them."""
    return {name: "" if isinstance(value, str) else value for name, value in was.items()} | {
        "tzid": was["tzid"]
    }


def _answers(changes: Changes, call: CallForProposals, one: Proposed) -> Iterator[tuple[str, str]]:
    """By the ids of the call's own questions; what it does not ask yet becomes one of them."""
    for asked, said in one.answers.items():
        known = next((each["id"] for each in call.questions if each.get("text") == asked), None)
        if known is None:
            known = unique_slug(asked, {each.get("id") for each in call.questions}, "question")
            kind = "text" if len(said) > 200 or "\n" in said else "line"
            question = {"id": known, "text": asked, "kind": kind, "choices": [], "is_required": False}
            changes.set(call, questions=[*call.questions, question], version=call.version + 1)
        yield known, said


def _same(call: CallForProposals, kind: str, one: Proposed) -> Proposal | None:
    """Of our own files the very same, wherever it was brought from."""
    public_id = _own_id(kind, one)
    return (
        Proposal.objects.prefetch_related("speakers").filter(call=call, public_id=public_id).first()
        if public_id
        else None
    )


def _own_id(kind: str, one: Proposed) -> UUID | None:
    try:
        return UUID(one.key) if kind == "own" else None
    except ValueError:
        return None


def _added(
    changes: Changes,
    call: CallForProposals,
    kind: str,
    one: Proposed,
    theirs: dict[str, Any],
    now: dt.datetime,
) -> Proposal:
    created = one.created_at or one.submitted_at or now
    is_decided = one.state in ("accepted", "declined", "waitlisted")
    own = _own_id(kind, one)
    row = Proposal(
        call=call, created_at=created, changed_at=one.changed_at or created, confirmed_at=one.confirmed_at or created,
        submitted_at=one.submitted_at or (None if one.state == "draft" else created),
        decided_at=one.decided_at or (now if is_decided and kind != "own" else None),
        **{name: value for name, value in theirs.items() if name != "speakers"},
    )  # fmt: skip
    if own and not Proposal.objects.filter(public_id=own).exists():
        row.public_id = own
    changes.add(row)
    _set_speakers(changes, row, theirs["speakers"], one.speakers)
    return row


def _merge(
    changes: Changes,
    memory: Memory,
    report: ProposalsReport,
    here: Proposal,
    key: str,
    theirs: dict[str, Any],
    one: Proposed,
    now: dt.datetime,
) -> None:
    ours: dict[str, Any] = {name: getattr(here, name) for name in theirs if name != "speakers"}
    ours["speakers"] = [{name: getattr(each, name) for name in _OF_SPEAKER} for each in here.speakers.all()]
    merged = merge_fields(memory.last("proposal", key), theirs, ours)
    report.kept += [(here.title, each.field) for each in merged.disagreements]
    taken = {name: value for name, value in merged.taken.items() if name != "speakers"}
    if "speakers" in merged.taken:
        for each in here.speakers.all():
            changes.remove(each)
        _set_speakers(changes, here, theirs["speakers"], one.speakers)
    if merged.taken:
        changes.set(here, **taken, changed_at=now, version=here.version + 1)
        report.changed += 1


def _set_speakers(changes: Changes, row: Proposal, said: list[dict[str, Any]], there: list[Speaking]) -> None:
    """An address stands once with a proposal; a picture is an address of the web, or none."""
    taken: set[str] = set()
    for position, (facts, one) in enumerate(zip(said, there, strict=True)):
        email = "" if one.email in taken else one.email[:254]
        taken.add(email)
        is_web = facts["picture"].lower().startswith(("https://", "http://"))
        known = facts | {"picture": facts["picture"] if is_web else "", "tzid": facts["tzid"][:64] or "UTC"}
        changes.add(
            ProposalSpeaker(
                proposal=row, position=position, email=email, confirmed_at=one.confirmed_at, **known
            )
        )


def _was_held(one: Proposed, here: Proposal, now: dt.datetime) -> bool:
    return here.state == "accepted" and (
        bool(one.recording) or (one.held_at is not None and one.held_at <= now)
    )


def _hold(changes: Changes, here: Proposal, one: Proposed, theirs: dict[str, Any]) -> None:
    """A talk of the past goes into the archive."""
    speakers = [{"name": each["name"], "organisation": each["organisation"]} for each in theirs["speakers"]]
    session = Session(
        series=here.call.series, title=here.title, abstract=here.abstract, language=here.spoken, links=here.links,
        tags=[here.topic] if here.topic else [], speakers=without_unnamed(speakers, Unnamed.is_one),
        date=one.held_at.date() if one.held_at else None, recording=one.recording, slides=one.slides,
    )  # fmt: skip
    changes.add(session)
    changes.set(here, session=session)
