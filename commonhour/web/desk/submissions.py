"""What was sent in: the inbox, oldest first, and for each one a yes, a question, a no or the bin."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from commonhour import clock
from commonhour.actions import submission as actions
from commonhour.actions.rights import require
from commonhour.actions.series import new_uid
from commonhour.actions.wish import settle_wish
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, NotFound, UserError
from commonhour.models import Submission
from commonhour.models.submission import ASKED, DECLINED, SPAM
from commonhour.reads.letter import letters_about
from commonhour.reads.submission import SubmissionShape, submissions, to_decide
from commonhour.reads.wish import open_wishes, wishes_of
from commonhour.web.desk.gate import desk, manager, my_groups, post_only, who
from commonhour.web.desk.letters import Shown, problems_of
from commonhour.web.desk.pages import page_number
from commonhour.web.desk.said import go, show
from commonhour.web.desk.schedule import form_page
from commonhour.web.desk.schedule_forms import NewSeriesForm, initial_of
from commonhour.web.desk.submission_forms import AnswerForm, PauseForm, SeenForm, SettleForm
from commonhour.web.reader import community_of
from commonhour.web.voice import in_a_sentence, number

_PAGE = "/desk/submissions/"


@desk
def index(request: HttpRequest) -> HttpResponse:
    actor, page, is_open = who(request), page_number(request), "decided" not in request.GET
    rows, has_more = submissions(my_groups(actor), page, is_open=is_open)
    paused = community_of(request).submissions_paused
    wishes = open_wishes(my_groups(actor)) if is_open and page == 1 else []
    context: dict[str, object] = {
        "rows": rows, "wishes": wishes, "is_open": is_open, "earlier": page + 1 if has_more else 0, "later": page - 1, "paused": paused, "reads_letters": actor.may(Verb.DECIDE, None), "trusts_own": community_of(request).trusts_own,
        "pause": PauseForm(initial={"why": paused}) if actor.may(Verb.CHANGE_COMMUNITY) else None,
    }  # fmt: skip
    return show(request, "submissions.html", context)


@desk
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _the(request, pk))


@desk
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """As a new series of the desk, filled in with what was sent; "Show the dates" writes nothing."""
    row = _the(request, pk)
    groups, posted = my_groups(who(request)), request.POST if request.method == "POST" else None
    form = NewSeriesForm(groups, posted, initial=_initial(row))
    seen = SeenForm(posted, initial={"version": row.version})
    refused, status = (
        " ".join(map(str, seen.errors.get("version", ()))),
        422 if posted is not None and seen.errors else 0,
    )
    if posted is not None and form.is_valid() and seen.is_valid() and "show" not in posted:
        found = form.cleaned_data
        try:
            series = actions.accept_submission(
                row, title=found["title"], group=found["group"], schedule=form.schedule(new_uid()),
                version=seen.cleaned_data["version"], now=clock.now(), actor=who(request),
                description=found["description"].strip(), region=found["region"].strip(),
                join=(found["join_url"], found["passcode"]), words=seen.cleaned_data["words"],
            )  # fmt: skip
            told = gettext("“{title}” is in the calendar. {name} is told in ten minutes, unless you undo it.")
            return go(request, _PAGE, told.format(title=series.title, name=row.name))
        except Conflict as error:
            refused, status = in_a_sentence(error), error.status
    context = {"has_groups": True, "shown": SubmissionShape.of(row), "seen": seen, "refused": refused}
    return form_page(request, "submission_accept.html", form, context, status=status)


@desk
@post_only
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, or decline, with words."""
    row, form = _the(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    found = form.cleaned_data
    state = DECLINED if found["verb"] == "decline" else ASKED
    try:
        actions.answer_submission(
            row, state, found["words"], version=found["version"], now=clock.now(), actor=who(request)
        )
    except Conflict as refused:
        return _page(request, row, form, refused=in_a_sentence(refused), status=409)
    said = gettext("{name} is told in ten minutes, unless you undo it.").format(name=row.name)
    return go(request, _PAGE, said)


@desk
@post_only
def settle(request: HttpRequest, pk: int, wish: int) -> HttpResponse:
    """Yes or no to a change that its sender asks for; the date itself is changed on its own page."""
    row, form = _the(request, pk), SettleForm(request.POST)
    wished = row.wishes.open().filter(pk=wish).first()
    if wished is None:
        raise NotFound("wish-taken-back")
    if not form.is_valid():
        return _page(request, row, settling=form, status=422)
    found = form.cleaned_data
    try:
        settle_wish(
            wished, is_granted=found["verb"] == "grant", words=found["words"], version=found["version"], now=clock.now(),
            actor=who(request),
        )  # fmt: skip
    except UserError as refused:
        return _page(request, row, settling=form, refused=in_a_sentence(refused), status=refused.status)
    said = gettext("{name} is told in ten minutes, unless you undo it.").format(name=row.name)
    return go(request, f"{_PAGE}{pk}/", said)


@desk
@post_only
def spam(request: HttpRequest) -> HttpResponse:
    """Those that are ticked."""
    ticked = [int(key) for key in request.POST.getlist("one") if key.isascii() and key.isdigit()]
    rows = list(Submission.objects.for_groups(my_groups(who(request))).open().filter(pk__in=ticked[:1000]))
    if not rows:
        return go(request, _PAGE, gettext("Nothing was ticked."))
    count = actions.mark_spam(rows, now=clock.now(), actor=who(request))
    said = ngettext(
        "{n} is in the bin. Nobody is written to.", "{n} are in the bin. Nobody is written to.", count
    )
    return go(request, _PAGE, said.format(n=number(count)))


@manager
@post_only
def pause(request: HttpRequest) -> HttpResponse:
    form = PauseForm(request.POST)
    why = form.cleaned_data["why"].strip() if form.is_valid() and "open" not in request.POST else ""
    if not why and "open" not in request.POST:
        return go(request, _PAGE, gettext("Write a sentence for those who want to send something in."))
    actions.pause_submissions(why, now=clock.now(), actor=who(request))
    said = gettext("Nothing can be sent in for now.") if why else gettext("Meetings can be sent in again.")
    return go(request, _PAGE, said)


@manager
@post_only
def trust(request: HttpRequest) -> HttpResponse:
    is_trusted = "yes" in request.POST
    actions.trust_own(is_trusted, now=clock.now(), actor=who(request))
    said = gettext("What your moderators send in goes into the calendar at once.")
    return go(
        request, _PAGE, said if is_trusted else gettext("What your moderators send in waits for a yes.")
    )


def _the(request: HttpRequest, pk: int) -> Submission:
    """Raises NotFound, also for what nobody said yes to yet; NotAllowed for that of another group."""
    row = Submission.objects.whole().filter(pk=pk).first()
    if row is None or row.confirmed_at is None:
        raise NotFound("no-such-submission")
    require(who(request), Verb.DECIDE, row.group_id)
    return row


def _page(
    request: HttpRequest,
    row: Submission,
    form: AnswerForm | None = None,
    *,
    settling: SettleForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    found = to_decide(row)
    form = form or AnswerForm(initial={"version": row.version})
    wishes = wishes_of(row.pk)
    version = next((one.version for one in wishes if one.is_granted is None), 0)
    context: dict[str, object] = {
        "found": found, "shown": found.shape, "form": form, "refused": refused, "is_spam": row.state == SPAM,
        "link": _link(row), "wishes": wishes, "settling": settling or SettleForm(initial={"version": version}),
        "letters": [Shown(one, problems_of(one)) for one in letters_about(row)],
    }  # fmt: skip
    return show(request, "submission.html", context, status=status)


def _link(row: Submission) -> str:
    try:
        return row.link()
    except UserError as error:
        return in_a_sentence(error)


def _initial(row: Submission) -> dict[str, object]:
    return initial_of(row.schedule()) | {
        "title": row.title, "group": row.group.slug if row.group else "", "description": row.about,
        "join_url": _link(row),
    }  # fmt: skip
