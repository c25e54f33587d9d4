"""Speakers by their names: called otherwise, two that are one, and one who asked not to be named."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction

from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.news.speakers_past import forget_names
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.core.speakers import UNNAMED, is_of, speaker_key, without_name
from commonhour.errors import NotFound, RefusedInput
from commonhour.models import OldPath, Proposal, ProposalSpeaker, Session, Unnamed

_NOTHING_SAID = {"name": "", "organisation": "", "bio": "", "pronouns": "", "picture": ""}


def rename_speaker(key: str, name: str, talks: Collection[int], *, now: dt.datetime, actor: Actor) -> None:
    """In the talks with these ids. Named as somebody else is, both are one; in some talks only, they are two."""
    require(actor, Verb.CHANGE_PEOPLE)
    if not speaker_key(name):
        raise RefusedInput("named-nothing")
    with change_set(now, actor, "speaker-renamed", {"name": name.strip()}) as changes:
        for row in _talks_of(key):
            if row.pk in talks:
                said = [one | {"name": name.strip()} if is_of(one, key) else one for one in row.speakers]
                changes.set(row, speakers=said, version=row.version + 1)


def unname_speaker(key: str, *, now: dt.datetime, actor: Actor) -> None:
    """Whoever is called so is named nowhere any more, nor when an import or somebody here names them again. What was said
    of them in the past is forgotten at once; for ten minutes it can be taken back for what is shown. Raises NotFound."""
    require(actor, Verb.CHANGE_PEOPLE)
    with change_set(now, actor, "speaker-unnamed") as changes:
        if not unname(changes, key, now):
            raise NotFound("no-such-speaker")


def name_again(name: str, *, now: dt.datetime, actor: Actor) -> None:
    """From now on they may be named; what they are not named in stays as it is. Raises NotFound."""
    require(actor, Verb.CHANGE_PEOPLE)
    row = Unnamed.objects.filter(digest=Unnamed.digest_of(name)).first()
    if row is None:
        raise NotFound("not-unnamed")
    with change_set(now, actor, "speaker-named-again") as changes:
        changes.remove(row)


def unname(changes: Changes, key: str, now: dt.datetime) -> bool:
    """Inside another change; False for a name that nobody speaks by."""
    talks = _talks_of(key)
    speaking = [one for one in ProposalSpeaker.objects.exclude(name="") if speaker_key(one.name) == key]
    names = {str(one["name"]) for row in talks for one in row.speakers if is_of(one, key)}
    names |= {one.name for one in speaking}
    for row in talks:
        _unname_talk(changes, row, key, names)
    for one in speaking:
        changes.set(one, **_NOTHING_SAID)
    for proposal in Proposal.objects.filter(speakers__in=speaking).distinct():
        changes.set(proposal, **_without(proposal, ("title", "abstract", "takeaway"), names))
    if names and not Unnamed.objects.filter(digest=Unnamed.digest_of(key)).exists():
        changes.add(Unnamed(digest=Unnamed.digest_of(key), at=now))
    changes.rows = [one for one in changes.rows if one.noun == "unnamed"]  # the history names nobody
    forget_names(names)
    return bool(names)


def _talks_of(key: str) -> list[Session]:
    rows = Session.objects.exclude(speakers=[]).select_for_update().order_by("pk")
    with transaction.atomic():
        return [row for row in rows if any(is_of(one, key) for one in row.speakers)]


def _unname_talk(changes: Changes, row: Session, key: str, names: Collection[str]) -> None:
    """An address that has the name leads nowhere any more."""
    said: list[Any] = [dict(UNNAMED) if is_of(one, key) else one for one in row.speakers]
    facts = _without(row, ("title", "abstract"), names)
    if "title" in facts:
        facts["slug"] = row.free_slug(facts["title"])
    OldPath.objects.filter(noun="session", object_id=row.pk, path__contains=key).delete()
    changes.set(row, speakers=said, version=row.version + 1, **facts)


def _without(row: Session | Proposal, columns: Collection[str], names: Collection[str]) -> dict[str, str]:
    """The columns that hold a name, without it."""
    found = {column: getattr(row, column) for column in columns}
    for name in names:
        found = {column: without_name(text, name) for column, text in found.items()}
    return {column: text for column, text in found.items() if text != getattr(row, column)}
