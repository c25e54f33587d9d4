"""Whatever writes a text that people may read, and however: no way into a call and no code is in the column afterwards."""

import pytest
from cast import make_manager
from django.apps import apps
from django.db import models

from commonhour.models import Channel, Group, Series
from commonhour.models.texts import PublicLine, PublicLink, PublicText, PublicValues
from tests.hostile.user_text import make_full_hub

SECRET = "https://zoom.us/j/99887766"
TABLES = list(apps.get_app_config("commonhour").get_models())
# Texts of a form that the program or the standards give them, and what holds a secret on purpose.
FORMED = {
    "AgendaItem.email", "AgendaItem.language", "AgendaItem.state", "AgendaItem.tzid", "ActionItem.key", "ActionItem.state", "ActionMention.key", "Decision.key", "Decision.result", "Notes.stage", "NotesFetch.fault", "NotesRevision.how",
    "CallForProposals.fields", "CallForProposals.slug", "CallForProposals.state", "CallForProposals.tzid", "Proposal.language", "Proposal.slot_key", "Proposal.level", "Proposal.state",
    "ProposalSpeaker.email", "ProposalSpeaker.hours", "ProposalSpeaker.tzid", "Support.mailbox", "Change.noun", "Change.field", "Session.slug", "Unnamed.digest", "ChangeSet.actor_kind", "ChangeSet.actor_role", "ChangeSet.kind", "Channel.kind", "Community.contact_email",
    "Community.tzid", "Community.accent", "Community.language", "Community.skipped_steps", "Dismissal.key", "Dismissal.code", "ExternalRef.origin", "ExternalRef.noun",
    "ExternalRef.key", "CalendarInvitation.begins", "CalendarInvitation.queued", "CalendarInvitation.sent",
    "CalendarInvitation.title", "CalendarInvitation.uid", "ConfirmationCount.whose", "Subscriber.before", "Delivery.cause", "Delivery.facts", "Delivery.fault", "Delivery.kind", "Delivery.language", "Delivery.leased_by", "Delivery.state", "Delivery.to", "Delivery.tzid",
    "Guest.before", "Guest.email", "Guest.language", "Guest.tzid", "Reply.begins",
    "Destination.fault", "Destination.kind", "Destination.language", "Destination.reminder_minutes", "Notice.state",
    "Wish.kind", "Letter.digest", "Letter.email", "Letter.kind", "Letter.moves_to", "Letter.problems", "Letter.state", "MailboxTurn.fault", "Submission.uid",
    "Submission.dtstart", "Submission.email", "Submission.language", "Submission.rrule", "Submission.sender_tzid", "Submission.state", "Submission.tzid",
    "StillMeeting.answer", "StillMeeting.signs", "Subscriber.email", "Subscriber.language", "Subscriber.reminder_minutes", "Subscriber.tzid", "Subscription.groups",
    "Subscription.spaces", "Subscription.tags", "Grant.role", "Group.kind", "Group.state", "Group.slug", "Import.kind", "ImportDraft.kind", "ImportDraft.group_slug", "ImportDraft.state",
    "JoinTarget.provider", "JoinTarget.kind", "JoinTarget.tier", "LinkCheck.state", "Occurrence.recurrence_id", "Occurrence.first_recurrence_id", "Occurrence.slug", "Occurrence.tzid",
    "Occurrence.status", "Occurrence.outcome", "Occurrence.tzdata_version", "OldPath.path", "OldPath.noun", "Override.recurrence_id",
    "Override.dtstart", "Override.tzid", "Override.status", "Schedule.uid", "Schedule.dtstart", "Schedule.tzid", "Schedule.rrule", "Schedule.rdates",
    "Schedule.exdates", "Schedule.status", "Schedule.tzdata_version", "SearchDocument.noun", "SearchDocument.path", "SearchDocument.words", "SearchWord.word", "SearchWord.initial", "Series.slug", "Series.state", "Source.kind", "Source.tzid", "Source.etag",
    "Source.modified", "Source.digest", "Space.slug", "User.email", "WorkerLane.name",
}  # fmt: skip
SEALED = {
    "KeptRows.rows",
    "Destination.address_sealed",
    "JoinTarget.url_sealed",
    "JoinTarget.passcode_sealed",
    "JoinTarget.room_digest",
    "SignInLink.digest",
    "Submission.link_sealed",
    "User.password",
}
GUARDED = (PublicLine, PublicLink, PublicText, PublicValues)


def text_columns():
    for table in TABLES:
        for field in table._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                yield f"{table.__name__}.{field.name}", field


def test_every_column_of_text_is_guarded_or_says_why_not():
    open_ones = {name for name, field in text_columns() if not isinstance(field, GUARDED)}
    assert open_ones == FORMED | SEALED


@pytest.fixture
def rows(db, now):
    make_full_hub()
    make_manager()
    return [row for table in TABLES for row in table.objects.all()[:1]]


def columns_of(row):
    return [field for field in row._meta.concrete_fields if isinstance(field, GUARDED)]


def kept(row):
    return repr(type(row).objects.filter(pk=row.pk).values())


def value_for(field):
    return [{"text": SECRET}] if isinstance(field, PublicValues) else SECRET


def saved(row, field):
    row.save()


def saved_alone(row, field):
    row.save(update_fields=[field.name])


def updated(row, field):
    type(row).objects.filter(pk=row.pk).update(**{field.name: value_for(field)})


def updated_together(row, field):
    type(row).objects.bulk_update([row], [field.name])


@pytest.mark.parametrize("write", [saved, saved_alone, updated, updated_together])
def test_no_way_of_writing_a_row_keeps_a_secret(rows, write):
    tried = set()
    for row in rows:
        for field in columns_of(row):
            before = getattr(row, field.attname)
            setattr(row, field.attname, value_for(field))
            write(row, field)
            assert "99887766" not in kept(row), (type(row).__name__, field.name)
            tried.add(f"{type(row).__name__}.{field.name}")
            setattr(row, field.attname, before)
            row.save()
    assert {
        "Series.title",
        "Series.url",
        "Change.after",
        "ChangeSet.facts",
        "Channel.label",
        "Source.url",
        "Goal.text",
    } <= tried


def test_rows_that_are_made_together_keep_none_and_the_row_in_hand_is_the_one_that_is_kept(db):
    one, other = Channel.objects.bulk_create(
        [Channel(kind="chat", label=f"Join: {SECRET}"), Channel(kind="video", url=SECRET)]
    )
    assert (one.label, other.url) == ("Join: [join link]", "")
    assert [(row.label, row.url) for row in Channel.objects.order_by("id")] == [
        ("Join: [join link]", ""),
        ("", ""),
    ]


def test_a_mark_that_is_longer_than_the_code_still_fits(db):
    group = Group.objects.create(slug="a", name="x" * 185 + " PIN: 9988#")
    assert Group.objects.get(pk=group.pk).name == ("x" * 185 + " PIN: [passcode]")[:200]


def test_a_text_without_a_secret_is_kept_to_the_letter(db):
    said = "Passwords are hard; see https://example.org/a?b=%20c&amp;d, 10:00–11:00\\n*Ana*"
    series = Series.objects.create(slug="a", title="A", description=said, url="https://example.org/events/1")
    fresh = Series.objects.get(pk=series.pk)
    assert (fresh.description, fresh.url) == (said, "https://example.org/events/1")
