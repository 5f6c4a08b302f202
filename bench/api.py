#!/usr/bin/env python3
"""Whether the API is as /openapi.json says: schemathesis makes requests up, and looks for server errors and answers that are
not described.

    cargo build --release --locked
    python3 -m venv /tmp/st && /tmp/st/bin/pip install schemathesis==4.32.5
    python3 bench/api.py --schemathesis /tmp/st/bin/schemathesis [--program target/release/attache] [--examples 200]

Serves the example reports from a ledger of its own on a free port of loopback. Status 1 where anything was found.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemathesis", default="schemathesis")
    parser.add_argument("--program", default=str(ROOT / "target" / "release" / "attache"))
    parser.add_argument("--examples", default="200", help="requests made up for each operation")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "desk.db"
        subprocess.run([args.program, "add", "--ledger", ledger, "--input", "jsonl", ROOT / "examples" / "reports.jsonl"],
                       check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([args.program, "serve", "--ledger", ledger, "--listen", "127.0.0.1:0"],
                                  stdout=subprocess.PIPE, text=True)
        try:
            address = server.stdout.readline().strip()
            # The stream of changes has no end, and a test of its own.
            done = subprocess.run([args.schemathesis, "run", f"{address}openapi.json", "--checks", CHECKS, "--seed", "1",
                                   "--max-examples", args.examples, "--exclude-path", "/api/v1/changes",
                                   "--generation-database", "none", "--workers", "2"], check=False, cwd=folder)
        finally:
            server.terminate()
            server.wait()
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
