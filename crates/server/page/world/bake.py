#!/usr/bin/env python3
"""Makes world.json of Natural Earth's outlines at 1:50 million: land and borders, simplified, as paths of SVG in the Equal Earth
projection, so that a browser has nothing to work out.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 crates/server/page/world/bake.py package/countries-50m.json

Written: {"unit": 0.025, "land": "M…z…", "borders": "M…", "disputed": "M…"}; coordinates are whole numbers of units of a map that is 1000
wide, as map.js has it.
"""

import csv
import json
import math
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
UNIT = 0.025
# Square degrees: corners that span less are cut, rings that span less are left out.
CORNER, ISLAND = 0.004, 0.012
SOUTHERNMOST = -60


def arcs_of(topology):
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        yield points


def area(a, b, c):
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplified(points):
    """Visvalingam and Whyatt: the corner that matters least goes first; the ends stay."""
    points = list(points)
    keep = 5 if points[0] == points[-1] else 2
    while len(points) > keep:
        least = min(range(1, len(points) - 1), key=lambda i: area(*points[i - 1:i + 2]))
        if area(*points[least - 1:least + 2]) > CORNER:
            break
        del points[least]
    return points


def rings_of(geometry):
    if geometry["type"] == "Polygon":
        return geometry["arcs"]
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    return []


def joined(ring, arcs):
    points = []
    for arc in ring:
        piece = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points.extend(piece[1:] if points else piece)
    return points


def unwrapped(points):
    """A ring that crosses the 180th meridian goes on beyond it, instead of leaping to the other side."""
    out = points[:1]
    for x, y in points[1:]:
        x += 360 * round((out[-1][0] - x) / 360)
        out.append((x, y))
    return out


def extent(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:]))) / 2


def projected(lon, lat):
    """Degrees to the map's units; the same as `project` of map.js."""
    root = math.sqrt(3) / 2
    p = math.asin(root * math.sin(math.radians(lat)))
    p2, p6 = p ** 2, p ** 6
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    x = math.radians(lon) * math.cos(p) / (root * (a1 + 3 * a2 * p2 + p6 * (7 * a3 + 9 * a4 * p2)))
    y = p * (a1 + a2 * p2 + p6 * (a3 + a4 * p2))
    size = 1000 / (2 * 2.70663)
    return 500 + x * size, 250 - y * size


def drawn(points, end=""):
    """A line as a piece of a path: where it begins, then steps."""
    places = []
    for point in points:
        at = tuple(round(value / UNIT) for value in projected(*point))
        if not places or places[-1] != at:
            places.append(at)
    if end and places[0] == places[-1]:
        places.pop()
    if len(places) < 2:
        return ""
    steps = [str(b - a) for one, other in zip(places, places[1:]) for a, b in zip(one, other)]
    steps = [step if step.startswith("-") or not i else f" {step}" for i, step in enumerate(steps)]
    return f"M{places[0][0]} {places[0][1]}l{''.join(steps)}{end}"


def rules():
    lines = [line for line in (HERE / "disputed.csv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        box = [float(row[side]) for side in ("west", "south", "east", "north")] if row["west"] else [-180, -90, 180, 90]
        yield frozenset((row["one"], row["other"])), box


def pieces(points, boxes):
    """The line cut where it enters or leaves one of the boxes: (is inside, points)."""
    def inside(a, b):
        x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        return any(w <= x <= e and s <= y <= n for w, s, e, n in boxes)

    run, state = [points[0]], None
    for a, b in zip(points, points[1:]):
        now = inside(a, b)
        if state not in (None, now):
            yield state, run
            run = [a]
        state = now
        run.append(b)
    yield state, run


def main():
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = [simplified(arc) for arc in arcs_of(topology)]
    beside = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for ring in rings_of(country):
            for arc in ring:
                beside.setdefault(arc if arc >= 0 else ~arc, set()).add(country["properties"]["name"])
    names = {name for both in beside.values() for name in both}
    boxes, used = {}, set()
    for pair, box in rules():
        if not pair <= names:
            sys.exit(f"disputed.csv: {sorted(pair - names)} is no name of an area")
        boxes.setdefault(pair, []).append(box)
    lines = {False: [], True: []}
    for arc, both in sorted(beside.items()):
        if len(both) == 2:
            for disputed, points in pieces(arcs[arc], boxes.get(frozenset(both), [])):
                lines[disputed].append(drawn(points))
                if disputed:
                    used.add(frozenset(both))
    for pair in set(boxes) - used:
        print(f"disputed.csv: no border of {sorted(pair)} lies in the box", file=sys.stderr)
    land = [unwrapped(joined(ring, arcs)) for geometry in topology["objects"]["land"]["geometries"] for ring in rings_of(geometry)]
    land = [ring for ring in land if extent(ring) > ISLAND and max(y for _, y in ring) > SOUTHERNMOST]
    world = {"unit": UNIT, "land": "".join(drawn(ring, "z") for ring in land), "borders": "".join(lines[False]), "disputed": "".join(lines[True])}
    text = json.dumps(world, separators=(",", ":"))
    (HERE / "world.json").write_text(text, encoding="utf-8")
    print(f"{len(land)} rings, {len(lines[False])} borders, {len(lines[True])} disputed, {len(text)} bytes")


if __name__ == "__main__":
    main()
