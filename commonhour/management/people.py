"""`user …`: people who look after the hub."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from commonhour.management.setting_up import prepare, say

if TYPE_CHECKING:
    from commonhour.actions.grants import Terms
    from commonhour.models import Person, User
    from commonhour.reads.people import GrantRow


@click.command()
@click.option("--off", is_flag=True, help="Take it offline again.")
def publish(off: bool) -> None:
    """Open the hub to everybody, as the button on the desk does.

    \b
    Examples:
      commonhour publish
      commonhour publish --off
    """
    prepare(static=False)
    from commonhour import clock
    from commonhour.actions import community
    from commonhour.core.rights import TERMINAL

    (community.unpublish if off else community.publish)(now=clock.now(), actor=TERMINAL)
    say("The hub is offline." if off else "The hub is open.")


@click.group()
def user() -> None:
    """People who sign in."""


@user.command()
@click.argument("email")
@click.option("--role", type=click.Choice(["manager", "chair", "moderator", "reviewer", "note-taker"]), default="moderator", show_default=True,
              help="A manager may edit everything, a reviewer reads proposals, the others look after a group.")  # fmt: skip
@click.option("--group", default="", help="The group they look after (its slug).")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day, in the hub's time zone.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
@click.option("--name", default="", help="The name shown in the history of changes.")
def invite(
    email: str, role: str, group: str, since: dt.datetime | None, until: dt.datetime | None, name: str
) -> None:
    """Print a one-time sign-in link, good for a day. No mail is sent.

    \b
    Examples:
      commonhour user invite ana@example.org --role manager
      commonhour user invite ben@example.org --role moderator --group metrics
      commonhour user invite eve@example.org --role note-taker --group metrics --until 2027-01-31
    """
    prepare(static=False)
    from commonhour import clock
    from commonhour.actions.sign_in import invite as invite_user
    from commonhour.actions.sign_in import sign_in_address
    from commonhour.core.rights import TERMINAL

    terms = _terms(role, group, since, until)
    _, token = invite_user(email, terms, now=clock.now(), actor=TERMINAL, name=name)
    click.echo(sign_in_address(token))


def _terms(role: str, group: str, since: dt.datetime | None, until: dt.datetime | None) -> Terms | None:
    """None for a moderator of no group: somebody who may sign in, and no more yet."""
    from commonhour.actions.grants import Terms
    from commonhour.core.rights import Role
    from commonhour.errors import NotFound
    from commonhour.models import Community, Group

    zone = ZoneInfo(Community.the().tzid)
    begins = since.replace(tzinfo=zone) if since else None
    ends = (until + dt.timedelta(days=1)).replace(tzinfo=zone) if until else None
    if role == "manager":
        return Terms(Role.MANAGER, None, begins, ends)
    if not group and role == "reviewer":
        return Terms(Role.REVIEWER, None, begins, ends)
    if not group and role == "moderator":
        return None
    row = Group.objects.filter(slug=group).first()
    if row is None:
        raise NotFound("no-group-here", name=group[:60])
    return Terms(Role(role), row, begins, ends)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_users(as_json: bool) -> None:
    """Who signs in here, and what they may do.

    \b
    Examples:
      commonhour user list
    """
    prepare(static=False)
    from commonhour import clock
    from commonhour.core.rights import TERMINAL
    from commonhour.core.speech.roles import role_sentence
    from commonhour.models import Community
    from commonhour.reads.people import people_page

    page = people_page(TERMINAL, clock.now(), Community.the().tzid)
    rows = [*page.people, *page.former]
    if as_json:
        found = [
            {"email": one.email, "name": one.name, "roles": [_role(role) for role in one.grants]}
            for one in rows
        ]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for one in rows:
        click.echo(f"{one.email}{f' ({one.name})' if one.name else ''}")
        for role in one.grants:
            until = f" until {role.last_day}" if role.last_day else ""
            words = role_sentence(role.role, role.group.name if role.group else "")
            click.echo(f"  {words} {'From' if role.is_coming else 'Since'} {role.first_day}{until}.")


def _role(row: GrantRow) -> dict[str, str | None]:
    last = row.last_day.isoformat() if row.last_day else None
    group = row.group.slug if row.group else None
    return {"role": row.role, "group": group, "since": row.first_day.isoformat(), "until": last}


@user.command()
@click.argument("email")
@click.option("--group", default="", help="Only in this group (its slug); everything otherwise.")
@click.option("--role", default="", help="Only this role.")
def end(email: str, group: str, role: str) -> None:
    """End what somebody may do, all of it or in one group.

    \b
    Examples:
      commonhour user end ben@example.org
      commonhour user end ben@example.org --group metrics
    """
    prepare(static=False)
    from commonhour import clock
    from commonhour.actions.grants import end_grants
    from commonhour.core.rights import TERMINAL

    ended = end_grants(email, group, role, now=clock.now(), actor=TERMINAL)
    say(f"{email}: {ended} role{'' if ended == 1 else 's'} ended.")


@user.command()
@click.argument("email")
@click.option("--speakers", is_flag=True, help="Among the speakers of sessions too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, speakers: bool, yes: bool) -> None:
    """Erase somebody who signs in: what they did stays, without their name. It cannot be undone.

    \b
    Examples:
      commonhour user erase ben@example.org
    """
    prepare(static=False)
    from commonhour import clock
    from commonhour.actions.erasure import erase as erase_person
    from commonhour.core.rights import TERMINAL

    someone, person = _known(email)
    if not yes:
        click.confirm(f"Erase {email} for good?", abort=True)
    erase_person(someone, person, speakers=speakers, now=clock.now(), actor=TERMINAL)
    say("Erased.")


@user.command()
@click.argument("email")
def export(email: str) -> None:
    """All that the hub holds of somebody, as JSON.

    \b
    Examples:
      commonhour user export ben@example.org > ben.json
    """
    prepare(static=False)
    from dataclasses import asdict

    from django.core.serializers.json import DjangoJSONEncoder

    from commonhour import clock
    from commonhour.reads.personal import personal_data

    found = asdict(personal_data(*_known(email), clock.now()))
    click.echo(json.dumps(found, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder))


def _known(email: str) -> tuple[User, Person | None]:
    """Raises NotFound for an address nobody signs in with."""
    from commonhour.errors import NotFound
    from commonhour.models import Person, User

    someone = User.objects.filter(email=email.casefold()).first()
    if someone is None:
        raise NotFound("no-such-user", email=email[:80])
    return someone, Person.objects.filter(user=someone).first()


user.add_command(end, "revoke")  # what it was called first
