"""The zones a form suggests without JavaScript: those in use here, then those many people live in."""

from commonhour.models import Schedule
from commonhour.web.times import place

_MANY_PEOPLE = (
    "UTC", "Europe/London", "Europe/Madrid", "Europe/Paris", "Europe/Berlin", "America/New_York",
    "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Africa/Lagos",
    "Africa/Nairobi", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Shanghai", "Asia/Tokyo",
    "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip


def zone_names(*first: str) -> list[tuple[str, str]]:
    """(zone, city), without repeats."""
    used = Schedule.objects.order_by().values_list("tzid", flat=True).distinct()[:30]
    return [(tzid, place(tzid)) for tzid in dict.fromkeys([*first, *used, *_MANY_PEOPLE])]
