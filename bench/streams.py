#!/usr/bin/env python3
"""Whether many who want to listen for changes disturb those who ask: ten thousand open event streams on loopback, or try to.

    cargo build --release --locked
    python3 bench/streams.py [--program target/release/attache] [--streams 10000]

A server of the examples; while streams are being opened and kept, one connection that was open before and new ones ask for the status,
twenty times a second. Needs as many open files as streams (`ulimit -Hn`). Prints what the streams were told and how long the others waited;
status 1 where one of the others was refused or waited longer than a second, or the server does not take listeners again afterwards.
"""

import argparse
import collections
import http.client
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 1.0


def ask(connection):
    begun = time.perf_counter()
    connection.request("GET", "/api/v1/status")
    answer = connection.getresponse()
    answer.read()
    return answer.status, time.perf_counter() - begun


def others(host, port, done, told):
    """Asks over an old connection and over new ones until it is `done`."""
    old = http.client.HTTPConnection(host, port, timeout=30)
    while not done.is_set():
        for connection in (old, http.client.HTTPConnection(host, port, timeout=30)):
            try:
                told.append(ask(connection))
            except OSError as error:
                told.append((type(error).__name__, 0.0))
            if connection is not old:
                connection.close()
        time.sleep(0.05)


def listen(host, port, count):
    """Opens streams one after the other and keeps them; what each was told."""
    streams, heads, waiting = [], {}, selectors.DefaultSelector()

    def read(seconds):
        for key, _ in waiting.select(seconds):
            try:
                heads[key.fd] = heads.get(key.fd, b"") + key.fileobj.recv(4096)
            except OSError:
                heads.setdefault(key.fd, b"cut off")
            if b"\r\n" in heads[key.fd] or not heads[key.fd] or heads[key.fd] == b"cut off":
                waiting.unregister(key.fileobj)

    for _ in range(count):
        stream = socket.create_connection((host, port))
        stream.sendall(f"GET /api/v1/changes HTTP/1.1\r\nhost: {host}:{port}\r\n\r\n".encode())
        stream.setblocking(False)
        waiting.register(stream, selectors.EVENT_READ)
        streams.append(stream)
        read(0)
    end = time.monotonic() + 10
    while waiting.get_map() and time.monotonic() < end:
        read(0.1)
    said = [heads.get(stream.fileno(), b"nothing").split(b"\r\n")[0].decode() or "cut off" for stream in streams]
    return streams, collections.Counter(said)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "target" / "release" / "attache"))
    parser.add_argument("--streams", type=int, default=10000)
    args = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most < args.streams + 100:
        sys.exit(f"{args.streams} streams need as many open files, and {most} may be open: ulimit -Hn")
    resource.setrlimit(resource.RLIMIT_NOFILE, (args.streams + 100, most))
    with tempfile.TemporaryDirectory() as folder:
        ledger = f"{folder}/desk.db"
        reports = str(ROOT / "examples" / "reports.jsonl")
        subprocess.run([args.program, "add", "--ledger", ledger, "--input", "jsonl", reports], check=True, stdout=subprocess.DEVNULL)
        command = [args.program, "serve", "--ledger", ledger, "--listen", "127.0.0.1:0"]
        # The server may have as many open files as is usual.
        usual = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=usual)
        try:
            host, port = server.stdout.readline().strip().removeprefix("http://").rstrip("/").split(":")
            done, told = threading.Event(), []
            asking = threading.Thread(target=others, args=(host, int(port), done, told))
            asking.start()
            begun = time.monotonic()
            streams, heard = listen(host, int(port), args.streams)
            taken = time.monotonic() - begun
            done.set()
            asking.join()
            for stream in streams:
                stream.close()
            again, deadline = None, time.monotonic() + 30
            while again != 200 and time.monotonic() < deadline:
                stream = socket.create_connection((host, int(port)))
                stream.sendall(f"GET /api/v1/changes HTTP/1.1\r\nhost: {host}:{port}\r\n\r\n".encode())
                again = int(stream.recv(64).split(b" ")[1])
                stream.close()
            peak = next(int(line.split()[1]) for line in Path(f"/proc/{server.pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
        finally:
            server.terminate()
            server.wait()
    for said, number in heard.most_common():
        print(f"{number:>7,} streams: {said}")
    refused = [status for status, _ in told if status != 200]
    longest = max(seconds for _, seconds in told)
    print(f"{len(told):>7,} others in {taken:.1f} s: {len(refused)} refused, the longest waited {longest * 1000:.0f} ms; a listener afterwards: {again}; {peak / 1024:.0f} MB")
    sys.exit(1 if refused or longest > LONGEST or again != 200 else 0)


if __name__ == "__main__":
    main()
