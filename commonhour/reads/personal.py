"""All that the hub holds of one person, as they may ask for it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from commonhour.core.speech.changes import change_sentence
from commonhour.models import (
    ChangeSet,
    Delivery,
    Grant,
    Letter,
    Membership,
    NotNudged,
    Person,
    ProposalSpeaker,
    Remark,
    Reply,
    Review,
    Session,
    SignInLink,
    Submission,
    User,
)
from commonhour.reads.account import SignedInRow, WayInRow, account_page
from commonhour.reads.personal_notes import (
    ActionOwned,
    ItemProposed,
    NotesNaming,
    actions_owned,
    items_proposed,
    notes_naming,
)
from commonhour.reads.subscriber import data_of


@dataclass(frozen=True, slots=True)
class Account:
    email: str
    name: str
    is_open: bool
    last_signed_in_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    role: str
    group: str | None
    given_by: str
    since: dt.datetime
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class NamedAs:
    name: str
    organisation: str
    url: str


@dataclass(frozen=True, slots=True)
class PlaceHeld:
    group: str
    role: str
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class LinkHeld:
    expires_at: dt.datetime
    used_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Act:
    """What they did, in a sentence."""

    at: dt.datetime
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Mail:
    kind: str
    queued_at: dt.datetime
    state: str


@dataclass(frozen=True, slots=True)
class MeetingSent:
    """What they sent in without an account."""

    title: str
    about: str
    name: str
    sent_at: dt.datetime
    state: str
    answer: str
    changes_asked_for: list[str]


@dataclass(frozen=True, slots=True)
class LetterSent:
    """A mail that came in from their address."""

    received_at: dt.datetime
    name: str
    subject: str
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class TalkProposed:
    """A talk in which they are named as somebody who speaks, and what they said of themselves."""

    title: str
    state: str
    abstract: str
    name: str
    organisation: str
    bio: str
    pronouns: str
    picture: str
    tzid: str
    hours: list[list[int]]
    confirmed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ReplyGiven:
    """Whether they come: to one date by its public id, from a RECURRENCE-ID on, or to every date."""

    meeting: str
    called: str
    comes: bool
    date: str
    begins: str
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class ReviewGiven:
    """What they think of somebody's proposal, and what they said about it."""

    proposal: str
    score: int | None
    note: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PersonalData:
    """`not_nudged` are calls about which they want no mail when notes are missing; `sessions` are those whose speakers are called exactly as they are; `by_mail` is what their address subscribed to
    (`reads/subscriber.py`)."""

    account: Account | None
    person: NamedAs | None
    roles: list[RoleHeld]
    places: list[PlaceHeld]
    sign_in_links: list[LinkHeld]
    signed_in: list[SignedInRow]
    passkeys: list[WayInRow]
    services: list[WayInRow]
    by_mail: dict[str, Any]
    mails: list[Mail]
    sent_in: list[MeetingSent]
    letters: list[LetterSent]
    proposed: list[TalkProposed]
    replies: list[ReplyGiven]
    agenda_items: list[ItemProposed]
    reviews: list[ReviewGiven]
    sessions: list[str]
    actions: list[ActionOwned]
    notes: list[NotesNaming]
    not_nudged: list[str]
    changes: list[Act]


def personal_data(user: User | None, person: Person | None, now: dt.datetime) -> PersonalData:
    """Of somebody who signs in, is named, or both; in a fixed number of queries."""
    address, account = (user.email, account_page(user, None, now)) if user else (None, None)
    names = {one.name for one in (user, person) if one and one.name}
    return PersonalData(
        Account(user.email, user.name, user.is_active, user.last_login) if user else None,
        NamedAs(person.name, person.organisation, person.url) if person else None,
        _roles(user), _places(person), _links(user),
        account.sessions if account else [], account.passkeys if account else [], account.services if account else [],
        data_of(address) if address else {},
        [Mail(*one) for one in Delivery.objects.filter(to=address).values_list("kind", "queued_at", "state")] if address else [],
        _sent_in(address), _letters(address), _proposed(address), _replies(address), items_proposed(address), _reviews(user), [one.title for one in Session.objects.all() if names & _speakers(one)] if names else [],
        actions_owned(names), notes_naming(user, names),
        list(NotNudged.objects.filter(user=user).values_list("series__title", flat=True)) if user else [],
        _acts(user),
    )  # fmt: skip


def _roles(user: User | None) -> list[RoleHeld]:
    rows = Grant.objects.filter(user=user).order_by("since", "pk") if user else Grant.objects.none()
    return [RoleHeld(*one) for one in rows.values_list("role", "group__name", "given_by", "since", "until")]


def _places(person: Person | None) -> list[PlaceHeld]:
    rows = Membership.objects.filter(person=person).order_by("pk") if person else Membership.objects.none()
    return [PlaceHeld(*one) for one in rows.values_list("group__name", "role", "since", "until")]


def _links(user: User | None) -> list[LinkHeld]:
    rows = SignInLink.objects.filter(user=user).order_by("pk") if user else SignInLink.objects.none()
    return [LinkHeld(*one) for one in rows.values_list("expires_at", "used_at")]


def _sent_in(address: str | None) -> list[MeetingSent]:
    rows = Submission.objects.filter(email=address) if address else Submission.objects.none()
    return [
        MeetingSent(one.title, one.about, one.name, one.sent_at, one.state, one.answer,
                    [f"{wish.typed} {wish.words}".strip() for wish in one.wishes.all()])
        for one in rows.prefetch_related("wishes")
    ]  # fmt: skip


def _letters(address: str | None) -> list[LetterSent]:
    rows = Letter.objects.filter(email=address) if address else Letter.objects.none()
    return [LetterSent(*one) for one in rows.values_list("received_at", "name", "subject", "text", "state")]


def _proposed(address: str | None) -> list[TalkProposed]:
    rows = ProposalSpeaker.objects.filter(email=address) if address else ProposalSpeaker.objects.none()
    names = ("proposal__title", "proposal__state", "proposal__abstract", "name", "organisation", "bio", "pronouns", "picture", "tzid", "hours", "confirmed_at")  # fmt: skip
    return [TalkProposed(*one) for one in rows.order_by("pk").values_list(*names)]


def _replies(address: str | None) -> list[ReplyGiven]:
    rows = Reply.objects.filter(guest__email=address) if address else Reply.objects.none()
    values = rows.values_list("series__title", "guest__name", "comes", "date", "begins", "since")
    return [
        ReplyGiven(title, name, comes, str(date or ""), begins, since)
        for title, name, comes, date, begins, since in values
    ]


def _reviews(user: User | None) -> list[ReviewGiven]:
    """With what they said to other reviewers."""
    if user is None:
        return []
    given = Review.objects.filter(user=user).values_list("proposal__title", "score", "note", "at")
    said = Remark.objects.filter(user=user).values_list("proposal__title", "text", "at")
    rows = [*given, *((title, None, text, at) for title, text, at in said)]
    return [ReviewGiven(*one) for one in sorted(rows, key=lambda one: one[3])]


def _speakers(session: Session) -> set[str]:
    return {str(one.get("name")) for one in session.speakers if isinstance(one, dict)}


def _acts(user: User | None) -> list[Act]:
    rows = ChangeSet.objects.filter(actor=user) if user else ChangeSet.objects.none()
    return [Act(one.at, one.kind, change_sentence(one.kind, one.facts)) for one in rows]
