"""Messages in the desk: what went where, what waits, what failed and why, and mails that were kept for reading."""

import email
from collections.abc import Iterable
from email.policy import default
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.news.notices import hold_back, tell_after_all
from commonhour.actions.news.outbox import try_again
from commonhour.core.rights import Verb
from commonhour.core.speech.changes import change_sentence
from commonhour.errors import NotFound
from commonhour.gateways.mail import MailFolder
from commonhour.models import Delivery, Notice
from commonhour.reads.outbox import Posted, Stuck, outbox_page
from commonhour.web.desk.gate import desk, manager, my_groups, post_only, who
from commonhour.web.desk.pages import page_number
from commonhour.web.desk.said import go, show
from commonhour.web.desk.telling import leaves_in_words
from commonhour.web.voice import in_a_sentence, number

_PAGE = "/desk/messages/"
KINDS = {
    "sign-in-code": _("A sign-in code"), "invitation": _("An invitation"), "notice": _("A change"),
    "still-meeting": _("Still meeting?"), "confirm": _("A question whether an address wants to be subscribed"),
    "week": _("Somebody’s week"), "notes": _("Notes, once they are published"), "agenda-missing": _("A word that an agenda is missing"), "notes-missing": _("A word that notes are missing"), "calendar": _("An update of somebody’s calendar"), "reminder": _("Reminder"),
    "door-link": _("A link to the door of a call"), "test": _("Test message"), "submission-confirm": _("A question whether somebody sent in a meeting"),
    "submission-mailed": _("An answer to a mail that describes a meeting"),
    "proposal-answer": _("An answer to who proposed a talk"), "proposal-after": _("A question for slides of a talk"),
    "submission-answer": _("An answer to who sent in a meeting"), "wish-answer": _("An answer to who asked for a change"), "submission-waits": _("A meeting waits to be decided"),
    "proposal-confirm": _("A question whether somebody proposed a talk"), "proposal-speaker": _("A question whether somebody speaks in a talk"),
    "proposal-support": _("A question whether somebody would like to hear a talk"),
    "reply-confirm": _("A question whether somebody comes"), "reply-place": _("A place for who waited"),
}  # fmt: skip


@desk
def index(request: HttpRequest) -> HttpResponse:
    actor, page = who(request), page_number(request)
    is_manager = actor.may(Verb.CHANGE_COMMUNITY)
    may_read = is_manager and settings.MAIL_SERVER is None
    posted, has_more = outbox_page(my_groups(actor), page, shows_addresses=is_manager, shows_mails=may_read)
    context: dict[str, object] = {
        "entries": [_entry(one) for one in posted], "earlier": page + 1 if has_more else 0, "later": page - 1,
        "is_kept": settings.MAIL_SERVER is None,
    }  # fmt: skip
    return show(request, "messages.html", context)


@manager
def kept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A mail that was kept instead of sent, as its reader would have read it."""
    row = Delivery.objects.filter(public_id=public_id).first()
    if row is None or settings.MAIL_SERVER is not None:
        raise NotFound("no-such-message")
    try:
        mail = email.message_from_bytes(
            MailFolder(settings.MAIL_FOLDER).path_of(str(public_id)).read_bytes(), policy=default
        )
    except FileNotFoundError as error:
        raise NotFound("no-such-message") from error
    text = mail.get_body(("plain",))
    context: dict[str, object] = {"mail": mail, "text": text.get_content() if text else ""}
    return show(request, "message_kept.html", context)


@desk
@post_only
def again(request: HttpRequest, pk: int) -> HttpResponse:
    row = Delivery.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound("no-such-message")
    try_again(row, now=clock.now(), actor=who(request))
    return go(request, _PAGE, gettext("It is tried again now."))


@desk
@post_only
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    hold_back(_the_notice(pk), now=clock.now(), actor=who(request))
    return go(request, _PAGE, gettext("Nobody is told. The change itself stays."))


@desk
@post_only
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    leaves_at = tell_after_all(_the_notice(pk), now=clock.now(), actor=who(request))
    return go(request, _PAGE, leaves_in_words(request, leaves_at))


def _the_notice(pk: int) -> Notice:
    row = Notice.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound("no-such-message")
    return row


def _entry(one: Posted) -> dict[str, object]:
    return {
        "posted": one, "sentence": _sentence(one), "counts": " · ".join(_counts(one)),
        "stuck": [_stuck(each) for each in one.stuck],
        "notice_path": f"{_PAGE}notices/{one.notice}/",
    }  # fmt: skip


def _sentence(one: Posted) -> str:
    """What it tells; of several changes all, as they became one message."""
    if one.changes:
        return " · ".join(dict.fromkeys(change_sentence(kind, facts, gettext) for kind, facts in one.changes))
    return str(KINDS.get(one.kind, one.kind))


def _counts(one: Posted) -> Iterable[str]:
    """Only what there is."""
    if one.sent:
        yield ngettext("{n} went", "{n} went", one.sent).format(n=number(one.sent))
    if one.waiting:
        yield ngettext("{n} waits", "{n} wait", one.waiting).format(n=number(one.waiting))
    if one.failed:
        yield ngettext("{n} failed", "{n} failed", one.failed).format(n=number(one.failed))
    if one.withdrawn:
        yield ngettext("{n} taken back", "{n} taken back", one.withdrawn).format(n=number(one.withdrawn))
    yield from one.places


def _stuck(one: Stuck) -> dict[str, object]:
    return {"stuck": one, "why": in_a_sentence(one.fault), "again_path": f"{_PAGE}{one.id}/again/"}
