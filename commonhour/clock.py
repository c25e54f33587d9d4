"""The one place that reads the clock. `COMMONHOUR_NOW` makes it stand still, for demonstrations and tests."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def now() -> dt.datetime:
    """The present instant, in UTC, to the second."""
    if settings.NOW:
        try:
            moment = dt.datetime.fromisoformat(settings.NOW)
        except ValueError as error:
            raise ImproperlyConfigured(
                "COMMONHOUR_NOW must be an RFC 3339 time such as 2026-11-23T10:00:00Z."
            ) from error
        return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
