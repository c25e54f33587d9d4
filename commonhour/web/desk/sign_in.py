"""Signing in by a one-time link and signing out. Opening the link changes nothing; the button does."""

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.sign_in import may_redeem, redeem
from commonhour.errors import NotFound
from commonhour.web.desk.gate import desk, get_and_post, post_only, unkept
from commonhour.web.desk.said import go, say, show

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@get_and_post
def sign_in(request: HttpRequest) -> HttpResponse:
    token = (request.POST if request.method == "POST" else request.GET).get("token", "")[:200]
    onward = _onward(request)
    if request.method == "POST" and token:
        return unkept(_redeemed(request, token, onward))
    if not token and request.user.is_authenticated:
        return unkept(HttpResponseRedirect(onward))
    is_good = bool(token) and may_redeem(token, now=clock.now())
    context: dict[str, object] = {"token": token, "is_good": is_good, "onward": onward}
    return unkept(show(request, "sign_in.html", context, status=404 if token and not is_good else 200))


def _redeemed(request: HttpRequest, token: str, onward: str) -> HttpResponse:
    try:
        with transaction.atomic():  # a link is used up only when somebody is signed in by it
            user = redeem(token, now=clock.now())
            if user.is_active:
                login(request, user, backend=_BACKEND)
    except NotFound:
        return show(request, "sign_in.html", {"token": token, "is_good": False, "onward": onward}, status=404)
    if not user.is_active:
        return show(request, "sign_in.html", {"token": "", "is_closed": True, "onward": onward}, status=403)
    say(request, gettext("You are signed in."))
    return HttpResponseRedirect(onward)


@desk
@post_only
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return go(request, "/desk/sign-in/", gettext("You are signed out."))


def _onward(request: HttpRequest) -> str:
    """Where to go afterwards: only ever a page of the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/desk/")
    return wanted if is_ours and not wanted.startswith("/desk/sign-") else "/desk/"
