"""Somebody leaves: one page of what they have here, each given to somebody else or ended, and asked once more."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.leaving import hand_over
from commonhour.actions.rights import require_oneself_or
from commonhour.core.rights import Verb
from commonhour.core.speech.roles import role_sentence
from commonhour.errors import Conflict
from commonhour.models import User
from commonhour.reads.leaving import Holding, holdings
from commonhour.web.desk.forms import PlainForm
from commonhour.web.desk.gate import desk, who
from commonhour.web.desk.people import PAGE, the_user
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence

_END = _("End it")


class LeavingForm(PlainForm):
    """A choice for each thing they have; a link can only end."""

    closes = forms.BooleanField(label=_("Close the account: nobody signs in to it any more"), required=False)

    def __init__(self, rows: list[Holding], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            takers = [(str(pk), gettext("Give it to {name}").format(name=name)) for pk, name in row.takers]
            self.fields[row.name] = forms.ChoiceField(
                label=_words(row), choices=[("", _END), *takers], required=False
            )
        self.order_fields([*(row.name for row in rows), "closes"])

    def takers(self) -> dict[str, int | None]:
        found = self.cleaned_data
        return {row.name: int(found[row.name]) if found[row.name] else None for row in self.rows}

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
        context = {"person": user, "form": form, "rows": form.in_words()}
        return show(request, "leaving_sure.html", context)
    try:
        hand_over(user, form.takers(), closes=form.cleaned_data["closes"], now=clock.now(), actor=actor)
    except Conflict as refused:
        form = LeavingForm(holdings(user, actor, clock.now()))
        return _shown(request, user, form, in_a_sentence(refused), status=409)
    return go(request, PAGE, gettext("{name} has handed everything over.").format(name=user.name or user))


def _shown(
    request: HttpRequest, user: User, form: LeavingForm, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "person": user,
        "form": form,
        "refused": refused,
        "fields": [form[row.name] for row in form.rows],
    }
    return show(request, "leaving.html", context, status=status)


def _words(row: Holding) -> str:
    if row.kind == "role":
        return role_sentence(row.role, row.group, gettext)
    if row.kind == "place":
        return gettext("Named on the page of {group}: {role}").format(group=row.group, role=row.role)
    return gettext("A sign-in link that nobody used yet")
