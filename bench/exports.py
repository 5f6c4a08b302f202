#!/usr/bin/env python3
"""Reads every export back with the programs that it is for, and compares it cell by cell with the ledger.

    cargo build --release
    python3 bench/exports.py [--ledger BIG.db [--only FORMAT…]]

The bundled reports of examples/, and some of our own that are awkward (a denial, an echo, a retraction, a correction by an analyst,
quotes and line ends in titles), are added to a ledger and exported in each format. What is wanted is asked of the ledger in
plain SQL, on its views and tables, so that nothing of the export's own code vouches for it. Prints a table, and fails on any difference. With
--ledger also the time and memory of each export of that ledger, which is only read and to which nobody should add meanwhile. The readers come from PyPI into a virtual
environment of their own, on first use.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".cache" / "exports-venv"
# With the ending that programs expect.
FORMATS = {"csv": "csv", "jsonl": "jsonl", "parquet": "parquet", "parquet-nested": "parquet", "parquet-incidents": "parquet", "geojson": "geojson",
           "hxl": "csv", "gdelt": "tsv", "polecat": "tsv", "acled": "csv", "ucdp": "csv"}
WORDS_ONLY = "('ACCUSE', 'REQUEST', 'REJECT', 'THREATEN', 'SUPPORT')"
AWKWARD = [
    {"id": "toll", "published": "2024-05-04", "publisher": "Ridge Wire", "title": "Five dead, \"or more\";\nboth sides speak",
     "text": "Armenia's defence ministry said that Azerbaijani artillery had fired on Sotk on Thursday and killed five of its soldiers. "
             "Azerbaijan's defence ministry denied that its forces had shelled Sotk."},
    {"id": "clash, \"first\"", "published": "2024-05-03", "publisher": "Valley Post", "title": "=Sotk\tshelled",
     "url": "https://valley.example/a?b=1&c=\"2\"",
     "text": "Azerbaijan's army shelled the Armenian village of Sotk on Thursday, killing three Armenian soldiers, the OSCE mission said."},
    {"id": "copy", "published": "2024-05-04", "publisher": "Night Post",
     "text": "Azerbaijan's army shelled the Armenian village of Sotk on Thursday, killing three Armenian soldiers, the OSCE mission said. More follows."},
    {"id": "withdrawn", "published": "2024-05-05", "publisher": "Night Post",
     "text": "Shells hit the town of Avdiivka in eastern Ukraine on Saturday, wounding two residents, the regional police said."},
    {"id": "crimea", "published": "2024-05-06",
     "text": "Two people were killed when drones struck Sevastopol in Crimea in April 2024, the Russian-installed governor said."},
]


def inside_venv():
    """Runs this script again in its virtual environment, which is made on first use."""
    python = VENV / "bin" / "python"
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(HERE / "exports-requirements.txt")], check=True)
    os.execv(python, [str(python), str(Path(__file__).resolve()), *sys.argv[1:]])


class Ledger:
    def __init__(self, program, path):
        self.program, self.path = program, str(path)

    def call(self, *args, stdin=None):
        run = subprocess.run([self.program, args[0], "--ledger", self.path, *args[1:]], input=stdin, capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"attache {' '.join(args)}: exit status {run.returncode}: {run.stderr}")
        return run.stdout

    def sql(self, query):
        """Rows as dictionaries."""
        return [json.loads(line) for line in self.call("sql", "--format", "json", query).splitlines()]


def made(program, folder):
    ledger = Ledger(program, folder / "it's a ledger.db")
    ledger.call("add", str(HERE.parent / "examples" / "reports.jsonl"))
    ledger.call("add", "--input", "jsonl", "-", stdin="".join(json.dumps(r) + "\n" for r in AWKWARD))
    ledger.call("retract", "withdrawn", "--by", "R. Amadi", "--reason", "made up")
    ledger.call("correct", "toll", "E1", "--killed", "4..", "--by", "R. Amadi")
    return ledger


EVENTS = """
SELECT e.*, r.publisher, r.published, r.title, r.url, r.echo_of, r.model, r.knowledge, r.version, r.standing, r.notice, r.notice_of, r.program
FROM v_events e JOIN v_reports r ON r.report = e.report ORDER BY e.report, CAST(substr(e.event, 2) AS INTEGER)
"""
HAPPENED = "e.polarity = 'affirmed' AND e.modality = 'actual' AND r.echo_of IS NULL AND NOT e.withdrawn"
INCIDENTS = "SELECT * FROM v_incidents {} ORDER BY first_day, incident"


def same(a, b):
    """Whether two cells say the same: numbers by value, days by their text, nothing as nothing."""
    a, b = plain(a), plain(b)
    if isinstance(a, float) or isinstance(b, float):
        return a is not None and b is not None and abs(float(a) - float(b)) < 1e-9
    return a == b


def plain(value):
    if hasattr(value, "tolist") and not isinstance(value, (str, bytes)):
        value = value.tolist()
    if hasattr(value, "isoformat"):
        value = value.isoformat()[:10]
    if isinstance(value, float) and value != value or value == "" or str(value) in ("NaT", "<NA>", "nan"):
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


class Table:
    """What is compared, a line a reader; counts what differs."""

    def __init__(self):
        self.failed = 0
        print(f"{'format':<20}{'read with':<26}{'rows':>6}{'columns':>9}{'cells compared':>16}  differences")

    def line(self, form, reader, rows, wanted, columns):
        """Compares rows with the wanted ones in the columns named; `columns` maps a column to a key or a function of the wanted row."""
        differences, cells = [], 0
        if len(rows) != len(wanted):
            differences.append(f"{len(rows)} rows instead of {len(wanted)}")
        for n, (row, want) in enumerate(zip(rows, wanted)):
            for column, of in columns.items():
                told = of(want) if callable(of) else want[of]
                cells += 1
                if column not in row or not same(row[column], told):
                    differences.append(f"row {n}, {column}: {row.get(column)!r} instead of {told!r}")
        self.failed += len(differences)
        width = len(rows[0]) if rows else 0
        print(f"{form:<20}{reader:<26}{len(rows):>6}{width:>9}{cells:>16}  {len(differences) or 'none'}", flush=True)
        for difference in differences[:5]:
            print(f"    {difference}")


def keys(rows):
    return {key: key for key in rows[0]}


def listed(text):
    return json.loads(text or "[]")


def events(table, ledger, out):
    import duckdb, pandas, polars, pyarrow.parquet
    wanted = ledger.sql(EVENTS)
    columns = keys(wanted)
    flat = str(out["parquet"])
    table.line("parquet", "pyarrow", pyarrow.parquet.read_table(flat).to_pylist(), wanted, columns)
    table.line("parquet", "pandas", pandas.read_parquet(flat, dtype_backend="pyarrow").to_dict("records"), wanted, columns)
    table.line("parquet", "polars", polars.read_parquet(flat).to_dicts(), wanted, columns)
    table.line("parquet", "duckdb", duckdb.sql(f"SELECT * FROM '{flat}'").to_arrow_table().to_pylist(), wanted, columns)
    text = str(out["csv"])
    coded = {"cameo": str, "event": str}
    table.line("csv", "pandas", pandas.read_csv(text, dtype=coded).to_dict("records"), wanted, columns)
    table.line("csv", "polars", polars.read_csv(text, infer_schema_length=None, schema_overrides={"cameo": polars.String}).to_dicts(), wanted, columns)
    table.line("csv", "duckdb", duckdb.sql(f"SELECT * FROM read_csv('{text}', types={{'cameo': 'VARCHAR'}})").to_arrow_table().to_pylist(), wanted, columns)
    lines = str(out["jsonl"])
    table.line("jsonl", "pandas", pandas.read_json(lines, lines=True, dtype=False).to_dict("records"), wanted, columns)
    table.line("jsonl", "polars", polars.read_ndjson(lines, infer_schema_length=None).to_dicts(), wanted, columns)
    table.line("jsonl", "duckdb", duckdb.sql(f"SELECT * FROM read_json('{lines}', sample_size=-1)").to_arrow_table().to_pylist(), wanted, columns)


CHAIN = """
SELECT json_group_array(json_object('name', name, 'kind', kind, 'country', country, 'verb', verb)) FROM
(SELECT a.name, a.kind, a.country, x.verb FROM sources x JOIN actors a ON a.id = x.actor WHERE x.statement = e.statement ORDER BY x.position)
"""
PARTIES = """
(SELECT json_group_array(json_object('name', name, 'kind', kind, 'country', country, 'sectors', sectors)) FROM
(SELECT a.* FROM event_actors x JOIN actors a ON a.id = x.actor WHERE x.event = e.id AND x.role = '{}' ORDER BY x.position))
"""


def nested(table, ledger, out):
    import duckdb, polars, pyarrow.parquet
    wanted = ledger.sql(f"""
        SELECT r.key AS report, 'E' || (e.local + 1) AS event, ({CHAIN}) AS chain, {PARTIES.format('actor')} AS actors,
               {PARTIES.format('recipient')} AS recipients, e.* FROM events e JOIN versions v ON v.id = e.version
        JOIN reports r ON r.current = v.id ORDER BY r.key, e.local""")
    pick = lambda items, *names: [{name: item[name] for name in names} for item in items]
    party = lambda items: [dict(pick([i], "name", "kind", "country")[0], sectors=i["sectors"].split()) for i in items]
    flat = lambda row: {
        "report": row["report"]["id"], "event": row["event"], "contexts": row["contexts"],
        "sources": pick(row["sources"], "name", "kind", "country", "verb"),
        "actors": pick(row["actors"], "name", "kind", "country", "sectors"),
        "recipients": pick(row["recipients"], "name", "kind", "country", "sectors"),
        "edtf": (row["time"] or {}).get("edtf"), "last_day": (row["time"] or {}).get("last_day"),
        **{f"{what}_{end}": (row["casualties"][what] or {}).get(end)
           for what in ("killed", "wounded", "detained", "displaced") for end in ("low", "high")},
        "start": row["span"]["start"], "end": row["span"]["end"], "violates": bool(row["violates"]),
    }
    columns = {key: key for key in ["report", "event", "last_day", "start", "end", "killed_low", "killed_high", "wounded_low", "wounded_high",
                                    "detained_low", "detained_high", "displaced_low", "displaced_high"]}
    columns |= {"edtf": "time", "contexts": lambda e: e["contexts"].split(), "sources": lambda e: listed(e["chain"]),
                "actors": lambda e: party(listed(e["actors"])), "recipients": lambda e: party(listed(e["recipients"])),
                "violates": lambda e: e["violates"] is not None}
    path = str(out["parquet-nested"])
    readers = {"pyarrow": lambda: pyarrow.parquet.read_table(path).to_pylist(), "polars": lambda: polars.read_parquet(path).to_dicts(),
               "duckdb": lambda: duckdb.sql(f"SELECT * FROM '{path}'").to_arrow_table().to_pylist()}
    for reader, read in readers.items():
        table.line("parquet-nested", reader, [flat(row) for row in read()], wanted, columns)
    unnested = duckdb.sql(f"SELECT s.name, count(*) AS n FROM (SELECT unnest(sources) AS s FROM '{path}') GROUP BY 1 ORDER BY 1")
    counted = ledger.sql("""SELECT a.name, count(*) AS n FROM events e JOIN reports r ON r.current = e.version
                            JOIN sources x ON x.statement = e.statement JOIN actors a ON a.id = x.actor GROUP BY 1 ORDER BY 1""")
    table.line("parquet-nested", "duckdb, unnested", unnested.to_arrow_table().to_pylist(), counted, {"name": "name", "n": "n"})


ACCOUNTS = "SELECT incident, position, by, stance, since, reports, independent, actors, recipients, place, time, killed_low, killed_high, wounded_low, wounded_high FROM v_accounts ORDER BY position"


def with_accounts(ledger, which=""):
    wanted = ledger.sql(INCIDENTS.format(which))
    accounts = {}
    for account in ledger.sql(ACCOUNTS):
        counts = {what: None if account[f"{what}_low"] is None else {end: account[f"{what}_{end}"] for end in ("low", "high")}
                  for what in ("killed", "wounded")}
        told = {key: account[key] for key in ("stance", "since", "independent", "place", "time")}
        lists = {key: listed(account[key]) for key in ("by", "reports", "actors", "recipients")}
        accounts.setdefault(account["incident"], []).append(told | lists | counts)
    for incident in wanted:
        incident["accounts"] = accounts.get(incident["incident"], [])
        incident["agreed"] = listed(incident["agreed"])
        incident["disputes"] = listed(incident["contested"])
        incident["contested"] = [dispute["field"] for dispute in incident["disputes"]]
    return wanted


SINGLE = ["incident", "type", "mode", "quad", "intensity", "first_day", "last_day", "day_inferred", "place", "country", "admin1", "lat", "lon",
          "precision", "disputed", "killed_low", "killed_high", "wounded_low", "wounded_high", "independent"]


def incidents(table, ledger, out):
    import duckdb, geopandas, pandas, polars, pyarrow.parquet
    columns = {key: key for key in SINGLE}
    lists = {key: key for key in ("accounts", "agreed", "contested", "disputes")}
    wanted = with_accounts(ledger)
    path = str(out["parquet-incidents"])
    table.line("parquet-incidents", "pyarrow", pyarrow.parquet.read_table(path).to_pylist(), wanted, columns | lists)
    table.line("parquet-incidents", "polars", polars.read_parquet(path).to_dicts(), wanted, columns | lists)
    table.line("parquet-incidents", "duckdb", duckdb.sql(f"SELECT * FROM '{path}'").to_arrow_table().to_pylist(), wanted, columns | lists)
    wanted = with_accounts(ledger, f"WHERE type NOT IN {WORDS_ONLY}")
    point = {"geometry": lambda i: None if i["lon"] is None else [i["lon"], i["lat"]]}
    frame = geopandas.read_file(out["geojson"])
    rows = frame.to_dict("records")
    for row in rows:
        row["geometry"] = [row["geometry"].x, row["geometry"].y] if row["geometry"] is not None else None
        row |= {key: json.loads(row[key]) if isinstance(row[key], str) else list(row[key]) for key in lists}
    table.line("geojson", "geopandas (GDAL)", rows, wanted, columns | lists | point)
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        table.failed += 1
        print(f"    the coordinates are taken for {frame.crs}")
    joined = {key: lambda i, key=key: "; ".join(i[key]) for key in ("agreed", "contested")}
    frame = pandas.read_csv(out["hxl"], skiprows=[1])
    table.line("hxl", "pandas, tags skipped", frame.to_dict("records"), wanted, columns | joined)
    with open(out["hxl"], newline="", encoding="utf-8") as file:
        names, tags = list(csv.reader(file))[:2]
    tagged = dict(zip(names, tags))
    wanted_tags = [{"type": "#event+type", "lat": "#geo+lat", "lon": "#geo+lon", "country": "#country+code+v_iso3", "first_day": "#date+start"}]
    table.line("hxl", "row of hashtags", [tagged], wanted_tags, keys(wanted_tags))


GDELT = {1: "GLOBALEVENTID", 2: "SQLDATE", 7: "Actor1Name", 17: "Actor2Name", 27: "EventCode", 30: "QuadClass", 31: "GoldsteinScale",
         53: "ActionGeo_FullName", 57: "ActionGeo_Lat", 58: "ActionGeo_Long", 60: "DATEADDED", 61: "SOURCEURL"}
QUADS = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]


def others(table, ledger, out):
    import duckdb, pandas
    spaced = lambda text: text and " ".join(text.replace("\t", "\n").replace("\r", "\n").split("\n"))
    wanted = ledger.sql(EVENTS.replace("ORDER BY", f"WHERE {HAPPENED} ORDER BY"))
    day = lambda e: e["first_day"] or e["published"]
    first = lambda names: (names or "").split("; ")[0] or None
    rows = pandas.read_csv(out["gdelt"], sep="\t", header=None, names=range(1, 62), dtype=str, quoting=3, keep_default_na=False).to_dict("records")
    rows = [{name: row[at] for at, name in GDELT.items()} | {"columns": len(row)} for row in rows]
    columns = {"columns": lambda e: 61, "SQLDATE": lambda e: day(e).replace("-", ""), "Actor1Name": lambda e: (first(e["actors"]) or "").upper(),
               "Actor2Name": lambda e: (first(e["recipients"]) or "").upper(), "EventCode": "cameo", "QuadClass": lambda e: str(QUADS.index(e["quad"]) + 1),
               "GoldsteinScale": lambda e: str(e["intensity"]), "ActionGeo_FullName": "place",
               "ActionGeo_Lat": lambda e: e["lat"] and str(e["lat"]), "ActionGeo_Long": lambda e: e["lon"] and str(e["lon"]),
               "DATEADDED": lambda e: e["published"].replace("-", "") + "000000", "SOURCEURL": lambda e: spaced(e["url"] or e["report"])}
    table.line("gdelt", "pandas, no quotes", rows, wanted, columns)
    if len({row["GLOBALEVENTID"] for row in rows}) != len(rows):
        table.failed += 1
        print("    GLOBALEVENTID is not unique")
    columns = {"Event ID": lambda e: spaced(f"{e['report']}#{e['event']}"), "Event Date": day, "Event Type": "type", "Event Mode": "mode",
               "Intensity": "intensity", "Quad Code": lambda e: e["quad"].upper().replace("-", " "),
               "Contexts": lambda e: e["contexts"].replace(" ", ";"), "Actor Name": "actors", "Recipient Name": "recipients", "Placename": "place",
               "Country": "country", "Latitude": "lat", "Longitude": "lon", "Source": "publisher", "Publication Date": "published", "Version": "model"}
    frame = pandas.read_csv(out["polecat"], sep="\t", quoting=3, na_values=["None"], keep_default_na=False)
    table.line("polecat", "pandas, no quotes", frame.to_dict("records"), wanted, columns)
    all_incidents = with_accounts(ledger)
    by_name = {incident["incident"]: incident for incident in all_incidents}
    place = {"latitude": "lat", "longitude": "lon", "country": "country"}
    frame = pandas.read_csv(out["acled"]).to_dict("records")
    wanted = [by_name[row["event_id_cnty"]] for row in frame]
    columns = place | {"event_id_cnty": "incident", "event_date": "first_day", "admin1": "admin1", "location": "place",
                       "fatalities": lambda i: i["killed_low"] or 0, "year": lambda i: int(i["first_day"][:4])}
    table.line("acled", "pandas", frame, wanted, columns)
    covered = [i for i in all_incidents if i["type"] in ("ASSAULT", "PROTEST", "AGREE", "MOBILIZE", "RETREAT", "COERCE")]
    table.line("acled", "which incidents", frame, covered, {"event_id_cnty": "incident"})
    wanted = [i for i in all_incidents if i["type"] in ("ASSAULT", "COERCE") and (i["killed_low"] or 0) > 0]
    columns = place | {"relid": "incident", "date_start": "first_day", "date_end": "last_day", "best": "killed_low", "low": "killed_low",
                       "high": "killed_high", "deaths_unknown": "killed_low", "number_of_sources": "independent", "where_coordinates": "place",
                       "where_description": "disputed", "adm_1": "admin1"}
    table.line("ucdp", "pandas", pandas.read_csv(out["ucdp"]).to_dict("records"), wanted, columns)
    table.line("ucdp", "duckdb", duckdb.sql(f"SELECT * FROM read_csv('{out['ucdp']}')").to_arrow_table().to_pylist(), wanted, columns)


def measure(program, path, folder, forms):
    """Time, peak memory and size of each export of a large ledger."""
    print(f"{'format':<20}{'rows':>10}{'seconds':>10}{'of them CPU':>13}{'peak MB':>9}{'file MB':>9}   {path}")
    for form in forms:
        out = folder / f"big.{form}"
        start = time.perf_counter()
        process = subprocess.Popen([program, "export", "--ledger", path, "--format", form, str(out)], stdout=subprocess.PIPE, text=True)
        told = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        spent = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"export --format {form}: exit status {os.waitstatus_to_exitcode(status)}")
        rows, size = int(told.split()[-2]), out.stat().st_size / 1e6
        print(f"{form:<20}{rows:>10,}{spent:>10.1f}{usage.ru_utime + usage.ru_stime:>13.1f}{usage.ru_maxrss / 1024:>9.0f}{size:>9.0f}", flush=True)
        out.unlink()
    print()


def totals(table, ledger, folder):
    """A large ledger's flat Parquet against sums asked of the ledger: many groups of rows, more than are compared cell by cell.

    Nobody may add to the ledger between the export and the question.
    """
    import duckdb
    path = folder / "big.parquet"
    ledger.call("export", "--format", "parquet", str(path))
    sums = """SELECT type, count(*) AS n, count(DISTINCT report) AS reports, sum(killed_low) AS killed, sum(wounded_high) AS wounded,
                     sum("end" - start) AS letters, sum(length(words)) AS words, CAST(min(first_day) AS {0}) AS first, CAST(max(last_day) AS {0}) AS last,
                     count(sources) AS told, count(place) AS placed, sum(length(actors)) AS actors FROM {1} GROUP BY type ORDER BY type"""
    wanted = ledger.sql(sums.format("TEXT", "v_events"))
    rows = duckdb.sql(sums.format("VARCHAR", f"'{path}'")).to_arrow_table().to_pylist()
    path.unlink()
    table.line("parquet, large", "duckdb, sums by type", rows, wanted, keys(wanted))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default=str(HERE.parent / "target" / "release" / "attache"), help="the program (target/release/attache)")
    arguments.add_argument("--ledger", help="a large ledger, to measure exports of; it is only read")
    arguments.add_argument("--only", nargs="+", choices=FORMATS, help="measure only these formats")
    args = arguments.parse_args()
    inside_venv()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        if args.ledger:
            # First: what a process has at its start from this one counts into its peak, and the readers are large.
            measure(args.program, args.ledger, folder, args.only or FORMATS)
        ledger = made(args.program, folder)
        out = {form: folder / f"{form}.{ending}" for form, ending in FORMATS.items()}
        for form, path in out.items():
            ledger.call("export", "--format", form, str(path))
        table = Table()
        for compare in (events, nested, incidents, others):
            compare(table, ledger, out)
        if args.ledger:
            totals(table, Ledger(args.program, args.ledger), folder)
        if table.failed:
            sys.exit(f"{table.failed} differences")


if __name__ == "__main__":
    main()
