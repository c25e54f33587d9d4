"""E-mail addresses: those of people are hidden."""

from commonhour.core.places.addresses import hide_addresses


def test_addresses_of_people_are_hidden_and_lists_stay() -> None:
    text = (
        "mailto:jane.doe@example.edu, kubernetes-dev@googlegroups.com, wg@lists.example.org, info@example.org"
    )
    clean, hidden = hide_addresses(text)
    assert clean == "[address], kubernetes-dev@googlegroups.com, wg@lists.example.org, info@example.org"
    assert hidden == 1


def test_versions_of_packages_are_no_addresses() -> None:
    text = "npm i left-pad@1.3.0 and react@18.2.0-beta.rc1, then ssh root@10.0.0.1, asked ana@example.org."
    assert hide_addresses(text) == (text.replace("ana@example.org", "[address]"), 1)
