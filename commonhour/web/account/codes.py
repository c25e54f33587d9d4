"""A six-digit code by mail: asked for with an address, good for a quarter of an hour and three tries.

What is answered is the same for every address, in words and, as far as that can be, in time: whether somebody has an
account here is nobody's business.
"""

import unicodedata
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django import forms
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.actions.measure import mailbox
from commonhour.actions.sign_in import may_sign_up, sign_up
from commonhour.models import User
from commonhour.web.account.entrance import AddressForm, entrance, onward
from commonhour.web.desk.forms import PlainForm
from commonhour.web.desk.gate import get_and_post
from commonhour.web.desk.said import go, show
from commonhour.web.public import unkept


class CodeForm(PlainForm):
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Six digits."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code.")},
    )  # fmt: skip

    def clean_code(self) -> str:
        """As keyboards of any script and mail programs with spaces give it."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["code"])
        return "".join(str(unicodedata.digit(letter)) for letter in typed if letter.isdigit())


class SignInCode(LoginCodeVerificationProcess):
    """Allauth's code. Where everybody may sign up, an address that nobody has is sent one too."""

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        code, is_for_somebody = get_adapter().generate_login_code(), bool(self.user) or may_sign_up(email)
        if is_for_somebody:
            self.state["code"] = code
        to = self.user.email if self.user else email  # not as it was typed: letters may look alike
        with transaction.atomic():
            get_adapter().send_mail("account/email/login_code", to, {"code": code})
            if not is_for_somebody:
                transaction.set_rollback(True)  # the same work, so that no clock tells who is known here

    def is_right(self, typed: str) -> bool:
        return bool(self.code) and constant_time_compare(typed, self.code)

    def finish(self, redirect_url: str | None) -> HttpResponse:
        if self.user is None:
            self._user = sign_up(self.state["email"])
        return super().finish(redirect_url)


def ask(request: HttpRequest, form: AddressForm) -> HttpResponse:
    """Send a code and go on to its page."""
    email = form.cleaned_data["email"]
    if not _may_ask(request, mailbox(email.lower())):
        refused = gettext("Too many codes were asked for. Wait a quarter of an hour and try again.")
        return entrance(request, form, refused, status=429)
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    login = Login(user=user, email=email)
    login.state["stages"] = {"current": LoginByCodeStage.key}
    stage = LoginByCodeStage(LoginStageController(request, login), request, login)
    stage.state.update(SignInCode.initial_state(user=user, email=email), initiated_by_user=True)
    with transaction.atomic():
        asked = SignInCode(stage)
        asked.send()
        asked.persist()
    return unkept(go(request, f"/account/code/?{urlencode({'next': onward(request)})}"))


def _may_ask(request: HttpRequest, whose: str) -> bool:
    here = f"{whose} {get_ip(request)}"
    counted = (("ask_code", None), ("ask_code_from_here", here), ("ask_code_for", whose))
    return all(ratelimit.consume(request, action=action, key=key) for action, key in counted)


@get_and_post
def code(request: HttpRequest) -> HttpResponse:
    """Guesses of one session wait for each other, so that three tries are three, however many come at once."""
    with transaction.atomic():
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")[:40]
        Session.objects.select_for_update().filter(pk=key).first()
        response = _code(request)
        if request.session.modified:
            request.session.save()
            # Saved once more behind the lock, it would overwrite what the next guess has counted.
            request.session.modified = request.session.session_key != key
    return unkept(response)


def _code(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(onward(request))
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    asked: Any = SignInCode(stage).abort_if_invalid() if stage else None
    if asked is None:
        return entrance(
            request, refused=gettext("There is no code to enter any more. Ask for a new one."), status=409
        )
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if asked.is_right(form.cleaned_data["code"]):
            return asked.finish(onward(request))
        if not asked.record_invalid_attempt():
            return entrance(
                request, refused=gettext("That was the third wrong code. Ask for a new one."), status=409
            )
        form.add_error("code", gettext("That is not the code of the latest mail."))
    page: dict[str, object] = {"form": form, "email": asked.state["email"], "onward": onward(request)}
    return show(request, "sign_in_code.html", page, status=422 if form.errors else 200)
