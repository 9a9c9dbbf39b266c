"""Feeds broken files to the readers, as the program does, and keeps the findings.

    python scripts/fuzz.py --minutes 10 --seed 7
    python scripts/fuzz.py --inputs 5000 --reader marcxml
    python scripts/fuzz.py --sum docs/fuzzing.csv

Inputs are mutations of small files in every layout, made from the embedded record: bytes flipped,
lines and columns dropped, doubled and swapped, fields replaced by hostile ones, two files spliced,
other encodings, compressed and then damaged. If an input makes a reader say something new, it is
mutated further. A reader may only raise UnvoteError, with one line of text, and may not take ten
seconds of processor time for an input of a few kB. Anything else is a finding: the script shortens
the input and saves it in the folder `fuzz-findings`, and the exit code is 1. Two runs with the same
seed feed the same inputs.
"""

import argparse
import csv
import gc
import io
import re
import resource
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from fuzz_inputs import mutated, seeds

import unvote
from unvote.readers import detect, wide
from unvote.world import spelling, states

LOG = ("date", "version", "tree", "seed", "seconds", "reader", "inputs", "read", "findings")
# Inputs that fit no layout, or cannot even be opened, are counted here.
DETECTION = "none"
_SLOW = 10
_MEMORY = 3 << 30
_LONGEST_MESSAGE = 600


class Outcome(NamedTuple):
    """The result of an input: `kind` is "read", "refused" or "finding"."""

    reader: str
    kind: str
    said: str


class Findings(NamedTuple):
    """The folder for inputs that broke a reader, and the findings already known."""

    folder: Path
    known: set[str]


def outcome(data: bytes, organ: str | None = None, *, deep: bool = False) -> Outcome:
    """Read an input as the program reads the standard input, and return the result."""
    reader = [DETECTION]
    told = detect.layout_of
    try:
        detect.layout_of = _recording(told, reader)
        signal.setitimer(signal.ITIMER_PROF, _SLOW)
        record = unvote.read(io.BytesIO(data), organ=organ)
        if deep:
            _used(record)
        for note in record.notes:
            if fault := _fault(note):
                return Outcome(reader[-1], "finding", f"{fault}: {_template(note)}")
        return Outcome(reader[-1], "read", "|".join(map(_template, record.notes)))
    except unvote.UnvoteError as error:
        text = str(error)
        if fault := _fault(text):
            return Outcome(reader[-1], "finding", f"{fault}: {_template(text)}")
        return Outcome(reader[-1], "refused", _template(text))
    except Exception as error:
        return Outcome(reader[-1], "finding", _place(error))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        detect.layout_of = told


def _remember() -> None:
    """Remember the suggestions for each misspelt name; they take most of the time."""
    nearest = lru_cache(1 << 14)(lambda name: spelling.did_you_mean(name, states.spellings()))
    states.did_you_mean = lambda name, _: nearest(name)
    wide._is_misspelt = lru_cache(1 << 14)(wide._is_misspelt)


def _recording(told: Callable[..., str | None], found: list[str]) -> Callable[..., str | None]:
    def layout_of(source: Any) -> str | None:
        name = told(source)
        found.append(name or DETECTION)
        return name

    return layout_of


def _used(record: unvote.Record) -> None:
    """Do with a Record what most commands do first."""
    whole = unvote.fill_absent(record)
    unvote.tally(whole)
    whole.select(start="2020", end="2025", parts=True, contested=True)
    assert whole.summary
    assert whole.origin


def _fault(text: str) -> str:
    """Return what is wrong with a message, or nothing."""
    if text.splitlines() != [text]:
        return "more than one line"
    if "changed while it was read" in text:
        return "no file changes here"
    if len(text) > _LONGEST_MESSAGE:
        return "a message that is far too long"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "a message that cannot be printed"
    return ""


def _template(text: str) -> str:
    """Return a message without its quotations, so that messages of one kind are equal."""
    return re.sub(r"\d[\d,.-]*", "0", re.sub(r"'[^']*'", "''", text))[:200]


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/unvote/" in frame.filename] or frames
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    return f"{type(error).__name__} at {where}: {_template(str(error))[:100]}"


def minimised(data: bytes, is_so: Callable[[bytes], bool], tries: int = 1500) -> bytes:
    """Shorten an input that is still a finding, by taking out ever smaller pieces."""
    size = len(data) // 2
    while size and tries > 0:
        start = 0
        while start < len(data) and tries > 0:
            tries -= 1
            shorter = data[:start] + data[start + size :]
            if is_so(shorter):
                data = shorter
            else:
                start += size
        size //= 2
    return data


