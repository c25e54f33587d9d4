"""What a change set says in a sentence: one for each kind, made from its facts when it is shown."""

from collections.abc import Callable, Mapping
from typing import Any

from commonhour.core.finding import Finding
from commonhour.core.speech.findings import message
from commonhour.core.speech.words import Voice
from commonhour.core.time.wall import day_text
from commonhour.errors.words.marked import marked as _

Gettext = Callable[[str], str]


SENTENCES = {
    "action-done": _("Done: {text}"),
    "action-dropped": _("Dropped: {text}"),
    "action-edited": _("Who, until when, or what it waits on: {text}"),
    "action-opened": _("Open again: {text}"),
    "attendance-kept": _("Counted who was there: {title}, {date}"),
    "answer-undone": _("{title} is undecided again"),
    "break-called": _("A break from {first} to {last}"),
    "call-placed": _("{title} placed into {group}"),
    "call-taken-out": _("{title} taken out of {group}"),
    "calls-placed": _("Placed into their groups: {titles}"),
    "calls-of-community": _("Of the whole community: {titles}"),
    "cancellations-left-out": _("Left out of the feed, cancelled long ago: {title}, {dates}"),
    "community-channels": _("Channels of the community"),
    "community-edited": _("Edited the community's facts"),
    "date-cancelled": _("Cancelled: {title}, {date}"),
    "date-moved": _("Moved: {title}, {date}"),
    "date-restored": _("Put back: {title}, {date}"),
    "date-undone": _("Undone: {title}, {date}"),
    "dates-made": _("Coming dates of {title} made"),
    "destination-added": _("{name} is told of calls"),
    "destination-edited": _("What {name} is told"),
    "destination-removed": _("Removed {name}, which was told of calls"),
    "destination-secret": _("A new secret for {name}"),
    "destination-started": _("{name} is told again"),
    "destination-stopped": _("{name} is not told any more"),
    "door-set": _("The door of {title}: when it opens, and what to expect"),
    "usual-door-set": _("The doors of all calls: when they open, and what to expect"),
    "finding-set-aside": _("Set aside {code}: {finding}"),
    "finding-taken-up": _("Took up again {code}: {finding}"),
    "grants-ended": _("{person} looks after less"),
    "group-added": _("Added {name}"),
    "group-channels": _("Channels of {name}"),
    "group-edited": _("Edited {name}"),
    "group-goals": _("Goals of {name}"),
    "group-moved": _("Order of the groups: {name}"),
    "group-people": _("People of {name}"),
    "handed-over": _("{person} handed over and left"),
    "imported": _("Imported {name}"),
    "import-removed": _("Took out what {name} had brought"),
    "join-link-set": _("Join link of {title} set"),
    "link-ended": _("Ended the sign-in link of {person}"),
    "link-made": _("A sign-in link for {person}"),
    "chair-made": _("{person} chairs {group}"),
    "grant-dated": _("{person} looks after it for another time"),
    "reviewer-made": _("{person} reviews proposals"),
    "note-taker-made": _("{person} takes notes for {group}"),
    "leftovers-edited": _("What else was on the old page"),
    "manager-made": _("{person} is a programme manager"),
    "notes-agenda": _("Agenda shown: {title}, {date}"),
    "notes-edited": _("Recording, slides or names of the notes: {title}, {date}"),
    "notes-held": _("Was held: {title}, {date}"),
    "notes-item-accepted": _("On the agenda of {title}, {date}: {item}"),
    "notes-item-added": _("On the agenda of {title}, {date}: {item}"),
    "notes-item-declined": _("Not on the agenda of {title}, {date}: something that was proposed"),
    "notes-not-held": _("Did not take place: {title}, {date}"),
    "notes-outcome-open": _("Not said any more whether it was held: {title}, {date}"),
    "notes-unpublished": _("Notes taken back: {title}, {date}"),
    "notes-published": _("Notes published: {title}, {date}"),
    "moderator-made": _("{person} moderates {group}"),
    "person-erased": _("A person was erased"),
    "person-renamed": _("{name} has a new name"),
    "persons-merged": _("Two persons are one: {name}"),
    "letters-done": _("Done with letters that came in: {number}"),
    "letters-opened": _("Letters to be read again: {number}"),
    "letters-spam": _("Marked as spam, of the letters that came in: {number}"),
    "proposals-added": _("Added the call for proposals {title}"),
    "proposals-edited": _("Edited the call for proposals {title}"),
    "proposals-removed": _("Removed the call for proposals {title}"),
    "proposal-accepted": _("Accepted the proposal {title}"),
    "proposal-after": _("The speakers added to {title}"),
    "proposal-asked": _("Asked about the proposal {title}"),
    "proposal-declined": _("Declined the proposal {title}"),
    "proposal-moved": _("{title} is held on {date}"),
    "proposal-placed": _("{title} is held on {date}"),
    "proposal-shown": _("Looked who proposed {title}"),
    "proposal-taken-off": _("{title} has no date any more"),
    "proposal-waitlisted": _("Put the proposal {title} on the waiting list"),
    "proposals-declined": _("Declined proposals: {number}"),
    "proposals-waitlisted": _("Put proposals on the waiting list: {number}"),
    "published": _("Published the hub"),
    "renamed-oneself": _("{name} has a new name here"),
    "replies-set": _("Changed how {title} asks who comes"),
    "reply-removed": _("Removed an answer for {title}"),
    "remark-added": _("Said something about the proposal {title}"),
    "remark-removed": _("Took back what was said about the proposal {title}"),
    "review-given": _("Said what they think of the proposal {title}"),
    "review-looked-on": _("Decides on the proposal {title} without a score"),
    "series-added": _("Added {title}"),
    "series-brought-back": _("{title} meets again from {date} on"),
    "series-concluded": _("{title} ends after {date}"),
    "series-paused": _("{title} pauses from {date} on"),
    "series-adopted": _("Adopted {title}"),
    "series-changed": _("{title} changed from {date} on"),
    "series-decided": _("{title} has a schedule"),
    "series-edited": _("Edited {title}"),
    "series-given-back": _("Gave back {title}"),
    "series-on-demand": _("{title} meets when needed"),
    "session-added": _("Added the session {title}, {date}"),
    "session-edited": _("Edited the session {title}, {date}"),
    "session-moved": _("Order of the sessions, {date}"),
    "session-removed": _("Removed the session {title}, {date}"),
    "session-taken-off": _("Took the session {title} off {date}"),
    "speaker-named-again": _("A speaker may be named again"),
    "speaker-renamed": _("A speaker is called {name}"),
    "speaker-unnamed": _("A speaker asked not to be named"),
    "submission-accepted": _("Accepted {title}, which was sent in"),
    "submission-asked": _("Asked about a meeting that was sent in"),
    "submission-declined": _("Declined a meeting that was sent in"),
    "wish-granted": _("Said yes to a change that was asked for"),
    "wish-refused": _("Said no to a change that was asked for"),
    "submissions-decided": _("What moderators send in waits for somebody's yes"),
    "submissions-trusted": _("What moderators send in goes into the calendar at once"),
    "submissions-opened": _("Meetings can be sent in again"),
    "submissions-paused": _("No meetings can be sent in for now"),
    "submissions-spam": _("Marked as spam, of what was sent in: {number}"),
    "source-added": _("Added the calendar {calendar}"),
    "source-declined": _("Declined the calendar {calendar}"),
    "source-read": _("Read from {calendar}"),
    "source-shown": _("Showing the calendar {calendar}"),
    "source-stopped": _("Stopped the calendar {calendar}"),
    "way-in-added": _("One more way to join {title}"),
    "way-in-edited": _("A way to join {title} changed"),
    "way-in-moved": _("Order of the ways to join {title}"),
    "way-in-removed": _("A way to join {title} removed"),
    "space-added": _("Added the space {name}"),
    "space-edited": _("Edited the space {name}"),
    "space-moved": _("Order of the spaces: {name}"),
    "space-removed": _("Removed the space {name}"),
    "step-left-out": _("A step of setting up was left out or taken up"),
    "told": "{text}",  # kept from the days when sentences were stored
    "group-removed": _("Removed the group {name}"),
    "series-removed": _("Removed {title}"),
    "undone": _("Undone: {change}"),
    "unpublished": _("Took the hub offline"),
    "zone-data": _("Time zone data {before} → {version}: {series} series moved"),
}

