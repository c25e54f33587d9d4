"""Writes one date, or one talk, as a schema.org Event, for search engines."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.rfc3339 import rfc3339


def event_json(one: ListedDate, description: str, base_url: str) -> str:
    """JSON-LD that is safe inside <script>."""
    return _for_script(_event(one, description, base_url))


def talk_json(
    title: str,
    description: str,
    url: str,
    *,
    speakers: Sequence[tuple[str, str]],
    language: str,
    recording: str,
    day: dt.date | None,
    dates: Sequence[ListedDate],
    base_url: str,
) -> str:
    """A talk is an Event with its performers, and `recordedIn` a VideoObject; `speakers` are names and organisations. Of
    its dates the first counts."""
    first = dates[0] if dates else None
    at = rfc3339(first.start, first.all_day) if first else day.isoformat() if day else ""
    video = {"@type": "VideoObject", "name": title, "description": description[:300] or title, "url": recording,
             "uploadDate": at}  # fmt: skip
    place = {"@type": "VirtualLocation", "url": f"{base_url}{first.path}" if first else url}
    facts = {
        "@context": "https://schema.org", "@type": "Event", "name": title, "description": description[:300], "url": url,
        "startDate": at, "endDate": rfc3339(first.end, first.all_day) if first else at,
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode", "location": place,
        "inLanguage": language, "performer": [_performer(*one) for one in speakers],
        "recordedIn": {name: value for name, value in video.items() if value} if recording else None,
    }  # fmt: skip
    return _for_script({name: value for name, value in facts.items() if value})


def _performer(name: str, organisation: str) -> dict[str, Any]:
    works = {"affiliation": {"@type": "Organization", "name": organisation}} if organisation else {}
    return {"@type": "Person", "name": name, **works}


def _for_script(facts: dict[str, Any]) -> str:
    text = json.dumps(facts, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _event(one: ListedDate, description: str, base_url: str) -> dict[str, Any]:
    status = (
        "EventCancelled" if one.is_cancelled else "EventRescheduled" if one.is_moved else "EventScheduled"
    )
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": one.title,
        "description": description[:300],
        "startDate": rfc3339(one.start, one.all_day),
        "endDate": rfc3339(one.end, one.all_day),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": f"{base_url}{one.path}join"},
        "organizer": {"@type": "Organization", "name": one.group_name or "Common Hour"},
        "url": base_url + one.path,
    }
