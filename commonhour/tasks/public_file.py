"""A page or calendar whose public address somebody handed in."""

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from commonhour.errors import GatewayError, RefusedInput
from commonhour.gateways.fetch import fetch

# Repositories show a file as a web page and give the file itself beside it (GitHub, GitLab; Gitea and Forgejo).
_SHOWN = re.compile(r"^(https?://[^/]+/[^/]+/.+?)/(?:blob|src(?=/branch/))/")


def public_file(address: str) -> tuple[str, bytes]:
    """(name, bytes). Raises RefusedInput in one sentence that names the host and nothing more of the address."""
    url = _SHOWN.sub(r"\1/raw/", address)
    host, name = urlsplit(url).hostname or "", PurePosixPath(urlsplit(url).path).name
    try:
        return name or host, fetch(url).body
    except GatewayError as error:
        raise RefusedInput(error.code, where=host, **error.facts) from error
