"""Whom the hub takes somebody for who comes from GitHub or an OpenID Connect provider: only ever by a verified address."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.sign_in import may_sign_up, sign_up
from commonhour.actions.ways_in import prove
from commonhour.models import User
from commonhour.web.account.entrance import entrance


class ServicesAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Who came by this account before is who they were; else whose address it is, when the service says that it was
        verified; else somebody new, where everybody may sign up. Of what the service tells nothing more is kept."""
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        addresses = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
        user = User.objects.filter(email__in=addresses).first()
        if user is None and addresses and may_sign_up(addresses[0]):
            user = sign_up(addresses[0], str(getattr(sociallogin.user, "name", "") or ""))
        if user is None:
            raise ImmediateHttpResponse(
                entrance(request, refused=_unknown(sociallogin, bool(addresses)), status=403)
            )
        if user.is_active:
            prove(user, clock.now())
            sociallogin.connect(request, user)
        sociallogin.user = user

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, **kwargs: Any
    ) -> None:
        raise ImmediateHttpResponse(failed(request, provider.name))


def failed(request: HttpRequest, name: str) -> Any:
    sentence = gettext("{name} did not sign you in. Try again, or ask for a code.").format(name=name)
    return entrance(request, refused=sentence, status=403)


def _unknown(sociallogin: SocialLogin, has_address: bool) -> str:
    name = sociallogin.account.get_provider().name
    if not has_address:
        return gettext(
            "{name} names no address of yours that it has verified. Verify one there, or ask for a code."
        ).format(name=name)
    return gettext("Nobody was invited with an address that {name} knows of you.").format(name=name)
