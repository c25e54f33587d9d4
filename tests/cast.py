"""The cast of the tests, and tiny factories: one line makes one thing."""

import datetime as dt

from commonhour.actions.series import add_series
from commonhour.core.schedule.schedule import Schedule
from commonhour.models import Community, Group, JoinTarget, Membership, Person, Series, Space, User

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def make_community(**facts) -> Community:
    community = Community.the()
    defaults = {"title": "Open Offices", "path": "/community/meetings/", "contact_email": "hello@example.org",
                "tzid": "Europe/Madrid", "published_at": NOW}  # fmt: skip
    for name, value in (defaults | facts).items():
        setattr(community, name, value)
    community.save()
    return community


def make_space(name="Contributor Space", slug="contributor-space") -> Space:
    return Space.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def make_group(slug="metrics", name="Metrics", **facts) -> Group:
    return Group.objects.create(slug=slug, name=name, **({"space": make_space()} | facts))


def make_series(title="Metrics call", group=None, dtstart="20261126T160000", tzid="Europe/Madrid",
                rrule="FREQ=WEEKLY", now=NOW, uid="", **facts) -> Series:  # fmt: skip
    schedule = Schedule(dtstart, tzid, facts.pop("duration", HOUR), rrule, uid=uid, **facts)
    return add_series(title=title, group=group, schedule=schedule, now=now, actor=None)


def give_join(
    series, url="https://us02web.zoom.us/j/987654321?pwd=MARKER-SECRET", passcode="MARKER-PASS"
) -> None:
    target = JoinTarget(series=series)
    target.seal(url, passcode)
    target.save()


def make_manager() -> User:
    return User.objects.create_user("manager@example.org", name="Mara Manager", is_manager=True)


def make_moderator(group, email="moderator@example.org") -> User:
    user = User.objects.create_user(email, name=email.split("@")[0])
    person = Person.objects.create(name=user.name, user=user)
    Membership.objects.create(person=person, group=group, role="moderator")
    return user
