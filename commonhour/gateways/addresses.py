"""Is this IP address public? Asked of every address before this hub connects to it, and of those that connect to it.

Python's own tables change between its versions, so the ranges that matter are also listed here
(IANA IPv4 and IPv6 Special-Purpose Address Registries, RFC 6890).
"""

import ipaddress
from functools import lru_cache

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared address space of carriers (RFC 6598)
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; the metadata services of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # relays of 6to4, withdrawn (RFC 7526)
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "255.255.255.255/32",
        "::/96",  # unspecified, loopback, IPv4-compatible (RFC 4291)
        "64:ff9b:1::/48",  # see _carried
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",  # documentation (RFC 9637)
        "5f00::/16",  # segment routing (RFC 9602)
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: IPAddress) -> bool:
    """Whether anybody on the internet may be behind it. An address that carries others is as public as they are."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return False
        carried = _carried(address)
        if carried:
            return all(_is_public(each) for each in carried)
    return _is_public(address)


@lru_cache(10_000)
def subscriber(text: str) -> str:
    """Who on the internet comes from this address, for counting; "" for our own machine and network, where a proxy may
    stand for everybody. With IPv6 a subscriber has 64 bits of addresses at least (RFC 6177)."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # a socket file, or nothing at all
        return ""
    if not is_public(address):
        return ""
    if isinstance(address, ipaddress.IPv4Address) or address.ipv4_mapped:
        return text
    return str(ipaddress.ip_network((address, 64), strict=False))


def _carried(address: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses inside: mapped, 6to4 (RFC 3056), Teredo (RFC 4380), NAT64 (RFC 6052).

    64:ff9b:1::/48 (RFC 8215) is not read but refused: where the IPv4 address stands in it is each network's own
    choice, so one address can look public to us and lead to a private one.
    """
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),) if address in _NAT64 else ()


def _is_public(address: IPAddress) -> bool:
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    special = (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_private
    )
    return address.is_global and not special
