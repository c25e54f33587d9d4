"""Slack, and what takes Slack's incoming webhooks: Mattermost and Rocket.Chat, whose markup is another one."""

import json
from collections.abc import Callable

from commonhour.core.message import Moment
from commonhour.errors.words.marked import marked as _
from commonhour.gateways.send import Request
from commonhour.gateways.senders.markup import Markup, lines
from commonhour.gateways.senders.service import Address, Field, Outgoing, Service

_MOST = 3_500  # characters: Slack's advice is 4,000, Rocket.Chat's own limit 5,000
_HEADERS = {"Content-Type": "application/json; charset=utf-8"}
# Nothing in it is looked for: no names, no addresses, no pictures of pages.
_AS_IT_IS = {"link_names": False, "parse": "none", "unfurl_links": False, "unfurl_media": False}


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _local(moment: Moment, otherwise: str) -> str:
    inside = otherwise.replace("|", " ").replace("^", " ")
    return f"<!date^{int(moment.start.timestamp())}^{{date_long_pretty}} {{time}}|{inside}>"


def _mrkdwn_link(text: str, url: str) -> str:
    return f"<{_entities(url)}|{text.replace('|', ' ')}>"


def markdown_link(text: str, url: str) -> str:
    return f"[{text}]({url.replace('(', '%28').replace(')', '%29')})"


MRKDWN = Markup(bold=lambda text: f"*{text}*", link=_mrkdwn_link, local=_local, plain=_entities)
MATTERMOST_MARKDOWN = Markup(bold=lambda text: f"**{text}**", link=markdown_link)
ROCKET_MARKDOWN = Markup(bold=lambda text: f"*{text}*", link=markdown_link)


def _request(markup: Markup) -> Callable[[Address, Outgoing], Request]:
    def request(address: Address, out: Outgoing) -> Request:
        text = "\n".join(lines(out, markup, _MOST))
        return Request(address["url"], json.dumps({"text": text, **_AS_IT_IS}).encode(), _HEADERS)

    return request


_FIELDS = (Field("url", _("Address of the webhook"), "web"),)
SLACK = Service(
    "slack", "Slack", _("In Slack: an app of yours at api.slack.com/apps › Incoming Webhooks › Add New Webhook."),
    _FIELDS, _request(MRKDWN),
)  # fmt: skip
MATTERMOST = Service(
    "mattermost", "Mattermost", _("In Mattermost: Product menu › Integrations › Incoming Webhooks › Add."),
    _FIELDS, _request(MATTERMOST_MARKDOWN),
)  # fmt: skip
ROCKET_CHAT = Service(
    "rocket-chat", "Rocket.Chat", _("In Rocket.Chat: Administration › Integrations › New › Incoming; enable it, no script."),
    _FIELDS, _request(ROCKET_MARKDOWN),
)  # fmt: skip
