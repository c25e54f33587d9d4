"""The house keeps its shape: who may import whom, one concept a file, a sentence at the head of each."""

import ast
import datetime as dt
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

PACKAGE = Path(__file__).resolve().parent.parent / "commonhour"
MIDDLE = {"reads", "actions"}
FIRST = {"models", "formats", "gateways"}
PORCH = {"settings", "urls", "wsgi", "apps", "__init__", "__main__"}  # ties everything together
# floor: what it may import, beside itself.
MAY_IMPORT = {
    "errors": set[str](),
    "clock": set[str](),
    "core": {"errors"},
    **{floor: {"core", "errors"} for floor in FIRST},
    "reads": FIRST | {"core", "errors"},
    "actions": FIRST | {"core", "errors", "reads"},
    **{floor: MIDDLE | FIRST | {"core", "errors", "clock"} for floor in ("web", "api", "tasks")},
    "management": MIDDLE | FIRST | {"core", "errors", "clock", "tasks"},  # it starts the worker
    "cli": {"management", "errors"},
}
NO_DJANGO = {"core", "errors"}
NO_NAMES = {"utils", "helpers", "common", "manager", "handle", "process", "data"}
MOST_LINES, MOST_TEMPLATE_LINES = 300, 120

MODULES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
    if "migrations" not in path.parts
}


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "(a relative import)"
        elif isinstance(node, ast.ImportFrom) and node.module == "commonhour":
            yield from (f"commonhour.{alias.name}" for alias in node.names if alias.name != "__version__")
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def is_allowed(floor: str, name: str) -> bool:
    if name.startswith("commonhour."):
        return floor in PORCH or name.split(".")[1] in MAY_IMPORT[floor] | {floor}
    return name != "(a relative import)" and not (floor in NO_DJANGO and name.split(".")[0] == "django")


def test_imports_go_downwards_only() -> None:
    faults = []
    for path, tree in MODULES.items():
        floor = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        faults += [f"{path.relative_to(PACKAGE)}: {n}" for n in imports(tree) if not is_allowed(floor, n)]
    assert not faults


def test_no_two_folders_of_actions_need_each_other() -> None:
    needs = set()
    for path, tree in MODULES.items():
        here = path.relative_to(PACKAGE).parent.parts
        for parts in (name.split(".")[1:] for name in imports(tree) if name.startswith("commonhour.")):
            is_folder = len(parts) > 1 and PACKAGE.joinpath(*parts[:2]).is_dir()
            if len(here) > 1 and here[0] == parts[0] == "actions" and is_folder:
                needs.add((here[:2], tuple(parts[:2])))
    assert not [(one, other) for one, other in needs if one < other and (other, one) in needs]


def verbs() -> Iterator[tuple[str, set[str], set[str]]]:
    """The functions of actions: each with its parameters, and with what it calls and hands its actor on to."""
    trees = [tree for path, tree in MODULES.items() if path.relative_to(PACKAGE).parts[0] == "actions"]
    for verb in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        handed = set()
        for call in (
            one for one in ast.walk(verb) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
        ):
            given = (*call.args, *(word.value for word in call.keywords))
            if any(isinstance(value, ast.Name) and value.id == "actor" for value in given):
                handed.add(call.func.id)
        yield verb.name, {one.arg for one in (*verb.args.args, *verb.args.kwonlyargs)}, handed


def test_every_verb_asks_whether_its_actor_may() -> None:
    """Itself, or by handing its actor on to what does. Inside a verb, what is handed its `changes` need not."""
    asking, found = {"require", "require_giving", "require_oneself"}, list(verbs())
    while more := {name for name, _, handed in found if handed & asking} - asking:
        asking |= more
    public = {name for name, given, _ in found if not name.startswith("_") and {"actor"} <= given}
    inside = {name for name, given, _ in found if "changes" in given} | {"change_set"}
    assert public - asking - inside == set()
    assert len(public) > 30


def test_a_file_is_named_for_its_one_concept() -> None:
    assert not [str(path) for path in MODULES if NO_NAMES & set(path.stem.split("_"))]