_ROLES = {
    "manager": _("a programme manager"),
    "chair": _("a chair"),
    "moderator": _("a moderator"),
    "note-taker": _("a note-taker"),
    "reviewer": _("a reviewer"),
}


def change_sentence(kind: str, facts: Mapping[str, Any], gettext: Gettext = str) -> str:
    if kind == "undone":
        return gettext(SENTENCES[kind]).format(change=change_sentence(facts["kind"], facts["facts"], gettext))
    return gettext(SENTENCES[kind]).format(
        **{name: _said(name, value, gettext) for name, value in facts.items()}
    )


def _said(name: str, value: Any, gettext: Gettext) -> str:
    if name in ("date", "first", "last"):
        return day_text(value)
    if name == "dates":
        return ", ".join(map(day_text, value))
    if name == "titles":
        return ", ".join(value)
    if name == "before":
        return ", ".join(version or gettext("unknown") for version in value)
    if name == "series":
        return str(value or gettext("no"))
    if name == "finding":
        return message(Finding.of(value), Voice(gettext))
    if name == "person":
        return str(value or gettext("Somebody"))
    return str(value)


def actor_name(kind: str, role: str, name: str, gettext: Gettext = str) -> str:
    """Who did it, for everybody: their name, never an address; "" where nobody in particular did."""
    if name or kind != "user":
        return name
    return gettext(_ROLES.get(role, _ROLES["moderator"]))
