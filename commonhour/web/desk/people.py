"""People in the desk: who may do what, and invitations by a one-time link."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.people import rename_oneself
from commonhour.actions.sign_in import end_invitations, invite, make_link, sign_in_address
from commonhour.core.rights import Actor, Role, Verb
from commonhour.errors import NotFound
from commonhour.models import User
from commonhour.reads.people import people_page
from commonhour.web.desk.gate import desk, granter, post_only, signed_in, who
from commonhour.web.desk.people_forms import InviteForm, MyNameForm
from commonhour.web.desk.said import go, show
from commonhour.web.reader import reader_of

PAGE = "/desk/people/"


@desk
def index(request: HttpRequest) -> HttpResponse:
    return _shown(request, _form(request, initial={"group": request.GET.get("group", "")}))


@granter
@post_only
def invited(request: HttpRequest) -> HttpResponse:
    """Their link is on the page that answers, and nowhere else but in the mail."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    found = form.cleaned_data
    user, token = invite(
        found["email"], form.terms(), name=found["name"].strip(), person=form.its_person(), by_mail=found["by_mail"],
        language=reader_of(request).lang, now=clock.now(), actor=who(request),
    )  # fmt: skip
    return _shown(request, _form(request), _invitation(str(user), token, is_mailed=found["by_mail"]))


@granter
@post_only
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh one; earlier ones that nobody used are good no longer."""
    user = the_user(pk)
    token = make_link(user, now=clock.now(), actor=who(request), is_only=True)
    return _shown(request, _form(request), _invitation(called(user, who(request)), token))


@granter
@post_only
def end_link(request: HttpRequest, pk: int) -> HttpResponse:
    end_invitations(the_user(pk), now=clock.now(), actor=who(request))
    return go(request, PAGE, gettext("The link lets nobody in any more."))


@desk
def me(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = MyNameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        rename_oneself(
            user, found["name"], everywhere=found["everywhere"], now=clock.now(), actor=who(request)
        )
        return go(request, PAGE, gettext("Saved."))
    return show(request, "me.html", {"form": form}, status=422 if form.errors else 200)


def _form(request: HttpRequest, *args: object, **options: object) -> InviteForm:
    return InviteForm(who(request), reader_of(request).tzid, *args, **options)


def _invitation(name: str, token: str, *, is_mailed: bool = False) -> dict[str, object]:
    return {"name": name, "url": sign_in_address(token) if token else "", "is_mailed": is_mailed}


def called(user: User, actor: Actor) -> str:
    """By their name; an address is for programme managers only."""
    address = user.email if actor.may_give(Role.MANAGER, None) else ""
    return user.name or address or gettext("Somebody without a name")


def the_user(pk: int) -> User:
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        raise NotFound("no-such-person")
    return user


def _shown(
    request: HttpRequest, form: InviteForm, invited: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    actor = who(request)
    page = people_page(actor, clock.now(), reader_of(request).tzid)
    context = {"page": page, "form": form, "invited": invited, "may_invite": actor.groups(Verb.GRANT) != []}
    return show(request, "people.html", context, status=status)
