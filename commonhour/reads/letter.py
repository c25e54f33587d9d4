"""Mails that came in, for those who decide: what people wrote first, the oldest on top."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.schedule.schedule import Schedule
from commonhour.models import Letter, Submission
from commonhour.models.letter import OPEN
from commonhour.reads.submission import SubmissionShape

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class LetterShape:
    """`kind` and `kind_words` say what kind of mail it is, `problems` are codes of what of it could not be read; `moves_to` is
    when the meeting would be that it asks to move. `submission` is what it is about, None for what nobody confirmed yet."""

    id: int
    received_at: dt.datetime
    email: str
    name: str
    subject: str
    text: str
    kind: str
    kind_words: str
    problems: list[str]
    moves_to: Schedule | None
    submission: SubmissionShape | None
    waits_for_sender: bool
    state: str
    version: int

    @classmethod
    def of(cls, row: Letter) -> "LetterShape":
        meeting = row.submission
        return cls(
            row.pk, row.received_at, row.email, row.name, row.subject, row.text, row.kind, str(row.get_kind_display()),
            row.problems, _moves_to(row), SubmissionShape.of(meeting) if meeting and meeting.confirmed_at else None,
            meeting is not None and meeting.confirmed_at is None, row.state, row.version,
        )  # fmt: skip


def letters(number: int, *, is_open: bool) -> tuple[list[LetterShape], bool]:
    """A page of those to read, the oldest first; or of those that are settled, the newest first."""
    rows = Letter.objects.select_related(
        "submission", *(f"submission__{name}" for name in ("group", "decided_by", "series"))
    )
    rows = rows.filter(state=OPEN) if is_open else rows.exclude(state=OPEN).order_by("-received_at", "-pk")
    first = (number - 1) * PER_PAGE
    found = list(rows[first : first + PER_PAGE + 1])
    return [LetterShape.of(one) for one in found[:PER_PAGE]], len(found) > PER_PAGE


def letters_about(row: Submission) -> list[LetterShape]:
    """What came by mail about one meeting, the newest first."""
    found = row.letters.select_related(
        "submission", *(f"submission__{name}" for name in ("group", "decided_by", "series"))
    )
    return [LetterShape.of(one) for one in found.order_by("-received_at", "-pk")[:PER_PAGE]]


def letter_count() -> int:
    return Letter.objects.filter(state=OPEN).count()


def _moves_to(row: Letter) -> Schedule | None:
    said = row.moves_to
    if not said:
        return None
    return Schedule(said["dtstart"], said["tzid"], dt.timedelta(minutes=said["minutes"]), said["rrule"])
