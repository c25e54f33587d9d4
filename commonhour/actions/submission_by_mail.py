"""A meeting that a mail describes: begun for its sender, who finishes and confirms it on a page, and changed by later mails."""

import datetime as dt

from commonhour.actions.lock import lock
from commonhour.actions.measure import is_in_measure, mailbox
from commonhour.actions.news.outbox import post
from commonhour.core.letter import Described, ReadMail
from commonhour.core.limits import MAILED_A_DAY, MAILED_PER_ADDRESS
from commonhour.core.schedule.schedule import Schedule
from commonhour.models import Community, Delivery, Submission
from commonhour.models.submission import UNCONFIRMED

KIND = "submission-mailed"
_BETWEEN = dt.timedelta(hours=1)
_LONGEST_LINK, _LONGEST_RULE = 2_000, 400


def begin_by_mail(read: ReadMail, now: dt.datetime) -> Submission | None:
    """One mail asks its sender; the next one to the same address waits for an hour. None where no mail may go."""
    described, community = read.described, Community.the()
    if (
        described is None
        or not read.may_answer
        or community.submissions_paused
        or not _is_in_measure(read.sender, now)
    ):
        return None
    row = Submission(
        email=read.sender, name=read.name, language=read.language or community.language, sent_at=now, by_mail=True,
        uid=described.uid, sender_tzid=described.schedule.tzid if described.schedule else community.tzid,
    )  # fmt: skip
    _write(row, described)
    row.seal(described.link if _is_link(described.link) else "")
    row.save()
    post(
        KIND, row.email, {"id": row.pk}, cause=f"submission {row.public_id}", now=now, language=row.language,
        tzid=row.sender_tzid, due_at=_next_answer_at(row.email, now), good_until=now + Submission.KEPT_UNCONFIRMED,
    )  # fmt: skip
    return row


def change_by_mail(row: Submission, described: Described) -> None:
    """By a later invitation to the same call. Of one whose address was proved already the way to join stays as it is: who
    wrote the mail nobody knows."""
    fresh = lock(row)
    _write(fresh, described)
    if fresh.state == UNCONFIRMED and _is_link(described.link):
        fresh.seal(described.link)
    fresh.version += 1
    fresh.save()


def when_facts(schedule: Schedule) -> dict[str, object]:
    """By the names of the columns that say when."""
    minutes = int(schedule.duration.total_seconds() // 60)
    return {"dtstart": schedule.dtstart, "tzid": schedule.tzid, "minutes": minutes, "rrule": schedule.rrule}


def _write(row: Submission, described: Described) -> None:
    row.title, row.about = described.title[:200], described.about[:5_000]
    row.typed, row.sequence = described.typed[:200], described.sequence
    schedule = described.schedule
    if schedule and len(schedule.rrule) <= _LONGEST_RULE and len(schedule.tzid) <= 64:
        for name, value in when_facts(schedule).items():
            setattr(row, name, value)


def _is_in_measure(email: str, now: dt.datetime) -> bool:
    return is_in_measure("mailed by address", mailbox(email), now, MAILED_PER_ADDRESS) and is_in_measure(
        "mailed", "", now, MAILED_A_DAY
    )


def _next_answer_at(email: str, now: dt.datetime) -> dt.datetime:
    last = (
        Delivery.objects.filter(kind=KIND, to=email)
        .order_by("-due_at")
        .values_list("due_at", flat=True)
        .first()
    )
    return max(now, last + _BETWEEN) if last else now


def _is_link(text: str) -> bool:
    return (
        text.startswith(("https://", "http://"))
        and len(text) <= _LONGEST_LINK
        and text.isprintable()
        and " " not in text
    )
