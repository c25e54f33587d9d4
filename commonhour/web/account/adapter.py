"""What django-allauth asks of the hub: how a code is mailed, who may come in, and what is said then."""

import datetime as dt
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from commonhour import clock
from commonhour.actions.news.outbox import post
from commonhour.actions.ways_in import prove
from commonhour.models import User
from commonhour.web.account.entrance import entrance
from commonhour.web.desk.said import say

CODE_LIFETIME = dt.timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, and nothing but codes: whatever else allauth would like to tell, its page says."""
        if template_prefix != "account/email/login_code":
            return
        now = clock.now()
        post(
            kind="sign-in-code", to=email, facts={"code": context["code"], "minutes": CODE_LIFETIME.seconds // 60}, cause=f"sign-in-code {uuid.uuid4()}",
            now=now, language=get_language() or "en", good_until=now + CODE_LIFETIME,
        )  # fmt: skip

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened in words of their own."""

    def get_login_stages(self) -> list[str]:
        """A passkey is a way in of its own here, and not asked for after a code."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whoever says nothing readable is counted with all who do not."""
        return get_client_ip(request) or "0.0.0.0"

    def login(self, request: HttpRequest, user: User) -> None:
        """Who came with a mailed code showed that the address is theirs."""
        last = get_authentication_records(request, user)[-1:]
        if [one["method"] for one in last] == ["code"]:
            prove(user, clock.now())
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        say(request, gettext("You are signed in."))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Only who showed that the account is theirs is told."""
        return entrance(
            request, refused=gettext("This account is closed. Ask the programme manager."), status=403
        )
