"""Signing in with GitHub or an OpenID Connect provider, where the settings name one: there and back."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.github.views import oauth2_callback
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from requests import RequestException

from commonhour.errors import NotFound
from commonhour.web.account.entrance import onward
from commonhour.web.account.services_adapter import failed
from commonhour.web.desk.gate import get_and_post, post_only
from commonhour.web.desk.said import show
from commonhour.web.public import unkept

_BROKEN = (
    RequestException,
    OAuth2Error,
    LookupError,
    ValueError,
)  # it is away, or does not answer as it should


@post_only
def begin(request: HttpRequest, service: str) -> HttpResponse:
    """A page that leads there by itself: no form of ours may end at another site, and opening an address begins nothing."""
    name = _name_of(service)
    try:
        there = (
            get_adapter()
            .get_provider(request, provider=service)
            .redirect(request, process="login", next_url=onward(request))
        )
    except _BROKEN:
        return failed(request, name)
    if not isinstance(there, HttpResponseRedirect):
        return unkept(there)
    return unkept(show(request, "sign_in_onward.html", {"url": there.url, "name": name}))


@get_and_post
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    name = _name_of(provider_id)
    try:
        answer = oauth2_callback(request) if provider_id == "github" else callback(request, provider_id)
    except _BROKEN:
        return failed(request, name)
    return unkept(answer)


def _name_of(service: str) -> str:
    found: Any = next(
        (one["name"] for one in settings.SIGN_IN_SERVICES if one["provider_id"] == service), None
    )
    if found is None:
        raise NotFound("no-such-way-in")
    return str(found)
