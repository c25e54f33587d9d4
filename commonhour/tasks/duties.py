"""What the worker looks after, in lanes: what takes its time never holds up the dates."""

import datetime as dt

from commonhour.actions.dates.recompute import recompute
from commonhour.actions.search.index import refresh_if_older
from commonhour.actions.weeks import write_weeks
from commonhour.core.rights import WORKER
from commonhour.tasks.calendars import CalendarDuty
from commonhour.tasks.chat import ChatLane
from commonhour.tasks.horizon import move_horizon
from commonhour.tasks.lane import Duty, Lane
from commonhour.tasks.letters import read_mailbox
from commonhour.tasks.links import check_links
from commonhour.tasks.notes_fetch import fetch_notes
from commonhour.tasks.nudges import write_nudges
from commonhour.tasks.old_cancellations import forget_old_cancellations
from commonhour.tasks.outbox import MailLane
from commonhour.tasks.owed import make_owed
from commonhour.tasks.own_feeds import read_own_feeds
from commonhour.tasks.poll import poll_sources
from commonhour.tasks.reminders import Reminders
from commonhour.tasks.still_meeting import ask_quiet_groups
from commonhour.tasks.sweep import sweep
from commonhour.tasks.talks_told import ask_for_slides, follow_dates
from commonhour.tasks.uploads import run_uploads

_SECOND, _MINUTE, _HOUR = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(hours=1)


def lanes() -> list[Lane]:
    """One of each, at the beginning of its pace."""
    return [
        # The zone data first, so that whatever is made afterwards is made by the present rules of every zone.
        Lane("dates", [
            Duty("following the zone data", _HOUR, lambda now, _: recompute(now, actor=WORKER)),
            Duty("making the coming dates", _HOUR, move_horizon),
            Duty("forgetting old cancellations", _HOUR, forget_old_cancellations),
            Duty("asking quiet groups whether they meet", 12 * _HOUR, ask_quiet_groups),
            Duty("looking for agendas and notes that are missing", _HOUR, write_nudges),
            Duty("telling speakers what the calendar does to their talks", _MINUTE, follow_dates),
            Duty("asking speakers for slides", _HOUR, ask_for_slides),
            Duty("sweeping", _HOUR, lambda now, _: sweep(now)),
        ]),
        Lane("calendars", [Duty("asking outside calendars", _MINUTE, poll_sources)]),
        Lane("imports", [
            Duty("reading and writing uploads", _SECOND, run_uploads),
            Duty("making the dates that are owed", _SECOND, make_owed),
        ], tick=1.0),
        Lane("mail", [
            Duty("writing everybody's week", _MINUTE, lambda now, _: write_weeks(now)),
            Duty("bringing calendars up to date", 10 * _SECOND, CalendarDuty().queue),
            Duty("sending mail", _SECOND, MailLane().send_mails),
        ], tick=1.0),
        Lane("mailbox", [Duty("reading the community's mailbox", _MINUTE, read_mailbox)]),
        Lane("reminders", [Duty("looking for reminders that are due", 15 * _SECOND, Reminders().remind)], tick=15.0),
        Lane("chat", [Duty("telling chats and programs", _SECOND, ChatLane().send_messages)], tick=1.0),
        Lane("notes", [Duty("fetching notes from where they are written", 5 * _MINUTE, fetch_notes)]),
        Lane("links", [Duty("asking links whether they live", 10 * _MINUTE, check_links)]),
        Lane("feeds", [Duty("reading our own feeds", 5 * _MINUTE, read_own_feeds)]),
        Lane("search", [Duty("bringing the search in line with its rules", _HOUR, lambda *_: refresh_if_older())]),
    ]  # fmt: skip
