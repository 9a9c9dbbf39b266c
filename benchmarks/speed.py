"""Measure how fast the program is, as a ratio to a floor taken in the same run.

    python benchmarks/speed.py                     the embedded record
    python benchmarks/speed.py ga_voting.csv       and a file of the whole record, plain CSV

Runs of a command and of its floor alternate; the ratio of the medians counts.
"""

import resource
import statistics
import subprocess
import sys
import time

RUNS = 11
TYPER = [sys.executable, "-c", "import typer"]
PANDAS = [sys.executable, "-c", "import typer, rich, pandas"]
UNVOTE = [sys.executable, "-m", "unvote"]
NEEDED = (
    "undl_id,ms_code,ms_vote,date,session,resolution,title,vote_note,total_yes,total_no,"
    "total_abstentions,total_non_voting,total_ms"
)
BARE_READ = f"""
import sys, pyarrow.csv as c
c.read_csv(sys.argv[1], convert_options=c.ConvertOptions(include_columns={NEEDED.split(",")}))
"""
# Arguments, floor, name of the floor, and the highest ratio allowed.
CASES = [
    (["--help"], TYPER, "import typer", 3),
    (["--version"], TYPER, "import typer", 3),
    (["states"], TYPER, "import typer", 3),
    (["rules"], TYPER, "import typer", 3),
    (["align", "US", "RU", "--csv"], PANDAS, "import typer, rich, pandas", 1.35),
    (["map", "ES-11/7"], PANDAS, "import typer, rich, pandas", 1.6),
]
# Lines to complete in a shell, and how many times the time of --version each may take.
COMPLETED = ["unvote ta", "unvote align U", "unvote align --measure ", "unvote tally ES-11/"]
MOST_COMPLETED = 2
MOST_MEMORY = 1.2e9


def seconds(command: list[str]) -> float:
    """Return how long a command takes."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def compare(command: list[str], floor: list[str], runs: int = RUNS) -> tuple[float, float]:
    """Return the medians of a command and of its floor, in seconds."""
    times = [(seconds(command), seconds(floor)) for _ in range(runs)]
    ours, floors = zip(*times, strict=True)
    return statistics.median(ours), statistics.median(floors)


def main() -> None:
    """Print one line per case."""
    cases = [([*UNVOTE, *arguments], floor, name, most) for arguments, floor, name, most in CASES]
    complete = ["env", "_UNVOTE_COMPLETE=fish", *UNVOTE]
    version = [*UNVOTE, "--version"]
    cases += [
        ([*complete, line], version, "unvote --version", MOST_COMPLETED) for line in COMPLETED
    ]
    if len(sys.argv) > 1:
        path = sys.argv[1]
        tally = [*UNVOTE, "tally", "--votes", path, "--csv", "-q"]
        read = [sys.executable, "-c", BARE_READ, path]
        cases.append((tally, read, "a bare pyarrow read", 3))
    for command, floor, name, most in cases:
        ours, least = compare(command, floor)
        completed = command[0] == "env"
        shown = f"{command[-1]}<TAB>" if completed else " ".join(["unvote", *command[3:]])
        verdict = "ok" if ours <= most * least else "TOO SLOW"
        print(
            f"{shown:<45} {ours:6.3f} s  {name:<27} {least:6.3f} s"
            f"  ratio {ours / least:4.2f} of {most}  {verdict}"
        )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    verdict = "ok" if memory <= MOST_MEMORY else "TOO LARGE"
    print(f"largest process {memory / 1e9:.2f} GB of {MOST_MEMORY / 1e9} GB  {verdict}")


if __name__ == "__main__":
    main()
