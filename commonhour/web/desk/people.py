"""People in the desk: who may do what, invitations by a one-time link, and one's own name."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.people import end_grant, rename_oneself
from commonhour.actions.sign_in import end_invitations, invite, make_link
from commonhour.errors import NotFound
from commonhour.models import Grant, User
from commonhour.reads.people import people_page
from commonhour.web.desk.gate import desk, manager, my_groups, post_only, signed_in, who
from commonhour.web.desk.people_forms import InviteForm, MyNameForm
from commonhour.web.desk.said import go, show

_PAGE = "/desk/people/"


@desk
def index(request: HttpRequest) -> HttpResponse:
    return _shown(request, InviteForm(initial={"group": request.GET.get("group", "")}))


@manager
@post_only
def invited(request: HttpRequest) -> HttpResponse:
    """Their link is on the page that answers, and nowhere else."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    found = form.cleaned_data
    user, token = invite(
        found["email"], name=found["name"].strip(), is_manager=form.is_manager(),
        group=None if form.is_manager() else found["group"], person=form.its_person(), now=clock.now(), actor=who(request),
    )  # fmt: skip
    return _shown(request, InviteForm(), _link(user, token))


@manager
@post_only
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh one; earlier ones that nobody used are good no longer."""
    user = _the_user(pk)
    token = make_link(user, now=clock.now(), actor=who(request), is_only=True)
    return _shown(request, InviteForm(), _link(user, token))


@manager
@post_only
def end_link(request: HttpRequest, pk: int) -> HttpResponse:
    end_invitations(_the_user(pk), now=clock.now(), actor=who(request))
    return go(request, _PAGE, gettext("The link lets nobody in any more."))


@manager
@post_only
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    now = clock.now()
    grant = Grant.objects.valid(now).select_related("user", "group").filter(pk=pk).first()
    if grant is None:
        raise NotFound("no-such-person")
    end_grant(grant, now=now, actor=who(request))
    name = str(grant.user)
    said = (
        gettext("{name} looks after {group} no longer.").format(name=name, group=grant.group)
        if grant.group
        else ""
    )
    return go(request, _PAGE, said or gettext("{name} is no programme manager any more.").format(name=name))


@desk
def me(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = MyNameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        rename_oneself(user, form.cleaned_data["name"], now=clock.now(), actor=who(request))
        return go(request, _PAGE, gettext("Saved."))
    return show(request, "me.html", {"form": form}, status=422 if form.errors else 200)


def _link(user: User, token: str) -> dict[str, str]:
    return {"name": str(user), "url": f"{settings.BASE_URL}/desk/sign-in/?token={token}"}


def _the_user(pk: int) -> User:
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        raise NotFound("no-such-person")
    return user


def _shown(
    request: HttpRequest, form: InviteForm, link: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    page = people_page(my_groups(who(request)), signed_in(request).pk, clock.now())
    return show(request, "people.html", {"page": page, "form": form, "link": link}, status=status)
