"""What is held on each date, for calendars: the talks with those who speak."""

from collections import defaultdict

from commonhour.core.scope import Scope
from commonhour.models import Occurrence, Session
from commonhour.reads.shapes.session import SessionShape

Talks = dict[str, dict[str, str]]


def talks_told(scope: Scope) -> Talks:
    """By UID and original place of each date that has any, a line for each, in their order. Two queries."""
    dates = Occurrence.objects.attached().within(scope).filter(schedule__isnull=False, sessions__isnull=False)
    rows = dates.order_by("pk", "sessions__position", "sessions__pk")
    held = list(rows.values_list("schedule__uid", "recurrence_id", "sessions"))
    sessions = Session.objects.in_bulk([key for _, _, key in held])
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for uid, place, key in held:
        found[uid][place].append(SessionShape.of(sessions[key]).line)
    return {uid: {place: "\n".join(lines) for place, lines in told.items()} for uid, told in found.items()}
