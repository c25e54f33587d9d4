"""Tables of actions and of decisions, as templates of minutes have them: "| Action | Owner | Due |" below "Action items"."""

from collections.abc import Sequence
from dataclasses import dataclass

_TEXT = frozenset(
    (
        "action", "actions", "action item", "task", "what", "item", "description", "todo", "to do", "decision", "resolution",
        "acción", "tarea", "qué", "decisión", "アクション", "タスク", "内容", "決定", "決定事項",
    )
)  # fmt: skip
_OWNER = frozenset(
    ("owner", "owners", "who", "assignee", "assigned to", "responsible", "responsable", "quién", "担当", "担当者")
)  # fmt: skip
_DUE = frozenset(
    ("due", "due date", "deadline", "by", "by when", "when", "eta", "fecha", "plazo", "期限", "期日")
)
_STATE = frozenset(("status", "state", "done", "done?", "estado", "状態", "状況"))
_DONE = frozenset(
    ("done", "closed", "complete", "completed", "x", "yes", "✅", "✓", "✔", "hecho", "完了", "済")
)


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    owner: str = ""
    due: str = ""
    is_done: bool = False


def cells_of(text: str) -> list[str]:
    """Of a row that begins with a bar; a bar behind a backslash stands for itself."""
    bare = text.strip().removeprefix("|").removesuffix("|").replace("\\|", "\0")
    return [cell.strip().replace("\0", "|") for cell in bare.split("|")]


def row_of(head: Sequence[str], cells: Sequence[str]) -> Row | None:
    """What a row says under its head; None where the head names no column that says what, as in a table of anything else."""
    named = {title.strip(" *_").casefold(): cell for title, cell in zip(head, cells, strict=False)}
    text = _cell(named, _TEXT)
    if not text or not text.strip("-: "):
        return None
    return Row(
        text, _cell(named, _OWNER).lstrip("@"), _cell(named, _DUE), _cell(named, _STATE).casefold() in _DONE
    )


def _cell(named: dict[str, str], titles: frozenset[str]) -> str:
    return next((cell for title, cell in named.items() if title in titles), "")
