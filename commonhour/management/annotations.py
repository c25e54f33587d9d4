"""A finding as a workflow command, which GitHub shows as a remark on the line of a pull request."""

from commonhour.core.audit.report import split_place
from commonhour.core.finding import Finding, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def annotation(finding: Finding) -> str:
    """`::error file=…,line=…,title=…::…`, escaped so that no text can start another command."""
    file, line = split_place(finding.where)
    properties = {"file": file.removeprefix("./"), "line": str(line) if line else "", "title": finding.code}
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    other = f"The other place: {finding.other}." if finding.other else ""
    text = " ".join(part for part in (finding.message, other, finding.suggestion) if part)
    return f"::{_COMMANDS[finding.severity]} {shown}::{_message(text)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
