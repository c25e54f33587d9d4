"""Links in their parts, odd ones among them."""

import pytest

from commonhour.core.places.calendars import calendar_sources
from commonhour.core.places.channels import channel_kind
from commonhour.core.places.links import is_schemeless_host, split, with_scheme
from commonhour.core.places.secrets import guard


def test_hosts_without_a_scheme() -> None:
    assert is_schemeless_host("worldtimebuddy.com")
    assert not is_schemeless_host("charter.md")
    assert not is_schemeless_host("./Feb-13.md")
    assert with_scheme("zoom.us:443/j/1") == "https://zoom.us:443/j/1"
    assert with_scheme("zoommtg://zoom.us/join") == "zoommtg://zoom.us/join"


def test_a_link_in_its_parts() -> None:
    link = split("HTTPS://www.Example.org./a/b?c=d#e")
    assert link is not None
    assert (link.scheme, link.host, link.tail) == ("https", "example.org", "/a/b?c=d#e")


@pytest.mark.parametrize(
    "url",
    [
        "http://[bad",
        "https://",
        "mailto:a@b.c",
        "#anchor",
        "",
        "http://a:99999999/x",
        f"http://{'a.' * 200}b/c",
    ],
)
def test_odd_links_do_not_raise(url: str) -> None:
    assert isinstance(channel_kind(url), str)
    assert calendar_sources(url) == []
    assert guard(url) == (url, [])
