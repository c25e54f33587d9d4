"""The cast of the tests, and tiny factories: one line makes one thing."""

import datetime as dt
import secrets

from django.db import connection

from commonhour.actions.dates.materialise import materialise
from commonhour.actions.news.change_set import change_set
from commonhour.actions.series import add_series
from commonhour.core.proposals import ASKED_AT_FIRST
from commonhour.core.rights import TERMINAL, WORKER, Role
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.questions import question_sentence
from commonhour.core.undecided.question import Question, question_of
from commonhour.models import (
    CallForProposals,
    Community,
    Delivery,
    Grant,
    Group,
    JoinTarget,
    Letter,
    Membership,
    Person,
    Proposal,
    ProposalSpeaker,
    Series,
    Space,
    Submission,
    User,
)

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def make_community(**facts) -> Community:
    community = Community.the()
    defaults = {"title": "Open Offices", "path": "/community/meetings/", "contact_email": "hello@example.org",
                "tzid": "Europe/Madrid", "published_at": NOW}  # fmt: skip
    for name, value in (defaults | facts).items():
        setattr(community, name, value)
    community.save()
    return community


def make_space(name="Contributor Space", slug="contributor-space") -> Space:
    return Space.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def make_group(slug="metrics", name="Metrics", **facts) -> Group:
    return Group.objects.create(slug=slug, name=name, **({"space": make_space()} | facts))


def make_series(title="Metrics call", group=None, dtstart="20261126T160000", tzid="Europe/Madrid",
                rrule="FREQ=WEEKLY", now=NOW, uid="", **facts) -> Series:  # fmt: skip
    schedule = Schedule(dtstart, tzid, facts.pop("duration", HOUR), rrule, uid=uid, **facts)
    return add_series(title=title, group=group, schedule=schedule, now=now, actor=TERMINAL)


def give_join(
    series, url="https://us02web.zoom.us/j/987654321?pwd=MARKER-SECRET", passcode="MARKER-PASS"
) -> None:
    target = JoinTarget(series=series)
    target.seal(url, passcode)
    target.save()


def make_manager(email="manager@example.org", name="Mara Manager") -> User:
    user = User.objects.create_user(email, name=name)
    Grant.objects.create(user=user, role=Role.MANAGER, since=LONG_AGO)
    return user


def make_member(group, email="member@example.org") -> User:
    """Can sign in and is called a lead by the group's page, and looks after nothing."""
    user = User.objects.create_user(email, name=email.split("@")[0])
    person = Person.objects.create(name=user.name, user=user)
    Membership.objects.create(person=person, group=group, role="lead")
    return user


def make_moderator(group, email="moderator@example.org") -> User:
    """Looks after a group, and is named as its moderator."""
    user = User.objects.create_user(email, name=email.split("@")[0])
    person = Person.objects.create(name=user.name, user=user)
    Membership.objects.create(person=person, group=group, role="moderator")
    Grant.objects.create(user=user, role=Role.MODERATOR, group=group, since=LONG_AGO)
    return user


def lined_up(schedule, now, **options):
    """The dates of a schedule brought in line, as the worker does."""
    with change_set(now, WORKER, "dates-made", {"title": "…"}) as changes:
        return materialise(schedule, now, changes, **options)


def as_kept_before(row, **columns: str) -> None:
    """Values that stand in the table since before it was guarded, or before what they are was known."""
    with connection.cursor() as cursor:
        for name, value in columns.items():
            cursor.execute(f"UPDATE {row._meta.db_table} SET {name} = %s WHERE id = %s", [value, row.pk])


def asked(series) -> str:
    """The question of a series, or of a draft's, in English; "" for none."""
    kept = series.question if isinstance(series.question, Question) else question_of(series.question)
    return question_sentence(kept) if kept else ""


def worded(text: str) -> dict[str, object]:
    """A question in somebody's own words, as a series keeps it."""
    return {"code": "told", "facts": {"text": text}}


def mailed_codes(email: str) -> list[str]:
    """The sign-in codes that were mailed to an address, the latest last."""
    posted = Delivery.objects.filter(kind="sign-in-code", to=email).order_by("pk")
    return [row.facts["code"] for row in posted]


