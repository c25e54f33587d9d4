"""Every service there is, by the `kind` of its destinations. A new one is a file beside this, and a line here."""

from commonhour.gateways.senders.discord import DISCORD
from commonhour.gateways.senders.mailing_list import MAILING_LIST
from commonhour.gateways.senders.matrix import MATRIX
from commonhour.gateways.senders.service import Service
from commonhour.gateways.senders.slack import MATTERMOST, ROCKET_CHAT, SLACK
from commonhour.gateways.senders.teams import TEAMS
from commonhour.gateways.senders.webhook import WEBHOOK
from commonhour.gateways.senders.zulip import ZULIP

_ALL = (SLACK, MATTERMOST, ROCKET_CHAT, DISCORD, TEAMS, MATRIX, ZULIP, MAILING_LIST, WEBHOOK)
SERVICES: dict[str, Service] = {one.kind: one for one in _ALL}
