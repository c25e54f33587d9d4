"""The history of a page in words: sentences from facts, instants on the reader's clock, nothing as a dash."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonhour.core.happening import Happened, Seen, seen_from_json
from commonhour.core.speech.changes import actor_name, change_sentence
from commonhour.core.speech.questions import question_sentence
from commonhour.core.undecided.question import question_of
from commonhour.reads.history import ChangedField, PastChange
from commonhour.web.times import day_text, full
from commonhour.web.voice import in_a_sentence, words

_INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$")
_LONGEST = 300
_HAPPENED = {
    Happened.MOVED: _("Moved"),
    Happened.CANCELLED: _("Cancelled"),
    Happened.RESTORED: _("It takes place after all"),
    Happened.ADDED: _("New date"),
    Happened.GONE: _("No longer in the calendar"),
    Happened.RETITLED: _("New title"),
}
_JOIN = {"earlier": "…", "kept": _("(kept behind the join page)"), None: _("(none)")}
NOUNS = {
    "callforproposals": _("call for proposals"), "channel": _("channel"), "community": _("community"),
    "dismissal": _("finding"), "goal": _("goal"), "group": _("group"), "membership": _("role"),
    "occurrence": _("date"), "person": _("person"), "schedule": _("schedule"), "series": _("series"),
    "session": _("session"), "source": _("calendar"), "space": _("space"),
}  # fmt: skip
FIELDS = {
    "accent": _("colour"), "adopted_from": _("adopted from"), "channels": _("channels"), "contact_email": _("contact address"),
    "date": _("date"), "deadline": _("deadline"), "description": _("description"), "dtstart": _("begins"), "due": _("due"),
    "duration_seconds": _("length in seconds"), "exdates": _("dates left out"), "feed_url": _("address of the calendar"),
    "goals": _("goals"), "gone_at": _("not listed since"), "group": _("group"), "is_declined": _("declined"),
    "is_shown": _("shown"), Happened.RELOCATED: _("join link"), "kind": _("kind"), "is_of_community": _("of the whole community"), "label": _("label"),
    "lead_organisation": _("lead organisation"), "match_reason": _("why it belongs here"), "name": _("name"), "opens_at": _("opens"),
    "organisation": _("organisation"), "parent": _("parent"), "path": _("path"), "people": _("people"),
    "position": _("place in the list"), "published_at": _("open since"), "rdates": _("extra dates"), "recording": _("recording"),
    "region": _("region"), "rrule": _("rule"), "series": _("series"), "slug": _("address"), "source": _("outside calendar"),
    "space": _("space"), "speakers": _("speakers"), "state": _("state"), "state_reason": _("reason of the state"),
    "status": _("status"), "tags": _("tags"), "title": _("title"), "tzid": _("time zone"), "question": _("open question"),
    "until": pgettext_lazy("a role", "until"), "url": _("link"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """`changes` holds (what, before, after)."""

    at: dt.datetime
    actor: str
    sentence: str
    changes: list[tuple[str, str, str]]
    undo_path: str = ""


def in_words(entries: Iterable[PastChange], tzid: str, *, with_nouns: bool = False) -> list[Row]:
    """For a reader in this zone; `with_nouns` where changes of many things stand together."""
    return [
        Row(
            one.at,
            actor_name(one.actor_kind, one.actor_role, one.actor_name, gettext),
            change_sentence(one.kind, one.facts, gettext),
            [_change(change, tzid, with_nouns) for change in one.changes],
            f"/desk/undo/{one.id}/" if one.can_ask_back else "",
        )
        for one in entries
    ]


def _change(change: ChangedField, tzid: str, with_nouns: bool) -> tuple[str, str, str]:
    if change.noun == "occurrence":
        return _happening(change, tzid)
    field = str(FIELDS.get(change.field, change.field.replace("_", " ")))
    noun = str(NOUNS.get(change.noun, change.noun))
    if change.field == Happened.RELOCATED:
        before = "—" if change.before is None else str(_JOIN.get(change.before, change.before))
        return field, before, str(_JOIN.get(change.after, change.after))
    what = f"{noun}: {field}" if with_nouns else field
    if change.field == "match_reason":
        return what, _reason(change.before), _reason(change.after)
    return what, _said(change.before, tzid), _said(change.after, tzid)


def _happening(change: ChangedField, tzid: str) -> tuple[str, str, str]:
    happened = Happened(change.field)
    what = str(_HAPPENED[happened])
    if change.dates > 1:
        counted = ngettext("{n} date", "{n} dates", change.dates).format(n=change.dates)
        what = gettext("{what} ({counted}), first").format(what=what, counted=counted)
    before, after = (seen_from_json(side) if side else None for side in (change.before, change.after))
    if happened is Happened.MOVED and before and after:
        return what, _when(before, tzid), _with_reason(after, tzid)
    if happened is Happened.RETITLED and before and after:
        return what, before.title or "—", after.title or "—"
    seen = after or before
    assert seen is not None
    return what, "—", _with_reason(seen, tzid)


def _with_reason(seen: Seen, tzid: str) -> str:
    when = _when(seen, tzid)
    return format_html("{} ({})", when, seen.reason) if seen.reason else when


def _when(seen: Seen, tzid: str) -> str:
    return day_text(seen.start.date()) if seen.all_day else full(seen.start, tzid)


def _reason(kept: Any) -> str:
    """Why a call belongs to its group; an earlier version kept a sentence."""
    return (in_a_sentence(kept) if isinstance(kept, dict) else kept) or "—"


def _said(value: Any, tzid: str) -> str:
    question = question_of(value) if isinstance(value, dict) else None
    if question:
        value = question_sentence(question, gettext, words())
    if isinstance(value, list):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and _INSTANT.match(value):
        return full(dt.datetime.fromisoformat(value), tzid)
    text = "—" if value is None or value == "" else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
