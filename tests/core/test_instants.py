"""Many wall times turned into instants at once are what each of them is by itself, round every change of a clock."""

import importlib.resources
import itertools
import random
import struct
import zoneinfo

import pytest

from commonhour.core.time import instants as engine
from commonhour.core.time.instants import DAY, clock, instants, second_of, seconds_to, wall_at
from commonhour.core.time.zones import instant

RARE = ("Pacific/Apia", "Pacific/Kwajalein", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin",
        "Asia/Kathmandu", "America/Caracas", "Asia/Gaza", "America/Recife", "Africa/Tunis", "Antarctica/Troll", "UTC")  # fmt: skip
YEAR = 366 * DAY


def one_by_one(walls, tzid):
    return [seconds_to(instant(wall_at(wall), tzid)) for wall in walls]


@pytest.mark.parametrize("tzid", RARE)
def test_every_change_of_a_clock_from_1900_to_2100(tzid):
    ends, _ = clock(tzid, -70 * YEAR, 130 * YEAR)
    assert ends == sorted(ends)
    for end in ends:
        walls = sorted(
            {end + minutes * 60 + second for minutes in (-1500, -90, -31, 0, 29, 61) for second in (-1, 0)}
        )
        assert instants(walls, tzid) == one_by_one(walls, tzid)
        steps = range(end - 3 * DAY, end + 3 * DAY, 1800)
        assert instants(steps, tzid) == instants(list(steps), tzid) == instants(list(steps), tzid, 0)
        assert instants([wall - 900 for wall in steps], tzid, 900) == instants(steps, tzid)


def test_every_zone_at_any_time():
    dice = random.Random(7)
    for tzid in sorted(zoneinfo.available_timezones()):
        begin = dice.randint(-60 * YEAR, 120 * YEAR)
        walls = range(begin, begin + 2 * YEAR, 61 * DAY + 3 * 3600)
        assert instants(walls, tzid) == one_by_one(walls, tzid), tzid


def test_the_ends_of_the_calendar():
    for wall in (wall_at(-(10**12)), wall_at(10**12)):
        second = second_of(wall.replace(microsecond=0))
        assert instants([second], "Asia/Tokyo") == one_by_one([second], "Asia/Tokyo")


def stretches(tzid):
    """How long each offset listed in a TZif file (RFC 8536 §3) held, in seconds."""
    body = importlib.resources.files("tzdata").joinpath("zoneinfo", *tzid.split("/")).read_bytes()
    isutc, isstd, leap, times, types, chars = struct.unpack(">6l", body[20:44])
    place = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isutc
    times, types = struct.unpack(">2l", body[place + 32 : place + 40])
    place += 44
    at = struct.unpack(f">{times}q", body[place : place + 8 * times])
    kinds = body[place + 8 * times : place + 9 * times]
    offsets = [
        struct.unpack(">l", body[place + 9 * times + 6 * n : place + 9 * times + 6 * n + 4])[0]
        for n in range(types)
    ]
    real, before = [], offsets[0]
    for moment, kind in zip(at, kinds, strict=True):
        if offsets[kind] != before:
            real.append(moment)
        before = offsets[kind]
    return [later - earlier for earlier, later in itertools.pairwise(real)]


def test_no_offset_ever_held_for_less_than_the_probes_are_apart():
    shortest = min(held for tzid in zoneinfo.available_timezones() for held in stretches(tzid))
    assert engine._PROBE < shortest < 7 * DAY
