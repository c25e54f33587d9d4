"""Sessions as Sessionize's API has them: everything at once (`All`), by groups (`Sessions`), or by day and room (`GridSmart`)."""

import re
from collections.abc import Iterator
from typing import Any

from commonhour.core.proposed import ProposalsRead, Proposed
from commonhour.formats.proposals.gathering import finished, gathered, speaker, tell
from commonhour.formats.proposals.json_parts import items, leave_over, text_of

_HEADS = {
    "startsAt": "Starts at",
    "recordingUrl": "Recording url",
    "liveUrl": "Live link",
    "status": "Status",
}
_OF_SPEAKERS = {"fullName": "Name", "firstName": "First name", "lastName": "Last name", "tagLine": "Tag line",
                "profilePicture": "Profile picture", "bio": "Bio", "email": "E-mail", "name": "Name"}  # fmt: skip
_LISTS = ("speakers", "categoryItems", "categories", "questionAnswers")
Named = dict[str, tuple[str, str]]  # by id: what it is one of, and its name


def is_sessionize(value: Any) -> bool:
    first = next(_sessions(value), None)
    return (
        isinstance(first, dict)
        and "title" in first
        and bool({"startsAt", "isServiceSession", "questionAnswers"} & first.keys())
    )


def read_sessionize(value: Any, where: str) -> ProposalsRead:
    read = ProposalsRead("sessionize", where)
    whole = value if isinstance(value, dict) else {}
    people = {text_of(one.get("id")): one for one in items(whole.get("speakers")) if isinstance(one, dict)}
    used: set[str] = set()
    for session in _sessions(value):
        if not isinstance(session, dict):
            leave_over(read, where, session)
            continue
        read.proposals.append(
            _proposal(read, session, people, used, _asked(whole), _chosen(whole), _rooms(whole))
        )
    leave_over(read, f"{where}: speakers of nothing", [one for key, one in people.items() if key not in used])
    _leave_the_rest(read, value, whole)
    return read


def _sessions(value: Any) -> Iterator[Any]:
    """In whatever groups, days and rooms they are."""
    if isinstance(value, dict) and isinstance(value.get("sessions"), list):
        yield from value["sessions"]
        return
    for group in items(value):
        if isinstance(group, dict):
            yield from items(group.get("sessions"))
            for room in items(group.get("rooms")):
                yield from items(room.get("sessions")) if isinstance(room, dict) else ()


def _leave_the_rest(read: ProposalsRead, value: Any, whole: dict[str, Any]) -> None:
    read_keys = ("sessions", "speakers", "questions", "categories", "rooms")
    leave_over(read, read.where, {key: one for key, one in whole.items() if key not in read_keys})
    for group in items(value) if not whole else ():
        if isinstance(group, dict):
            rooms = [
                {key: one for key, one in room.items() if key != "sessions"}
                for room in items(group.get("rooms"))
                if isinstance(room, dict)
            ]
            rest = {key: one for key, one in group.items() if key not in ("sessions", "rooms")}
            leave_over(read, read.where, rest | {"rooms": rooms})


def _proposal(
    read: ProposalsRead,
    session: dict[str, Any],
    people: dict[str, Any],
    used: set[str],
    asked: Named,
    chosen: Named,
    rooms: Named,
) -> Proposed:
    said = [
        (_HEADS.get(key, _spaced(key)), text_of(value))
        for key, value in session.items()
        if key not in (*_LISTS, "roomId")
    ]
    said += list(_choices(session, chosen))
    key = text_of(session.get("id"))
    one = gathered([(head, text) for head, text in said if not (head == "Id" and text == key)], key=key)
    if room := text_of(session.get("roomId")):
        tell(one, "Room", rooms.get(room, ("", room))[1])
    _put_answers(one, session, asked)
    for person in items(session.get("speakers")):
        facts = person if isinstance(person, dict) else {"id": person}
        known = people.get(text_of(facts.get("id")), {})
        used.add(text_of(facts.get("id")))
        _put_speaker(read, one, known | facts, asked, chosen)
    return finished(one)


def _put_speaker(
    read: ProposalsRead, one: Proposed, facts: dict[str, Any], asked: Named, chosen: Named
) -> None:
    """Their links and questions are told with the talk, under their name."""
    rest = ("id", "sessions", "links", *_LISTS)
    said = [
        (_OF_SPEAKERS.get(key, _spaced(key)), text_of(value))
        for key, value in facts.items()
        if key not in rest
    ]
    links = [
        (f"Link: {text_of(link.get('title'))}", text_of(link.get("url")))
        for link in items(facts.get("links"))
        if isinstance(link, dict)
    ]
    found = speaker([*said, *links, *_choices(facts, chosen)], one)
    _put_answers(one, facts, asked, f"{found.name}: ")
    one.speakers.append(found)
    leave_over(read, f"{read.where}: {one.key}: speaker", {"id": facts.get("id")})


def _put_answers(one: Proposed, facts: dict[str, Any], asked: Named, before: str = "") -> None:
    for answer in items(facts.get("questionAnswers")):
        if isinstance(answer, dict):
            question = asked.get(text_of(answer.get("questionId")), ("", ""))[1] or text_of(
                answer.get("question")
            )
            said = text_of(answer.get("answerValue")) or text_of(answer.get("answer"))
            if said:
                tell(one, f"{before}{question or 'Answer'}", said)


def _choices(facts: dict[str, Any], chosen: Named) -> Iterator[tuple[str, str]]:
    """Items of categories, by their numbers or as they are."""
    for number in items(facts.get("categoryItems")):
        name = chosen.get(text_of(number), ("Category", text_of(number)))
        yield name
    for category in items(facts.get("categories")):
        if isinstance(category, dict):
            for item in items(category.get("categoryItems")):
                yield (
                    text_of(category.get("name")) or "Category",
                    text_of(item.get("name") if isinstance(item, dict) else item),
                )


def _chosen(whole: dict[str, Any]) -> Named:
    return {
        text_of(item.get("id")): (text_of(category.get("title")) or text_of(category.get("name")) or "Category", text_of(item.get("name")))
        for category in items(whole.get("categories")) if isinstance(category, dict)
        for item in items(category.get("items")) if isinstance(item, dict)
    }  # fmt: skip


def _asked(whole: dict[str, Any]) -> Named:
    rows = [one for one in items(whole.get("questions")) if isinstance(one, dict)]
    return {text_of(one.get("id")): ("", text_of(one.get("question"))) for one in rows}


def _rooms(whole: dict[str, Any]) -> Named:
    rows = [one for one in items(whole.get("rooms")) if isinstance(one, dict)]
    return {text_of(one.get("id")): ("", text_of(one.get("name"))) for one in rows}


def _spaced(key: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).capitalize()
