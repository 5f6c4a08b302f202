#!/usr/bin/env python3
"""Prints how fast and how large `attache` is, beside spaCy's small pipeline in the same run on the same text.

    cargo build --release
    python3 bench/run.py --ud DIR --texts REPORTS.jsonl

DIR holds ewt-train.conllu, ewt-dev.conllu, gum-train.conllu, gum-dev.conllu (UD English-EWT and the open part of GUM); the
peer is trained on them once (about half an hour on one core) and kept in bench/.cache. REPORTS.jsonl has one report a line,
{"text": …}. Without --ud only our own side is measured. Words are counted by white space, the same for both sides; each
side has one thread, spaCy its fastest batch size; of three runs the best counts.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE / ".cache"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}


def venv_python():
    """The Python of the bench's own virtual environment, made on first use."""
    python = CACHE / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(CACHE / "venv")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(HERE / "requirements.txt")], check=True)
    return str(python)


def peer(*args):
    return subprocess.run([venv_python(), str(HERE / "peer.py"), *map(str, args)], check=True,
                          stdout=subprocess.PIPE, env=os.environ | ONE_THREAD).stdout


def child(command, source=None):
    """(seconds, peak megabytes) of one call; its output is thrown away."""
    with open(source or os.devnull, "rb") as stdin, open(os.devnull, "wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=stdin, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        spent = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
    return spent, usage.ru_maxrss / 1024


def best(command, source=None, runs=3):
    taken = [child(command, source) for _ in range(runs)]
    return min(t for t, _ in taken), max(m for _, m in taken)


def row(what, value):
    print(f"{what:<66} {value}", flush=True)


def repeated(texts, times, folder):
    """A JSON Lines file with every text `times` times."""
    path = Path(folder) / f"{len(texts)}x{times}.jsonl"
    with open(path, "w", encoding="utf-8") as out:
        for _ in range(times):
            out.writelines(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts)
    return str(path)


def speed(program, texts, folder, ud):
    words = sum(len(t.split()) for t in texts)
    many = repeated(texts, 5, folder)
    parse = 5 * words / best([program, "parse", "--input", "jsonl", many])[0]
    read = 5 * words / best([program, "read", "--input", "jsonl", "--format", "json", "--threads", "1", many])[0]
    row("attache parse, words a second, one thread", f"{parse:,.0f}")
    row("attache read, words a second, one thread", f"{read:,.0f}")
    if ud:
        peer("train", ud, CACHE)
        told = json.loads(peer("time", CACHE, repeated(texts, 1, folder)))
        fastest = max(run["words_a_second"] for run in told["runs"].values())
        row(f"spaCy small pipeline, words a second, one thread, batch {told['fastest_batch']}", f"{fastest:,.0f}")
        row("attache parse / spaCy", f"{parse / fastest:.1f}")
        row("attache read / spaCy", f"{read / fastest:.1f}")
    two = 5 * words / best([program, "read", "--input", "jsonl", "--format", "json", "--threads", "2", many])[0]
    row("attache read, two threads against one", f"{two / read:.2f}")


def start(program, folder, texts):
    report = Path(folder) / "report.txt"
    report.write_text(min(texts, key=lambda t: abs(len(t.split()) - 400)), encoding="utf-8")
    spent, memory = best([program, "read", "--format", "json", str(report)], runs=20)
    row("attache read, one report end to end: milliseconds", f"{1000 * spent:.0f}")
    row("attache read, one report: peak memory, megabytes", f"{memory:.0f}")
    bare, least = best([program, "--version"], runs=20)
    spent, memory = best([program, "lexicon", "show", "Kremlin"], runs=20)
    row("knowledge and gazetteer: milliseconds to open and look up", f"{(spent - bare) * 1000:.1f}")
    row("knowledge and gazetteer: resident memory, megabytes", f"{memory - least:.1f}")


def linearity(program, texts, folder):
    few = texts[:20]
    read = [program, "read", "--input", "jsonl", "--format", "json", "--threads", "1"]
    base = best([*read, repeated(few[:1], 1, folder)])[0]
    one, ten, hundred = (best([*read, repeated(few, n, folder)])[0] - base for n in (1, 10, 100))
    row("10 and 100 times the reports: times the time", f"{ten / one:.1f}, {hundred / one:.1f}")
    long = [best([*read, repeated(["\n\n".join([few[0]] * n)], 1, folder)])[0] - base for n in (10, 100)]
    row("one report 10 times as long again: times the time", f"{long[1] / max(long[0], 1e-9):.1f}")


def memory(program, texts, folder, reports):
    few = texts[:50]
    read = [program, "read", "--input", "jsonl", "--format", "json", "-"]
    for n in (reports // 10, reports):
        _, peak = child(read, repeated(few, max(1, n // len(few)), folder))
        row(f"peak memory over {n:,} reports on standard input, megabytes", f"{peak:.0f}")


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--ud", help="folder with the treebanks; without it the peer is left out")
    args.add_argument("--texts", default=str(HERE.parent / "examples" / "reports.jsonl"))
    args.add_argument("--program", default=str(HERE.parent / "target" / "release" / "attache"))
    args.add_argument("--reports", type=int, default=10_000, help="reports of the memory test (1,000,000 for the full one)")
    args = args.parse_args()
    if not Path(args.program).exists():
        sys.exit(f"{args.program} is not there; build it first: cargo build --release")
    with open(args.texts, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        start(args.program, folder, texts)
        speed(args.program, texts, folder, args.ud)
        linearity(args.program, texts, folder)
        memory(args.program, texts, folder, args.reports)


if __name__ == "__main__":
    main()
