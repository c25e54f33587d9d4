"""An invitation names who it is for as their mailbox does, so that a calendar finds them among its own addresses."""

import pytest
from cast import NOW

from commonhour.formats.ical.itip import cancel


@pytest.mark.parametrize("address", ["ana@example.org", "o'brien+calls@example.org", "a!b$c*d@example.org"])
def test_an_address_is_encoded_only_where_it_must_be(address):
    """RFC 6068 §2 leaves these signs as they are."""
    text = cancel("1@hub.example.org", "Call", "20261126T160000Z", "m@hub.example.org", address, 1, NOW)
    assert f"RSVP=FALSE:mailto:{address}\r\n" in text.replace("\r\n ", "")
