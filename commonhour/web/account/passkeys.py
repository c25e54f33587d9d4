"""Passkeys: a browser or a phone that knows somebody, so that no mail is needed. Made, named, used and removed."""

import json
import struct
from typing import Any

from allauth.account.models import Login
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.devices import device_of
from commonhour.errors import NotFound
from commonhour.reads.account import passkeys_of
from commonhour.web.account.entrance import entrance, onward
from commonhour.web.account.fresh import fresh
from commonhour.web.account.page import ACCOUNT
from commonhour.web.desk.forms import PlainForm
from commonhour.web.desk.gate import get_and_post, signed_in
from commonhour.web.desk.said import go, show
from commonhour.web.public import unkept

# What the library raises over an answer that no browser gives, and over a signature that is not the passkey's.
_ODD = (ValidationError, InvalidSignature, LookupError, ValueError, TypeError, AttributeError, struct.error)


class NameForm(PlainForm):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("So that you know which it is: “my phone”, “key at the office”."),
        error_messages={"required": _("Enter a name.")},
    )  # fmt: skip


class PasskeyForm(NameForm):
    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": _("The browser made no passkey. Try again.")}
    )

    def clean_credential(self) -> Any:
        """As the browser made it just now, for this page and with somebody in front of it."""
        made = self.cleaned_data["credential"]
        try:
            auth.parse_registration_response(made)
            is_theirs = auth.complete_registration(made).is_user_verified()
        except _ODD as error:
            raise ValidationError(gettext("That passkey could not be used. Try again.")) from error
        if not is_theirs:
            raise ValidationError(
                gettext("Your device did not check that it is you. Set a screen lock or a PIN first.")
            )
        return made


class KnownPasskeyForm(LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except _ODD as error:
            raise ValidationError("unknown") from error


@fresh
def add(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    name = device_of(request.headers.get("User-Agent", "")) or gettext("Passkey")
    form = PasskeyForm(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        flows.add_authenticator(request, form.cleaned_data["name"], form.cleaned_data["credential"])
        return go(request, ACCOUNT, gettext("The passkey is added. You can sign in with it from now on."))
    page: dict[str, object] = {
        "form": form,
        "options": json.dumps(auth.begin_registration(user, passwordless=True)),
    }
    return show(request, "passkey_add.html", page, status=422 if form.errors else 200)


@fresh
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    row = _mine(request, pk)
    form = NameForm(request.POST or None, initial={"name": row.wrap().name})
    if request.method == "POST" and form.is_valid():
        flows.rename_authenticator(request, row, form.cleaned_data["name"])
        return go(request, ACCOUNT, gettext("Saved."))
    return show(request, "passkey_rename.html", {"form": form}, status=422 if form.errors else 200)


@fresh
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first."""
    row = _mine(request, pk)
    if request.method != "POST":
        is_last = len(passkeys_of(signed_in(request))) == 1
        page: dict[str, object] = {"name": row.wrap().name, "is_passkey": True, "is_last": is_last}
        return show(request, "account_remove.html", page)
    flows.remove_authenticator(request, row)
    return go(request, ACCOUNT, gettext("The passkey is removed."))


@get_and_post
def sign_in(request: HttpRequest) -> HttpResponse:
    """What a browser is asked (GET, for our script), and its answer."""
    if not ratelimit.consume(request, app="allauth.mfa", action="webauthn_login", limit_get=True):
        return entrance(request, refused=gettext("Too many tries. Wait a minute."), status=429)
    if request.method != "POST":
        return unkept(JsonResponse(auth.begin_authentication()))
    form = KnownPasskeyForm(request.POST)
    if not form.is_valid():
        return entrance(request, refused=gettext("That passkey is not known here."), status=422)
    used = form.cleaned_data["credential"]
    return unkept(
        flows.perform_passwordless_login(request, used, Login(user=used.user, redirect_url=onward(request)))
    )


def _mine(request: HttpRequest, pk: int) -> Authenticator:
    row = Authenticator.objects.filter(
        user=signed_in(request), type=Authenticator.Type.WEBAUTHN, pk=pk
    ).first()
    if row is None:
        raise NotFound("no-such-way-in")
    return row
