"""The ledger of actions and its twins for machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.formats.ical.due_days import DueDay, write_due_days
from commonhour.reads.action_items import (
    ActionRow,
    action_choices,
    actions_page,
    all_actions,
    due_actions,
)
from commonhour.reads.ledger import LedgerAsked
from commonhour.web.ledger import (
    as_csv,
    as_json,
    asked_of,
    following,
    place_facts,
    shown,
    turning,
    twin,
    where_selects,
)
from commonhour.web.public import public, public_feed
from commonhour.web.reader import community_of, today_of
from commonhour.web.table import page_number
from commonhour.web.talks import Select

_PATH = "/actions/"


@public
def index(request: HttpRequest) -> HttpResponse:
    asked, today = asked_of(request), today_of(request)
    found = actions_page(asked, page_number(request), today, clock.now())
    context = {
        "rows": [(one, one.is_overdue(today)) for one in found.rows], "asked": asked, "label": gettext("Search in actions"),
        **turning(request, _PATH, asked, found.turned), "selects": shown(request, _PATH, asked, selects(asked)),
        "twins": [(label, twin(f"/actions.{end}", asked)) for label, end in
                  ((gettext("Calendar of due days"), "ics"), ("CSV", "csv"), ("JSON", "json"))],
    }  # fmt: skip
    return render(request, "ledger/actions.html", context)


def selects(asked: LedgerAsked) -> list[Select]:
    found = action_choices()
    states = [("done", gettext("done")), ("dropped", gettext("dropped")), ("all", gettext("open and ended"))]
    due = [("overdue", gettext("overdue")), ("week", gettext("this week"))]
    orders = [
        ("due", gettext("by due day")),
        ("newest", gettext("newest first")),
        ("group", gettext("by group")),
    ]
    return [
        *where_selects(asked, found),
        Select("owner", gettext("Who"), asked.owner, found.owners),
        Select("state", gettext("State"), asked.state, states),
        Select("due", gettext("Due"), asked.due, due),
        Select("sort", gettext("Order"), asked.sort, orders),
    ]


@public_feed
def index_json(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    found = actions_page(asked, page_number(request), today_of(request), clock.now())
    rows = [_facts(one) for one in found.rows]
    return as_json(
        {
            "actions": rows,
            "total": found.turned.total,
            "next": following("/actions.json", asked, found.turned),
        }
    )


@public_feed
def index_csv(request: HttpRequest) -> HttpResponse:
    heads = (
        "action",
        "owner",
        "due",
        "state",
        "waiting on",
        "said on",
        "carried over",
        "series",
        "group",
        "url",
    )
    rows = all_actions(asked_of(request), today_of(request), clock.now())
    return as_csv("actions", heads, map(_cells, rows))


@public_feed
def index_ics(request: HttpRequest) -> HttpResponse:
    rows = due_actions(asked_of(request), today_of(request), clock.now())
    name = gettext("Actions of {community}").format(community=community_of(request).title or "Common Hour")
    body = write_due_days(name, map(_due_day, rows))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _url(row: ActionRow) -> str:
    return f"{settings.BASE_URL}{row.notes.path}#line-{row.line}"


def _facts(row: ActionRow) -> dict[str, object]:
    return {
        "id": row.id, "text": row.text, "owner": row.owner or None, "due": row.due.isoformat() if row.due else None,
        "state": row.state, "waiting_on": row.waiting_on or None, "why": row.why or None,
        "said_on": row.said_on.isoformat() if row.said_on else None,
        "ended": row.ended_at.isoformat() if row.ended_at else None, "carried_over": row.carried, "url": _url(row),
    } | place_facts(row.notes)  # fmt: skip


def _cells(row: ActionRow) -> tuple[str, ...]:
    days = [day.isoformat() if day else "" for day in (row.due, row.said_on)]
    return (row.text, row.owner, days[0], row.state, row.waiting_on, days[1], str(row.carried), row.notes.series,
            row.notes.group, _url(row))  # fmt: skip


def _due_day(row: ActionRow) -> DueDay:
    assert row.due is not None
    place = row.notes
    about = ", ".join(filter(None, [place.series, place.group]))
    summary = f"{row.owner}: {row.text}" if row.owner else row.text
    host = settings.BASE_URL.partition("://")[2]
    return DueDay(f"{row.id}@{host}", row.due, summary, about, _url(row), row.version, place.updated_at)
