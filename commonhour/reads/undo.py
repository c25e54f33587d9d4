"""What somebody may take back: by which right, and the last thing they did, for ten minutes, on whatever device."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from commonhour.core.rights import Actor, Verb
from commonhour.models import ChangeSet

PROMINENT = dt.timedelta(minutes=10)
# What needs another right than changing the series, the group or the community whose history it stands in.
NEEDS = {
    "calls-of-community": Verb.PLACE_CALL, "call-placed": Verb.PLACE_CALL, "call-taken-out": Verb.PLACE_CALL,
    "calls-placed": Verb.PLACE_CALL, "group-added": Verb.ADD_GROUP,
    "group-removed": Verb.ADD_GROUP, "import-removed": Verb.IMPORT,
    "chair-made": Verb.GRANT, "grant-dated": Verb.GRANT, "grants-ended": Verb.GRANT, "handed-over": Verb.CHANGE_PEOPLE, "manager-made": Verb.GRANT, "moderator-made": Verb.GRANT, "note-taker-made": Verb.GRANT, "reviewer-made": Verb.GRANT,
    "person-renamed": Verb.CHANGE_PEOPLE, "persons-merged": Verb.CHANGE_PEOPLE,
    "proposal-after": Verb.KEEP_RECORD, "proposals-declined": Verb.DECIDE, "proposals-waitlisted": Verb.DECIDE,
    "speaker-named-again": Verb.CHANGE_PEOPLE, "speaker-renamed": Verb.CHANGE_PEOPLE, "speaker-unnamed": Verb.CHANGE_PEOPLE,
    "series-adopted": Verb.ADOPT_CALL, "series-given-back": Verb.ADOPT_CALL,
    "source-added": Verb.CHANGE_SOURCES, "source-declined": Verb.CHANGE_SOURCES,
    "source-shown": Verb.CHANGE_SOURCES, "source-stopped": Verb.CHANGE_SOURCES,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """`id` is that of the change set; `kind` and `facts` as in `core.speech.changes`."""

    id: int
    kind: str
    facts: dict[str, Any]


# What nobody takes back for anybody else.
ONES_OWN = frozenset(
    {"remark-added", "remark-removed", "renamed-oneself", "review-given", "review-looked-on"}
)


def right_to_undo(kind: str) -> Verb:
    """What the change needed, in the group in whose history it stands, or in each of the `groups` of its facts."""
    its = {"session": Verb.KEEP_RECORD, "notes": Verb.KEEP_RECORD, "action": Verb.KEEP_RECORD, "date": Verb.CHANGE_DATE, "finding": Verb.SET_ASIDE, "break": Verb.CHANGE_DATE,
           "submissions": Verb.DECIDE, "wish": Verb.DECIDE, "letters": Verb.DECIDE, "reply": Verb.SEE_GUESTS, "attendance": Verb.KEEP_RECORD, "proposal": Verb.DECIDE, "review": Verb.REVIEW, "remark": Verb.REVIEW}  # fmt: skip
    return NEEDS.get(kind) or its.get(kind.split("-")[0], Verb.CHANGE_SERIES)


def is_theirs_to_undo(row: ChangeSet, actor: Actor) -> bool:
    """Whether it is worth asking: it can be taken back, and they have the right for that."""
    kind, facts = row.kind, row.facts
    while kind == "undone":
        kind, facts = facts["kind"], facts["facts"]
    verb, groups = right_to_undo(kind), facts.get("groups") or (row.group_id,)
    has_right = all(actor.may(verb, group) for group in groups) and (
        kind not in ONES_OWN or row.actor_id == actor.user
    )
    return has_right and row.has_kept_rows and not row.is_undone


def offered(actor: Actor, now: dt.datetime) -> Offer | None:
    """The last change of this user that can be taken back and was not."""
    if actor.user is None:
        return None
    recent = ChangeSet.objects.filter(actor=actor.user, at__gt=now - PROMINENT, at__lte=now)
    row = recent.filter(undoes=None, undone_by=None).exclude(kept_rows=None).first()
    return Offer(row.pk, row.kind, row.facts) if row else None
