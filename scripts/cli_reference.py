"""Write docs/cli.md, the reference of all commands, from the program itself.

    python scripts/cli_reference.py            write it
    python scripts/cli_reference.py --check    fail if it differs from the program

The options and their help come from the commands, the examples from their help, and the columns
from the table in docs/files.md. Options that many commands share are explained once.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PAGE, FILES = ROOT / "docs" / "cli.md", ROOT / "docs" / "files.md"
# What the page says besides `unvote help selecting`.
BESIDE = {
    "Output": "The columns of each command, and what the formats hold, are in"
    " [files.md](files.md#what-it-writes)."
}
HEAD = """\
# Commands

<!-- Written by scripts/cli_reference.py from the program: change the program, and run it again. -->

`unvote COMMAND -h` shows the same in a terminal, `unvote help selecting` the [options of many
commands](#options-of-many-commands), and `unvote` alone lists the commands. Name a
state as you usually do (`US`, `Türkiye`, `"Viet Nam"`); in most places you can name a group
instead. Name a resolution as you would write it (`ES-11/7`, `a/res/79/7`, `'S/RES/2774 (2025)'`),
by its draft, its meeting, or its [number or address](files.md#how-a-symbol-may-be-written), or by a
pattern (`'A/RES/79/*'`). If a name is unknown or ambiguous, the error lists similar names.
Every command ends with one of the [exit codes](files.md#exit-codes); two commands end with 1 when
something fails: [`check`](#check) and [`data check`](#data-check).

In a usage line, `[…]` may be left out and `…` may be repeated.
"""


class Told(NamedTuple):
    """A command, and the facts for its section."""

    name: str
    summary: str
    loaded: Any
    function: Any
    examples: str

    @property
    def shared(self) -> list[str]:
        """The classes of shared options that it takes."""
        taken = {
            parameter.annotation.__name__
            for parameter in inspect.signature(self.function, eval_str=True).parameters.values()
            if hasattr(parameter.annotation, "_fields")
        }
        return [name for name in shared() if name in taken]

    @property
    def own(self) -> list[Any]:
        """Its arguments, and the options of its own."""
        taken = inspect.signature(self.function, eval_str=True).parameters.values()
        own = {one.name for one in taken if not hasattr(one.annotation, "_fields")}
        return [parameter for parameter in self.loaded.params if parameter.name in own]


def shared() -> dict[str, Any]:
    """Return the options that many commands share, by the class that holds them."""
    from unvote.cli.topics import SHARED

    return {one.options.__name__: one for one in SHARED}


def commands() -> Iterator[Told]:
    """Yield every command, including those below `data`."""
    import typer

    from unvote.cli.app import app

    yield from _below(typer.main.get_command(app), "")


def _below(group: Any, path: str) -> Iterator[Told]:
    for name, summary in group.table.items():
        loaded = group.load(name)
        if hasattr(loaded, "table"):
            yield from _below(loaded, f"{path}{name} ")
            continue
        safe = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        module = import_module(f"{group.package}.{safe}")
        yield Told(path + name, summary, loaded, getattr(module, safe), module.EXAMPLES)


def anchor(text: str) -> str:
    """Return the anchor of a heading, for links."""
    return text.lower().replace(" ", "-")


def written(text: str) -> str:
    """Return a text of the help as Markdown: options and commands as code."""
    text = re.sub(r"([*<])", r"\\\1", " ".join(text.split()))
    text = re.sub(r"'(unvote [^']+)'", r"`\1`", text)
    parts = re.split(r"(`[^`]*`)", text)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(r"(?<![\w-])(--?[a-z][a-z-]*)", r"`\1`", parts[place])
    return "".join(parts)


def paragraphs(help_text: str) -> str:
    """Return the help of a command without its first line; preformatted text stays as it is."""
    told = []
    for paragraph in inspect.cleandoc(help_text).split("\n\n")[1:]:
        if paragraph.startswith("\b"):
            told.append("```text\n" + inspect.cleandoc(paragraph.removeprefix("\b\n")) + "\n```")
        else:
            told.append(wrapped(written(paragraph)))
    return "\n\n".join(told)


def wrapped(text: str, first: str = "", rest: str = "") -> str:
    """Return a text in lines of at most 100 characters, without splitting code.

    No line begins with a sign that would make it an item of a list.
    """
    lines, line = [], first
    text = re.sub(r"^([-+])", r"\\\1", text)
    for word in re.findall(r"(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|\S)+", text):
        if len(line) + len(word) >= 100 and line.strip() and not re.fullmatch(r"[-+]", word):
            lines.append(line.rstrip())
            line = rest
        line += f"{word} "
    return "\n".join([*lines, line.rstrip()])


def usage(told: Told) -> str:
    """Return how a command is called."""
    words = [f"unvote {told.name}"]
    for parameter in told.own:
        name = parameter.metavar or parameter.name.upper()
        if parameter.param_type_name == "argument":
            name += " …" if parameter.nargs == -1 else ""
        elif parameter.required:
            name = f"{parameter.opts[0]} {name}"
        else:
            continue
        words.append(name if parameter.required else f"[{name}]")
    return " ".join([*words, "[OPTIONS]"])


def item(parameter: Any) -> str:
    """Return an argument or an option as an item of a list."""
    if parameter.param_type_name == "argument":
        names = f"`{parameter.metavar}`"
    else:
        value = "" if parameter.is_flag else f" {parameter.metavar}"
        names = ", ".join(f"`{name}{value}`" for name in sorted(parameter.opts, key=len)[::-1])
    about = written(parameter.help)
    if parameter.required and parameter.param_type_name == "option":
        about += " Required."
    if parameter.default is not None and parameter.show_default and not parameter.is_flag:
        about += f" Default: `{parameter.default}`."
    if parameter.envvar:
        about += f" Without it, what the environment variable `{parameter.envvar}` says."
    return wrapped(f"{names}: {about}", "- ", "  ")


def columns() -> list[tuple[str, str]]:
    """Return the rows of the table of columns: the command and its columns."""
    text = FILES.read_text(encoding="utf-8").split("### Columns of every command")[1]
    table = text.split("\n## ")[0].split("\n### ")[0]
    return re.findall(r"^\| (`.*?) \| (.*?) \|$", table, re.MULTILINE)


def columns_of(name: str) -> str:
    """Return the columns of a command's answer, as a list."""
    rows = [
        (which, names)
        for which, names in columns()
        if any(call == name or call.startswith(f"{name} ") for call in re.findall("`(.*?)`", which))
    ]
    if len(rows) < 2:
        return "".join(wrapped(f"Columns: {names}.") for _, names in rows)
    return "\n".join(["Columns:", "", *(wrapped(f"{a}: {b}", "- ", "  ") for a, b in rows)])


def section(told: Told, calls: list[str]) -> str:
    """Return the section about one command."""
    headings = [shared()[name].heading for name in told.shared]
    also = [f"[{heading.lower()}](#{anchor(heading)})" for heading in headings]
    parts = [
        f"## {told.name}",
        told.summary,
        f"```text\n{usage(told)}\n```",
        paragraphs(told.loaded.help),
        "\n".join(map(item, told.own)),
        wrapped(f"Options of many commands: {', '.join(also)}.") if also else "",
        columns_of(told.name),
        f"Examples:\n\n```text\n{inspect.cleandoc(told.examples)}\n```",
        wrapped(f"In Python: {', '.join(calls)}.") if calls else "",
    ]
    return "\n\n".join(part for part in parts if part)


def python_of(told: Told) -> list[str]:
    """Return the names of the library that a command calls, linked."""
    import unvote
    from unvote.cli.app import COMMANDS

    source = inspect.getsource(inspect.getmodule(told.function))
    own = told.name.replace("-", "_")
    called = [own, *re.findall(r"\bunvote\.([a-z_]+)(?:\.answer)?\(", source)]
    names = [
        name
        for name in dict.fromkeys(called)
        if name in unvote.__all__ and (name == own or name not in COMMANDS)
    ]
    return [f"[`unvote.{name}`](api.md#{name})" for name in names]


def page() -> str:
    """Return the whole page."""
    import typer

    from unvote.cli import app

    all_told = list(commands())
    rows = [f"| [`{one.name}`](#{anchor(one.name)}) | {one.summary} |" for one in all_told]
    parts = [HEAD + "\n| command | answers |\n|---|---|\n" + "\n".join(rows)]
    parts += [section(told, python_of(told)) for told in all_told]
    parts.append("## Options of many commands\n\nThey mean the same everywhere.")
    told_before: set[str] = set()  # --group is in two classes
    for name, one in shared().items():
        taking = next(told for told in all_told if name in told.shared)
        fields = {*one.options._fields} - told_before
        told_before |= fields
        listed = "\n".join(item(each) for each in taking.loaded.params if each.name in fields)
        about = f"{one.about} {BESIDE.get(name, '')}"
        parts.append(f"### {one.heading}\n\n{wrapped(about)}\n\n{listed}")
    parts.append("### Of every command\n\n- `--help`, `-h`: The help, with examples.")
    listed = "\n".join(map(item, typer.main.get_command(app).params))
    parts.append(f"### Of unvote itself\n\n{listed}")
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write or check the page."""
    fresh = page()
    if "--check" not in sys.argv:
        PAGE.write_text(fresh, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != fresh:
        sys.exit("docs/cli.md is out of date: run python scripts/cli_reference.py")


if __name__ == "__main__":
    main()
