"""`mail-in`: the listener for mail that people send to the community, on its own or as a child of `serve`."""

import time

import click

from commonhour.management.children import end_with_parent, told_to_end
from commonhour.management.setting_up import prepare, say, set_up


@click.command("mail-in")
def mail_in() -> None:
    """Listen for mail at COMMONHOUR_SMTP_LISTEN. `serve` does it too; this is for hubs that run without it.

    \b
    Example:
      COMMONHOUR_SMTP_LISTEN=127.0.0.1:2525 commonhour mail-in
    """
    prepare(static=False)
    from django.conf import settings

    if settings.SMTP_LISTEN is None:
        raise click.ClickException("COMMONHOUR_SMTP_LISTEN says where to listen; it is not set.")
    host, port = settings.SMTP_LISTEN
    say(f"Listening for mail on {host}:{port}  (Ctrl-C stops it)")
    listen(host, port)


def listen_beside_server() -> None:
    """In a process of its own, a child of `serve`."""
    end_with_parent()
    set_up()
    from django.conf import settings

    if settings.SMTP_LISTEN:
        listen(*settings.SMTP_LISTEN)


def listen(host: str, port: int) -> None:
    """Until told to end."""
    is_told = told_to_end()
    from django.conf import settings

    from commonhour.gateways.mail_listener import listener
    from commonhour.tasks.letters import take_from_listener

    listening = listener(host, port, settings.MAILBOX_ADDRESSES, take_from_listener)
    listening.start()
    while not is_told():
        time.sleep(0.25)
    listening.stop()
