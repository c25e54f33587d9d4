"""What columns, headings and keys of proposals are called, wherever they come from, and what their values mean."""

import datetime as dt
import re

from commonhour.core.time.cities import fold

_PROPOSAL = {
    "key": r"(?:session |submission |proposal )?id|code|number",
    "title": r"(?:(?:proposed )?(?:session|talk|proposal|presentation|submission|topic)(?: s)? )?title(?: of (?:the|your) .*)?|name of (?:the |your )?(?:session|talk|presentation)|what is (?:the title of )?your (?:talk|session|topic)(?: called)?",
    "abstract": r"(?:(?:session|talk|proposal|presentation|submission|short|topic) )?(?:abstract|description|summary)(?: of (?:the|your) .*)?|what is it about",
    "takeaway": r"(?:key )?take ?aways?|what (?:will )?(?:people|the audience|attendees) (?:will )?(?:take home|learn|take away)|learning (?:outcomes|goals)|benefits? to the (?:audience|ecosystem|community)",
    "topic": r"topic|track|category|theme",
    "level": r"(?:(?:audience|experience|session|expertise) )?level",
    "spoken": r"(?:(?:session|talk|spoken|content) )?(?:language|locale)",
    "format": r"(?:(?:session|talk|submission|proposal|presentation) )?(?:format|type)",
    "links": r"links?|urls?|resources|(?:relevant|supporting|further) links|html url",
    "state": r"(?:(?:session|submission|proposal) )?(?:state|status)",
    "created_at": r"created(?: at)?|date created",
    "submitted_at": r"(?:date )?submitted(?: at)?",
    "held_at": r"scheduled at|starts at|start",
    "recording": r"recording(?: url)?|video",
    "slides": r"slides|presentation slides|slide deck",
}
_SPEAKER = {
    "name": r"(?:speaker s?|your|full|presenter s?|public)? ?names?|speakers?(?: s)?|presenters?|speaker s",
    "first": r"first ?name",
    "last": r"last ?name",
    "owner": r"owner|submitter",
    "owner_email": r"(?:owner|submitter) e ?mail",
    "email": r"(?:(?:speaker|your|contact|presenter)(?: s)? )?e ?mail(?:s| address)?",
    "organisation": r"(?:(?:speaker|your)(?: s)? )?(?:organi[sz]ation|company|affiliation|employer)",
    "bio": r"(?:(?:speaker|your|short)(?: s)? )?(?:bio|biography)",
    "pronouns": r"(?:(?:speaker|your)(?: s)? )?pronouns",
    "picture": r"(?:profile )?(?:picture|photo|avatar|headshot)(?: url)?|avatar url",
    "tzid": r"(?:your )?time ?zone",
}
_STATES = {
    "draft": "draft", "submitted": "submitted", "nominated": "submitted", "in evaluation": "submitted", "open": "submitted",
    "accept queue": "submitted", "decline queue": "submitted", "pending": "submitted", "waits": "submitted",
    "asked": "asked", "waitlisted": "waitlisted", "waitlist": "waitlisted", "accepted": "accepted", "confirmed": "accepted",
    "declined": "declined", "rejected": "declined", "withdrawn": "withdrawn", "canceled": "withdrawn", "cancelled": "withdrawn",
}  # fmt: skip
OURS = frozenset({"draft", "submitted", "asked", "waitlisted", "accepted", "declined", "withdrawn"})
_LEVELS = {
    "beginner": "beginner", "for beginners": "beginner", "introductory": "beginner", "introductory and overview": "beginner",
    "intermediate": "intermediate", "advanced": "advanced", "expert": "advanced",
}  # fmt: skip
_WEB = re.compile(r"https?://[^\s<>\"'\])]+", re.I)
_MARKDOWN_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((https?://[^\s)]{1,2000})\)", re.I)


def words(head: str) -> str:
    """A heading without case, marks and what stands in brackets."""
    return " ".join(re.sub(r"[^\w\s]", " ", fold(re.sub(r"\([^()]*\)", " ", head))).split())


def field_of(head: str) -> str:
    """The field of a proposal that a heading means; "" for none."""
    return _meant(head, _PROPOSAL)


def field_of_speaker(head: str) -> str:
    return _meant(head, _SPEAKER)


def _meant(head: str, known: dict[str, str]) -> str:
    said = words(head[:200])
    return next((name for name, pattern in known.items() if re.fullmatch(pattern, said)), "")


def state_of(text: str) -> str:
    """ "" for a word that is not known."""
    return _STATES.get(words(text), "")


def level_of(text: str) -> str:
    return _LEVELS.get(words(text), "")


def instant(text: str) -> dt.datetime | None:
    """An RFC 3339 instant, or what is like one, which is UTC without a zone."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return None


def links_in(text: str) -> tuple[list[dict[str, str]], str]:
    """The addresses in a text with what each is called, and whether that was all there was: the rest, "" for nothing."""
    found = [{"label": label.strip(), "url": url} for label, url in _MARKDOWN_LINK.findall(text)]
    rest = _MARKDOWN_LINK.sub(" ", text)
    found += [{"label": "", "url": url} for url in _WEB.findall(rest)]
    rest = " ".join(re.sub(r"(?m)^\s*[-*]\s*|[,;]", " ", _WEB.sub(" ", rest)).split())
    return [one for one in found if len(one["url"]) <= 2_000], rest
