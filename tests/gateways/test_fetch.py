"""Fetching from a server that misbehaves. Loopback is let through by `allow`; nothing leaves this machine."""

import datetime as dt
import functools
import gzip
import ipaddress
import logging
import socket
import ssl
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from depth import examples
from gateways.rogue import Rogue, Trap, redirect, reply
from hypothesis import HealthCheck, given, settings, strategies

from commonhour import __version__
from commonhour.core.limits import FETCH_BYTES, FETCH_HOPS
from commonhour.errors import GatewayError
from commonhour.gateways.addresses import IPAddress
from commonhour.gateways.fetch import Fetched, fetch

HERE, SIX = ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
SECRET = "private-0123456789abcdef"
Start = Callable[..., Rogue]


def only_here(address: IPAddress) -> bool:
    return address == HERE


def leads_to(*addresses: IPAddress) -> Callable[[str], list[IPAddress]]:
    return lambda _host: list(addresses)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts rogues with a fixed answer, or with one for each request."""
    started: list[Rogue] = []

    def begin(answer: bytes | Callable[[bytes], Iterable[bytes]], **how: Any) -> Rogue:
        rogue = Rogue((lambda _head: [answer]) if isinstance(answer, bytes) else answer, **how)
        started.append(rogue)
        return rogue.__enter__()

    yield begin
    for rogue in started:
        rogue.__exit__()


def get(rogue: Rogue, url: str = "", **how: Any) -> Fetched:
    return fetch(url or rogue.url(), **{"allow": only_here, "ports": (rogue.port,), **how})


def refusal(rogue: Rogue, url: str = "", **how: Any) -> GatewayError:
    """The one plain sentence, without anything secret in it."""
    with pytest.raises(GatewayError) as raised:
        get(rogue, url, **how)
    sentence = str(raised.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert SECRET not in sentence
    return raised.value


# --- answers -------------------------------------------------------------------------------------------------------


def test_an_answer_and_then_nothing_new(start: Start) -> None:
    def answer(head: bytes) -> Iterable[bytes]:
        if b'If-None-Match: "v1"' in head and b"If-Modified-Since: Mon, 23 Nov 2026 10:00:00 GMT" in head:
            return [reply("304 Not Modified", length=0)]
        headers = {"ETag": '"v1"', "Last_Modified": "Mon, 23 Nov 2026 10:00:00 GMT"}
        return [reply(body=CALENDAR, Content_Type="text/calendar; charset=utf-8", **headers)]

    rogue: Rogue = start(answer)
    first = get(rogue)
    assert (first.status, first.body, first.not_modified) == (200, CALENDAR, False)
    assert first.content_type == "text/calendar; charset=utf-8"
    assert first.url == rogue.url()
    second = get(rogue, etag=first.etag, last_modified=first.last_modified)
    assert (second.status, second.body, second.not_modified) == (304, b"", True)
    assert (second.etag, second.last_modified) == (first.etag, first.last_modified)


def test_nothing_new_that_nobody_asked_for(start: Start) -> None:
    assert not refusal(start(reply("304 Not Modified", length=0))).permanent


@pytest.mark.parametrize(
    ("status", "is_permanent"),
    [
        ("500 Oh No", False),
        ("503 Later", False),
        ("408 Slow", False),
        ("429 Too Many", False),
        ("404 Gone", True),
        ("401 Who", True),
        ("410 Gone", True),
        ("206 Part", False),
        ("302 Nowhere", False),
        ("300 Many", False),
    ],
)
def test_a_status_that_is_no_answer(start: Start, status: str, is_permanent: bool) -> None:
    fault = refusal(start(reply(status, b"<h1>sorry</h1>")))
    assert str(fault) == f"127.0.0.1 answered with status {status[:3]}."
    assert fault.permanent is is_permanent


def test_a_web_page_with_200_is_handed_over_as_what_it_says_it_is(start: Start) -> None:
    page = get(start(reply(body=b"<!doctype html><title>Sign in", Content_Type="text/html")))
    assert (page.content_type, page.body[:9]) == ("text/html", b"<!doctype")


@pytest.mark.parametrize("coding", ["", "gzip", "br", "deflate"])
def test_empty(start: Start, coding: str) -> None:
    assert get(start(reply(Content_Encoding=coding or "identity"))).body == b""
    assert get(start(b"HTTP/1.1 204 No Content\r\n\r\n")).body == b""


def test_who_asks(start: Start, settings: Any) -> None:
    settings.BASE_URL = "https://hub.example"
    rogue = start(reply())
    get(rogue, rogue.url("/a?b=c#fragment"))
    head = rogue.heads[0].decode()
    assert head.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert f"\r\nUser-Agent: CommonHour/{__version__} (+https://hub.example)\r\n" in head
    assert f"\r\nHost: 127.0.0.1:{rogue.port}\r\n" in head


def test_validators_cannot_carry_headers(start: Start) -> None:
    rogue = start(reply())
    get(rogue, etag='"a"\r\nX-Evil: yes', last_modified="Zürich")
    assert b"Evil" not in rogue.heads[0]
    assert b"If-" not in rogue.heads[0]


# --- broken off, slow ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        reply(body=CALENDAR, length=len(CALENDAR) + 10),
        reply(body=gzip.compress(CALENDAR)[:-9], Content_Encoding="gzip"),
        reply(body=brotli.compress(CALENDAR)[:-3], Content_Encoding="br"),
        reply(body=zlib.compress(CALENDAR)[:-5], Content_Encoding="deflate"),
        reply(body=b"x", Content_Encoding="deflate"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBEGIN\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 200_000 + b"\r\n\r\n",
        reply(body=b"not gzip at all", Content_Encoding="gzip"),
        reply(body=b"\xff\xff\xff", Content_Encoding="br"),
        reply(body=CALENDAR, Content_Length="many"),
    ],
    ids=lambda answer: answer[-12:].hex(),
)
def test_a_cut_or_damaged_answer_is_none(start: Start, answer: bytes) -> None:
    assert not refusal(start(answer)).permanent


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"B"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nB\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        (b"", b""),
    ],
    ids=["body", "chunks", "header", "hints", "silence"],
)
def test_a_drip_is_stopped_by_the_deadline(start: Start, first: bytes, drop: bytes) -> None:
    rogue: Rogue = start(lambda _head: rogue.drip(first, drop))
    fault = refusal(rogue, seconds=0.3)
    assert str(fault) == "127.0.0.1 took longer than 0.3 seconds."
    assert not fault.permanent


def test_redirects_share_one_deadline(start: Start) -> None:
    def answer(head: bytes) -> Iterable[bytes]:
        rogue.left.wait(0.2)
        yield redirect(f"/{len(rogue.heads)}")

    rogue: Rogue = start(answer)
    assert "longer than 0.5 seconds" in str(refusal(rogue, seconds=0.5))


def test_a_handshake_that_never_comes(start: Start) -> None:
    with Trap() as silent:
        fault = refusal(start(b""), f"https://127.0.0.1:{silent.port}/", ports=(silent.port,), seconds=0.3)
    assert "longer than" in str(fault)


def test_a_name_that_is_never_resolved(start: Start) -> None:
    free = threading.Event()

    def never(_host: str) -> list[IPAddress]:
        free.wait()
        return []

    rogue = start(reply())
    fault = refusal(rogue, rogue.url(host="slow.example"), resolver=never, seconds=0.1)
    free.set()
    assert str(fault) == "slow.example took longer than 0.1 seconds."


def test_nobody_listens(start: Start) -> None:
    with Trap() as trap:
        port = trap.port
    fault = refusal(start(b""), f"http://127.0.0.1:{port}/{SECRET}", ports=(port,))
    assert (str(fault), fault.permanent) == ("127.0.0.1 cannot be reached.", False)


# --- size ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("gzip", lambda text: gzip.compress(text[:9]) + gzip.compress(text[9:])),
        ("deflate", zlib.compress),
        ("deflate", lambda text: zlib.compress(text)[2:-4]),
        ("br", brotli.compress),
        ("BR", brotli.compress),
        ("identity", bytes),
    ],
)
def test_packed_answers_are_unpacked(start: Start, coding: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(CALENDAR)
    assert get(start(reply(body=packed, Content_Encoding=coding))).body == CALENDAR
    head = reply(length=len(packed), Content_Encoding=coding)
    in_crumbs = start(lambda _head: [head, *(packed[i : i + 1] for i in range(len(packed)))])
    assert get(in_crumbs).body == CALENDAR


@functools.cache
def bomb(coding: str) -> bytes:
    """What unfolds to 200 MB of zeros."""
    zeros = bytes(200_000_000)
    if coding == "br":
        return bytes(brotli.compress(zeros, quality=1))
    return gzip.compress(zeros, 1) if coding == "gzip" else zlib.compress(zeros, 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_does_not_go_off(start: Start, coding: str) -> None:
    rogue = start(reply(body=bomb(coding), Content_Encoding=coding))
    tracemalloc.start()
    try:
        fault = refusal(rogue)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (str(fault), fault.permanent) == ("The answer of 127.0.0.1 is larger than 5 MiB.", True)
    assert most < 6 * FETCH_BYTES


@pytest.mark.parametrize("coding", ["gzip, gzip", "zstd", "compress"])
def test_codings_nobody_asked_for(start: Start, coding: str) -> None:
    assert refusal(start(reply(body=CALENDAR, Content_Encoding=coding))).permanent


def test_exactly_the_limit_and_one_byte_more(start: Start) -> None:
    assert len(get(start(reply(body=bytes(FETCH_BYTES)))).body) == FETCH_BYTES
    assert refusal(start(reply(body=bytes(FETCH_BYTES + 1)))).permanent
    packed = gzip.compress(bytes(FETCH_BYTES))
    assert len(get(start(reply(body=packed, Content_Encoding="gzip"))).body) == FETCH_BYTES
    packed = gzip.compress(bytes(FETCH_BYTES + 1))
    assert refusal(start(reply(body=packed, Content_Encoding="gzip"))).permanent


def test_a_length_over_the_limit_is_refused_before_the_body(start: Start) -> None:
    """Not one byte of the body is ever sent, so only the header can have been the reason."""
    rogue: Rogue = start(lambda _head: rogue.drip(reply(length=10 * 1024 * 1024), b""))
    assert "larger than 5 MiB" in str(refusal(rogue))


@pytest.mark.parametrize("is_chunked", [True, False])
def test_ten_megabytes_of_unsaid_length_stop_at_five(start: Start, is_chunked: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + (b"Transfer-Encoding: chunked\r\n" if is_chunked else b"") + b"\r\n"
    mebibyte = bytes(1024 * 1024)
    piece = b"100000\r\n" + mebibyte + b"\r\n" if is_chunked else mebibyte
    sent: list[int] = []

    def answer(_head: bytes) -> Iterable[bytes]:
        yield head
        while not rogue.left.is_set():  # without an end, so that somebody has to stop it
            yield piece
            sent.append(1)

    rogue: Rogue = start(answer)
    assert "larger than 5 MiB" in str(refusal(rogue))


# --- redirects -----------------------------------------------------------------------------------------------------


def test_a_redirect_is_followed_without_cookies(start: Start) -> None:
    def answer(head: bytes) -> Iterable[bytes]:
        if head.startswith(b"GET /old "):
            return [reply("301 Moved", b"ignored", Location="new?a=b", Set_Cookie="id=1; Path=/")]
        return [reply(body=CALENDAR)]

    rogue: Rogue = start(answer)
    found = get(rogue, rogue.url("/old"))
    assert (found.body, found.url) == (CALENDAR, rogue.url("/new?a=b"))
    assert b"cookie" not in rogue.heads[1].lower()
    assert b"referer" not in rogue.heads[1].lower()


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_a_redirect_to_itself(start: Start, status: str) -> None:
    rogue = start(redirect("/", status))
    fault = refusal(rogue)
    assert (str(fault), len(rogue.heads)) == ("127.0.0.1 redirects in a circle.", 1)


def test_a_circle_of_two(start: Start) -> None:
    rogue: Rogue = start(lambda head: [redirect("/b#x" if head.startswith(b"GET /a ") else "/a#y")])
    assert "in a circle" in str(refusal(rogue, rogue.url("/a")))
    assert len(rogue.heads) == 2


def test_as_many_hops_as_are_allowed(start: Start) -> None:
    def answer(_head: bytes) -> Iterable[bytes]:
        hop = len(rogue.heads)
        return [redirect(f"/{hop}") if hop <= hops else reply(body=CALENDAR)]

    hops, rogue = FETCH_HOPS, start(answer)
    assert get(rogue).body == CALENDAR
    hops = FETCH_HOPS + 1
    rogue.heads.clear()
    assert "more than 5 times" in str(refusal(rogue))
    assert len(rogue.heads) == FETCH_HOPS + 1


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1:70/_x",
        "data:text/calendar,BEGIN",
        "javascript:alert(1)",
        "jar:http://127.0.0.1!/",
        "http://",
        "http://[::1",
        "//",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:-1/",
        "http://xn--/",
        "/" + "a" * 9_000,
    ],
)
def test_a_redirect_out_of_the_web(start: Start, location: str) -> None:
    rogue = start(redirect(location))
    assert refusal(rogue).permanent
    assert len(rogue.heads) == 1


@pytest.mark.parametrize(
    "target",
    ["http://[::1]:{port}/{secret}", "http://[::ffff:7f00:1]:{port}/", "http://inside.example:{port}/"],
)
def test_a_redirect_to_a_private_address_connects_to_nothing(start: Start, target: str) -> None:
    """Only 127.0.0.1 plays the public internet here; the traps stand on ::1 and on 127.0.0.1 in its mapped form."""
    with Trap("::1") as six, Trap() as four:
        trap = four if "ffff" in target else six
        rogue = start(redirect(target.format(port=trap.port, secret=SECRET)))
        how: dict[str, Any] = {"ports": (rogue.port, trap.port), "resolver": leads_to(SIX)}
        fault = refusal(rogue, **how)
        assert fault.permanent
        assert "not on the public internet" in str(fault)
        assert (six.connects(), four.connects()) == (0, 0)


@pytest.mark.parametrize(
    "location",
    ["/x%0d%0aX-Evil:%20yes", "/x\rX-Evil: yes", "/x HTTP/1.1", "/x\u0085X-Evil: yes", "/é\tX-Evil"],
)
def test_a_location_cannot_carry_headers(start: Start, location: str) -> None:
    rogue: Rogue = start(lambda _head: [redirect(location) if len(rogue.heads) == 1 else reply()])
    try:
        get(rogue)
    except GatewayError:
        assert len(rogue.heads) == 1
    else:
        lines = rogue.heads[1].split(b"\r\n")
        assert not [line for line in lines if line.lower().startswith(b"x-evil")]
        assert lines[0].count(b" ") == 2


# --- addresses -----------------------------------------------------------------------------------------------------


def test_by_default_this_machine_is_out_of_reach() -> None:
    with Trap() as four, Trap("::1") as six:
        for trap, host in (
            (four, "127.0.0.1"),
            (four, "localhost"),
            (six, "[::1]"),
            (four, "[::ffff:127.0.0.1]"),
        ):
            with pytest.raises(GatewayError, match="not on the public internet") as raised:
                fetch(f"http://{host}:{trap.port}/", ports=(trap.port,))
            assert raised.value.permanent
        assert (four.connects(), six.connects()) == (0, 0)


_ODD_HOSTS = """
2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 127.1 127.0.1 0 127.0.0.01 127.0.0.1.1 1.2.3.4.5 256.1.1.1
example.0x7f 127.0.0.1%2f 127.0.0.1%00 .a a..b 127。1 ①②⑦.0.0.1 [v1.x] [127.0.0.1]
"""


@pytest.mark.parametrize("host", [*_ODD_HOSTS.split(), "a b", "a" * 64])
def test_hosts_in_odd_writing_are_not_even_resolved(start: Start, host: str) -> None:
    asked: list[str] = []

    def resolver(name: str) -> list[IPAddress]:
        asked.append(name)
        return [HERE]

    rogue = start(reply())
    assert refusal(rogue, f"http://{host}:{rogue.port}/", resolver=resolver).permanent
    assert not asked
    assert not rogue.heads


def test_an_ipv6_literal(start: Start) -> None:
    rogue = start(reply(body=CALENDAR), host="::1")
    assert get(rogue, rogue.url(host="[::1]"), allow=lambda address: address == SIX).body == CALENDAR
    assert f"Host: [::1]:{rogue.port}".encode() in rogue.heads[0]
    fault = refusal(rogue, rogue.url(host="[fe80::1%25lo]"))
    assert "not on the public internet" in str(fault)


def test_one_look_up_serves_check_and_connection(start: Start) -> None:
    """A rebinding name: public when asked first, private ever after."""
    answers = [[HERE], [SIX]]
    with Trap("::1") as trap:
        rogue = start(reply(body=CALENDAR))
        found = get(rogue, rogue.url(host="rebind.example"), resolver=lambda _: answers.pop(0))
        assert found.body == CALENDAR
        assert f"Host: rebind.example:{rogue.port}".encode() in rogue.heads[0]
        assert answers == [[SIX]]
        assert trap.connects() == 0


def test_a_name_is_checked_again_on_each_hop(start: Start) -> None:
    answers = [[HERE], [SIX]]
    rogue = start(redirect("/again"))
    fault = refusal(rogue, rogue.url(host="rebind.example"), resolver=lambda _: answers.pop(0))
    assert "not on the public internet" in str(fault)
    assert len(rogue.heads) == 1


@pytest.mark.parametrize("addresses", [(HERE, SIX), (SIX, HERE), (SIX,)])
def test_one_private_address_condemns_the_name(start: Start, addresses: tuple[IPAddress, ...]) -> None:
    rogue = start(reply())
    assert refusal(rogue, rogue.url(host="mixed.example"), resolver=leads_to(*addresses)).permanent
    assert not rogue.heads


def test_the_next_address_is_tried(start: Start) -> None:
    rogue = start(reply(body=CALENDAR))  # nobody listens on ::1 at this port
    url = rogue.url(host="two.example")
    assert get(rogue, url, allow=lambda _: True, resolver=leads_to(SIX, HERE)).body == CALENDAR


@pytest.mark.parametrize("fault", [OSError(), socket.gaierror(), UnicodeError(), TimeoutError()])
def test_a_name_nobody_knows(start: Start, fault: Exception) -> None:
    def resolver(_host: str) -> list[IPAddress]:
        raise fault

    rogue = start(reply())
    url = rogue.url(f"/{SECRET}", host="unknown.example.")
    assert str(refusal(rogue, url, resolver=resolver)) == "The name unknown.example is not known."
    assert not refusal(rogue, url, resolver=leads_to()).permanent


@pytest.mark.parametrize(
    "url",
    [
        f"http://user:{SECRET}@127.0.0.1/",
        f"http://{SECRET}@127.0.0.1/",
        f"http://127.0.0.1\\@{SECRET}@127.0.0.1/",
        f"http://127.0.0.1:22/{SECRET}",
        f"http://127.0.0.1:8080/{SECRET}",
        f"https://127.0.0.1:6379/{SECRET}",
        f"file:///{SECRET}",
        f"ftp://127.0.0.1/{SECRET}",
        f"/{SECRET}",
        f"//127.0.0.1/{SECRET}",
        f"http:///{SECRET}",
        f"http:{SECRET}",
        f"http://127.0.0.1/\x00{SECRET}",
        f"http://127.0.0.1/\n{SECRET}",
        f"http://127.0.0.1/{SECRET * 400}",
        "",
    ],
)
def test_addresses_that_are_refused_as_they_stand(url: str) -> None:
    with pytest.raises(GatewayError) as raised:
        fetch(url, allow=lambda _: pytest.fail("an address was looked at"))
    assert raised.value.permanent
    assert SECRET not in str(raised.value)
    assert raised.value.__cause__ is None


def test_the_environment_names_no_proxy(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with Trap() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert get(start(reply(body=CALENDAR))).body == CALENDAR
        assert proxy.connects() == 0


def test_the_log_keeps_the_secret(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    rogue: Rogue = start(lambda _head: [redirect(f"/{SECRET}") if len(rogue.heads) == 1 else reply()])
    get(rogue, rogue.url(f"/?{SECRET}"))
    assert SECRET not in caplog.text


# --- TLS -----------------------------------------------------------------------------------------------------------


@functools.cache
def certificate(host: str) -> tuple[bytes, bytes]:
    """A certificate of its own making for one host, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    key_pem = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    return made.public_bytes(pem), key_pem


