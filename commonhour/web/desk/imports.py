"""Importing in the desk: hand in a page or a calendar, see what would become of it, then write it or not."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.recognise import read_any
from commonhour.actions.upload import UNDER_WAY, ask_to_write, hand_in
from commonhour.actions.upstream import foresee, write_draft
from commonhour.actions.upstream.foreseen import stand_of
from commonhour.core.answers.answered import answered
from commonhour.core.answers.answers import Answers, answers_of
from commonhour.core.draft import Draft
from commonhour.core.finding import Finding
from commonhour.errors import NotFound, RefusedInput, UserError
from commonhour.formats.answers import write_answers
from commonhour.models import Group, Import, ImportDraft
from commonhour.models.imports import LIFETIME
from commonhour.reads.desk import import_summary
from commonhour.reads.upload import dates_owed
from commonhour.web.desk.gate import manager, post_only, signed_in, the_import, who
from commonhour.web.desk.import_answers import posted, without_verb
from commonhour.web.desk.import_forms import ImportForm
from commonhour.web.desk.import_job import is_heavy, make_few, refreshed, upload_page
from commonhour.web.desk.import_notes import KIND as NOTES
from commonhour.web.desk.import_notes import notes_preview, write_notes
from commonhour.web.desk.import_page import finding_lists, import_page
from commonhour.web.desk.said import go, show
from commonhour.web.desk.uploads import takes_upload
from commonhour.web.voice import in_a_sentence


@takes_upload
@manager
def upload(request: HttpRequest) -> HttpResponse:
    """POST keeps the upload for an hour, its owner's, and writes nothing else."""
    if getattr(request, "is_over", False):
        return _form_page(request, ImportForm(), gettext("The file is too large: at most 10 MB."), 413)
    form = ImportForm(
        request.POST or None, request.FILES or None, initial={"group": request.GET.get("group", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go(request, f"/desk/import/{_keep(request, form).pk}/")
        except UserError as error:
            return _form_page(request, form, in_a_sentence(error), error.status)
    return _form_page(request, form, "", 422 if form.errors else 200)


@manager
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """POST keeps what was answered, and shows what follows from it."""
    kept = _kept(request, pk)
    if kept is None:
        return _too_old(request)
    if is_heavy(kept):
        return upload_page(request, kept)
    if kept.kind == NOTES:
        return notes_preview(request, kept)
    read = _read(kept)
    if request.method == "POST":
        try:
            _keep_answers(request, kept, read)
        except RefusedInput as error:
            return _preview_page(request, kept, read, in_a_sentence(error), error.status)
        return go(request, f"/desk/import/{pk}/")
    return _preview_page(request, kept, read)


@manager
@post_only
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """With what was answered on the page, as it was sent."""
    kept = _kept(request, pk)
    if kept is None:
        return _too_old(request)
    if is_heavy(kept):
        ask_to_write(kept, actor=who(request))
        return go(request, f"/desk/import/{pk}/")
    if kept.kind == NOTES:
        return write_notes(request, kept)
    read = _read(kept)
    try:
        _keep_answers(request, kept, read)
    except RefusedInput as error:
        return _preview_page(request, kept, read, in_a_sentence(error), error.status)
    draft = answered(read, answers_of(kept.answers))
    report = write_draft(draft, now=clock.now(), actor=who(request), name=kept.name, group=_group(kept))
    make_few(report.row)
    kept.delete()
    sentence = gettext("Imported {name}: {summary}.").format(name=report.row.name, summary=report.summary)
    return go(request, f"/desk/import/done/{report.row.pk}/", sentence)


@manager
def answers_file(request: HttpRequest, pk: int) -> HttpResponse:
    """All that was asked and answered, for `commonhour import --answers`."""
    kept = _kept(request, pk)
    if kept is None:
        return _too_old(request)
    if is_heavy(kept) or kept.kind == NOTES:
        return go(request, f"/desk/import/{pk}/")
    read, answers = _read(kept), answers_of(kept.answers)
    found = foresee(answered(read, answers), now=clock.now(), name=kept.name, group=_group(kept))
    text = write_answers([stand_of(kept.name, read, answers, found)])
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="answers.yaml"'
    return response


@manager
@post_only
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _kept(request, pk)
    if kept is not None:
        kept.delete()
    return go(request, "/desk/import/", gettext("Thrown away; nothing was written."))


@manager
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import saw, for as long as the hub keeps it."""
    row = the_import(pk)
    owed = dates_owed(row)
    has_brought = row.brought_groups().exists() or row.brought_series().exists()
    asked = sum(not match.get("certain") for match in row.matches)
    context: dict[str, object] = {
        "row": row,
        "findings": finding_lists(map(Finding.of, row.findings)),
        "unplaced": row.unplaced,
        "asked": asked,
        "owed": owed,
        "way_out": f"/desk/import/done/{pk}/remove/" if has_brought else "",
    }
    return refreshed(show(request, "import_done.html", context), not owed.is_over)


def _preview_page(
    request: HttpRequest, kept: ImportDraft, read: Draft, refused: str = "", status: int = 200
) -> HttpResponse:
    answers = answers_of(kept.answers)
    draft = answered(read, answers)
    found = foresee(draft, now=clock.now(), name=kept.name, group=_group(kept))
    context: dict[str, object] = {
        "kept": kept,
        "page": import_page(read, draft, found, answers),
        "refused": refused,
    }
    context |= {"path": f"/desk/import/{kept.pk}/", "here": f"/desk/import/{kept.pk}/"}
    context |= {"ticked": request.POST.getlist("group"), "verb": request.POST.get("verb", "")}
    return show(request, "import_preview.html", context, status=status)


def _keep_answers(request: HttpRequest, kept: ImportDraft, read: Draft) -> None:
    """Raises RefusedInput when it cannot be meant so."""
    before, groups = answers_of(kept.answers), list(Group.objects.values_list("slug", flat=True))
    try:
        answers = posted(request.POST, read, before, groups)
    except RefusedInput:
        _save(kept, posted(without_verb(request.POST), read, before, groups))  # nothing else is lost
        raise
    _save(kept, answers)


def _save(kept: ImportDraft, answers: Answers) -> None:
    kept.answers = answers.as_json()
    kept.save(update_fields=["answers"])


def _keep(request: HttpRequest, form: ImportForm) -> ImportDraft:
    """The upload, once it could be read; the worker has it from where an address leads. Raises RefusedInput with a
    sentence otherwise."""
    group, now = form.cleaned_data["group"], clock.now()
    ImportDraft.objects.filter(created_at__lt=now - LIFETIME).delete()
    kept = ImportDraft(
        owner=signed_in(request), created_at=now, kind=form.cleaned_data["kind"], group_slug=group.slug if group else ""
    )  # fmt: skip
    if address := form.its_address():
        kept.name, kept.body, kept.state = (
            urlsplit(address).hostname or "",
            address.encode(),
            ImportDraft.TO_FETCH,
        )
    else:
        hand_in(kept, *form.upload(), now=now)
    kept.save()
    return kept


def _kept(request: HttpRequest, pk: int) -> ImportDraft | None:
    """One's own upload; None when its hour is over. Raises NotFound for anybody else's."""
    kept = ImportDraft.objects.filter(pk=pk, owner=signed_in(request)).first()
    if kept is None:
        raise NotFound("no-such-upload")
    if kept.state not in UNDER_WAY and kept.created_at < clock.now() - LIFETIME:
        kept.delete()
        return None
    return kept


def _read(kept: ImportDraft) -> Draft:
    return read_any(kept.name, bytes(kept.body), kind=kept.kind, now=clock.now())


def _group(kept: ImportDraft) -> Group | None:
    group = Group.objects.filter(slug=kept.group_slug).first() if kept.group_slug else None
    if kept.group_slug and group is None:
        raise RefusedInput("group-gone")
    return group


def _form_page(request: HttpRequest, form: ImportForm, refused: str, status: int) -> HttpResponse:
    last = [import_summary(row) for row in Import.objects.all()[:5]]
    return show(request, "import.html", {"form": form, "refused": refused, "last": last}, status=status)


def _too_old(request: HttpRequest) -> HttpResponse:
    sentence = gettext("The upload was older than an hour, so it was removed; hand it in again.")
    return go(request, "/desk/import/", sentence)
