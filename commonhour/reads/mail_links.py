"""Signed addresses in mails: whoever has one is whom the mail was for. No row has to be kept for them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.signing import BadSignature, Signer

from commonhour.core.agenda import AskedItem
from commonhour.core.asking import Asking, asking_from_json
from commonhour.core.replies import AskedReply
from commonhour.errors import Gone, NotFound
from commonhour.models import Subscriber

CONFIRM_WITHIN, ANSWER_WITHIN = dt.timedelta(days=7), dt.timedelta(days=60)
_STILL_MEETING = "still-meeting"
_CONFIRM, _OWN, _END, _SUBMISSION, _PROPOSAL, _SPEAKER, _SUPPORT, _REPLY, _REPLIES, _ITEM = (
    Signer(salt=f"commonhour.mail.{name}")
    for name in (
        "confirm",
        "own",
        "end",
        "submission",
        "proposal",
        "speaker",
        "support",
        "reply",
        "replies",
        "agenda item",
    )
)
_OWNER, _NUDGE = (Signer(salt=f"commonhour.mail.{name}") for name in ("owner", "nudge"))


@dataclass(frozen=True, slots=True)
class RepliesLink:
    """What `replies_path` was given."""

    series: int
    guest: int = 0
    subscriber: int = 0
    date: str = ""


def confirm_path(asking: Asking, now: dt.datetime) -> str:
    return f"/subscribe/confirm/{_signed_now(_CONFIRM, asking.as_json(), now)}/"


def asked_by(token: str, now: dt.datetime) -> Asking:
    """Raises NotFound for what we did not sign, Gone when it is too old."""
    return asking_from_json(_read_in_time(_CONFIRM, token, now))


def own_path(subscriber: int) -> str:
    """Their page, by the id of the subscriber; good as long as the hub knows the address."""
    return f"/subscribe/mine/{_OWN.sign_object({'id': subscriber})}/"


def owner(token: str) -> int:
    """The id of the subscriber. Raises NotFound, also for an address that was deleted."""
    return _known(_read(_OWN, token)["id"])


def end_path(subscriber: int, what: str) -> str:
    """Ends `what`: a kind of `core.asking.KINDS`, or "subscription 17"."""
    return f"/subscribe/end/{_END.sign_object({'id': subscriber, 'what': what})}/"


def ending(token: str) -> tuple[int, str]:
    """The id of the subscriber, and what ends. Raises NotFound, also for an address that was deleted."""
    facts = _read(_END, token)
    return _known(facts["id"]), facts["what"]


def answer_path(question: int, user: int) -> str:
    """Where this user says whether their group still meets, by the ids of the question and of the user."""
    return f"/still-meeting/{signing.dumps([question, user], salt=_STILL_MEETING)}/"


def answering(token: str) -> tuple[int, int]:
    """The ids of the question and of the user. Raises NotFound for what was not signed here, or too long ago."""
    try:
        question, user = signing.loads(token, salt=_STILL_MEETING, max_age=ANSWER_WITHIN)
    except BadSignature as error:
        raise NotFound("link-used") from error
    return question, user


def submission_path(submission: int) -> str:
    """Of who sent it in, by the id of the submission; good as long as the hub keeps it."""
    return f"/submit/mine/{_SUBMISSION.sign_object(submission)}/"


def submission_of(token: str) -> int:
    """Raises NotFound for what we did not sign."""
    try:
        return int(_SUBMISSION.unsign_object(token))
    except (BadSignature, ValueError) as error:
        raise NotFound("submission-link-unknown") from error


def proposal_path(proposal: int) -> str:
    """Of who proposed it, by its id; good as long as the hub keeps it."""
    return f"/cfp/mine/{_PROPOSAL.sign_object(proposal)}/"


def proposal_of(token: str) -> int:
    """Raises NotFound for what we did not sign."""
    return int(_proposed(_PROPOSAL, token))


def speaker_path(speaker: int) -> str:
    """Of who is named as a further speaker of a talk, by the id of that."""
    return f"/cfp/speaker/{_SPEAKER.sign_object(speaker)}/"


def speaker_of(token: str) -> int:
    """Raises NotFound for what we did not sign."""
    return int(_proposed(_SPEAKER, token))


def support_path(proposal: int, who: str) -> str:
    """Where somebody says that they would like to hear a talk, and takes that back; `who` is the digest of their mailbox."""
    return f"/cfp/support/{_SUPPORT.sign_object([proposal, who])}/"


def support_of(token: str) -> tuple[int, str]:
    """The id of the proposal and the digest of a mailbox. Raises NotFound for what we did not sign."""
    proposal, who = _proposed(_SUPPORT, token)
    return proposal, who


def _proposed(signer: Signer, token: str) -> Any:
    try:
        return signer.unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise NotFound("proposal-link-unknown") from error


def confirm_reply_path(asked: AskedReply, now: dt.datetime) -> str:
    return f"/replies/confirm/{_signed_now(_REPLY, asked.as_json(), now)}/"


def asked_reply(token: str, now: dt.datetime) -> AskedReply:
    """Raises NotFound for what we did not sign, Gone when it is too old."""
    return AskedReply(**_read_in_time(_REPLY, token, now))


def confirm_item_path(asked: AskedItem, now: dt.datetime) -> str:
    return f"/agenda/confirm/{_signed_now(_ITEM, asked.as_json(), now)}/"


def asked_item(token: str, now: dt.datetime) -> AskedItem:
    """Raises NotFound for what we did not sign, Gone when it is too old."""
    return AskedItem(**_read_in_time(_ITEM, token, now))


def replies_path(series: int, *, guest: int = 0, subscriber: int = 0, date: str = "") -> str:
    """What a guest, or a subscriber, answers for a series, all by their ids; with the public id of the date it is about."""
    facts = {"series": series, "guest": guest, "subscriber": subscriber, "date": date}
    kept = {name: value for name, value in facts.items() if value}
    return f"/replies/{_REPLIES.sign_object(kept)}/"


def replies_of(token: str) -> RepliesLink:
    """Raises NotFound for what we did not sign."""
    return RepliesLink(**_read(_REPLIES, token))


def nudge_path(user: int, series: int) -> str:
    """Where a user says that they want no mail about what is missing in a call, by the ids of both."""
    return f"/nudges/{_NUDGE.sign_object([user, series])}/"


def nudge_of(token: str) -> tuple[int, int]:
    """The ids of the user and of the series. Raises NotFound for what we did not sign."""
    try:
        user, series = _NUDGE.unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise NotFound("mail-link-unknown") from error
    return user, series


def owner_path(key: str, group: int | None) -> str:
    """Where whoever is called so (`core/speakers.py`) says what became of their actions in the calls of a group, or in those of no group."""
    return f"/actions/mine/{_OWNER.sign_object([key, group])}/"


def owner_of(token: str) -> tuple[str, int | None]:
    """The key of a name, and the id of a group. Raises NotFound for what we did not sign."""
    try:
        key, group = _OWNER.unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise NotFound("owner-link-unknown") from error
    return key, group


def _signed_now(signer: Signer, facts: dict[str, Any], now: dt.datetime) -> str:
    return signer.sign_object(facts | {"at": int(now.timestamp())}, compress=True)


def _read_in_time(signer: Signer, token: str, now: dt.datetime) -> dict[str, Any]:
    """Raises Gone for what was signed longer ago than CONFIRM_WITHIN."""
    facts = _read(signer, token)
    if now - dt.datetime.fromtimestamp(facts.pop("at"), dt.UTC) > CONFIRM_WITHIN:
        raise Gone("confirmation-too-old")
    return facts


def _read(signer: Signer, token: str) -> dict[str, Any]:
    try:
        return dict(signer.unsign_object(token))
    except (BadSignature, ValueError) as error:
        raise NotFound("mail-link-unknown") from error


def _known(key: int) -> int:
    if not Subscriber.objects.filter(pk=key).exists():
        raise NotFound("mail-link-unknown")
    return key
