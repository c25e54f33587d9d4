"""A mail that came in becomes a letter to people, a meeting that waits for its sender's yes, or a mark that one of ours came
back. Nothing it says is believed, and whatever it is, it lands somewhere."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction

from commonhour.actions.lock import lock
from commonhour.actions.measure import is_in_measure
from commonhour.actions.news.change_set import change_set
from commonhour.actions.news.outbox import came_back
from commonhour.actions.rights import require
from commonhour.actions.submission_by_mail import begin_by_mail, change_by_mail, when_facts
from commonhour.core.letter import OF_PROGRAMS, MailKind, ReadMail
from commonhour.core.limits import LETTERS_A_DAY
from commonhour.core.rights import Actor, Verb
from commonhour.errors import TooMany
from commonhour.formats.mail.incoming.reader import read_mail
from commonhour.models import Community, Letter, Submission
from commonhour.models.letter import DONE, MOVE, OPEN, SPAM
from commonhour.models.submission import UNCONFIRMED

_KINDS = {DONE: "letters-done", SPAM: "letters-spam", OPEN: "letters-opened"}


def take_mail(
    body: bytes, *, now: dt.datetime, return_path: str | None = None, is_whole: bool = True
) -> Letter:
    """As often as it is called with the same mail. `return_path` and `is_whole` are as `read_mail` has them. Raises TooMany
    when no more is taken in today; who brought it tries again later."""
    own = {settings.MAIL_FROM.lower(), *settings.MAILBOX_ADDRESSES}
    read = read_mail(
        body, now=now, tzid=Community.the().tzid, own=own, return_path=return_path, is_whole=is_whole
    )
    known = Letter.objects.filter(digest=read.digest).first()
    if known:
        return known
    if not is_in_measure("letters", "", now, LETTERS_A_DAY):
        raise TooMany("letters-too-many")
    try:
        with transaction.atomic():
            return _taken(read, now)
    except IntegrityError:  # it came by two ways at the same moment
        return Letter.objects.get(digest=read.digest)


def _taken(read: ReadMail, now: dt.datetime) -> Letter:
    letter = Letter(
        digest=read.digest, received_at=now, email=read.sender, name=read.name, subject=read.subject, text=read.text,
        kind=read.kind, problems=list(read.problems), state=DONE if read.kind in OF_PROGRAMS else OPEN,
    )  # fmt: skip
    letter.save()
    if read.kind is MailKind.MEETING:
        _begin_or_change(letter, read, now)
    elif read.kind is MailKind.CANCEL:
        letter.submission = _known(read)
    elif read.came_back:
        came_back(read.came_back.message_id.strip("<>").split("@")[0], read.came_back.says, now)
    letter.save()
    return letter


def _begin_or_change(letter: Letter, read: ReadMail, now: dt.datetime) -> None:
    """What an invitation says its sender settles on the page; words may be meant otherwise, so that people see them too."""
    known = _known(read)
    if known is not None:
        _change(letter, known, read)
        return
    letter.submission = begin_by_mail(read, now)
    if letter.submission and letter.submission.uid:
        letter.state = DONE


def _known(read: ReadMail) -> Submission | None:
    """What the same address sent in of the same call."""
    uid = read.described.uid if read.described else ""
    rows = (
        Submission.objects.filter(email=read.sender, uid=uid).order_by("-sent_at")
        if uid and read.sender
        else None
    )
    return rows.first() if rows is not None else None


def _change(letter: Letter, known: Submission, read: ReadMail) -> None:
    """One that waits follows; for one that was decided people are asked."""
    described = read.described
    assert described is not None
    letter.submission = known
    if described.sequence <= known.sequence and not described.is_one_date:
        letter.state = DONE  # the same once more
        return
    letter.kind, schedule = MOVE, described.schedule
    letter.moves_to = when_facts(schedule) if schedule else {}
    if schedule and not described.is_one_date and (known.state == UNCONFIRMED or known.is_open):
        change_by_mail(known, described)
        letter.state = DONE


def settle_letters(rows: Sequence[Letter], state: str, *, now: dt.datetime, actor: Actor) -> int:
    """Done, spam, or to be read again; all in one change, which is taken back at once. Returns how many were in another
    state."""
    require(actor, Verb.DECIDE, None)
    with transaction.atomic():
        fresh = [lock(row) for row in sorted(rows, key=lambda row: row.pk)]
        found = [row for row in fresh if row.state != state]
        with change_set(now, actor, _KINDS[state], {"number": len(found)}) as changes:
            for row in found:
                changes.set(row, **row.settle(state))
    return len(found)
