"""Signing in by a one-time link or with an address, and signing out. Opening the link changes nothing; the button does."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.sign_in import may_redeem, redeem
from commonhour.errors import NotFound
from commonhour.web.account.codes import ask
from commonhour.web.account.entrance import AddressForm, entrance, onward
from commonhour.web.desk.gate import SIGN_IN, desk, get_and_post, post_only
from commonhour.web.desk.said import go, show
from commonhour.web.public import unkept


@get_and_post
def sign_in(request: HttpRequest) -> HttpResponse:
    token = (request.POST if request.method == "POST" else request.GET).get("token", "")[:200]
    if token:
        return unkept(_redeemed(request, token) if request.method == "POST" else _link(request, token))
    if request.user.is_authenticated:
        return unkept(HttpResponseRedirect(onward(request)))
    if request.method != "POST":
        return entrance(request)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return entrance(request, form, status=422)
    return ask(request, form)


def _link(request: HttpRequest, token: str) -> HttpResponse:
    if not may_redeem(token, now=clock.now()):
        return _used(request)
    return show(request, "sign_in_link.html", {"token": token, "onward": onward(request)})


def _redeemed(request: HttpRequest, token: str) -> HttpResponse:
    try:
        with transaction.atomic():  # a link is used up only when somebody is signed in by it
            user = redeem(token, now=clock.now())
            if user.is_active:
                record_authentication(request, user, method="link")
            return perform_login(request, Login(user=user, redirect_url=onward(request)))
    except NotFound:
        return _used(request)


def _used(request: HttpRequest) -> HttpResponse:
    return entrance(
        request, refused=gettext("This link was used already or is older than a day."), status=404
    )


@desk
@post_only
def sign_out(request: HttpRequest) -> HttpResponse:
    """`next` is for who is to sign in once more."""
    wanted = f"?{urlencode({'next': onward(request)})}" if "next" in request.POST else ""
    logout(request)
    return go(request, SIGN_IN + wanted, gettext("You are signed out."))
