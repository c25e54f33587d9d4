"""A mailing list: an address that the hub writes to as to any other, by its mail server."""

from commonhour.errors.words.marked import marked as _
from commonhour.gateways.senders.service import Field, Service

MAILING_LIST = Service(
    "mailing-list", _("Mailing list"), _("Subscribe the hub’s own address to the list, or let the list’s owner accept it, or its mails wait for a moderator there."),
    (Field("to", _("Address of the list"), "mail"),), None,
)  # fmt: skip