def make_wish(group, series):
    """Who sent in what is in the calendar asks to call off its second date."""
    sent = make_submission(group, "wishes@example.org", "accepted", series=series)
    return sent.wishes.create(
        kind="cancel", occurrence=series.occurrences.order_by("start")[1], wished_at=NOW
    )


def make_letter(text="Can I help?", state="open", **fields):
    """A mail that came in, which a person should read."""
    known = {
        "digest": secrets.token_hex(32),
        "received_at": NOW,
        "email": "ana@example.org",
        "kind": "words",
        "subject": "A question",
    }
    return Letter.objects.create(**known | {"text": text, "state": state} | fields)


def make_submission(group=None, email="ana@example.org", state="waiting", **fields):
    """Sent in, confirmed, and waiting to be decided: Thursday, 3 December 2026, 16:00 in Madrid."""
    confirmed_at = None if state == "unconfirmed" else NOW
    row = Submission(
        group=group, email=email, state=state, sent_at=NOW, confirmed_at=confirmed_at,
        **{"name": "Ana", "title": "Sent call", "about": "For all.", "typed": "Thu 3 Dec 16:00 Madrid",
           "dtstart": "20261203T160000", "tzid": "Europe/Madrid"} | fields,
    )  # fmt: skip
    row.seal("https://zoom.us/j/MARKER")
    row.save()
    return row


def make_call(series=None, label="Talks wanted", **fields):
    """A call for proposals that is collected here, until Thursday, 3 December 2026, 23:59 in Madrid."""
    deadline = dt.datetime(2026, 12, 3, 22, 59, tzinfo=dt.UTC)
    return CallForProposals.objects.create(
        series=series, label=label, **{"fields": dict(ASKED_AT_FIRST), "deadline": deadline, "tzid": "Europe/Madrid"} | fields
    )  # fmt: skip


def make_proposal(call, email="yui@example.org", state="submitted", name="Yui", **fields):
    """Proposed and confirmed by somebody in Tokyo who can speak in the evening."""
    said = {field: fields.pop(field) for field in ("tzid", "hours", "organisation") if field in fields}
    row = Proposal.objects.create(
        call=call, state=state, created_at=NOW, changed_at=NOW, submitted_at=None if state == "draft" else NOW,
        **{"confirmed_at": NOW, "title": "Parsers in the open", "abstract": "For all who parse."} | fields,
    )  # fmt: skip
    facts = {"tzid": "Asia/Tokyo", "hours": [[18, 22]]} | said
    ProposalSpeaker.objects.create(
        proposal=row, name=name, email=email, confirmed_at=row.confirmed_at, **facts
    )
    return row


def make_call_for_proposals(series=None, label="Talks of 2027", **fields):
    """One that is always open, and asks for nothing but a title and what it is about."""
    return make_call(series, label, **{"deadline": None, "tzid": "", "fields": {}} | fields)


def make_proposed(call, title="Parsers in Tokyo", email="yuki@example.org", state="submitted", **fields):
    """Another one from Tokyo, by Yuki of Acme, who can speak from 17 to 23 o'clock there."""
    facts = {
        "name": "Yuki",
        "hours": [[17, 23]],
        "organisation": "Acme",
        "abstract": "How we parse.",
        "topic": "Parsing",
    }
    return make_proposal(call, email, state, title=title, **facts | fields)


def make_reviewer(group=None, email="reviewer@example.org"):
    user = User.objects.create_user(email, name=email.split("@")[0].capitalize())
    Grant.objects.create(user=user, role=Role.REVIEWER, group=group, since=LONG_AGO)
    return user


def make_notes(date, text="", stage="published", **fields):
    """Of a date, as if somebody had written and published them then."""
    from commonhour.actions.notes.writing import begin_notes, publish_notes

    notes = begin_notes(date, text=text, now=NOW, actor=TERMINAL)
    for name, value in fields.items():
        setattr(notes, name, value)
    notes.save()
    return (
        publish_notes(notes, version=notes.version, now=NOW, actor=TERMINAL)
        if stage == "published"
        else notes
    )
