"""Messages round what was sent in, made when they go, from what holds then."""

from django.conf import settings

from commonhour.core.message import Message, Moment
from commonhour.core.speech.messages.submission import (
    answer_message,
    confirm_submission_message,
    mailed_message,
    waits_message,
    wish_message,
)
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.speech.words import Voice
from commonhour.models import Community, Delivery, Submission, Wish
from commonhour.models.submission import ACCEPTED, ASKED, DECLINED, NEEDED, UNCONFIRMED
from commonhour.reads.mail_links import submission_path
from commonhour.reads.submission import SubmissionShape, waiting_count
from commonhour.reads.wish import WishShape, wish_count


def submission_confirm(row: Delivery, community: Community, voice: Voice) -> Message | None:
    found = Submission.objects.whole().filter(pk=row.facts["id"]).first()
    if found is None or found.state != UNCONFIRMED:
        return None
    return confirm_submission_message(str(community), settings.BASE_URL + submission_path(found.pk), voice)


def submission_mailed(row: Delivery, community: Community, voice: Voice) -> Message | None:
    found = Submission.objects.whole().filter(pk=row.facts["id"]).first()
    if found is None or found.state != UNCONFIRMED:
        return None
    when = "" if "dtstart" in found.missing else rule_sentence(found.schedule(), voice.gettext, voice.words)
    said = [name for name in NEEDED if name not in found.missing]
    url = settings.BASE_URL + submission_path(found.pk)
    return mailed_message(str(community), when, said, found.missing, url, voice)


def submission_answer(row: Delivery, voice: Voice) -> Message | None:
    found = Submission.objects.whole().filter(pk=row.facts["id"]).first()
    if found is None or found.state not in (ACCEPTED, DECLINED, ASKED):
        return None
    shape = SubmissionShape.of(found)
    when = (
        rule_sentence(shape.schedule, voice.gettext, voice.words)
        if shape.series_path and shape.schedule
        else ""
    )
    page = settings.BASE_URL + shape.series_path if shape.series_path else ""
    return answer_message(
        shape.state, shape.title, shape.answer, when, page, settings.BASE_URL + shape.path, voice
    )


def wish_answer(row: Delivery, voice: Voice) -> Message | None:
    found = Wish.objects.select_related("submission", "occurrence").filter(pk=row.facts["id"]).first()
    if found is None or found.settled_at is None:
        return None
    shape = WishShape.of(found)
    date = shape.date if shape.date and not shape.date.is_cancelled else None
    when = Moment(date.start, date.tzid, date.end, date.all_day) if date else None
    return wish_message(
        shape.title, shape.answer, when, settings.BASE_URL + submission_path(shape.submission), voice,
        is_granted=bool(shape.is_granted),
    )  # fmt: skip


def submissions_wait(community: Community, voice: Voice) -> Message | None:
    if not (waiting_count(None) or wish_count(None)):
        return None
    return waits_message(str(community), f"{settings.BASE_URL}/desk/submissions/", voice)
