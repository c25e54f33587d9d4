"""E-mail addresses: those of people are hidden."""

from commonhour.core.places.addresses import hide_addresses


def test_addresses_of_people_are_hidden_and_lists_stay() -> None:
    text = (
        "mailto:jane.doe@example.edu, kubernetes-dev@googlegroups.com, wg@lists.example.org, info@example.org"
    )
    clean, hidden = hide_addresses(text)
    assert clean == "[address], kubernetes-dev@googlegroups.com, wg@lists.example.org, info@example.org"
    assert hidden == 1
