"""Mail servers as they are: refusals by their codes, encryption when it is asked for, and what a domain says in the DNS."""

import socket
import threading
from email.message import EmailMessage

import dns.message
import dns.resolver
import dns.rrset
import pytest

from commonhour.errors import GatewayError
from commonhour.gateways.mail import MailFolder, MailServer, connected, mail_server
from commonhour.gateways.mail_domain import MailDomain, mail_domain


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 25)),
        ("smtp://me%40x:p%2Fw@mail.example.org:2525", MailServer("mail.example.org", 2525, "me@x", "p/w")),
        ("smtp://mail.example.org?tls=required", MailServer("mail.example.org", 587, security="starttls")),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, security="tls")),
    ],
)
def test_an_address_of_a_mail_server(url, server):
    assert mail_server(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example.org", "https://mail.example.org", "smtp://", "smtp://h?tls=no", "smtp://h?x=1"]
)
def test_what_is_none(url):
    with pytest.raises(ValueError):
        mail_server(url)


def talking(*lines):
    """The port of a server that says these lines, one after each of ours."""
    listening = socket.create_server(("127.0.0.1", 0))

    def talk():
        with listening, listening.accept()[0] as peer, peer.makefile("rwb") as file:
            for line in lines:
                file.write(line + b"\r\n")
                file.flush()
                if not file.readline():
                    return

    threading.Thread(target=talk, daemon=True).start()
    return listening.getsockname()[1]


HELLO = (b"220 hi", b"250 hi")


@pytest.mark.parametrize(
    ("lines", "code", "permanent"),
    [
        ((*HELLO, b"250 ok", b"550 5.1.1 nobody here"), "mail-address-refused", True),
        ((*HELLO, b"250 ok", b"450 4.2.0 greylisted"), "mail-address-refused", False),
        ((*HELLO, b"250 ok", b"554 5.7.1 relaying denied"), "mail-refused", True),
        ((*HELLO, b"553 not yours"), "mail-sender-refused", False),
        ((*HELLO, b"552 too large"), "mail-refused", True),
        ((*HELLO, b"250 ok", b"250 ok", b"354 go", b"451 later"), "mail-refused", False),
        ((*HELLO, b"421 closing"), "mail-refused", False),
        ((*HELLO,), "mail-server-away", False),
    ],
)  # fmt: skip
def test_a_refusal_is_for_good_or_for_now(lines, code, permanent):
    with pytest.raises(GatewayError) as refused, connected(MailServer("127.0.0.1", talking(*lines))) as out:
        out.send(a_mail(), "hub@example.org", "ana@example.org")
    assert (refused.value.code, refused.value.permanent) == (code, permanent)


def test_where_encryption_is_required_nothing_goes_without():
    server = MailServer("127.0.0.1", talking(*HELLO), security="starttls")
    with pytest.raises(GatewayError) as refused, connected(server):
        pass
    assert refused.value.code == "mail-server-tls"


def test_a_kept_mail_is_one_file_however_often_it_is_tried(tmp_path):
    for _ in range(2):
        MailFolder(tmp_path / "mail").send(a_mail(), "hub@example.org", "ana@example.org")
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["one.eml"]
    MailFolder(tmp_path / "mail").forget(["one", "another"])
    assert not list((tmp_path / "mail").iterdir())


def a_mail():
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "hub@example.org", "ana@example.org", "<one@example.org>"
    mail.set_content("Hello")
    return mail


@pytest.fixture
def names():
    """`names({"example.org": "v=spf1 -all"})` is a resolver that asks a server of the test's own."""
    sockets = []

    def asking(zone):
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        sockets.append(server)
        threading.Thread(target=answer, args=(server, zone), daemon=True).start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
        return resolver

    yield asking
    for one in sockets:
        one.close()


def answer(server, zone):
    while True:
        try:
            wire, peer = server.recvfrom(4096)
        except OSError:
            return
        asked = dns.message.from_wire(wire)
        name = asked.question[0].name.to_text(omit_final_dot=True)
        reply = dns.message.make_response(asked)
        if name in zone:
            reply.answer = [dns.rrset.from_text(name + ".", 60, "IN", "TXT", f'"{zone[name]}"')]
        elif not any(one.endswith("." + name) for one in zone):
            reply.set_rcode(3)
        server.sendto(reply.to_wire(), peer)


def test_what_a_domain_says_of_its_mail(names):
    zone = {
        "m.example.org": "v=spf1 -all",
        "_dmarc.example.org": "v=DMARC1; p=none",
        "k1._domainkey.m.example.org": "p=",
    }
    assert mail_domain("m.example.org", names(zone)) == MailDomain("v=spf1 -all", "v=DMARC1; p=none", True)
    assert mail_domain("m.example.org", names({"m.example.org": "other"})) == MailDomain("", "", False)


def test_without_dns_nothing_is_claimed(names):
    resolver = names({})
    resolver.port = 1
    with pytest.raises(GatewayError):
        mail_domain("example.org", resolver)
