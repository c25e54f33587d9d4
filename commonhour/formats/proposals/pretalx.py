"""Submissions as pretalx has them: the pages of its API, and the `schedule.json` of an event."""

from typing import Any

from commonhour.core.proposed import ProposalsRead, Proposed
from commonhour.formats.proposals.gathering import finished, gathered, speaker, tell
from commonhour.formats.proposals.json_parts import items, leave_over, text_of
from commonhour.formats.proposals.vocabulary import instant

_READ = frozenset({"speakers", "persons", "slot", "slots", "answers", "resources", "links", "attachments", "date", "start", "code", "id",
                   "guid", "title", "state", "submission_type", "type", "content_locale", "language", "track"})  # fmt: skip
_HEADS = {"submission_type": "Type", "type": "Type", "content_locale": "Language", "language": "Language"}
_OF_SPEAKERS = {
    "biography": "Biography",
    "public_name": "Name",
    "avatar": "Avatar",
    "avatar_url": "Avatar url",
}


def is_pretalx(value: Any) -> bool:
    return _days(value) is not None or _is_submission(next(iter(items(value, "results")), None))


def _is_submission(first: Any) -> bool:
    known = {"submission_type", "content_locale", "track", "abstract"}
    return isinstance(first, dict) and {"code", "title"} <= first.keys() and bool(known & first.keys())


def read_pretalx(value: Any, where: str) -> ProposalsRead:
    read = ProposalsRead("pretalx", where)
    days = _days(value)
    if days is None:
        rows = items(value, "results")
        around = (
            {key: one for key, one in value.items() if key != "results"}
            if isinstance(value, dict) and "results" in value
            else {}
        )
        leave_over(read, where, around)
    else:
        rows = [talk for day in days if isinstance(day, dict) for talk in _talks_of(read, day, where)]
        conference = value["schedule"]["conference"]
        leave_over(read, where, {key: one for key, one in value["schedule"].items() if key != "conference"})
        leave_over(read, where, {key: one for key, one in conference.items() if key != "days"})
        leave_over(read, where, {key: one for key, one in value.items() if key != "schedule"})
    for talk in rows:
        if isinstance(talk, dict):
            read.proposals.append(_proposal(read, talk, is_held=days is not None))
        else:
            leave_over(read, where, talk)
    return read


def _days(value: Any) -> list[Any] | None:
    schedule = value.get("schedule") if isinstance(value, dict) else None
    conference = schedule.get("conference") if isinstance(schedule, dict) else None
    days = conference.get("days") if isinstance(conference, dict) else None
    return days if isinstance(days, list) else None


def _talks_of(read: ProposalsRead, day: dict[str, Any], where: str) -> list[Any]:
    rooms = day.get("rooms")
    if not isinstance(rooms, dict):
        leave_over(read, where, day)
        return []
    leave_over(read, where, {key: one for key, one in day.items() if key != "rooms"})
    return [talk for talks in rooms.values() for talk in items(talks)]


def _proposal(read: ProposalsRead, talk: dict[str, Any], *, is_held: bool) -> Proposed:
    said = [
        ("Title", text_of(talk.get("title"))),
        ("State", text_of(talk.get("state")) or ("accepted" if is_held else "")),
    ]
    said += [(head, text_of(_named(talk.get(name)))) for name, head in _HEADS.items()]
    said += [("Track", text_of(_named(talk.get("track"))))]
    said += [(_head(key), text_of(value)) for key, value in talk.items() if key not in _READ]
    key = text_of(talk.get("code")) or text_of(talk.get("guid")) or text_of(talk.get("id"))
    one = gathered(said, key=key)
    for name in ("guid", "id"):
        if text_of(talk.get(name)) not in ("", key):
            leave_over(read, f"{read.where}: {key}", {name: talk[name]})
    _put_slot(one, talk)
    for link in [*items(talk.get("resources")), *items(talk.get("links")), *items(talk.get("attachments"))]:
        _put_link(one, link)
    for person in [*items(talk.get("speakers")), *items(talk.get("persons"))]:
        facts = person if isinstance(person, dict) else {"name": person}
        _put_answers(one, facts.get("answers"))
        told = [
            (_OF_SPEAKERS.get(key, _head(key)), text_of(value))
            for key, value in facts.items()
            if key != "answers"
        ]
        one.speakers.append(
            speaker([(head, text) for head, text in told if head not in ("Code", "Id", "Guid")], one)
        )
        leave_over(
            read, f"{read.where}: {key}: speaker", {name: facts.get(name) for name in ("code", "id", "guid")}
        )
    _put_answers(one, talk.get("answers"))
    return finished(one)


def _named(value: Any) -> Any:
    """A track or a type may be a row of its own."""
    if isinstance(value, dict) and "name" in value:
        return value["name"]
    return value


def _head(key: str) -> str:
    return key.replace("_", " ").strip().capitalize()


def _put_slot(one: Proposed, talk: dict[str, Any]) -> None:
    """`date` of the schedule is an instant; a slot has a room, a start and an end."""
    slots = [talk["slot"]] if isinstance(talk.get("slot"), dict) else items(talk.get("slots"))
    starts = [text_of(slot.get("start")) for slot in slots if isinstance(slot, dict)]
    for text in [*starts, text_of(talk.get("date")), text_of(talk.get("start"))]:
        if one.held_at is None and instant(text):
            one.held_at = instant(text)
        elif text:
            tell(one, "Start", text)
    for slot in slots:
        rest = (
            {key: value for key, value in slot.items() if key != "start"} if isinstance(slot, dict) else slot
        )
        if text_of(rest):
            tell(one, "Slot", text_of(rest))


def _put_link(one: Proposed, link: Any) -> None:
    facts = link if isinstance(link, dict) else {"url": link}
    url = next((text_of(facts.get(name)) for name in ("url", "resource", "link") if facts.get(name)), "")
    label = next((text_of(facts.get(name)) for name in ("title", "description") if facts.get(name)), "")
    if url.lower().startswith(("https://", "http://")):
        one.links.append({"label": label[:200], "url": url[:2_000]})
    rest = {key: value for key, value in facts.items() if text_of(value) not in (url, label)}
    if not url.lower().startswith(("https://", "http://")) or text_of(rest):
        tell(one, "Resource", text_of(facts))


def _put_answers(one: Proposed, answers: Any) -> None:
    for answer in items(answers):
        question = answer.get("question") if isinstance(answer, dict) else None
        asked = question.get("question") if isinstance(question, dict) else question
        said = answer.get("answer") if isinstance(answer, dict) else answer
        if text_of(said):
            tell(one, text_of(asked) or "Answer", text_of(said))
