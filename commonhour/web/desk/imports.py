"""Importing in the desk: hand in a page or a calendar, see what would become of it, then write it or not."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.upstream import import_draft
from commonhour.actions.upstream import preview as preview_of
from commonhour.core.draft import Draft
from commonhour.core.finding import Finding
from commonhour.errors import NotFound, RefusedInput, UserError
from commonhour.models import Group, Import, ImportDraft
from commonhour.models.imports import LIFETIME
from commonhour.reads.desk import import_summary
from commonhour.web.desk.gate import manager, post_only, signed_in, who
from commonhour.web.desk.import_forms import ImportForm
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
    kept = _kept(request, pk)
    if kept is None:
        return _too_old(request)
    draft = preview_of(_read(kept), now=clock.now(), name=kept.name, group=_group(kept))
    context: dict[str, object] = {"kept": kept, "page": import_page(draft)}
    context |= {"write_path": f"/desk/import/{pk}/write/", "drop_path": f"/desk/import/{pk}/drop/"}
    return show(request, "import_preview.html", context)


@manager
@post_only
def write(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _kept(request, pk)
    if kept is None:
        return _too_old(request)
    report = import_draft(
        _read(kept), now=clock.now(), actor=who(request), name=kept.name, group=_group(kept)
    )
    kept.delete()
    sentence = gettext("Imported {name}: {summary}.").format(name=report.row.name, summary=report.summary)
    return go(request, f"/desk/import/done/{report.row.pk}/", sentence)


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
    row = Import.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound("no-such-import")
    asked = sum(not match.get("certain") for match in row.matches)
    context: dict[str, object] = {
        "row": row,
        "findings": finding_lists(map(Finding.of, row.findings)),
        "unplaced": row.unplaced,
        "asked": asked,
    }
    return show(request, "import_done.html", context)


def _keep(request: HttpRequest, form: ImportForm) -> ImportDraft:
    """The upload, once it could be read. Raises RefusedInput with a sentence otherwise."""
    name, body = form.upload()
    kind = form.cleaned_data["kind"] or recognise(name, body)
    read_any(name, body, kind=kind, now=clock.now())
    group = form.cleaned_data["group"]
    ImportDraft.objects.filter(created_at__lt=clock.now() - LIFETIME).delete()
    return ImportDraft.objects.create(
        owner=signed_in(request), created_at=clock.now(), name=name, kind=kind, body=body,
        group_slug=group.slug if group else "",
    )  # fmt: skip


def _kept(request: HttpRequest, pk: int) -> ImportDraft | None:
    """One's own upload; None when its hour is over. Raises NotFound for anybody else's."""
    kept = ImportDraft.objects.filter(pk=pk, owner=signed_in(request)).first()
    if kept is None:
        raise NotFound("no-such-upload")
    if kept.created_at < clock.now() - LIFETIME:
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
