"""Agenda and notes of one date in the desk: one text, written by several at once, shown to everybody when it is published."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.notes.keeping import Kept, keep_notes
from commonhour.actions.notes.writing import NotesClash, is_frozen
from commonhour.core.notes.reading import read_notes
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, UserError
from commonhour.models import Notes, Occurrence
from commonhour.models.agenda_item import ACCEPTED, WAITING
from commonhour.models.notes import AGENDA, DRAFT, PUBLISHED
from commonhour.reads.agenda import first_text, proposed_for
from commonhour.reads.audience import audience_of_notes
from commonhour.reads.notes import elsewhere
from commonhour.reads.published_notes import is_worth_telling
from commonhour.web.desk.forms import field_errors
from commonhour.web.desk.gate import desk, post_only, the_recorded, who
from commonhour.web.desk.notes_forms import NotesForm, TextForm
from commonhour.web.desk.said import go, show
from commonhour.web.desk.telling import and_told, people_in_words, wants_to_tell
from commonhour.web.reader import community_of, reader_of
from commonhour.web.times import clock as hour
from commonhour.web.voice import in_a_sentence


@desk
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A script asks for JSON, and saves without leaving the page."""
    date = the_recorded(request, public_id)
    if request.method != "POST":
        return _shown(request, date, NotesForm(initial=_initial(date)))
    form, wants_json = NotesForm(request.POST), request.headers.get("Accept") == "application/json"
    if request.POST.get("to") == "preview":
        return _shown(request, date, form, preview=form["text"].value() or "")
    if not form.is_valid():
        return _refused(form) if wants_json else _shown(request, date, form, status=422)
    try:
        return _saved_in_place(request, date, form) if wants_json else _saved(request, date, form)
    except UserError as error:
        if wants_json:
            return JsonResponse({"said": in_a_sentence(error)}, status=error.status)
        return _again(request, date, form, error)


@desk
@post_only
def read(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is read in a text that is being typed, as a piece of a page. Nothing is saved."""
    date = the_recorded(request, public_id)
    form = TextForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    return render(request, "desk/notes_read.html", {"read": read_notes(text, day=date.local_day)})


def _saved(request: HttpRequest, date: Occurrence, form: NotesForm) -> HttpResponse:
    stage = _wanted(request)
    is_merged = _keep(request, date, form, stage).is_merged
    said = {
        DRAFT: gettext("Saved as a draft: nobody else sees it yet."),
        AGENDA: gettext("The agenda is there for everybody."),
        PUBLISHED: and_told(request, gettext("Published: everybody can read the notes."), date.series),
    }[stage]
    more = gettext("Lines that somebody else saved meanwhile came in.") if is_merged else ""
    return go(request, request.path, " ".join(filter(None, [said, more])))


def _saved_in_place(request: HttpRequest, date: Occurrence, form: NotesForm) -> HttpResponse:
    now = clock.now()
    kept = _keep(request, date, form, DRAFT)
    said = gettext("Saved {time}").format(time=hour(now, reader_of(request).tzid))
    more = gettext("Lines that somebody else saved meanwhile came in.") if kept.is_merged else ""
    return JsonResponse({"text": kept.notes.text, "said": ". ".join(filter(None, [said, more]))})


def _keep(request: HttpRequest, date: Occurrence, form: NotesForm, stage: str) -> Kept:
    found = form.cleaned_data
    return keep_notes(
        date, found["text"], base=found["base"], unanswered=found["unanswered"] or None, stage=stage, facts=form.changed_facts(),
        with_names=request.POST.get("with_names") == "yes", tell=wants_to_tell(request), now=clock.now(), actor=who(request),
    )  # fmt: skip


def _wanted(request: HttpRequest) -> str:
    wanted = request.POST.get("to")
    return wanted if wanted in (AGENDA, PUBLISHED) else DRAFT


def _again(request: HttpRequest, date: Occurrence, form: NotesForm, error: UserError) -> HttpResponse:
    """Nothing is lost: what was typed stands in the form, what others saved beside it."""
    if isinstance(error, NotesClash):
        both = form.put_together(error.merged.text, error.present)
        return _shown(request, date, both, status=409, clashes=error.merged.clashes)
    if isinstance(error, Conflict):
        notes = Notes.objects.filter(dates__occurrence=date).first()
        form = form.beside(notes) if notes else form
        return _shown(request, date, form, status=409, refused=in_a_sentence(error))
    asks = error.code == "notes-with-names" and _wanted(request) == DRAFT
    return _shown(request, date, form, status=error.status, refused=in_a_sentence(error), asks_names=asks)


def _refused(form: NotesForm) -> HttpResponse:
    said = " ".join(sentence for _, sentence in field_errors(form))
    return JsonResponse({"said": said}, status=422)


def _initial(date: Occurrence) -> dict[str, object]:
    notes = Notes.objects.filter(dates__occurrence=date).first()
    text = notes.text if notes else first_text(date, clock.now())
    if notes is None:
        return {"text": text, "base": text}
    facts = {"recording": notes.recording, "slides": notes.slides, "is_nameless": notes.is_nameless}
    return {"text": text, "base": text} | facts


def _shown(
    request: HttpRequest, date: Occurrence, form: NotesForm, *, status: int = 200, **more: object
) -> HttpResponse:
    now, notes = clock.now(), Notes.objects.filter(dates__occurrence=date).first()
    stage = notes.stage if notes else ""
    (line,) = Occurrence.objects.filter(pk=date.pk).listed()
    proposed = proposed_for(date, form["text"].value() or "")
    context: dict[str, object] = {
        "line": line, "form": form, "stage": stage, "key": str(date.public_id),
        "path": f"/desk/notes/{date.public_id}/", "date_path": f"/desk/occurrence/{date.public_id}/",
        "read": read_notes(form["text"].value() or "", day=date.local_day), "is_ahead": date.start > now, "has_begun": date.start <= now,
        "keeps_itself": stage in ("", DRAFT) or (stage == AGENDA and date.start <= now),
        "is_closed": notes is not None and _is_closed(request, notes), "frozen_days": community_of(request).notes_frozen_days,
        "revisions": notes.revisions.count() if notes else 0,
        "proposed": proposed, "waiting_items": sum(one.state == WAITING for one in proposed),
        "missing_items": [one for one in proposed if one.state == ACCEPTED and one.is_new],
        **_telling(request, date, notes), "elsewhere": elsewhere(date), "outcome": date.outcome, "outcome_reason": date.outcome_reason,
    }  # fmt: skip
    return show(request, "notes.html", context | more, status=status)


def _telling(request: HttpRequest, date: Occurrence, notes: Notes | None) -> dict[str, object]:
    """Whom a publication would reach, and whether that is usual; nothing where it reaches nobody."""
    told = audience_of_notes([date.series], community_of(request).tzid)
    if told.is_empty or (notes and notes.stage == PUBLISHED):
        return {}
    usual = is_worth_telling(notes or Notes(date=date.local_day), clock.now())
    ticked = wants_to_tell(request) if request.method == "POST" else usual
    return {"reached": people_in_words(told), "is_told": ticked}


def _is_closed(request: HttpRequest, notes: Notes) -> bool:
    days = community_of(request).notes_frozen_days
    runs = who(request).may(Verb.CHANGE_DATE, *notes.series.holders)
    return is_frozen(notes.date, clock.now(), days) and not runs
