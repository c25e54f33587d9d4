"""Writes one date as a schema.org Event, for search engines."""

import json
from typing import Any

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.rfc3339 import rfc3339


def event_json(one: ListedDate, description: str, base_url: str) -> str:
    """JSON-LD that is safe inside <script>."""
    text = json.dumps(_event(one, description, base_url), ensure_ascii=False)
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
