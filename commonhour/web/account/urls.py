"""The addresses of one's account, under /account/. Of allauth's own only those are here that are used."""

from django.urls import path

from commonhour.web.account import codes, page, passkeys, services

urlpatterns = [
    path("", page.index),
    path("code/", codes.code, name="account_confirm_login_code"),
    path("passkey/", passkeys.sign_in),
    path("passkeys/add/", passkeys.add),
    path("passkeys/<int:pk>/", passkeys.rename),
    path("passkeys/<int:pk>/remove/", passkeys.remove),
    path("sessions/end/", page.end_sessions),
    path("sessions/<int:pk>/end/", page.end_session),
    path("with/<slug:service>/", services.begin),
    path("github/callback/", services.back, {"provider_id": "github"}, name="github_callback"),
    path("<slug:provider_id>/callback/", services.back, name="openid_connect_callback"),
    path("services/<int:pk>/remove/", page.remove_service),
]
