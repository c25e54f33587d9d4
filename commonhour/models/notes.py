"""Notes: what a meeting was to be about, and what came of it; its revisions, and what they say as data."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from commonhour.models.occurrence import Occurrence
from commonhour.models.series import Series
from commonhour.models.texts import PublicLine, PublicLink, SaidLine, SaidText, SaidValues

AGENDA, DRAFT, PUBLISHED = "agenda", "draft", "published"
STAGES = [
    (AGENDA, pgettext_lazy("notes", "Agenda")), (DRAFT, pgettext_lazy("notes", "Draft")),
    (PUBLISHED, pgettext_lazy("notes", "Published")),
]  # fmt: skip


class NotesQuerySet(models.QuerySet["Notes"]):
    def published(self) -> "NotesQuerySet":
        return self.filter(stage=PUBLISHED)

    def public(self) -> "NotesQuerySet":
        """What everybody may read: agendas and published notes, never a draft."""
        return self.filter(stage__in=(AGENDA, PUBLISHED))

    def of_groups(self, groups: list[int] | None) -> "NotesQuerySet":
        """Of series that these groups hold, alone or with others; None for all."""
        if groups is None:
            return self
        held = models.Q(group__in=groups) | models.Q(co_groups__in=groups)
        return self.filter(series_id__in=Series.objects.filter(held).values("pk"))

    def latest_first(self) -> "NotesQuerySet":
        return self.order_by(models.F("date").desc(nulls_last=True), "-pk")


class Notes(models.Model):
    """One text that is an agenda, then a draft, then published. `date` is the day where the meeting is held, None while that
    is not known. Those of a meeting `is_nameless` hold no names and no history of who wrote them (Chatham House rule).
    `present` and `regrets` are names as the text has them, with the counts beside; they are read from the text when it is
    published, as decisions and actions are. `agenda` is the agenda as everybody could read it before the text became notes, ""
    where it filled by itself. `origin` says where the text was brought from, "" for notes written here. `changed_at` is of the text."""

    TOGETHER = dt.timedelta(minutes=10)  # what one person types without a pause this long is one revision

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="notes")
    title = SaidLine(max_length=300, blank=True)
    date = models.DateField(null=True, blank=True)
    text = SaidText(blank=True)
    agenda = SaidText(blank=True)
    stage = models.CharField(max_length=10, choices=STAGES, default=DRAFT)
    is_nameless = models.BooleanField(default=False)
    recording = PublicLink(max_length=2000, blank=True)
    slides = PublicLink(max_length=2000, blank=True)
    present = SaidValues(default=list, blank=True)
    present_count = models.PositiveIntegerField(null=True, blank=True)
    regrets = SaidValues(default=list, blank=True)
    regrets_count = models.PositiveIntegerField(null=True, blank=True)
    origin = PublicLine(max_length=1000, blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = NotesQuerySet.as_manager()

    class Meta:
        ordering = ["date", "id"]
        verbose_name_plural = "notes"
        indexes = [models.Index(fields=["series", "date"]), models.Index(fields=["stage", "date"])]

    def __str__(self) -> str:
        return f"{self.title or self.series} {self.date or ''}".strip()

    @classmethod
    def as_kept(cls, text: str) -> str:
        """A text as it is kept: without secrets and without people's addresses."""
        return cls._meta.get_field("text").clean_text(text)  # type: ignore[union-attr]

    @property
    def is_public(self) -> bool:
        return self.stage != DRAFT


class NotesDate(models.Model):
    """Of which date notes are. Several dates, as paired editions are, may have the same notes; no date has two."""

    notes = models.ForeignKey(Notes, on_delete=models.CASCADE, related_name="dates")
    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, related_name="notes_date")

    def __str__(self) -> str:
        return f"{self.notes_id} on {self.occurrence_id}"


class NotesRevision(models.Model):
    """The text as it was at some time, in the order of `number` (1 is the first). `how` it came: "typed", "imported", "merged",
    "restored". One that `is_public` everybody could read. Of nameless notes nobody knows who wrote: `user` and `name` stay empty."""

    notes = models.ForeignKey(Notes, on_delete=models.CASCADE, related_name="revisions")
    number = models.IntegerField()
    text = SaidText(blank=True)
    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = PublicLine(max_length=200, blank=True)
    how = models.CharField(max_length=10, default="typed")
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["notes", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.notes_id} revision {self.number}"


class Decision(models.Model):
    """What published notes say was decided, on `line` of their present text. `key` keeps it the same over every saving of the
    text (`core/notes/same.py`). `result` is "carried", "rejected" or "". Derived: nobody writes one but the text."""

    notes = models.ForeignKey(Notes, on_delete=models.CASCADE, related_name="decisions")
    key = models.CharField(max_length=32)
    line = models.IntegerField()
    text = SaidText()
    result = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["notes", "key"], name="decision_once")]

    def __str__(self) -> str:
        return self.text[:80]


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def open(self) -> "ActionItemQuerySet":
        return self.filter(state=ActionItem.OPEN)

    def said(self) -> "ActionItemQuerySet":
        """Those that published notes speak of: what a person set on others waits until notes do again."""
        return self.filter(models.Exists(ActionMention.objects.filter(action=models.OuterRef("pk"))))


class ActionItem(models.Model):
    """What somebody is to do, once published notes say so. It outlives its meeting: the next notes of its series that say the same mention it again, and
    `- [x]` in one of them ends it. `said_on` and `due` are days where the meeting is held; `owner` is a name, no account. `done_at` is when it ended, either way; `why` it was dropped.
    `is_edited` says that `state`, `due`, `owner` or `waiting_on` were set by a person, not by the text: then the text only ends it."""

    OPEN, DONE, DROPPED = "open", "done", "dropped"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="action_items")
    key = models.CharField(max_length=32)
    text = SaidText()
    owner = SaidLine(max_length=100, blank=True)
    due = models.DateField(null=True, blank=True)
    waiting_on = SaidLine(max_length=200, blank=True)
    why = SaidLine(max_length=200, blank=True)
    state = models.CharField(max_length=8, default=OPEN)
    said_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    is_edited = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due", "said_on", "id"]
        indexes = [models.Index(fields=["series", "key"]), models.Index(fields=["state", "due"])]

    def __str__(self) -> str:
        return self.text[:80]


class ActionMention(models.Model):
    """Published notes that speak of an action, on `line` of their present text, and what they say of it: an action is what its
    mentions say, the latest first."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="mentions")
    notes = models.ForeignKey(Notes, on_delete=models.CASCADE, related_name="mentions")
    line = models.IntegerField()
    key = models.CharField(max_length=32, default="")
    text = SaidText(default="")
    owner = SaidLine(max_length=100, blank=True)
    due = models.DateField(null=True, blank=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["action", "notes"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.action_id} in {self.notes_id}"


class NotesFetch(models.Model):
    """When the notes of a date are asked for again where they are written, how often they were, and what went wrong last
    ({} for nothing). Moving `due_at` on is the lease of one worker."""

    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, related_name="notes_fetch")
    due_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    fault = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"notes of {self.occurrence_id}"
