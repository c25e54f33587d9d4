"""The page of who sent in a meeting, by the signed link of their mail: what becomes of it, changing it, withdrawing it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions import submission as actions
from commonhour.core.speech.messages.submission import ANSWERED
from commonhour.errors import Conflict, NotFound
from commonhour.models import Submission
from commonhour.reads.mail_links import submission_of, submission_path
from commonhour.reads.submission import SubmissionShape
from commonhour.reads.wish import wishes_of
from commonhour.web.by_link import by_link, for_reader
from commonhour.web.desk.dates import first_start
from commonhour.web.desk.gate import post_only
from commonhour.web.reader import reader_of
from commonhour.web.submit import form_page, is_only_shown
from commonhour.web.submit_file import when
from commonhour.web.submit_forms import ChangeSubmissionForm
from commonhour.web.voice import in_a_sentence, words

View = Callable[..., HttpResponse]


def mine(view: View) -> View:
    """Hands the submission on to the view, in its sender's language and zone."""

    @by_link
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        row = Submission.objects.whole().filter(pk=submission_of(token)).first()
        if row is None:
            raise NotFound("submission-link-unknown")
        with for_reader(request, row.language, row.sender_tzid):
            return view(request, row)

    return wrapped


@mine
def page(request: HttpRequest, row: Submission) -> HttpResponse:
    missing = words().all_of([gettext(ANSWERED[name]) for name in row.missing])
    context = {
        "shown": SubmissionShape.of(row),
        "mine": submission_path(row.pk),
        "wishes": wishes_of(row.pk),
        "missing": missing,
    }
    return render(request, "submit/mine.html", context)


@mine
@post_only
def confirm(request: HttpRequest, row: Submission) -> HttpResponse:
    actions.confirm_submission(row, now=clock.now())
    return back(request, row)


@mine
@post_only
def withdraw(request: HttpRequest, row: Submission) -> HttpResponse:
    actions.withdraw_submission(row)
    return back(request, row)


@mine
@post_only
def again(request: HttpRequest, row: Submission) -> HttpResponse:
    actions.send_in_again(row)
    return back(request, row)


@mine
def change(request: HttpRequest, row: Submission) -> HttpResponse:
    """Until it is decided."""
    posted = request.POST if request.method == "POST" else None
    if posted is None and not SubmissionShape.of(row).may_change:
        return back(request, row)
    form = ChangeSubmissionForm(posted, initial=form_facts(row), tzid=reader_of(request).tzid)
    refused, status = "", 422
    if form.is_valid() and not is_only_shown(request):
        try:
            actions.change_submission(row, form.sent_in(), version=form.cleaned_data["version"])
            return back(request, row)
        except Conflict as error:
            refused, status = in_a_sentence(error), error.status
    return form_page(
        request, form, "submit/change.html", refused=refused, status=status, mine=submission_path(row.pk)
    )


def form_facts(row: Submission) -> dict[str, object]:
    """As it was sent."""
    schedule = row.schedule() if row.dtstart else None
    said: dict[str, object] = {**when(schedule, first_start(schedule))} if schedule else {"when": row.typed}
    return said | {
        "title": row.title, "about": row.about, "name": row.name, "link": row.link(),
        "group": row.group.slug if row.group else "", "version": row.version,
    }  # fmt: skip


def back(request: HttpRequest, row: Submission) -> HttpResponse:
    return HttpResponseRedirect(reader_of(request).link(submission_path(row.pk)))
