#!/usr/bin/env python3
"""How many requests a second the API answers on a large ledger, and how long they take: a mix of incident, list, search and tension.

    cargo build --release --locked
    target/release/synthetic --ledger million.db --events 1000000     # a quarter of an hour, 2 GB
    python3 bench/load.py million.db [--program target/release/attache] [--seconds 15]

Needs wrk (Debian: apt-get install wrk), which asks from a process of its own over connections that stay open. Of ten requests four are
for an incident, three for a list (newest, by day, type, state, actor, and their second pages), two for a search, one for a dyad's year.
`anew`: no address is asked for twice, so that the server has to go to the ledger each time. `as a desk`: some addresses far more often than
others (the n-th of its kind with a weight of 1/n), as people do who look at the same things. Prints a table; status 1 where a floor is missed.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
MIX = {"incident": 4, "list": 3, "search": 2, "tension": 1}
TYPES = ["ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "AID", "CONSULT", "COOPERATE", "SANCTION"]
FLOOR_RATE, FLOOR_LATE, FLOOR_OVERVIEW = 1500, 80, 200
OVERVIEWS = 9
# Asks for one address after the other, each thread for its own, and tells what came of it.
SCRIPT = """
local paths, at, threads = {}, 0, 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end
function init(args)
  for path in io.lines(args[1]) do paths[#paths + 1] = wrk.format("GET", path, HEADERS) end
  at = math.floor(#paths * number / tonumber(args[2]))
end
function request() at = at % #paths + 1; return paths[at] end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{"rate":%f,"p50":%f,"p99":%f,"most":%f,"asked":%d,"failed":%d}\\n', summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000, summary.requests,
    e.connect + e.read + e.write + e.timeout + e.status))
