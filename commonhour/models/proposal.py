"""A Proposal: a talk that somebody without an account offers; who speaks, who supports it, and what reviewers think."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonhour.models.proposals import CallForProposals
from commonhour.models.session import Session
from commonhour.models.texts import PublicLine, PublicLink, PublicText, PublicValues

DRAFT, SUBMITTED, ASKED, WAITLISTED, ACCEPTED, DECLINED, WITHDRAWN = (
    "draft", "submitted", "asked", "waitlisted", "accepted", "declined", "withdrawn",
)  # fmt: skip
STATES = [
    (DRAFT, pgettext_lazy("proposal", "Draft")), (SUBMITTED, _("Waits for an answer")), (ASKED, _("We have a question")),
    (WAITLISTED, _("On the waiting list")), (ACCEPTED, _("Accepted")), (DECLINED, _("Declined")), (WITHDRAWN, _("Withdrawn")),
]  # fmt: skip
OPEN = (SUBMITTED, ASKED, WAITLISTED)
LEVELS = [("beginner", _("For beginners")), ("intermediate", _("For those who know some of it")), ("advanced", _("For experts"))]  # fmt: skip


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def whole(self) -> "ProposalQuerySet":
        """With all that pages and messages say of one."""
        rows = self.select_related("call__series__group", "decided_by", "session")
        return rows.prefetch_related("speakers")

    def with_supports(self) -> "ProposalQuerySet":
        """With all that everybody may read of one; `supported` is how many would like to hear it."""
        return (
            self.select_related("call")
            .prefetch_related("speakers")
            .annotate(supported=models.Count("supports"))
        )

    def open(self) -> "ProposalQuerySet":
        return self.filter(state__in=OPEN)

    def reviewed(self) -> "ProposalQuerySet":
        """What reviewers and those who decide see: whatever was submitted with a proved address, and not taken back."""
        return self.exclude(confirmed_at=None).exclude(state__in=(DRAFT, WITHDRAWN))

    def listed(self) -> "ProposalQuerySet":
        """What everybody may read, where its call has a public list and who sent it in agreed."""
        return self.reviewed().filter(call__is_listed=True, may_be_listed=True).exclude(state=DECLINED)

    def for_groups(self, groups: list[int] | None) -> "ProposalQuerySet":
        """Those to a call of these groups; None for all, those of the whole community among them."""
        return self if groups is None else self.filter(call__series__group__in=groups)

    def forgotten(self, now: dt.datetime) -> "ProposalQuerySet":
        """Those whose address nobody proved in a month, and what was settled without a talk two years ago."""
        unproved = models.Q(confirmed_at=None, changed_at__lt=now - Proposal.KEPT_UNCONFIRMED)
        settled = models.Q(state__in=(DECLINED, WITHDRAWN), changed_at__lt=now - Proposal.KEPT)
        return self.filter(unproved | settled)


class Proposal(models.Model):
    """`answers` are those to the call's own questions, by their ids. `confirmed_at` is when the first speaker, who sent it
    in, proved the address. `answer` is what was said with the last decision or question. `session` is what became of it;
    `slot_asked_at` is when the speakers were asked whether its dates suit them, `slot_confirmed_at` when they said yes,
    `slot_declined_at` when they said no, with `slot_words`; `slot_key` names the dates they were asked about, and
    `slot_differs_since` is when the calendar was first seen to have others. `after_asked_at` is when they were asked for slides, once. `said_no` are the
    names of those who were named and do not speak, by the digests of their mailboxes."""

    KEPT_UNCONFIRMED, KEPT = dt.timedelta(days=30), dt.timedelta(days=730)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    call = models.ForeignKey(CallForProposals, on_delete=models.CASCADE, related_name="proposals")
    title = PublicLine(max_length=200)
    abstract = PublicText(max_length=5000, blank=True)
    takeaway = PublicText(max_length=2000, blank=True)
    topic = PublicLine(max_length=100, blank=True)
    level = models.CharField(max_length=12, choices=LEVELS, blank=True)
    spoken = PublicLine(max_length=60, blank=True)  # the language it is held in
    format = PublicLine(max_length=100, blank=True)
    links = PublicValues(default=list, blank=True)
    answers = PublicValues(default=dict, blank=True)
    may_be_listed = models.BooleanField(default=True)
    said_no = PublicValues(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=STATES, default=DRAFT)
    answer = PublicText(max_length=5000, blank=True)
    language = models.CharField(max_length=8, default="en")  # of who sent it in
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    session = models.OneToOneField(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal"
    )
    slot_asked_at = models.DateTimeField(null=True, blank=True)
    slot_confirmed_at = models.DateTimeField(null=True, blank=True)
    slot_declined_at = models.DateTimeField(null=True, blank=True)
    slot_words = PublicText(max_length=2000, blank=True)
    slot_key = models.TextField(blank=True)
    slot_differs_since = models.DateTimeField(null=True, blank=True)
    after_asked_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "id"]
        indexes = [models.Index(fields=["call", "state"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class ProposalSpeaker(models.Model):
    """The first sent it in. `hours` are those of a day at which they can speak, on their clock: [[9, 17]] is from 9:00 to
    17:00; none says any. `confirmed_at` is when they proved their address and said that they speak."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="speakers")
    position = models.IntegerField(default=0)
    name = PublicLine(max_length=100)
    email = models.EmailField(blank=True)
    organisation = PublicLine(max_length=100, blank=True)
    bio = PublicText(max_length=2000, blank=True)
    pronouns = PublicLine(max_length=40, blank=True)
    picture = PublicLink(max_length=500, blank=True)
    tzid = models.CharField(max_length=64, default="UTC")
    hours = models.JSONField(default=list, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            # One that was imported may be without an address.
            models.UniqueConstraint(
                fields=["proposal", "email"], condition=~models.Q(email=""), name="speaker_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """What one reviewer thinks; others see it when they have said what they think. `score` is 1 to 5. None is no score: with
    `is_partial` they are too near to it to judge, without it they only look on, to decide."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="reviews")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    score = models.SmallIntegerField(null=True, blank=True)
    note = PublicText(max_length=5000, blank=True)
    is_partial = models.BooleanField(default=False)
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="review_once")]

    def __str__(self) -> str:
        return f"review {self.pk}"


class Remark(models.Model):
    """What reviewers say to each other of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="remarks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = PublicText(max_length=5000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"remark {self.pk}"


class Support(models.Model):
    """A reader would like to hear it. `mailbox` is a digest of the address, so that each counts once."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    mailbox = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "mailbox"], name="support_once")]

    def __str__(self) -> str:
        return f"support {self.pk}"
