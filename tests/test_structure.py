"""The shape of the code: layers, no cycles, short modules and functions."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "unvote"
MOST_LINES = 400
# Of a function, without its docstring.
SCREEN = 50


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


@cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the code that runs, even inside functions, but not code for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from running(node)


@cache
def imported(name: str) -> set[str]:
    """Return the modules of unvote that a module imports."""
    found = set()
    for node in running(tree_of(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}, line {node.lineno}: imports are absolute"
            whole = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {full if full in MODULES else str(node.module) for full in whole.values()}
    return {one for one in found if one in MODULES and one != name}


def loaded(name: str) -> set[str]:
    """Return the modules of unvote that a module imports, or names in full as a text."""
    texts = {node.value for node in running(tree_of(name)) if isinstance(node, ast.Constant)}
    return imported(name) | (texts & MODULES.keys() - {"unvote", name})


def package(name: str) -> str:
    """Return the package of a module by its name in CONTRIBUTING: world, record, cli."""
    return name.split(".")[1] if "." in name else "unvote"


def layers() -> dict[str, set[str]]:
    """Return the packages in the order of CONTRIBUTING, and those that each may import from."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z]+)(?:/|\.py)` \|[^|]*\|([^|]*)\|$", text, re.MULTILINE)
    return {name: set(re.findall(r"`([a-z]+)`", allowed)) for name, allowed in rows}


def test_the_table_of_layers_names_every_package_in_order() -> None:
    table = layers()
    # The top package lists what is public; __main__ and _version have one line each.
    packages = {package(name) for name in MODULES} - {"unvote", "__main__", "_version"}
    assert set(table) == packages
    for place, (name, allowed) in enumerate(table.items()):
        assert allowed <= set(list(table)[:place]), f"{name} is above what it imports"


def test_a_package_imports_from_those_that_the_table_names() -> None:
    expected = layers()
    del expected["cli"]
    reached: dict[str, set[str]] = {name: set() for name in expected}
    for module in MODULES:
        name = package(module)
        if name in reached:
            reached[name] |= {package(target) for target in loaded(module)} - {name, "_version"}
    assert reached == expected


def test_nothing_imports_from_the_command_line_but_its_own_modules() -> None:
    above = [name for name in MODULES if package(name) not in ("cli", "__main__")]
    assert [name for name in above if any(package(one) == "cli" for one in loaded(name))] == []


def test_no_module_imports_itself_by_a_detour() -> None:
    try:
        tuple(TopologicalSorter({name: imported(name) for name in MODULES}).static_order())
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_modules_are_short() -> None:
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()
    }
    assert {name: length for name, length in lengths.items() if length >= MOST_LINES} == {}


def test_functions_fit_a_screen() -> None:
    long = {}
    for name in MODULES:
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > SCREEN:
                    long[f"{name}.{node.name}"] = lines
    assert long == {}


def test_no_test_module_imports_another() -> None:
    for path in (ROOT / "tests").glob("test_*.py"):
        found = re.findall(r"^ *(?:from|import) (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
        assert found == [], f"{path.name}: what several need stands in a module of its own"