def test_a_file_fits_in_the_head() -> None:
    long = {str(path): path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert not {name: lines for name, lines in long.items() if lines > MOST_LINES}


def test_a_module_says_what_it_is_for() -> None:
    silent = [
        path for path, tree in MODULES.items() if tree.body and not (ast.get_docstring(tree) or "").strip()
    ]
    assert not [str(path) for path in silent if path.name != "__init__.py"]


def test_no_bug_is_swallowed() -> None:
    faults = []
    for path, tree in MODULES.items():
        for node in (n for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler)):
            is_broad = node.type is None or (isinstance(node.type, ast.Name) and "Exception" in node.type.id)
            faults += (
                [f"{path.name}:{node.lineno}"] if is_broad and isinstance(node.body[0], ast.Pass) else []
            )
    assert not faults


def test_templates_fit_on_two_screens() -> None:
    pages = [path for path in (PACKAGE / "templates").rglob("*") if path.is_file()]
    long = {page.name: page.read_text(encoding="utf-8").count("\n") for page in pages}
    assert not {name: lines for name, lines in long.items() if lines > MOST_TEMPLATE_LINES}


# --- reads return plain shapes --------------------------------------------------------------------------------------

PLAIN = {str, bytes, bool, int, float, dt.datetime, dt.date, dt.timedelta, NoneType, Ellipsis}
CONTAINERS = ("builtins", "types", "typing", "collections", "collections.abc")
NOT_PLAIN = {
    "object in stamp",  # compared and nothing else
    # Facts as JSON keeps them.
    "Any in ChangedField.before", "Any in ChangedField.after", "Any in PastChange.facts", "Any in Offer.facts",
    "Any in Origin.fault", "Any in PlaceShape.fault", "Any in SentShape.fault", "Any in SourceShape.fault", "Any in UpstreamChange.what",
    "Any in UnplacedCall.match_reason", "Any in PersonalData.by_mail", "Any in Posted.changes", "Any in Stuck.fault",
    "Any in outage_of", "Any in Elsewhere.fault", "Any in data_of",
}  # fmt: skip


def public(owner: object) -> Iterator[tuple[str, object]]:
    """What the functions, properties and classes give that others may use, by name."""
    home = getattr(owner, "__module__", getattr(owner, "__name__", ""))
    for name, one in inspect.getmembers(owner):
        one = one.fget if isinstance(one, property) else one
        if name.startswith("_") or getattr(one, "__module__", "") != home:
            continue
        if inspect.isfunction(one) or inspect.ismethod(one):
            yield name, get_type_hints(one).get("return", object)
        elif inspect.isclass(one):
            yield name, one


def not_plain(where: str, hint: object, seen: set[object]) -> Iterator[str]:
    """What a value of this type may hold that is neither plain nor made of plain values."""
    for part in hint if isinstance(hint, list) else get_args(hint):
        yield from not_plain(where, part, seen)
    kind = get_origin(hint) or hint
    home = getattr(kind, "__module__", "")
    is_container = kind not in (object, Any) and home in CONTAINERS
    # The core knows no Django, so whatever it makes is plain.
    if kind in PLAIN or is_container or isinstance(kind, TypeVar) or home.startswith("commonhour.core"):
        return
    if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[union-attr]
        yield f"{getattr(kind, '__name__', kind)} in {where}"
    elif kind not in seen:
        seen.add(kind)
        for name, part in [*get_type_hints(kind).items(), *public(kind)]:
            yield from not_plain(f"{kind.__name__}.{name}", part, seen)  # type: ignore[union-attr]


def test_reads_return_plain_shapes() -> None:
    """Templates cannot query, and page, API and feed can write the very same thing."""
    faults: set[str] = set()
    for path in sorted((PACKAGE / "reads").rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for name, hint in public(importlib.import_module(module.removesuffix(".__init__"))):
            faults |= set(not_plain(name, hint, set()))
    assert faults == NOT_PLAIN
