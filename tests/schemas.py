"""The columns of every answer as JSON, recorded in schemas.json: names, order and types.

`python tests/schemas.py` records them again, from the examples in the help of every command. A
recorded type stays: a column that once had missing values may have them again. With the folder of a
full record (`python tests/schemas.py FOLDER`) answers from that record count too. The columns are
also written into the table with which a shell completes `--columns`.
"""

import json
import os
import shlex
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from commands import ANSWERING, COMMANDS, ROOT, prepared
from conftest import run_unvote
from unvote.cli.candidates import BY_MEASURE
from unvote.world.states import all_states
from unvote.world.tables import read_table

RECORDED = Path(__file__).with_suffix(".json")
OFFERED = ROOT / "src" / "unvote" / "tables" / "columns.csv"
TYPES = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
    list: "array",
    dict: "object",
}
Schema = dict[str, dict[str, list[str]]]


def recorded() -> dict[str, Schema]:
    """Return the recorded schemas, by command line."""
    found: dict[str, Schema] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def offered() -> str:
    """Return the table of columns of each command, except those named after a state or measure."""
    measures = {row["measure"] for row in read_table("measures")}
    columns: dict[str, dict[str, None]] = {}
    for line, schema in recorded().items():
        words = line.split()
        command = " ".join(words[: 1 + (words[0] == "data")])
        others = {*all_states(), *(measures if command in BY_MEASURE else ())}
        names = (name for name in schema["rows"] if name not in others)
        columns.setdefault(command, {}).update(dict.fromkeys(names))
    rows = [f"{command},{' '.join(names)}\n" for command, names in columns.items()]
    return "".join(["command,columns\n", *rows])


def types_of(rows: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the types that each name has in some objects, which all have the same names."""
    types: dict[str, set[str]] = {}
    for row in rows:
        assert not types or list(types) == list(row)
        for name, value in row.items():
            types.setdefault(name, set()).add(TYPES[type(value)])
    return {name: sorted(kinds) for name, kinds in types.items()}


def schemas(name: str, *more: str, lines: int | None = None) -> Iterator[tuple[str, Schema]]:
    """Yield the schema of the answer to each line of a command, if it answers with rows."""
    for words in COMMANDS[name].lines[:lines]:
        result = run_unvote(*prepared(name, words), *more, "--json", "--meta", "--quiet")
        if result.code not in (0, 1):
            continue  # it needs something that the tests lack
        answer = json.loads(result.out)
        rows = types_of(answer.pop("rows"))
        if not rows:
            header = run_unvote(*prepared(name, words), *more, "--csv", "--quiet").out
            rows = {column: [] for column in header.strip().split(",")}
        yield shlex.join(words), {"meta": types_of([answer]), "rows": rows}


def differences(line: str, old: Schema, new: Schema) -> list[str]:
    """Say how a schema differs from the record, and what to do about it."""
    told = []
    for part in ("meta", "rows"):
        was, now = old[part], new[part]
        told += [
            f"unvote {line}: '{name}' is new in {part}: allowed; record it with"
            " python tests/schemas.py, and document it in docs/files.md"
            for name in now
            if name not in was
        ]
        told += [
            f"unvote {line}: '{name}' is gone from {part}: {DEPRECATE}"
            for name in was
            if name not in now
        ]
        common = [name for name in now if name in was]
        if common != [name for name in was if name in now]:
            told.append(f"unvote {line}: the order of {part} has changed: {DEPRECATE}")
        for name in common:
            if kinds := set(now[name]) - set(was[name]):
                said = f"'{name}' in {part} is {' or '.join(kinds)}, recorded {was[name]}"
                told.append(f"unvote {line}: {said}: {DEPRECATE}")
    return told


DEPRECATE = "this breaks programs of users; deprecate first (docs/reliability.md)"


def merged(old: dict[str, list[str]], new: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the types of both; the names are those of the new."""
    return {name: sorted({*kinds, *old.get(name, [])}) for name, kinds in new.items()}


def main(record: str = "") -> None:
    """Record the schemas again."""
    old = recorded() if RECORDED.exists() else {}
    found: dict[str, Schema] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in ANSWERING:
            reads = record and COMMANDS[name].reads
            os.environ["XDG_DATA_HOME"] = f"{folder}/data"
            for place in ("", *([record] if reads else [])):
                os.environ["UNVOTE_DATA"] = place
                for line, schema in schemas(name):
                    for known in filter(None, (old.get(line), found.get(line))):
                        schema = {part: merged(known[part], schema[part]) for part in schema}
                    found[line] = schema
    text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=False)
    text = text.replace('[\n    "', '["').replace('",\n    "', '", "').replace('"\n   ]', '"]')
    RECORDED.write_text(text + "\n", encoding="utf-8")
    OFFERED.write_text(offered(), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
