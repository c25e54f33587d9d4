"""The sign-in page: an address to begin with, the other ways beside it, and what went wrong the last time."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from commonhour.web.desk.forms import PlainForm
from commonhour.web.desk.gate import SIGN_IN
from commonhour.web.desk.said import show
from commonhour.web.public import unkept


class AddressForm(PlainForm):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter your e-mail address."), "invalid": _("Enter an e-mail address such as hello@example.org.")},
    )  # fmt: skip


def entrance(
    request: HttpRequest, form: AddressForm | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    """`refused` says why the last try let nobody in."""
    page: dict[str, object] = {
        "form": form or AddressForm(), "refused": refused, "onward": onward(request), "signs_up": settings.SIGN_UP, "is_kept": settings.MAIL_SERVER is None,
        "services": settings.SIGN_IN_SERVICES,
    }  # fmt: skip
    return unkept(show(request, "sign_in.html", page, status=status))


def onward(request: HttpRequest) -> str:
    """Where to go afterwards: only ever a page that wants somebody signed in."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(
        ("/desk/", "/account/")
    )
    return (
        wanted
        if is_ours and not wanted.startswith((SIGN_IN, "/desk/sign-out/", "/account/code/"))
        else "/desk/"
    )
