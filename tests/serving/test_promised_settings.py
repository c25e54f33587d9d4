"""What docs/reference/settings.md promises of an https address and of host names, asked of the settings themselves."""

import json
import subprocess
import sys

import pytest
from serving.running_hub import ROOT, environment_of

ASKED = """
import json, sys
from commonhour import settings as s
print(json.dumps([s.ALLOWED_HOSTS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, getattr(s, "SECURE_HSTS_SECONDS", 0),
                  getattr(s, "SECURE_PROXY_SSL_HEADER", None), s.PAGE_CACHE_BYTES, s.LOGGING["root"]["level"]]))
"""
OWN = ["127.0.0.1", "localhost", "[::1]"]


def settings_with(folder, **given):
    environment = environment_of(folder) | {f"COMMONHOUR_{name}": value for name, value in given.items()}
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, cwd=ROOT, capture_output=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("url", "seconds", "header"),
    [
        ("https://hub.example.org", 31_536_000, ["HTTP_X_FORWARDED_PROTO", "https"]),
        ("http://hub.example.org", 0, None),
    ],
)
def test_an_https_address_makes_everything_secure(tmp_path, url, seconds, header):
    found = settings_with(tmp_path, URL=url, HOSTS="old.example.org, other.example.org")
    assert found[0] == ["old.example.org", "other.example.org", "hub.example.org", *OWN]
    assert found[1:5] == [bool(seconds), bool(seconds), seconds, header]


def test_the_cache_and_the_log_are_as_set(tmp_path):
    assert settings_with(tmp_path, PAGE_CACHE_MB="3", LOG_LEVEL="ERROR")[5:] == [3 * 1024 * 1024, "ERROR"]
