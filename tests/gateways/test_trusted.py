"""Hosts that whoever runs the hub has named are fetched from; nothing else becomes reachable by that."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from gateways.rogue import Rogue, Trap, redirect, reply

from commonhour.errors import GatewayError
from commonhour.gateways.fetch import fetch
from commonhour.settings import env_hosts

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_a_named_host_is_fetched_on_its_own_port():
    with Rogue(lambda _head: [reply(body=BODY)]) as rogue:
        trusted = frozenset({("127.0.0.1", rogue.port)})
        assert fetch(rogue.url(), trusted=trusted).body == BODY


def test_the_setting_is_what_counts_when_nothing_is_given(settings):
    with Rogue(lambda _head: [reply(body=BODY)]) as rogue:
        with pytest.raises(GatewayError, match="on ports 80 and 443 only"):
            fetch(rogue.url())
        settings.FETCH_ALLOW = frozenset({("127.0.0.1", rogue.port)})
        assert fetch(rogue.url()).body == BODY


def test_a_named_host_cannot_send_us_to_one_that_is_not():
    with Trap() as trap, Rogue(lambda _head: [redirect(f"http://127.0.0.1:{trap.port}/")]) as rogue:
        with pytest.raises(GatewayError):
            fetch(rogue.url(), trusted=frozenset({("127.0.0.1", rogue.port)}))
        with pytest.raises(GatewayError, match="not on the public internet"):
            fetch(
                f"http://127.0.0.1:{trap.port}/",
                ports=(trap.port,),
                trusted=frozenset({("127.0.0.1", rogue.port)}),
            )
        assert trap.connects() == 0


def test_the_setting_is_read_strictly(monkeypatch):
    monkeypatch.setenv("COMMONHOUR_FETCH_ALLOW", "Calendar.intern:443, [::1]:8080")
    assert env_hosts("COMMONHOUR_FETCH_ALLOW") == {("calendar.intern", 443), ("::1", 8080)}
    for wrong in ("calendar.intern", "calendar.intern:https", ":443", "calendar.intern:0"):
        monkeypatch.setenv("COMMONHOUR_FETCH_ALLOW", wrong)
        with pytest.raises(ImproperlyConfigured, match="write HOST:PORT"):
            env_hosts("COMMONHOUR_FETCH_ALLOW")


def test_a_host_outside_cannot_send_us_to_a_named_one():
    with Rogue(lambda _head: [reply(body=BODY)]) as inside:
        named = frozenset({("127.0.0.1", inside.port)})
        with Rogue(lambda _head: [redirect(inside.url())]) as outside:
            how = {"allow": lambda _: True, "ports": (outside.port,), "trusted": named}
            with pytest.raises(GatewayError, match="is asked on ports"):
                fetch(outside.url(), **how)
        assert inside.heads == []
        with Rogue(lambda _head: [redirect(inside.url())]) as also_named:
            both = named | {("127.0.0.1", also_named.port)}
            assert fetch(also_named.url(), trusted=both).body == BODY


def test_once_outside_there_is_no_way_back_in():
    with Rogue(lambda _head: [reply(body=BODY)]) as inside:
        with (
            Rogue(lambda _head: [redirect(inside.url())]) as outside,
            Rogue(lambda _head: [redirect(outside.url())]) as first,
        ):
            named = frozenset({("127.0.0.1", inside.port), ("127.0.0.1", first.port)})
            with pytest.raises(GatewayError, match="is asked on ports"):
                fetch(first.url(), allow=lambda _: True, ports=(outside.port,), trusted=named)
        assert inside.heads == []
