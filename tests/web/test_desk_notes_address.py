"""Where the notes of a series are written: what is typed is kept as it is, or refused with a reason."""

import pytest

from commonhour.models import Group
from commonhour.web.desk.series_forms import SeriesForm

pytestmark = pytest.mark.django_db


def refusals(address):
    form = SeriesForm(
        {"title": "Sync", "version": "1", "notes_url": address}, initial={}, groups=Group.objects.none()
    )
    form.is_valid()
    return " ".join(form.errors.get("notes_url", []))


@pytest.mark.parametrize(
    "address",
    ["", "https://pad.example.org/sync-{yyyy}-{mm}-{dd}/download", "https://notes.example.org/{yy}{mm}?part=minutes",
     "https://docs.google.com/document/d/1AbC/export?format=md"],
)  # fmt: skip
def test_an_address_of_notes_is_taken(address):
    assert not refusals(address)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://user:word@pad.example.org/all", "pad.example.org"),
        ("https://pad.example.org/all?token=4f9d8e7c6b5a4f9d8e7c6b5a", "holds a key"),
        ("https://pad.example.org/all?key=4f9d8e7c6b5a4f9d8e7c6b5a", "holds a key"),
        ("https://meet.example.org/notes/{yyyy}", "leads into a call"),
        ("https://pad.example.org/{foo}", "Only {yyyy}, {yy}, {mm}, {dd} are replaced by the date, not {foo}."),
        ("https://pad.example.org/{yyyy", "not {yyyy."),
        ("http://127.0.0.1/pad", "127.0.0.1"),
        ("http://pad.localhost/{yyyy}", "pad.localhost"),
        ("https://pad.example.org:8443/pad", "8443"),
        ("https://pad.example.org/" + "a" * 1_000, "1000"),
    ],
)  # fmt: skip
def test_what_would_be_changed_or_never_be_asked_is_refused_with_its_reason(address, said):
    assert said in refusals(address)


def test_a_host_that_this_hub_was_told_to_trust_is_taken(settings):
    settings.FETCH_ALLOW = frozenset({("10.0.0.5", 8443)})
    assert not refusals("https://10.0.0.5:8443/pad")
    assert refusals("https://10.0.0.6:8443/pad")