def fuzz(
    corpus: dict[str, list[bytes]],
    *,
    seed: int,
    inputs: int | None = None,
    seconds: float | None = None,
    findings: Findings,
) -> Counter[tuple[str, str]]:
    """Feed mutations of a corpus to the readers, and count by reader and outcome."""
    random = Random(seed)
    files = {name: list(texts) for name, texts in corpus.items()}
    everything = [text for texts in corpus.values() for text in texts]
    names = sorted(files)
    counts: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, str, str]] = set()
    ends = time.monotonic() + seconds if seconds else None
    number = 0
    while (inputs is None or number < inputs) and (ends is None or time.monotonic() < ends):
        number += 1
        name = random.choice(names)
        # Half of the inputs come from files that can be read, so that many still can.
        among = corpus[name] if random.random() < 0.5 else files[name]
        data = mutated(random.choice(among), name, random, everything)
        organ = random.choice((None, "GA", "SC"))
        found = outcome(data, organ, deep=number % 32 == 0)
        counts[found.reader, found.kind] += 1
        if found.kind == "finding":
            _save(data, organ, found, findings)
        elif found not in seen and len(files[name]) < 300 and len(data) < 6000:
            seen.add(found)
            files[name].append(data)
    return counts


def _save(data: bytes, organ: str | None, found: Outcome, findings: Findings) -> None:
    if found.said in findings.known:
        return
    findings.known.add(found.said)
    small = minimised(data, lambda shorter: outcome(shorter, organ, deep=True).said == found.said)
    findings.folder.mkdir(exist_ok=True)
    path = findings.folder / f"{found.reader}-{len(findings.known)}-{abs(hash(small)):x}"
    path.write_bytes(small)
    said = found.said.encode(errors="replace").decode()  # half a character cannot be printed
    print(f"{path} ({found.reader}, organ {organ}): {said}\n    {small[:300]!r}", flush=True)


def _tree() -> str:
    """Return the hash of the readers' source in git, with a + if a file has been changed."""

    def git(*words: str) -> str:
        where = Path(__file__).parents[1]
        return subprocess.run(
            ["git", *words], cwd=where, capture_output=True, text=True, check=False
        ).stdout.strip()

    changed = "+" if git("status", "--porcelain", "--", "src/unvote/readers") else ""
    return git("rev-parse", "--short=9", "HEAD:src/unvote/readers") + changed


def log(path: Path, counts: Counter[tuple[str, str]], run: tuple[Any, ...]) -> None:
    """Append a line for each reader to the counter file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if not path.exists():
        writer.writerow(LOG)
    for reader in sorted({reader for reader, _ in counts}):
        of = {kind: number for (name, kind), number in counts.items() if name == reader}
        found = sum(of.values()), of.get("read", 0), of.get("finding", 0)
        writer.writerow((*run, reader, *found))
    with path.open("a", encoding="utf-8") as file:
        file.write(text.getvalue())


def table(path: Path) -> list[tuple[str, int, int, int]]:
    """Sum up a counter file: reader, inputs, how many of them were read, findings."""
    sums: dict[str, list[int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            of = sums.setdefault(row["reader"], [0, 0, 0])
            for place, name in enumerate(LOG[-3:]):
                of[place] += int(row[name])
    rows = [(reader, *numbers) for reader, numbers in sorted(sums.items())]
    return [*rows, ("all", *map(sum, zip(*sums.values(), strict=True)))]


def main() -> None:
    """Fuzz for some time or some number of inputs, or sum up earlier runs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, help="stop after so many")
    parser.add_argument("--minutes", type=float, help="stop after so long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", help="mutate the files of one layout alone")
    parser.add_argument("--log", type=Path, help="append to a counter file")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--sum", type=Path, help="add up a counter file, and do nothing else")
    given = parser.parse_args()
    if given.sum:
        for row in table(given.sum):
            print("{:12} {:>12,} {:>12,} {:>6,}".format(*row))
        return
    warnings.simplefilter("error")
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGPROF, too_slow)
    _remember()
    corpus = seeds()
    if given.reader:
        corpus = {given.reader: corpus[given.reader]}
    gc.freeze()
    findings = Findings(given.findings, set())
    seconds = 60 * given.minutes if given.minutes else None
    run = date.today(), unvote.__version__, _tree(), given.seed
    start = time.monotonic()
    inputs = given.inputs or (None if seconds else 5000)
    counts = fuzz(corpus, seed=given.seed, inputs=inputs, seconds=seconds, findings=findings)
    took = time.monotonic() - start
    for (reader, kind), number in sorted(counts.items()):
        print(f"{reader:12} {kind:8} {number:>12,}")
    print(f"{counts.total():,} inputs, {counts.total() / took:,.0f} a second")
    if given.log:
        log(given.log, counts, (*run, round(took)))
    sys.exit(bool(findings.known))


def too_slow(*_: Any) -> None:
    """Turn the alarm clock into an error of the reader."""
    raise TimeoutError(f"more than {_SLOW} seconds of processor time")


if __name__ == "__main__":
    main()
