"""What people type stays text: no element and no attribute is on a page that its template did not write."""

import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from cast import make_manager

from commonhour.web.kept import shelf
from tests.hostile.user_text import ADDRESSES, DESK, PAGES, TEXTS, make_full_hub, write_everywhere

pytestmark = pytest.mark.django_db
PLAIN = "words"


class Skeleton(HTMLParser):
    """The tags of a page with the names of their attributes, in order."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, *(name for name, _ in attrs)))

    def handle_endtag(self, tag):
        self.tags.append((f"/{tag}",))


def skeleton(answer):
    body = answer.content.decode()
    if "xml" in answer.headers["Content-Type"]:
        return [(node.tag, *node.attrib) for node in ET.fromstring(body).iter()]
    return Skeleton(body).tags


@pytest.fixture
def reading(now, client):
    """Reads pages as somebody who may see all of them."""
    make_full_hub()
    client.force_login(make_manager())
    return client


def skeletons(client, text, paths):
    write_everywhere(text)
    shelf.clear()
    return {path: skeleton(client.get(path)) for path in paths}


@pytest.fixture
def as_plain(reading):
    return skeletons(reading, PLAIN, [*PAGES, *DESK])


def test_a_text_in_every_field_makes_no_element_and_no_attribute(reading, as_plain):
    for text in TEXTS:
        for path, tags in skeletons(reading, text, [*PAGES, *DESK]).items():
            assert tags == as_plain[path], (path, text)


def test_a_text_in_the_address_makes_none_either(reading, as_plain):
    asked = [address.format(quote(words)) for address in ADDRESSES for words in (PLAIN, "3pm PT", "metrcs")]
    known = {tag for tags in as_plain.values() for tag in tags}
    known |= {tag for path in asked for tag in skeleton(reading.get(path))}
    for address in ADDRESSES:
        for text in TEXTS:
            path = address.format(quote(text, safe=""))
            assert set(skeleton(reading.get(path))) <= known, path


def test_the_text_really_is_on_every_page_of_a_thing(reading):
    write_everywhere("here-i-am")
    for path in PAGES:
        if path.startswith(("/groups/", "/meetings/", "/calendar/", "/embed/")):
            assert b"here-i-am" in reading.get(path).content, path


def test_no_page_sends_anybody_elsewhere_by_itself(reading):
    for path in [*PAGES, *DESK]:
        tags = skeleton(reading.get(path))
        assert not [tag for tag in tags if tag[0] in ("meta", "base") and "http-equiv" in tag], path
