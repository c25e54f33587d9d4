"""Addresses that carry their own proof: whoever has one may do the one thing it names, until it is too old."""

import datetime as dt

from django.conf import settings
from django.core import signing

from commonhour.errors import NotFound

_STILL_MEETING = "still-meeting"
_GOOD_FOR = dt.timedelta(days=60)


def answer_address(question: int, user: int) -> str:
    """Where this user answers this question."""
    token = signing.dumps([question, user], salt=_STILL_MEETING)
    return f"{settings.BASE_URL}/still-meeting/{token}/"


def answering(token: str) -> tuple[int, int]:
    """The ids of the question and of the user. Raises NotFound for what was not signed here, or too long ago."""
    try:
        question, user = signing.loads(token, salt=_STILL_MEETING, max_age=_GOOD_FOR)
    except signing.BadSignature as error:
        raise NotFound("link-used") from error
    return question, user
