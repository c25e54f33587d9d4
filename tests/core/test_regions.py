"""Whose clocks a region's name means."""

import pytest

from commonhour.core.time.regions import region_zones
from commonhour.core.time.zones import canonical


@pytest.mark.parametrize(
    ("region", "zones"),
    [
        ("Europe", ("Europe/London", "Europe/Berlin")),
        ("APAC & Europe", ("Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Europe/London",
                           "Europe/Berlin")),
        ("North America", ("America/Los_Angeles", "America/New_York")),
        ("Japan", ("Asia/Tokyo",)),
        ("Madrid and Tokyo", ("Europe/Madrid", "Asia/Tokyo")),
        ("global", ()),
        ("", ()),
        ("wherever you are", ()),
    ],
)  # fmt: skip
def test_a_region_is_the_clocks_of_its_cities(region, zones):
    assert region_zones(region) == zones
    assert all(
        canonical(zone) == zone for zone in region_zones("EMEA, LATAM, Middle East, Oceania, Americas")
    )
