"""What was sent in by people without an account: as its sender sees it, and as those who decide do."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.schedule.schedule import Schedule
from commonhour.models import Series, Submission
from commonhour.models.submission import OPEN, UNCONFIRMED, WAITING
from commonhour.reads.mail_links import submission_path

PER_PAGE = 30
_ALIKE = 5


@dataclass(frozen=True, slots=True)
class SubmissionShape:
    """`state_words` are the state as people read it, not translated. `path` is the signed page of its sender, `series_path`
    where it is in the calendar, "" when it is not (any more). One that came `by_mail` may lack `missing` columns until its
    sender fills them in."""

    id: int
    state: str
    title: str
    about: str
    name: str
    email: str
    typed: str
    group: str
    group_slug: str
    schedule: Schedule | None
    sent_at: dt.datetime
    confirmed_at: dt.datetime | None
    decided_at: dt.datetime | None
    decided_by: str
    answer: str
    series_title: str
    series_path: str
    has_link: bool
    language: str
    tzid: str
    version: int
    path: str
    by_mail: bool
    missing: list[str]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def may_change(self) -> bool:
        return self.is_open or self.state == UNCONFIRMED

    @classmethod
    def of(cls, row: Submission) -> "SubmissionShape":
        series = row.series if row.series and row.series.removed_at is None else None
        return cls(
            row.pk, row.state, row.title, row.about, row.name, row.email, row.typed,
            row.group.name if row.group else "", row.group.slug if row.group else "", row.schedule() if row.dtstart else None, row.sent_at,
            row.confirmed_at, row.decided_at, str(row.decided_by or ""), row.answer, series.title if series else "",
            series.path if series else "", bool(row.link_sealed), row.language, row.sender_tzid, row.version,
            submission_path(row.pk), row.by_mail, row.missing,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToDecide:
    """`before` is what the same address sent in earlier, `alike` series that are called the same."""

    shape: SubmissionShape
    before: list[SubmissionShape]
    alike: list[tuple[str, str]]


def to_decide(row: Submission) -> ToDecide:
    before = Submission.objects.whole().filter(email=row.email).exclude(pk=row.pk).exclude(confirmed_at=None)
    alike = Series.objects.filter(title__iexact=row.title).exclude(pk=row.series_id).order_by("pk")[:_ALIKE]
    shapes = [SubmissionShape.of(one) for one in before.order_by("-sent_at")[:_ALIKE]]
    return ToDecide(SubmissionShape.of(row), shapes, [(one.title, one.path) for one in alike])


def submissions(
    groups: list[int] | None, number: int, *, is_open: bool
) -> tuple[list[SubmissionShape], bool]:
    """A page of those that wait, the oldest first; or of those that were decided, the newest first."""
    rows = Submission.objects.whole().for_groups(groups)
    if is_open:
        rows = rows.open().order_by("confirmed_at", "pk")
    else:
        rows = rows.exclude(state__in=OPEN).order_by("-decided_at", "-pk")
    first = (number - 1) * PER_PAGE
    found = list(rows[first : first + PER_PAGE + 1])
    return [SubmissionShape.of(one) for one in found[:PER_PAGE]], len(found) > PER_PAGE


def waiting_count(groups: list[int] | None) -> int:
    return Submission.objects.for_groups(groups).filter(state=WAITING).count()
