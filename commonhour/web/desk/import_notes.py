"""Notes that were handed in: what they are and which dates they go to, before anything is written."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from commonhour import clock
from commonhour.actions.notes.bringing import (
    ADDED,
    CHANGED,
    DATE,
    KEPT,
    PAST,
    SAME,
    BringReport,
    Brought,
    bring_notes,
    foresee_notes,
)
from commonhour.actions.notes.whose import series_of_notes
from commonhour.core.notes.brought import NotesFiles
from commonhour.errors import UserError
from commonhour.formats.notes import Held, read_notes_files
from commonhour.models import ImportDraft
from commonhour.web.desk.gate import who
from commonhour.web.desk.import_page import finding_lists
from commonhour.web.desk.said import go, show
from commonhour.web.times import day_text
from commonhour.web.voice import in_a_sentence

KIND = "notes"
_SHOWN, _LEFT, _FINDINGS = 400, 50, 200


@dataclass(frozen=True)
class NotesRow:
    day: str
    title: str
    series: str
    place: str
    result: str
    says: str


def notes_preview(request: HttpRequest, kept: ImportDraft) -> HttpResponse:
    read, now = _read(kept), clock.now()
    try:
        rows = series_of_notes(read, kept.name, group=kept.group_slug)
        report, refused = foresee_notes(read, rows, now=now, actor=who(request)), ""
    except UserError as error:
        report, refused = BringReport(), in_a_sentence(error)
    findings = read.findings + report.findings
    context: dict[str, object] = {
        "kept": kept, "here": f"/desk/import/{kept.pk}/", "refused": refused, "counts": _counts(read, report),
        "rows": [_row(one) for one in report.done[:_SHOWN]], "rows_more": max(0, len(report.done) - _SHOWN),
        "left": read.left_over[:_LEFT], "left_more": max(0, len(read.left_over) - _LEFT),
        "findings": finding_lists(findings[:_FINDINGS]), "more": max(0, len(findings) - _FINDINGS),
        "may": bool(report.done),
    }  # fmt: skip
    return show(request, "import_notes.html", context, status=422 if refused else 200)


def write_notes(request: HttpRequest, kept: ImportDraft) -> HttpResponse:
    read = _read(kept)
    try:
        rows = series_of_notes(read, kept.name, group=kept.group_slug)
    except UserError:
        return notes_preview(request, kept)
    report = bring_notes(read, rows, name=kept.name, now=clock.now(), actor=who(request))
    kept.delete()
    counts = ", ".join(_results(report))
    return go(
        request,
        "/desk/import/",
        gettext("Imported {name}: {summary}.").format(name=kept.name, summary=counts),
    )


def _read(kept: ImportDraft) -> NotesFiles:
    held = Held(kept.name, f"{kept.group_slug or 'desk'}/{kept.name}", bytes(kept.body))
    return read_notes_files([held], clock.now().date())


def _counts(read: NotesFiles, report: BringReport) -> list[str]:
    notes, dated, matched = len(read.notes), read.dated, report.matched(DATE)
    past, left = report.matched(PAST), len(read.left_over)
    return [
        ngettext("{n} notes", "{n} notes", notes).format(n=notes),
        ngettext("{n} with a day", "{n} with a day", dated).format(n=dated),
        ngettext("{n} of a date here", "{n} of dates here", matched).format(n=matched),
        ngettext("{n} of a day no calendar knew", "{n} of days no calendar knew", past).format(n=past),
        *_said(report.decisions, report.actions),
        ngettext("{n} part left over", "{n} parts left over", left).format(n=left),
    ]


def _results(report: BringReport) -> list[str]:
    return [
        f"{_result(what)}: {number}"
        for what in (ADDED, CHANGED, SAME, KEPT)
        if (number := report.number(what))
    ]


def _row(one: Brought) -> NotesRow:
    day = day_text(one.notes.date) if one.notes.date else ""
    says = ", ".join(_said(one.decisions, one.actions))
    return NotesRow(day, one.notes.title, one.series, _place(one.matched), _result(one.what), says)


def _said(decisions: int, actions: int) -> list[str]:
    """Only what there is."""
    found = [
        (decisions, ngettext("{n} decision", "{n} decisions", decisions)),
        (actions, ngettext("{n} action", "{n} actions", actions)),
    ]
    return [text.format(n=number) for number, text in found if number]


def _place(matched: str) -> str:
    if matched == DATE:
        return gettext("a date of the calendar")
    return gettext("a past date, made for them") if matched == PAST else gettext("no date")


def _result(what: str) -> str:
    return {
        ADDED: gettext("new"), CHANGED: gettext("changed there"), SAME: gettext("here already"), KEPT: gettext("edited here; ours stays"),
    }.get(what, gettext("removed here; stays away"))  # fmt: skip
