"""Links to one room have one name, however they are written, and links to two have two."""

import pytest

from commonhour.core.places.rooms import room_name

ONE_ROOM = [
    ("https://us02web.zoom.us/j/98765432101?pwd=abc", "https://zoom.us/wc/join/98765432101", "https://acme.zoom.us/s/98765432101#success"),
    ("https://meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hij?authuser=1&pli=1", "HTTPS://MEET.GOOGLE.COM/ABC-DEFG-HIJ/"),
    ("https://meet.jit.si/Ferris", "https://meet.jit.si/ferris#config.prejoin=false", "https://meet.jit.si/ferris?jwt=x"),
    ("https://example.org/call?room=a&utm_source=b", "https://www.example.org/call/?room=a"),
    ("https://acme.webex.com/acme/j.php?MTID=m1", "https://eu.safelinks.example/?url=https%3A%2F%2Facme.webex.com%2Facme%2Fj.php%3FMTID%3Dm1"),
]  # fmt: skip


@pytest.mark.parametrize("links", ONE_ROOM)
def test_one_room_has_one_name(links):
    assert len({room_name(link) for link in links}) == 1
    assert room_name(links[0])


def test_two_rooms_have_two():
    names = [room_name(links[0]) for links in ONE_ROOM]
    names += map(
        room_name,
        [
            "https://zoom.us/j/98765432102",
            "https://example.org/call?room=b",
            "https://acme.webex.com/acme/j.php?MTID=m2",
        ],
    )
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "text", ["", "tel:+49-30-123", "call us", "mailto:a@example.org", "zoommtg://zoom.us/join?confno=1"]
)
def test_what_is_no_web_address_is_no_room(text):
    assert room_name(text) == ""
