"""What a key of a data file is about, by its words: "meeting_schedule", "meetingSchedule" and "Meeting schedule" are one."""

import functools
import re

from commonhour.formats.catalogue.tables import Table
from commonhour.formats.page.vocabulary import role_of

# The first of them that holds words names the thing.
_NAMES = (
    "name", "title", "display name", "full name", "long name", "meeting name", "label", "group", "wg", "sig", "team",
    "project", "topic", "summary", "short name", "id",
)  # fmt: skip
_SLUGS = ("slug", "id", "key", "dir", "handle", "short name", "acronym", "abbreviation", "label")
# The first row that has one of the key's words: the notes of a meeting are no time.
_MEANINGS = tuple(
    (meaning, frozenset(words.split()))
    for meaning, words in (
        ("zone", "tz timezone zone"),
        ("notes", "notes minutes agenda agendas doc docs document etherpad hackmd pad"),
        ("recordings", "recording recordings youtube playlist"),
        ("calendar", "calendar calendars ical ics"),
        ("chat", "slack discord zulip matrix irc mattermost gitter telegram chat"),
        ("forum", "forum discourse discussions"),
        ("list", "list lists mailing mailinglist listserv"),
        ("repo", "repo repos repository repositories github gitlab git codeberg"),
        ("docs", "charter roadmap wiki governance"),
        ("length", "duration length"),
        ("state", "status state phase"),
        ("kind", "kind type"),
        ("parent", "parent"),
        ("door", "zoom jitsi webex teams meet join joining connect connection conference dial dialin room bridge location where venue video"),
        ("about", "description mission about purpose charge scope objective objectives overview focus details intro blurb"),
        ("people", "people sponsor sponsors convener conveners convenor convenors leadership contacts stewards champions"),
        ("when", "schedule when time times day days weekday weekdays frequency cadence recurrence recurring rate occurrence occurs "
                 "repeat repeats rhythm hour hours meets slot start starts starting end ends date dates rrule interval week weeks "
                 "month months nth ordinal until except exceptions exdate exdates skip skips skipped cancelled canceled paused holidays"),
        ("link", "url link links website site homepage page web href"),
    )
)  # fmt: skip
# What says of itself that it is not for everybody, by a key that is true or false, or by a word for who may see it.
_CLOSED = {"private", "unlisted", "hidden", "internal", "confidential", "members only", "invite only"}
_OPEN = {"public", "listed", "published"}
_SEEN_BY = {"visibility", "access", "privacy", "class", "classification", "audience"}
_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_FEW = {*_CLOSED, "member", "members", "restricted", "secret", "closed", "staff"}
MEANINGS = ("name", "slug", *(meaning for meaning, _ in _MEANINGS))
_CALLS = {
    "meeting", "meetings", "call", "calls", "sync", "syncs", "event", "events", "session",
    "sessions", "standup", "standups",
}  # fmt: skip


def key_words(key: str) -> str:
    """ "gDocNotes" and "g_doc_notes" as "g doc notes"."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", key)
    return " ".join(re.findall(r"\w+", apart.replace("_", " "))).lower()


def names_calls(key: str) -> bool:
    """True for the key of a meeting or of a list of them."""
    return bool(_CALLS & {*key_words(key).split()})


def is_private(table: Table) -> bool:
    """`private: true`, `public: false`, `visibility: members`."""
    return any(
        isinstance(said, str) and _is_private(key_words(key), said) for key, said in table.values.items()
    )


def _is_private(key: str, said: str) -> bool:
    key, said = key.removeprefix("is "), key_words(said)
    if key in _SEEN_BY:
        return said in _FEW
    return said in (_NO if key in _OPEN else _YES if key in _CLOSED else ())


@functools.lru_cache(maxsize=2_000)
def meaning_of(key: str) -> str:
    """ "when", "zone", "people", "chat" …; "" for a key that says nothing we know."""
    said = key_words(key)
    words = set(said.split())
    if role_of(said):
        return "people"
    found = next((meaning for meaning, row in _MEANINGS if not row.isdisjoint(words)), "")
    if words & _CALLS:
        return {"link": "door", "": "when"}.get(found, found)
    return found


def name_key(table: Table) -> str:
    """The key whose words name the thing, "" when there is none."""
    return _first(table, _NAMES)


def slug_key(table: Table) -> str:
    """The key whose words name it for machines, so that they stay; "" when there is none."""
    return _first(table, _SLUGS)


def _first(table: Table, wanted: tuple[str, ...]) -> str:
    said = {key_words(key): key for key in reversed(table.values) if table.text(key)}
    return next((said[one] for one in wanted if one in said), "")
