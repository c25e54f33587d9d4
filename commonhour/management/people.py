"""`user invite`: people who look after the hub."""

import click

from commonhour.management.setting_up import prepare, say


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
@click.option("--role", type=click.Choice(["manager", "moderator"]), default="moderator", show_default=True,
              help="A manager may edit everything, a moderator their own groups.")  # fmt: skip
@click.option("--group", default="", help="The group a moderator looks after (its slug).")
@click.option("--name", default="", help="The name shown in the history of changes.")
def invite(email: str, role: str, group: str, name: str) -> None:
    """Print a one-time sign-in link, good for a day. No mail is sent.

    \b
    Examples:
      commonhour user invite ana@example.org --role manager
      commonhour user invite ben@example.org --role moderator --group metrics
    """
    prepare(static=False)
    from django.conf import settings

    from commonhour import clock
    from commonhour.actions.people import make_moderator
    from commonhour.actions.sign_in import invite as invite_user
    from commonhour.core.rights import TERMINAL

    someone, token = invite_user(
        email, now=clock.now(), actor=TERMINAL, name=name, is_manager=role == "manager"
    )
    if group:
        make_moderator(someone, group, now=clock.now(), actor=TERMINAL)
    click.echo(f"{settings.BASE_URL}/desk/sign-in/?token={token}")


@user.command()
@click.argument("email")
@click.option("--group", default="", help="Only this group (its slug); everything otherwise.")
def revoke(email: str, group: str) -> None:
    """Let somebody look after nothing any more, or not after one group.

    \b
    Examples:
      commonhour user revoke ben@example.org
      commonhour user revoke ben@example.org --group metrics
    """
    prepare(static=False)
    from commonhour import clock
    from commonhour.actions.people import take_away
    from commonhour.core.rights import TERMINAL

    ended = take_away(email, group, now=clock.now(), actor=TERMINAL)
    say(f"{email}: {ended} grant{'' if ended == 1 else 's'} ended.")