@pytest.fixture
def secure(start: Start, tmp_path: Path) -> Rogue:
    made, key = certificate("calendar.example")
    (tmp_path / "both.pem").write_bytes(made + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    return start(reply(body=CALENDAR), tls=context)


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cadata=certificate("calendar.example")[0].decode())


@pytest.mark.parametrize("scheme", ["https", "webcal", "WebCal"])
def test_the_name_stays_in_tls_and_host(secure: Rogue, scheme: str) -> None:
    url = secure.url(host="calendar.example", scheme=scheme)
    assert get(secure, url, resolver=leads_to(HERE), tls=trusting()).body == CALENDAR
    assert secure.names == ["calendar.example"]
    assert f"Host: calendar.example:{secure.port}".encode() in secure.heads[0]


@pytest.mark.parametrize(("host", "tls"), [("calendar.example", None), ("other.example", "trusting")])
def test_a_certificate_must_be_trusted_and_fit(secure: Rogue, host: str, tls: str | None) -> None:
    how: dict[str, Any] = {"tls": trusting() if tls else None, "resolver": leads_to(HERE)}
    fault = refusal(secure, secure.url(f"/{SECRET}", host=host, scheme="https"), **how)
    assert str(fault) == f"{host} offers no encryption or certificate that can be trusted."
    assert not secure.heads


def test_no_tls_where_tls_is_asked_for(start: Start) -> None:
    rogue = start(reply())
    assert "no encryption" in str(refusal(rogue, rogue.url(scheme="https")))


# --- anything ------------------------------------------------------------------------------------------------------

_PARTS = [
    "http",
    "https",
    "webcal",
    "file",
    "://",
    ":",
    "//",
    "/",
    "@",
    "[",
    "]",
    "::1",
    "127.0.0.1",
    "%",
    "%00",
    ".",
]
_PARTS += [
    "xn--",
    "example",
    "#",
    "?",
    "\\",
    " ",
    "\t",
    "é",
    "。",
    "①",
    "0x7f",
    ":80",
    ":443",
    ":0",
    "\ud800",
]


@settings(max_examples=examples(300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.lists(strategies.sampled_from(_PARTS), max_size=8).map("".join) | strategies.text())
def test_any_text_is_refused_in_a_sentence(url: str) -> None:
    for text in (url, f"http://{url}"):
        with pytest.raises(GatewayError):
            fetch(text, allow=lambda _: False, resolver=leads_to(HERE))
