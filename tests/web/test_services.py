"""Signing in with a service: an OpenID Connect provider of the tests' own, asked over real sockets."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cast import NOW, make_community, make_group, make_moderator
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from commonhour.models import User
from commonhour.settings import _service
from tests.web.test_sign_in import ANA, is_in, text_of

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Says of everybody who comes that they are `person`; `broken` is a part that answers 500."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.person = {"sub": "ana-at-home", "email": ANA, "email_verified": True, "name": "Ana"}
        self.broken, self.challenge = "", ""


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        url = self.server.url
        names = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "jwks",
        }
        self.tell({
            "/.well-known/openid-configuration": {"issuer": url} | {name: f"{url}/{path}" for name, path in names.items()},
            "/userinfo": self.server.person,
            "/jwks": {"keys": []},
        }.get(self.path))  # fmt: skip

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest()).rstrip(
            b"="
        )
        assert proof.decode() == self.server.challenge
        claims = {
            "iss": self.server.url,
            "aud": "hub",
            "exp": 9_999_999_999,
            "iat": 1_700_000_000,
        } | self.server.person
        self.tell({"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(claims, KEY, "RS256")})

    def tell(self, answer) -> None:
        self.send_response(
            500 if self.server.broken and self.server.broken in self.path else 200 if answer else 404
        )
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer or {}).encode())

    def log_message(self, *_args) -> None:
        pass


@pytest.fixture
def provider(settings, now):
    cache.clear()
    make_community()
    make_moderator(make_group(), ANA)
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    app = _service("oidc", "Home", "hub", "secret", server_url=server.url)
    settings.SIGN_IN_SERVICES = [app]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def there(client, provider, **typed) -> dict[str, str]:
    """What the hub asks the provider, as the page that leads there says it."""
    page = client.post("/account/with/oidc/", typed)
    asked = next(
        one for one in page.content.decode().split('"') if one.startswith(f"{provider.url}/authorize?")
    )
    query = {name: value for name, (value,) in parse_qs(urlsplit(asked.replace("&amp;", "&")).query).items()}
    provider.challenge = query["code_challenge"]
    return query


def come_back(client, provider, **typed):
    asked = there(client, provider, **typed)
    return client.get("/account/oidc/callback/", {"code": "c", "state": asked["state"]})


def test_who_is_invited_signs_in_with_a_verified_address(client, provider):
    assert "Sign in with Home" in text_of(client.get("/desk/sign-in/"))
    answer = come_back(client, provider, next="/desk/groups/metrics/")
    assert answer.url == "/desk/groups/metrics/"
    assert "You are signed in" in text_of(client.get(answer.url))
    account = SocialAccount.objects.get()
    assert (account.user.email, account.extra_data) == (ANA, {})
    assert "Home" in text_of(client.get("/account/"))


def test_the_address_of_the_hub_is_where_it_leads_back_to(client, provider):
    asked = there(client, provider)
    assert asked["redirect_uri"] == "http://testserver/account/oidc/callback/"
    assert asked["code_challenge_method"] == "S256"


@pytest.mark.parametrize("verified", [False, None, "false", ""])
def test_an_address_that_was_not_verified_opens_nothing(client, provider, verified):
    provider.person["email_verified"] = verified
    answer = come_back(client, provider)
    assert answer.status_code == 403
    assert "names no address of yours that it has verified" in text_of(answer)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_nobody_is_made_a_user_uninvited(client, provider):
    provider.person["email"] = "eve@example.org"
    assert "Nobody was invited" in text_of(come_back(client, provider))
    assert not is_in(client)
    assert User.objects.count() == 1


def test_an_address_that_looks_alike_is_another(client, provider):
    make_moderator(make_group("book", "Book"), "ana@strasse.example")
    provider.person["email"] = "ana@straße.example"
    assert come_back(client, provider).status_code == 403
    assert not is_in(client)


def test_everybody_gets_an_account_where_the_hub_lets_them(client, provider, settings):
    settings.SIGN_UP = True
    provider.person |= {"sub": "eve", "email": "Eve@example.org"}
    come_back(client, provider)
    assert is_in(client)
    assert not User.objects.get(email="eve@example.org").grants.exists()


def test_a_closed_account_stays_closed(client, provider, settings):
    settings.SIGN_UP = True
    User.objects.update(is_active=False)
    assert "This account is closed" in text_of(come_back(client, provider))
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_who_came_before_is_known_by_their_account_there(client, provider):
    come_back(client, provider)
    client.post("/desk/sign-out/")
    provider.person |= {"email": "elsewhere@example.org", "email_verified": False}
    come_back(client, provider)
    assert is_in(client)


def test_other_browsers_stay_signed_in(client, provider, django_user_model):
    User.objects.update(proved_at=NOW)
    client.force_login(User.objects.get())
    from django.test import Client

    come_back(Client(), provider)
    assert is_in(client)


def test_a_service_is_removed_after_asking(client, provider):
    come_back(client, provider)
    path = f"/account/services/{SocialAccount.objects.get().pk}/remove/"
    assert "Remove “Home”?" in text_of(client.get(path))
    assert SocialAccount.objects.exists()
    client.post(path)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("part", ["openid-configuration", "token", "userinfo"])
def test_a_provider_that_is_broken_is_said_to_be(client, provider, part):
    provider.broken = part
    answer = (
        client.post("/account/with/oidc/") if part == "openid-configuration" else come_back(client, provider)
    )
    assert answer.status_code == 403
    assert "Home did not sign you in" in text_of(answer)


@pytest.mark.parametrize(
    "query", [{}, {"code": "c"}, {"code": "c", "state": "forged"}, {"error": "access_denied"}]
)
def test_who_did_not_set_out_here_does_not_arrive(client, provider, query):
    answer = client.get("/account/oidc/callback/", query)
    assert answer.status_code == 403
    assert not is_in(client)


def test_without_settings_there_is_no_button(client, now):
    make_community()
    assert "Sign in with" not in text_of(client.get("/desk/sign-in/")).replace("Sign in with a passkey", "")
    assert client.post("/account/with/oidc/").status_code == 404


@pytest.mark.parametrize("given", [("hub", ""), ("", "secret"), ("hub", "secret")])
def test_a_service_that_is_set_up_by_half_stops_the_start(given):
    with pytest.raises(ImproperlyConfigured, match="by half"):
        _service("oidc", "Home", *given, server_url="")
