"""Somebody leaves: one page of what they have here, each given to somebody else or ended, and asked once more."""

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.leaving import hand_over
from commonhour.actions.rights import require_oneself_or
from commonhour.core.rights import Verb
from commonhour.core.speech.messages.subscribing import KINDS
from commonhour.core.speech.roles import role_sentence
from commonhour.errors import Conflict
from commonhour.models import User
from commonhour.reads.account import account_page
from commonhour.reads.leaving import STAYS, Holding, holdings
from commonhour.web.desk.forms import PlainForm
from commonhour.web.desk.gate import desk, who
from commonhour.web.desk.people import PAGE, the_user
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence, words

_END = ("", _("End it"))
_STAY_OR_END = [("", _("Leave it as it is")), ("end", _("End it"))]


class LeavingForm(PlainForm):
    """A choice for each thing they have; a link can only end, and what is left as it is needs no word."""

    closes = forms.BooleanField(label=_("Close the account: nobody signs in to it any more"), required=False)

    def __init__(self, rows: list[Holding], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            takers = [(str(pk), _given(row).format(name=name)) for pk, name in row.takers]
            self.fields[row.name] = forms.ChoiceField(
                label=_words(row), help_text=_hint(row), required=False,
                choices=[*(_STAY_OR_END if row.may_stay else [_END]), *takers],
            )  # fmt: skip
        self.order_fields([*(row.name for row in rows), "closes"])

    def takers(self) -> dict[str, int | None]:
        return {row.name: self._taker(row) for row in self.rows}

    def _taker(self, row: Holding) -> int | None:
        chosen = self.cleaned_data[row.name]
        if chosen in ("", "end"):
            return STAYS if row.may_stay and not chosen else None
        return int(chosen)

    def asks(self) -> bool:
        """Whether somebody is sent a question."""
        return any(row.kind == "subscription" and self._taker(row) for row in self.rows)

    def left_alone(self) -> list[str]:
        """The groups that nobody looks after any more."""
        kept = {row.group for row in self.rows if row.is_only and self._taker(row) is not None}
        return sorted({row.group for row in self.rows if row.is_only} - kept)

    def in_words(self) -> list[tuple[str, str]]:
        """(what, what becomes of it), to be asked."""
        found = self.cleaned_data
        return [(_words(row), dict(self.fields[row.name].choices)[found[row.name]]) for row in self.rows]  # type: ignore[attr-defined]


@desk
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """The first POST says once more what would be done, the second does it."""
    user, actor = the_user(pk), who(request)
    require_oneself_or(actor, user, Verb.CHANGE_PEOPLE)
    form = LeavingForm(holdings(user, actor, clock.now()), request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _shown(request, user, form, status=422 if form.errors else 200)
    if request.POST.get("sure") != "1":
        context = {
            "person": user,
            "form": form,
            "rows": form.in_words(),
            "alone": form.left_alone(),
            "asks": form.asks(),
        }
        if form.cleaned_data["closes"]:
            context["account"] = account_page(user, None, clock.now())
        return show(request, "leaving_sure.html", context)
    try:
        hand_over(user, form.takers(), closes=form.cleaned_data["closes"], now=clock.now(), actor=actor)
    except Conflict as refused:
        form = LeavingForm(holdings(user, actor, clock.now()))
        return _shown(request, user, form, in_a_sentence(refused), status=409)
    if form.cleaned_data["closes"] and actor.user == user.pk:
        logout(request)
    return go(request, PAGE, gettext("{name} has handed everything over.").format(name=user.name or user))


def _shown(
    request: HttpRequest, user: User, form: LeavingForm, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "person": user,
        "form": form,
        "refused": refused,
        "fields": [form[row.name] for row in form.rows],
        "account": account_page(user, None, clock.now()),
    }
    return show(request, "leaving.html", context, status=status)


def _words(row: Holding) -> str:
    if row.kind == "role":
        return role_sentence(row.role, row.group, gettext)
    if row.kind == "place":
        return gettext("Named on the page of {group}: {role}").format(group=row.group, role=row.role)
    if row.kind == "subscription":
        what = words().all_of(row.about) if row.about else gettext("all meetings")
        return gettext("Mails about {what}").format(what=what)
    if row.kind == "invitation":
        return gettext("An invitation of {name} that nobody used yet").format(name=row.about[0])
    return gettext("A sign-in link that nobody used yet")


def _given(row: Holding) -> str:
    if row.kind == "subscription":
        return gettext("Ask {name} by mail whether they want it, and end it here")
    return gettext("Give it to {name}")


def _hint(row: Holding) -> str:
    if row.is_only:
        return gettext("Nobody else looks after {group}.").format(group=row.group)
    if row.kind == "invitation":
        return gettext("Whoever knows its link signs in as them. They can be sent a new one.")
    return " · ".join(gettext(KINDS[kind]) for kind in row.mails)
