"""The history of a page in words: sentences from facts, instants on the reader's clock, nothing as a dash."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonhour.core.happening import Happened, Seen, seen_from_json
from commonhour.core.speech.changes import actor_name, change_sentence
from commonhour.core.speech.questions import question_sentence
from commonhour.core.time.zones import wall_of
from commonhour.core.undecided.question import question_of
from commonhour.errors.words.marked import marked
from commonhour.reads.history import ChangedField, PastChange
from commonhour.web.times import clock, day_and_hour, day_text, full, place, short_day_text, time_element
from commonhour.web.voice import in_a_sentence, words

_INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$")
_LONGEST = 300
_HAPPENED = {
    Happened.MOVED: marked("Moved from {before} to {after}"),
    Happened.CANCELLED: marked("Cancelled: {when}"),
    Happened.RESTORED: marked("It takes place after all: {when}"),
    Happened.ADDED: marked("New date: {when}"),
    Happened.GONE: marked("No longer in the calendar: {when}"),
    Happened.RETITLED: marked("{when} is called “{after}”, before that “{before}”"),
}
_OF_ONE_DATE = ("date-cancelled", "date-moved", "date-restored", "date-undone")
# Who may do what, and what the machine does by itself, is no news for readers.
_OF_THE_DESK = frozenset({
    "chair-made", "dates-made", "finding-set-aside", "finding-taken-up", "grant-dated", "grants-ended", "handed-over",
    "link-ended",     "link-made", "manager-made", "moderator-made", "note-taker-made", "person-erased", "person-renamed",
    "persons-merged", "reviewer-made", "proposal-accepted", "proposal-asked", "proposal-declined", "proposal-shown",
    "proposal-waitlisted", "proposals-declined", "proposals-waitlisted", "remark-added", "remark-removed", "review-given",
    "review-looked-on", "speaker-named-again", "speaker-renamed", "speaker-unnamed",
})  # fmt: skip
_JOIN = {"earlier": "…", "kept": _("(kept behind the join page)"), None: _("(none)")}
NOUNS = {
    "callforproposals": _("call for proposals"), "channel": _("channel"), "community": _("community"),
    "dismissal": _("finding"), "goal": _("goal"), "group": _("group"), "membership": _("role"),
    "occurrence": _("date"), "person": _("person"), "proposal": _("proposal"), "proposalspeaker": _("speaker"), "schedule": _("schedule"), "series": _("series"),
    "session": _("session"), "source": _("calendar"), "space": _("space"),
}  # fmt: skip
FIELDS = {
    "accent": _("colour"), "adopted_from": _("adopted from"), "channels": _("channels"), "co_groups": _("further groups"), "contact_email": _("contact address"),
    "abstract": _("abstract"), "date": _("date"), "deadline": _("deadline"), "description": _("description"), "dtstart": _("begins"), "due": _("due"),
    "duration_seconds": _("length in seconds"), "exdates": _("dates left out"), "feed_url": _("address of the calendar"),
    "goals": _("goals"), "gone_at": _("not listed since"), "group": _("group"), "is_declined": _("declined"),
    "is_shown": _("shown"), Happened.RELOCATED: _("join link"), "kind": _("kind"), "is_of_community": _("of the whole community"), "label": _("label"),
    "language": _("language"), "lead_organisation": _("lead organisation"), "links": _("links"), "slides": _("slides"), "match_reason": _("why it belongs here"), "name": _("name"), "opens_at": _("opens"),
    "organisation": _("organisation"), "parent": _("parent"), "path": _("path"), "people": _("people"),
    "position": _("place in the list"), "published_at": _("open since"), "rdates": _("extra dates"), "recording": _("recording"),
    "region": _("region"), "rrule": _("rule"), "series": _("series"), "slug": _("address"), "source": _("outside calendar"),
    "space": _("space"), "speakers": _("speakers"), "state": _("state"), "state_reason": _("reason of the state"),
    "status": _("status"), "tags": _("tags"), "title": _("title"), "tzid": _("time zone"), "question": _("open question"),
    "until": pgettext_lazy("a role", "until"), "url": _("link"),
    "fields": _("what is asked"), "topics": _("topics"), "formats": _("formats"), "languages": _("languages"), "questions": _("own questions"),
    "is_listed": _("public list"), "is_anonymous": _("anonymous review"), "review_help": _("what reviewers look at"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """`sentence` says what was done, `lines` what became of dates; `changes` holds (what, before, after) for the desk."""

    at: dt.datetime
    actor: str
    sentence: str
    lines: list[SafeString]
    changes: list[tuple[str, str, str]]
    undo_path: str = ""


def in_words(entries: Iterable[PastChange], tzid: str, *, with_nouns: bool = False) -> list[Row]:
    """For a reader in this zone; `with_nouns` in the desk, where changes of many things stand together."""
    return [_row(one, tzid, with_nouns) for one in entries if with_nouns or one.kind not in _OF_THE_DESK]


def _row(one: PastChange, tzid: str, with_nouns: bool) -> Row:
    dates = [_happening(change, tzid, one.at) for change in one.changes if change.noun == "occurrence"]
    others = [change for change in one.changes if change.noun != "occurrence" and change.field in FIELDS]
    sentence = change_sentence(one.kind, one.facts, gettext)
    if one.kind in _OF_ONE_DATE and dates and not with_nouns:
        sentence, dates = dates[0], dates[1:]
    return Row(
        one.at,
        actor_name(one.actor_kind, one.actor_role, one.actor_name if with_nouns else "", gettext),
        sentence,
        dates + ([] if with_nouns else [line for change in others if (line := _renamed(change))]),
        [_change(change, tzid) for change in others] if with_nouns else [],
        f"/desk/undo/{one.id}/" if one.can_ask_back else "",
    )


def _renamed(change: ChangedField) -> SafeString:
    """What everybody is told of other fields: names."""
    if change.field not in ("title", "name") or not (change.before and change.after):
        return SafeString("")
    return format_html(
        gettext("Called “{after}”, before that “{before}”"), before=change.before, after=change.after
    )


def _change(change: ChangedField, tzid: str) -> tuple[str, str, str]:
    field, noun = str(FIELDS[change.field]), str(NOUNS.get(change.noun, ""))
    if change.field == Happened.RELOCATED:
        before = "—" if change.before is None else str(_JOIN.get(change.before, "…"))
        return field, before, str(_JOIN.get(change.after, "…"))
    what = f"{noun}: {field}" if noun else field
    if change.field == "match_reason":
        return what, _reason(change.before), _reason(change.after)
    return what, _said(change.before, tzid), _said(change.after, tzid)


def _happening(change: ChangedField, tzid: str, at: dt.datetime) -> SafeString:
    """ "Moved from Thu, 3 Dec, 18:00 Madrid to Fri, 4 Dec, 16:00 Madrid: holiday"."""
    happened = Happened(change.field)
    before, after = (seen_from_json(side) if side else None for side in (change.before, change.after))
    seen = after or before
    assert seen is not None
    known: dict[str, str] = {"when": _when(seen, tzid, at)}
    if before and after:
        known |= {"before": _when(before, tzid, at), "after": _when(after, tzid, at)}
    if happened is Happened.RETITLED and before and after:
        known |= {"before": before.title or "—", "after": after.title or "—"}
    told = format_html(gettext(_HAPPENED[happened]), **known)
    if change.dates > 1:
        more = ngettext("and {n} more date", "and {n} more dates", change.dates - 1).format(
            n=change.dates - 1
        )
        told = format_html("{}, {}", told, more)
    return format_html("{}: {}", told, seen.reason) if seen.reason else told


def _when(seen: Seen, tzid: str, at: dt.datetime) -> SafeString:
    """The day and the hour there, with the year where it is another one than that of the change."""
    day = seen.start.date() if seen.all_day else wall_of(seen.start, tzid).date()
    said = short_day_text(day) if day.year == at.year else day_text(day)
    if seen.all_day:
        return time_element(seen.start, said, all_day=True)
    return time_element(seen.start, f"{day_and_hour(said, clock(seen.start, tzid))} {place(tzid)}")


def _reason(kept: Any) -> str:
    """Why a call belongs to its group; an earlier version kept a sentence."""
    return (in_a_sentence(kept) if isinstance(kept, dict) else kept) or "—"


def _said(value: Any, tzid: str) -> str:
    question = question_of(value) if isinstance(value, dict) and "code" in value else None
    if question:
        value = question_sentence(question, gettext, words())
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value)):
        return "…"
    if isinstance(value, list):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and _INSTANT.match(value):
        return full(dt.datetime.fromisoformat(value), tzid)
    text = "—" if value is None or value == "" else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
