"""The report of one file: findings with their line, each said once, and never with a secret in it."""

from collections import Counter

from commonhour.core.draft import DraftJoin
from commonhour.core.finding import Finding
from commonhour.core.places.addresses import hide_addresses
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import guard, is_open
from commonhour.core.places.tokens import has_token


class Report:
    """Collects what was noticed while reading the file `where`."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.findings: list[Finding] = []
        self._said: set[tuple[str, str]] = set()
        self._dropped: dict[str, int] = {}
        self._drop_count: Counter[str] = Counter()

    def add(self, code: str, line: int, message: str, suggestion: str = "") -> None:
        """A finding at a line. The message may quote the file: secrets and addresses are taken out of it."""
        safe = hide_addresses(guard(message)[0])[0]
        self.findings.append(Finding(code, self.place(line), safe, suggestion))

    def once(self, code: str, line: int, message: str, suggestion: str = "") -> None:
        """As `add`, but the same message only the first time."""
        if (code, message) not in self._said:
            self._said.add((code, message))
            self.add(code, line, message, suggestion)

    def guarded(self, text: str, line: int, stands: Stand = Stand.TEXT) -> tuple[str, list[DraftJoin]]:
        """A text without its secrets, each of which is a finding, and the ways to join that were in it."""
        clean, joins = guard(text, stands)
        if not all(map(is_open, joins)):
            self.add(
                "secret-in-public", line, "A passcode or dial-in code of a call is public here; it was moved behind the join page.",
                "Take it out of the source, which others can read.",
            )  # fmt: skip
        elif has_token(text) or (not joins and clean != text):
            self.add(
                "secret-in-public", line, "An address with a private token is public here; it was left out.",
                "Take it out of the source, which others can read, and have a new one made.",
            )  # fmt: skip
        return clean, joins

    def place(self, line: int) -> str:
        return f"{self.where}:{line}"

    def dropped(self, name: str, line: int) -> None:
        """Counts something that is not kept; `close` says it in one finding for each name."""
        self._dropped.setdefault(name[:60], line)
        self._drop_count[name[:60]] += 1

    def close(self) -> list[Finding]:
        """Every finding of the file, in the order of its lines."""
        for name, line in self._dropped.items():
            count = self._drop_count[name]
            times = f" ({count} times)" if count > 1 else ""
            self.add("dropped-property", line, f"{name} is not kept{times}.")
        self._dropped.clear()
        return sorted(self.findings, key=lambda finding: int(finding.where.rsplit(":", 1)[1]))
