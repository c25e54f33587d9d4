"""The versions of a date's notes in the desk: listed, compared, brought back; and notes that are taken back whole."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.notes.keeping import restore_revision, unpublish_notes
from commonhour.core.notes.comparing import compare
from commonhour.errors import Conflict, NotFound, RefusedInput
from commonhour.models import Notes, Occurrence
from commonhour.models.notes import PUBLISHED
from commonhour.reads.notes import changed_by, revisions_of
from commonhour.web.desk.gate import desk, the_recorded, who
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence


@desk
def index(request: HttpRequest, public_id: UUID) -> HttpResponse:
    date = the_recorded(request, public_id)
    notes = _the_notes(date)
    return show(request, "revisions.html", _context(date, notes) | {"revisions": revisions_of(notes)})


@desk
def page(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """GET shows what it changed, and asks; POST brings it back."""
    date = the_recorded(request, public_id)
    notes = _the_notes(date)
    found = changed_by(notes, number)
    if found is None:
        raise NotFound("no-such-revision")
    refused, status = "", 200
    if request.method == "POST":
        version = request.POST.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise RefusedInput("submission-incomplete")
        try:
            restore_revision(notes, number, version=int(version), now=clock.now(), actor=who(request))
            return go(request, f"/desk/notes/{date.public_id}/", gettext("The notes are as they were then."))
        except Conflict as conflict:
            refused, status, notes = in_a_sentence(conflict), 409, _the_notes(date)
    text = notes.revisions.values_list("text", flat=True).get(number=number)
    context = _context(date, notes) | {
        "one": found, "now_and_then": compare(notes.text, text), "refused": refused, "version": notes.version,
    }  # fmt: skip
    return show(request, "revision.html", context, status=status)


@desk
def unpublish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET asks."""
    date = the_recorded(request, public_id)
    notes = _the_notes(date)
    if notes.stage != PUBLISHED:
        return go(request, f"/desk/notes/{date.public_id}/")
    if request.method == "POST":
        unpublish_notes(notes, now=clock.now(), actor=who(request))
        return go(request, f"/desk/notes/{date.public_id}/", gettext("The notes are a draft again."))
    return show(request, "notes_unpublish.html", _context(date, notes))


def _the_notes(date: Occurrence) -> Notes:
    notes = Notes.objects.select_related("series__group").filter(dates__occurrence=date).first()
    if notes is None:
        raise NotFound("no-notes-yet")
    return notes


def _context(date: Occurrence, notes: Notes) -> dict[str, object]:
    (line,) = Occurrence.objects.filter(pk=date.pk).listed()
    return {
        "line": line, "stage": notes.stage, "is_nameless": notes.is_nameless,
        "path": f"/desk/notes/{date.public_id}/",
    }  # fmt: skip
