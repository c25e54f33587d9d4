"""The report of one file: findings with their line, each said once, and never with a secret in it."""

from collections import Counter
from typing import Any

from commonhour.core.draft import DraftJoin
from commonhour.core.finding import Finding, notice, with_texts
from commonhour.core.places.addresses import hide_addresses
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import beginning, guard, is_open
from commonhour.core.places.tokens import has_token
from commonhour.errors.telling import Fault


class Report:
    """Collects what was noticed while reading the file `where`."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.findings: list[Finding] = []
        self._said: set[Finding] = set()
        self._dropped: dict[tuple[str, str], int] = {}
        self._drop_count: Counter[tuple[str, str]] = Counter()

    def add(self, code: str, line: int, case: str = "", /, *, subject: str = "", **facts: Any) -> None:
        """A finding at a line. Its facts may quote the file: secrets and addresses are taken out of them."""
        self.findings.append(
            notice(code, self.place(line), case, subject=subject, **with_texts(facts, _safe))
        )

    def once(self, code: str, line: int, case: str = "", /, **facts: Any) -> None:
        """As `add`, but the same only the first time."""
        said = notice(code, "", case, **facts)
        if said not in self._said:
            self._said.add(said)
            self.add(code, line, case, **facts)

    def refuse(self, line: int, met: Fault) -> None:
        """One bad part refuses itself, not the file."""
        self.add("refused-input", line, reason=met)

    def guarded(self, text: str, line: int, stands: Stand = Stand.TEXT) -> tuple[str, list[DraftJoin]]:
        """A text without its secrets, each of which is a finding, and the ways to join that were in it."""
        clean, joins = guard(text, stands)
        if not all(map(is_open, joins)):
            self.add("secret-in-public", line, "passcode")
        elif has_token(text) or (not joins and clean != text):
            self.add("secret-in-public", line, "token")
        return clean, joins

    def place(self, line: int) -> str:
        return f"{self.where}:{line}"

    def dropped(self, line: int, name: str = "", case: str = "") -> None:
        """Counts something that is not kept; `close` says it in one finding for each name."""
        name = beginning(name, 60)
        self._dropped.setdefault((case, name), line)
        self._drop_count[case, name] += 1

    def close(self) -> list[Finding]:
        """Every finding of the file, in the order of its lines."""
        for (case, name), line in self._dropped.items():
            named = {"name": name} if name else {}
            self.add("dropped-property", line, case, **named, times=self._drop_count[case, name])
        self._dropped.clear()
        return sorted(self.findings, key=lambda finding: int(finding.where.rsplit(":", 1)[1]))


def _safe(text: str) -> str:
    return hide_addresses(guard(text)[0])[0]
