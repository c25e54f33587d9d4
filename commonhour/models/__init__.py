"""Tables, constraints and simple reads; one file per noun."""

from commonhour.models.agenda_item import AgendaItem
from commonhour.models.calendar_invitation import CalendarInvitation
from commonhour.models.change import Change, ChangeSet, KeptRows
from commonhour.models.channel import Channel
from commonhour.models.community import Community
from commonhour.models.confirmation_count import ConfirmationCount
from commonhour.models.delivery import Delivery, Notice
from commonhour.models.destination import Destination
from commonhour.models.dismissal import Dismissal
from commonhour.models.external_ref import ExternalRef
from commonhour.models.feed_reading import FeedReading
from commonhour.models.grant import Grant
from commonhour.models.group import Goal, Group
from commonhour.models.imports import Import, ImportDraft
from commonhour.models.join_target import JoinTarget
from commonhour.models.letter import Letter
from commonhour.models.link_check import LinkCheck
from commonhour.models.mailbox_turn import MailboxTurn
from commonhour.models.not_nudged import NotNudged
from commonhour.models.notes import (
    ActionItem,
    ActionMention,
    Decision,
    Notes,
    NotesDate,
    NotesFetch,
    NotesRevision,
)
from commonhour.models.occurrence import Occurrence
from commonhour.models.old_path import OldPath
from commonhour.models.person import Membership, Person
from commonhour.models.proposal import Proposal, ProposalSpeaker, Remark, Review, Support
from commonhour.models.proposals import CallForProposals
from commonhour.models.reply import Attendance, Guest, Reply
from commonhour.models.schedule import Override, Schedule
from commonhour.models.search import SearchDocument, SearchState, SearchWord
from commonhour.models.series import Series
from commonhour.models.session import Session
from commonhour.models.source import Source
from commonhour.models.space import Space
from commonhour.models.still_meeting import StillMeeting
from commonhour.models.submission import Submission
from commonhour.models.subscriber import Subscriber, Subscription
from commonhour.models.unnamed import Unnamed
from commonhour.models.user import SignInLink, User
from commonhour.models.wish import Wish
from commonhour.models.worker_lane import WorkerLane

__all__ = [
    "ActionItem",
    "ActionMention",
    "AgendaItem",
    "Attendance",
    "CalendarInvitation",
    "CallForProposals",
    "Change",
    "ChangeSet",
    "Channel",
    "Community",
    "ConfirmationCount",
    "Decision",
    "Delivery",
    "Destination",
    "Dismissal",
    "ExternalRef",
    "FeedReading",
    "Goal",
    "Grant",
    "Group",
    "Guest",
    "Import",
    "ImportDraft",
    "JoinTarget",
    "KeptRows",
    "Letter",
    "LinkCheck",
    "MailboxTurn",
    "Membership",
    "NotNudged",
    "Notes",
    "NotesDate",
    "NotesFetch",
    "NotesRevision",
    "Notice",
    "Occurrence",
    "OldPath",
    "Override",
    "Person",
    "Proposal",
    "ProposalSpeaker",
    "Remark",
    "Reply",
    "Review",
    "Schedule",
    "SearchDocument",
    "SearchState",
    "SearchWord",
    "Series",
    "Session",
    "SignInLink",
    "Source",
    "Space",
    "StillMeeting",
    "Submission",
    "Subscriber",
    "Subscription",
    "Support",
    "Unnamed",
    "User",
    "Wish",
    "WorkerLane",
]
