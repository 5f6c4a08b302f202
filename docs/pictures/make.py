#!/usr/bin/env python3
"""Makes the pictures of the README from what the program prints and serves: terminal.png, page.png and one of each view
of the page, beside this file.

    cargo build --release --locked
    python3 docs/pictures/make.py            # or with the name of another profile than release

Needs Chromium (Debian: apt-get install chromium fonts-dejavu) and script(1) of util-linux, which gives the program a terminal.
"""

import html
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = ROOT / "target" / (sys.argv[1] if len(sys.argv) > 1 else "release") / "attache"
REPORT = "sahel-convoy"
COLUMNS = 100
STYLES = {"1": "font-weight:bold", "2": "opacity:.65", "3": "font-style:italic", "31": "color:#f47067", "32": "color:#8ddb8c",
          "33": "color:#f0c674", "34": "color:#6cb6ff", "35": "color:#dcbdfb", "36": "color:#76e3ea"}


def chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return name
    sys.exit("chromium is missing: apt-get install chromium")


def photograph(address, target, width, height, *more):
    subprocess.run([chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *more,
                    f"--window-size={width},{height}", f"--screenshot={target}", address],
                   check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    print(target)


def picture(page, target, width, height):
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
        file.write(page)
        file.flush()
        photograph(f"file://{file.name}", target, width, height)


def coloured(words):
    """HTML for text with ANSI colours."""
    out, spans = [], 0
    for piece in re.split(r"(\x1b\[[0-9;]*m)", words):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", piece)
        if not code:
            out.append(html.escape(piece))
            continue
        styles = [STYLES[c] for c in code[1].split(";") if c in STYLES]
        if styles:
            out.append(f'<span style="{";".join(styles)}">')
            spans += 1
        else:
            out.append("</span>" * spans)
            spans = 0
    return "".join(out) + "</span>" * spans


def terminal(report):
    command = f"stty cols {COLUMNS}; exec {shlex.quote(str(PROGRAM))} read --input jsonl {shlex.quote(report)}"
    told = subprocess.run(["script", "-qec", command, "/dev/null"], check=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, env={"TERM": "xterm-256color", "PATH": "/usr/bin:/bin"}).stdout
    told = told.decode().replace("\r", "")
    lines = 2 + told.count("\n")
    prompt = "<span style='opacity:.65'>$</span> attache read report.jsonl\n"
    page = ("<!doctype html><meta charset=utf-8><style>body{margin:0;padding:16px;background:#1c2128;color:#d8dee6}"
            "pre{font:14px/1.35 'DejaVu Sans Mono',monospace;margin:0}</style><pre>" + prompt + coloured(told) + "</pre>")
    picture(page, HERE / "terminal.png", 900, 40 + int(lines * 14 * 1.35))


def one(address, path):
    with urllib.request.urlopen(f"{address}api/v1/{path}") as answer:
        return json.load(answer)


def first(address, path, **wanted):
    return one(address, f"{path}?{urlencode({'limit': 200, **wanted})}")["items"]


def served():
    """Views of the page, from the demo."""
    demo = subprocess.Popen([PROGRAM, "demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    try:
        address = demo.stdout.readline().strip()
        shelling = first(address, "incidents", place="Samraong")[0]
        actor = first(address, "actors", name="Royal Thai Army")[0]
        agreement = max(first(address, "agreements"), key=lambda a: len(one(address, f"agreements/{a['id']}").get("claims", [])))
        views = {
            "overview": ("", 1280, 1000), "incident": (f"incident/{shelling['id']}", 1280, 1000),
            "report": (f"report/{shelling['reports'][-1]}?claim=E2", 1280, 800), "dyad": ("dyad/ALB/IRN", 1280, 800),
            "actor": (f"actor/{actor['id']}", 1280, 700), "agreement": (f"agreement/{agreement['id']}", 1280, 700),
            "search": ("search?q=market", 1280, 560), "incidents": ("incidents?type=ASSAULT", 1280, 900),
            "reports": ("reports", 1280, 700), "phone": ("", 500, 1000),
        }
        for name, (view, width, height) in views.items():
            photograph(f"{address}?still#/{view}", HERE / f"{name}.png", width, height, "--virtual-time-budget=8000")
    finally:
        demo.terminate()
        demo.wait()


def main():
    lines = (ROOT / "examples" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if json.loads(line)["id"] == REPORT)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        report.write_text(line + "\n", encoding="utf-8")
        terminal(str(report))
        page = subprocess.run([PROGRAM, "read", "--input", "jsonl", "--format", "html", str(report)], check=True,
                              stdout=subprocess.PIPE).stdout.decode()
    # The picture shows one claim chosen, with its words.
    page = page.replace("</body>", "<script>document.querySelector('li[data-claim]').click()</script></body>")
    picture(page, HERE / "page.png", 1200, 900)
    served()


if __name__ == "__main__":
    main()
