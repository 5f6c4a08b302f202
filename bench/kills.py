#!/usr/bin/env python3
"""Kills `attache add` at random moments, adds again, and counts what is lost, doubled or broken: 0 of each is wanted.

    cargo build --release --locked
    python3 bench/kills.py [--program target/release/attache] [--kills 200] [--reports 300] [--seed 1]

Each kill (SIGKILL) meets a ledger that holds a third of the reports, while all of them are added to it: half the kills come after a
random time, half when the ledger's log has grown to a random length, so that many fall into the writing of a transaction. After
the kill every invariant is checked and what was there before is looked for; then everything is added again, and the reports, their
versions, their echoes and the incidents have to be those of a ledger that nobody disturbed. The reports are made up here from the seed: several
hands on one event, copies, and new versions under an old id. Status 1 where anything is not 0.
"""

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOWNS = ["Avdiivka", "Horlivka", "Kherson", "Kupiansk", "Nikopol", "Orikhiv", "Barsalogho", "Djibo", "Gao", "Menaka", "Goma", "Butembo"]
PEOPLE = ["residents", "farmers", "nurses", "drivers", "teachers", "miners", "firefighters", "traders", "welders", "students"]
DEEDS = ["Artillery shelled", "Gunmen attacked", "Rebels burnt down", "Police raided", "Soldiers captured", "Jets bombed"]
DESKS = ["police", "governor", "mayor", "army", "hospital"]
HOLDINGS = "SELECT report, version, echo_of, text FROM v_reports ORDER BY report"


def made_up(chance, count):
    """`count` lines of JSON."""
    lines = []
    for number in range(count):
        day = chance.randrange(1, 9)
        text = (f"{chance.choice(DEEDS)} {chance.choice(TOWNS)} on {day} March 2024, wounding {chance.randrange(2, 9)} "
                f"{chance.choice(PEOPLE)}, the {chance.choice(DESKS)} said. Road {chance.randrange(1000)} was closed for "
                f"{chance.randrange(2, 99)} hours, and {chance.randrange(2, 999)} houses were without power.")
        report = {"id": f"r{number}", "published": f"2024-03-{day + 1:02}", "publisher": f"Desk {chance.randrange(20)}", "text": text}
        kind = chance.random()
        if lines and kind < 0.1:
            report["text"] = json.loads(chance.choice(lines))["text"] + " More follows."
        elif lines and kind < 0.15:
            earlier = json.loads(chance.choice(lines))
            report = earlier | {"text": earlier["text"] + f" Later {chance.randrange(2, 99)} people came back."}
        lines.append(json.dumps(report))
    return lines


class Program:
    def __init__(self, path, folder):
        self.path, self.folder = path, folder

    def start(self, *args):
        return subprocess.Popen([self.path, *args], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.folder)

    def told(self, *args):
        done = subprocess.run([self.path, *args], capture_output=True, text=True, cwd=self.folder)
        return done.stdout if done.returncode == 0 else None

    def holdings(self, ledger):
        told = self.told("sql", "--ledger", ledger, "--format", "json", HOLDINGS)
        return None if told is None else [json.loads(line) for line in told.splitlines()]


def grown(log):
    try:
        return log.stat().st_size
    except FileNotFoundError:
        return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "target" / "release" / "attache"))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        program = Program(str(Path(args.program).resolve()), folder)
        lines = made_up(chance, args.reports)
        (folder / "all.jsonl").write_text("\n".join(lines) + "\n")
        (folder / "third.jsonl").write_text("\n".join(lines[: len(lines) // 3]) + "\n")
        return measure(args, chance, folder, program)


def measure(args, chance, folder, program):
    if program.told("add", "--ledger", "before.db", "third.jsonl") is None:
        sys.exit("kills.py: adding does not work")
    shutil.copy(folder / "before.db", folder / "whole.db")
    log, since, longest = folder / "whole.db-wal", time.monotonic(), 0
    child = program.start("add", "--ledger", "whole.db", "all.jsonl")
    while child.poll() is None:
        longest = max(longest, grown(log))
        time.sleep(0.001)
    duration = time.monotonic() - since
    before, whole = program.holdings("before.db"), program.holdings("whole.db")
    incidents = program.told("incidents", "--ledger", "whole.db")
    ids = {row["report"] for row in whole}
    killed = within = lost = doubled = broken = 0
    for turn in range(args.kills):
        ledger, log = f"{turn}.db", folder / f"{turn}.db-wal"
        shutil.copy(folder / "before.db", folder / ledger)
        child = program.start("add", "--ledger", ledger, "all.jsonl")
        if turn % 2 == 0:
            time.sleep(chance.uniform(0, duration))
        else:
            length = chance.uniform(0, longest)
            while child.poll() is None and grown(log) < length:
                pass
        child.send_signal(signal.SIGKILL)
        killed += child.wait() == -signal.SIGKILL
        check_after_kill = program.told("check", "--ledger", ledger)
        found = {row["report"]: row for row in program.holdings(ledger) or []}
        within += len(before) < len(found) < len(ids)
        lost += sum(row["report"] not in found or found[row["report"]]["version"] < row["version"] for row in before)
        again = program.told("add", "--ledger", ledger, "all.jsonl")
        check = program.told("check", "--ledger", ledger)
        after = program.holdings(ledger) or []
        lost += len(ids - {row["report"] for row in after})
        doubled += len(after) - len({row["report"] for row in after})
        differs = after != whole or program.told("incidents", "--ledger", ledger) != incidents
        broken += (check_after_kill is None) + (check is None) + (again is None) + differs
        for file in folder.glob(f"{turn}.db*"):
            file.unlink()
    print(f"{args.kills} kills of adding {args.reports} reports (seed {args.seed}): {killed} met the program at work, "
          f"{within} between its first and its last transaction")
    print(f"reports lost {lost}, doubled {doubled}; ledgers that break an invariant or differ {broken}")
    return 1 if lost or doubled or broken else 0


if __name__ == "__main__":
    sys.exit(main())