end
"""


def rows(program, ledger, query):
    told = subprocess.run([program, "sql", "--ledger", ledger, "--format", "json", query], check=True, stdout=subprocess.PIPE)
    return [list(json.loads(line).values()) for line in told.stdout.splitlines()]


def path(name, **parameters):
    return f"/api/v1/{name}?{urlencode(parameters)}"


def lists(program, ledger, address, chance):
    """Lists of incidents as one leafs through them: each of another kind or days."""
    days = [day for day, in rows(program, ledger, "SELECT DISTINCT first_day FROM incidents WHERE first_day IS NOT NULL ORDER BY 1")]
    states = [code for code, in rows(program, ledger, "SELECT DISTINCT country FROM places WHERE country IS NOT NULL ORDER BY 1")]
    found = set()
    for _ in range(40000):
        first = chance.randrange(len(days))
        wanted = {"limit": 20, "since": days[first], "until": days[min(first + chance.choice([0, 6, 30]), len(days) - 1)]}
        match chance.randrange(4):
            case 1: wanted["type"] = chance.choice(TYPES)
            case 2: wanted["place"] = chance.choice(states)
            case 3: wanted["actors"] = chance.choice(states)
        found.add(path("incidents", **wanted))
    found = sorted(found)
    chance.shuffle(found)
    # Second pages of some of them.
    for at in range(0, 400, 4):
        with urllib.request.urlopen(address + found[at]) as answer:
            if cursor := json.load(answer)["next"]:
                found[at] += "&" + urlencode({"cursor": cursor})
    return found


def searches(program, ledger, chance):
    texts = rows(program, ledger, "SELECT text FROM versions WHERE id % 97 = 5 LIMIT 1500")
    found = {path("search", limit=20, q=" ".join(chance.sample(sorted(words), chance.choice([1, 2, 2, 3]))))
             for text, in texts if len(words := {w for w in text.split() if w.isalpha() and len(w) > 4}) > 3 for _ in range(12)}
    found = sorted(found)
    chance.shuffle(found)
    return found


def tensions(program, ledger, chance):
    dyads = rows(program, ledger, "SELECT d.name AS doer, t.name AS target FROM (SELECT DISTINCT doer, target FROM bearings) b "
                                  "JOIN sides d ON d.id = b.doer JOIN sides t ON t.id = b.target ORDER BY 1, 2")
    last, = rows(program, ledger, "SELECT date(max(published), '-365 days') FROM versions")[0]
    chance.shuffle(dyads)
    return [path("tension", **{"from": doer, "to": target, "since": last}) for doer, target in dyads[:40000]]


def addresses(program, ledger, address, chance):
    incidents = rows(program, ledger, "SELECT handle FROM incidents ORDER BY id")
    chance.shuffle(incidents)
    return {
        "incident": [f"/api/v1/incidents/{handle}" for handle, in incidents[:80000]],
        "list": lists(program, ledger, address, chance),
        "search": searches(program, ledger, chance),
        "tension": tensions(program, ledger, chance),
    }


def mixed(kinds, chance, desk):
    """Addresses in the order in which they are asked for."""
    names = [name for name, share in MIX.items() for _ in range(share)]
    if desk:
        weights = {name: [1 / n for n in range(1, len(found) + 1)] for name, found in kinds.items()}
        drawn = {name: iter(chance.choices(found, weights[name], k=100000)) for name, found in kinds.items()}
        return [next(drawn[name]) for name in chance.choices(names, k=100000)]
    left = {name: iter(found) for name, found in kinds.items()}
    order = []
    while True:
        try:
            order.append(next(left[chance.choice(names)]))
        except StopIteration:
            return order


def asked(address, paths, seconds, connections, zipped):
    """What wrk tells of asking for `paths` in turn."""
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder) / "ask.lua", Path(folder) / "paths"
        script.write_text(SCRIPT.replace("HEADERS", '{["accept-encoding"]="gzip"}' if zipped else "{}"))
        listed.write_text("\n".join(paths) + "\n")
        told = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", script, address, "--", listed, "1"],
                              check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(told.strip().splitlines()[-1])


class Served:
    """A server of the ledger, anew, so that nothing is known from before."""

    def __init__(self, program, ledger):
        self.command = [program, "serve", "--ledger", ledger, "--listen", "127.0.0.1:0", "--read-only", "--rate", "0"]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        address = self.process.stdout.readline().strip().rstrip("/")
        # It looks for alerts first.
        spent = -1
        while self.processor() > spent:
            spent = self.processor()
            time.sleep(0.5)
        return self, address

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def processor(self):
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def overview(program, ledger):
    """Milliseconds of the overview while nothing of it is known: the middle of several, each with other filters but the first."""
    with Served(program, ledger) as (_, address):
        urllib.request.urlopen(address + "/readyz").read()
        times = []
        for n in range(OVERVIEWS):
            begun = time.perf_counter()
            urllib.request.urlopen(address + "/api/v1/overview" + (f"?since=2000-01-{n:02}" if n else "")).read()
            times.append((time.perf_counter() - begun) * 1000)
    return times[0], sorted(times)[len(times) // 2]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger")
    parser.add_argument("--program", default=str(ROOT / "target" / "release" / "attache"))
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--gzip", action="store_true", help="ask for compressed answers, as browsers do")
    parser.add_argument("--each", action="store_true", help="also each kind alone")
    args = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt-get install wrk")
    chance = random.Random(1)
    with Served(args.program, args.ledger) as (_, address):
        kinds = addresses(args.program, args.ledger, address, chance)
    print(", ".join(f"{len(found):,} of {name}" for name, found in kinds.items()), flush=True)
    first, middle = overview(args.program, args.ledger)
    print(f"overview: {first:.0f} ms the first time, {middle:.0f} ms with other filters (floor {FLOOR_OVERVIEW})")
    print(f"{'':<12}{'a second':>10}{'median ms':>11}{'99 % ms':>9}{'most ms':>9}{'asked':>9}{'failed':>8}{'MB':>6}{'CPU ms':>8}")
    ways = {"anew": mixed(kinds, chance, False), "as a desk": mixed(kinds, chance, True)}
    missed = middle > FLOOR_OVERVIEW
    for name, paths in (({f"{k}, anew": v for k, v in kinds.items()} if args.each else {}) | ways).items():
        with Served(args.program, args.ledger) as (server, address):
            begun = server.processor()
            told = asked(address, paths, args.seconds, args.connections, args.gzip)
            spent = (server.processor() - begun) * 1000 / max(told["asked"], 1)
            peak = server.megabytes()
        again = "" if told["asked"] <= len(paths) or name == "as a desk" else f"   {told['asked'] - len(paths):,} asked for a second time"
        print(f"{name:<16}{told['rate']:>6,.0f}{told['p50']:>11.1f}{told['p99']:>9.1f}{told['most']:>9.1f}{told['asked']:>9,}{told['failed']:>8}{peak:>6.0f}{spent:>8.2f}{again}", flush=True)
        missed |= name in ways and (told["rate"] < FLOOR_RATE or told["p99"] > FLOOR_LATE or told["failed"] > 0)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
