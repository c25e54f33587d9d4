"""One's own account: where one is signed in, by which passkeys and services one may, and how each is ended."""

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.errors import NotFound
from commonhour.reads.account import AccountPage, account_page, services_of
from commonhour.web.account.fresh import fresh
from commonhour.web.desk.gate import desk, post_only, signed_in
from commonhour.web.desk.said import go, show

ACCOUNT = "/account/"


@desk
def index(request: HttpRequest) -> HttpResponse:
    return show(request, "account.html", {"page": _page(request)})


@desk
@post_only
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    row = UserSession.objects.filter(user=signed_in(request), pk=pk).first()
    if row is None:
        raise NotFound("no-such-session")
    row.end()
    return go(request, ACCOUNT, gettext("Signed out there, from the next tap on."))


@desk
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Asks first. What they are signed with changes, so that sessions that are listed nowhere end too."""
    if request.method != "POST":
        others = [one for one in _page(request).sessions if not one.is_here]
        return show(request, "account_end_sessions.html", {"others": others})
    user, key = signed_in(request), request.session.session_key
    for row in UserSession.objects.filter(user=user).exclude(session_key=key):
        row.end()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    UserSession.objects.filter(session_key=key).update(session_key=request.session.session_key)
    return go(request, ACCOUNT, gettext("You are signed in here only."))


@fresh
def remove_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first."""
    user = signed_in(request)
    row = next((one for one in services_of(user) if one.id == pk), None)
    if row is None:
        raise NotFound("no-such-way-in")
    if request.method != "POST":
        return show(request, "account_remove.html", {"name": row.name, "is_passkey": False})
    SocialAccount.objects.filter(user=user, pk=pk).delete()
    return go(request, ACCOUNT, gettext("Removed."))


def _page(request: HttpRequest) -> AccountPage:
    return account_page(signed_in(request), request.session.session_key, clock.now())
