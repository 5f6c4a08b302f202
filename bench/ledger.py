#!/usr/bin/env python3
"""Prints what a ledger of a given size costs: questions, adding one report, adding many, its size.

    cargo build --release --locked && cargo build --release --locked -p synthetic
    python3 bench/ledger.py --ledger million.db --events 1000000     # makes it first where there is none (an hour, 2.5 GB)
    python3 bench/ledger.py --only questions,one --ledger million.db --write

Reports are made up by `synthetic` out of the knowledge and a seed. A question is one run of the command, process start included; of
several runs the best counts, and the processor's time stands beside it, which says more on a busy machine. `one` adds a few reports,
each in a process of its own, in turn to a small ledger and to the large one (only with --write), and tells the time of
making its reading and of its transaction. `many` feeds reports as JSON Lines to `attache add` on standard input, half of
them, then all: memory is flat if both peaks are alike. Status 1 where a command failed.
"""

import argparse
import datetime
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import child, row

ROOT = Path(__file__).resolve().parent.parent
PARTS = ["questions", "one", "many", "size"]


def cost(command, source=None):
    """(seconds, seconds of the processor, peak megabytes) of one call; its output is thrown away."""
    def processor():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = processor()
    seconds, peak = child([str(part) for part in command], source)
    return seconds, processor() - before, peak


def asked(program, ledger, query):
    """The first line of an answer to a query, in columns."""
    done = subprocess.run([program, "sql", "--ledger", ledger, query], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()[1].split("\t")


def questions(program, ledger, runs):
    first, last = asked(program, ledger, "SELECT min(published), max(published) FROM versions")
    begin, end = map(datetime.date.fromisoformat, (first, last))
    middle = begin + (end - begin) * 3 // 4
    week = ["--since", middle, "--until", middle + datetime.timedelta(days=6)]
    year = ["--since", middle - datetime.timedelta(days=364), "--until", middle]
    incident, told = asked(program, ledger, "SELECT handle, independent FROM incidents ORDER BY independent DESC, handle LIMIT 1")
    doer, target, count = asked(program, ledger, """SELECT d.name, t.name, x.n FROM
        (SELECT doer, target, count(*) AS n FROM bearings GROUP BY doer, target) x JOIN sides d ON d.id = x.doer
        JOIN sides t ON t.id = x.target ORDER BY x.n DESC, d.name, t.name LIMIT 1""")
    for what, command in [
        ("the program's start alone", ["--version"]),
        ("a week's brief", ["brief", "--ledger", ledger, *week]),
        (f"one incident, of {told} independent reports", ["show", "--ledger", ledger, "--why", incident]),
        (f"a year of the dyad with most incidents ({count})", ["tension", "--ledger", ledger, "--dyad", f"{doer},{target}", *year]),
        ("a search: two words", ["search", "--ledger", ledger, "shelled market"]),
        ("a search: a word and a type", ["search", "--ledger", ledger, "--kind", "ASSAULT", "army"]),
    ]:
        taken = [cost([program, *command]) for _ in range(runs)]
        seconds, processor, peak = (min(column) for column in zip(*taken))
        row(what, f"{1000 * seconds:.0f} ms, processor {1000 * processor:.0f} ms, {peak:.0f} MB")


def made(synthetic, ledger, *wanted):
    """Adds made-up reports to a ledger: seconds that it took, without the process's start."""
    done = subprocess.run([synthetic, "--ledger", ledger, *map(str, wanted)], check=True, stderr=subprocess.PIPE, text=True)
    return float(re.search(r"in ([\d.]+) s$", done.stderr.strip()).group(1))


def one(program, synthetic, ledger, folder, runs):
    small = Path(folder) / "small.db"
    made(synthetic, small, "--events", 1000)
    taken = {small: [], ledger: []}
    for _ in range(runs):
        for path, times in taken.items():
            first = asked(program, path, "SELECT count(*) FROM reports")[0]
            times.append(made(synthetic, path, "--first", first, "--reports", 1))
    for what, summary in [("median", statistics.median), ("shortest", min)]:
        few, many = (1000 * summary(times) for times in taken.values())
        row(f"adding one report to 1,000 events, and to this ledger; {what}", f"{few:.0f} ms, {many:.0f} ms: {many / few:.2f} times")


def many(program, synthetic, folder, reports, runs):
    texts, half, ledger = (Path(folder) / name for name in ("all.jsonl", "half.jsonl", "many.db"))
    with open(texts, "wb") as out:
        subprocess.run([synthetic, "--reports", str(reports)], check=True, stdout=out)
    half.write_bytes(b"".join(texts.read_bytes().splitlines(keepends=True)[:reports // 2]))

    def add(source):
        for file in Path(folder).glob("many.db*"):
            file.unlink()
        return cost([program, "add", "--ledger", ledger, "--input", "jsonl", "-"], source)

    def read():
        return cost([program, "read", "--input", "jsonl", "--format", "json", "-"], texts)

    some = add(half)
    # In turn, so that what else the machine does falls on both.
    taken = [(add(texts), read()) for _ in range(runs)]
    row(f"peak memory of adding {reports // 2:,}, {reports:,} reports", f"{some[2]:.0f}, {max(a[2] for a, _ in taken):.0f} MB")
    extra = [min(a[i] for a, _ in taken) / min(r[i] for _, r in taken) - 1 for i in (0, 1)]
    row("`add` against `read`: extra time", f"{extra[0]:.0%}; of the processor {extra[1]:.0%}")


def size(program, ledger):
    text, reports, events = asked(program, ledger, "SELECT sum(bytes), count(*), sum(events) FROM reports")
    whole = os.path.getsize(ledger)
    row("reports, events", f"{int(reports):,}, {int(events):,}")
    row("size, and against the text it holds", f"{whole / 1e6:,.0f} MB, {whole / int(text):.1f} times")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "target" / "release" / "attache"))
    parser.add_argument("--synthetic", default=str(ROOT / "target" / "release" / "synthetic"))
    parser.add_argument("--ledger", type=Path, help="the ledger; made where there is none")
    parser.add_argument("--events", type=int, default=100_000, help="events of a ledger that is made")
    parser.add_argument("--reports", type=int, default=2_000, help="reports of the part `many`")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default=",".join(PARTS), help="parts: " + ", ".join(PARTS))
    parser.add_argument("--write", action="store_true", help="a ledger that was there may get a few more reports")
    args = parser.parse_args()
    parts = args.only.split(",")
    with tempfile.TemporaryDirectory() as folder:
        ledger = args.ledger or Path(folder) / "ledger.db"
        may_write = args.write or not ledger.exists()
        if not ledger.exists():
            made(args.synthetic, ledger, "--events", args.events)
        if "size" in parts:
            size(args.program, ledger)
        if "questions" in parts:
            questions(args.program, ledger, args.runs)
        if "one" in parts and may_write:
            one(args.program, args.synthetic, ledger, folder, 3 * args.runs)
        if "many" in parts:
            many(args.program, args.synthetic, folder, args.reports, args.runs)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"{' '.join(map(str, failed.cmd))}: exit status {failed.returncode}")
