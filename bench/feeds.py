#!/usr/bin/env python3
"""A thousand feeds on loopback, one in ten of them hostile: peak memory, delay of the healthy, reports lost or doubled, and how
soon a report of a feed is on the page.

    bench/feeds.py [--attache target/release/attache] [--feeds 1000] [--kills 100] [--arrivals 30]

Each feed has a host of its own (127.x.y.z). Hostile ones are slow, endless, malformed, bombs, redirected without end, or lie
about their length. The healthy ones are watched alone first, then with the hostile ones among them. The second part kills `attache watch`
at random moments and compares the ledger with what was listed. The third follows one feed with `attache serve --watch` and listens, as
the page does, for word of changes: from the feed's answer that lists a report to the word behind which the API has its incident.
"""
import argparse, asyncio, gzip, json, os, random, signal, statistics, subprocess, sys, tempfile, threading, time, urllib.request

HOSTILE = ["slow", "endless", "malformed", "bomb", "loop", "lying", "entities", "busy", "torn", "drip"]
SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti vo zu".split()
STATES = "Kenya Chad Mali Niger Sudan Uganda Burundi Somalia Nigeria Ghana Togo Benin Gabon Angola Zambia Malawi Peru Chile Haiti Nepal".split()


def bomb():
    return gzip.compress(b"<rss><channel>" + b" " * 200_000_000)


def host(n):
    return f"127.{1 + n // 62500}.{n // 250 % 250}.{n % 250 + 1}"


def story(n):
    """A report that is no echo of any other: what it tells, in words that no other has."""
    chance = random.Random(n)
    day, word = f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}", lambda: "".join(chance.choices(SYLLABLES, k=4))
    names = " ".join(f"The {word()} of {word()} held {word()} and {word()}." for _ in range(8))
    return (f"<html><head><title>Report {n}</title><meta property='article:published_time' content='{day}'></head><body><article>"
            f"<p>Rebels shelled the town of {word().title()} in {chance.choice(STATES)} on Monday, killing {n % 40 + 2} soldiers, the governor said.</p>"
            f"<p>{names}</p></article></body></html>")


class Site:
    def __init__(self, feeds, stories):
        self.feeds, self.stories, self.first, self.bomb = feeds, stories, None, bomb()
        # When each feed and each story was answered; stories of the feed that grows.
        self.looked, self.told, self.live, self.listed = {}, {}, 0, {}

    def kind(self, n):
        return HOSTILE[n // 10 % len(HOSTILE)] if n % 10 == 0 else "healthy"

    async def serve(self, reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode()
            self.first = self.first or time.time()
            await self.answer(path, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def answer(self, path, w):
        def send(body, status="200 OK", more="", length=None):
            body = body if isinstance(body, bytes) else body.encode()
            length = len(body) if length is None else length
            w.write(f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{more}\r\n".encode() + body)

        part, _, n = path.strip("/").partition("/")
        if part == "story":
            self.told[int(n)] = time.time()
            return send(story(int(n)), more="Content-Type: text/html\r\n")
        if part == "live":
            live = self.live
            for i in range(live):
                self.listed.setdefault(i, time.time())
            return send("<rss><channel>" + "".join(f"<item><link>/story/{i}</link></item>" for i in range(live)) + "</channel></rss>")
        if part != "feed":
            return send("", "404 Not Found")
        n = int(n)
        kind = self.kind(n)
        if kind == "healthy":
            items = "".join(f"<item><link>/story/{n * self.stories + i}</link></item>" for i in range(self.stories))
            send(f"<rss><channel>{items}</channel></rss>")
            self.looked[n] = time.time()
        elif kind == "slow":
            await asyncio.sleep(600)
        elif kind in ("endless", "drip"):
            w.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss><channel>")
            while True:
                w.write(b"<item><title>x</title></item>" * (1 if kind == "drip" else 2000))
                await w.drain()
                await asyncio.sleep(1 if kind == "drip" else 0)
        elif kind == "malformed":
            send("<rss><channel><item><<<&&& </rss" * 1000)
        elif kind == "bomb":
            send(self.bomb, more="Content-Encoding: gzip\r\n")
        elif kind == "loop":
            send("", "302 Found", f"Location: {path}\r\n")
        elif kind == "lying":
            send("<rss>", length=5_000)
        elif kind == "torn":
            send("<rss>", length=500_000_000)
        elif kind == "entities":
            send('<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item>&b;</item></channel></rss>')
        elif kind == "busy":
            send("", "429 Too Many Requests", "Retry-After: 86400\r\n")


def run(site):
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def main():
        server = await asyncio.start_server(site.serve, "0.0.0.0", 0, backlog=2048)
        site.port = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    threading.Thread(target=lambda: loop.run_until_complete(main()), daemon=True).start()
    ready.wait()


def write_sources(folder, site, feeds):
    hosts = [host(n) for n in feeds]
    text = f"allow_private = {json.dumps(hosts)}\npause = \"0s\"\npatience = \"20s\"\n"
    for n, h in zip(feeds, hosts):
        text += f'[[source]]\nname = "{n}"\nfeed = "http://{h}:{site.port}/feed/{n}"\nevery = "1h"\n'
    path = os.path.join(folder, "sources.toml")
    with open(path, "w") as out:
        out.write(text)
    return path


def read(attache, ledger):
    sql = "SELECT r.key, count(*) AS n FROM reports r JOIN versions v ON v.report = r.id GROUP BY r.id"
    done = subprocess.run([attache, "sql", "--ledger", ledger, "--format", "json", sql], capture_output=True, text=True)
    return {row["key"].rsplit("/", 1)[1]: row["n"] for row in map(json.loads, done.stdout.splitlines())}


def peak(pid):
    with open(f"/proc/{pid}/status") as lines:
        return next((int(l.split()[1]) / 1000 for l in lines if l.startswith("VmHWM")), 0)


def watched(attache, site, feeds):
    """Looks once at `feeds`; gives the peak of memory in MB and how often each report was read."""
    site.first, site.looked, site.told = None, {}, {}
    with tempfile.TemporaryDirectory() as folder:
        sources, ledger = write_sources(folder, site, feeds), os.path.join(folder, "a.db")
        child = subprocess.Popen([attache, "watch", "--once", "--ledger", ledger, sources], stderr=subprocess.DEVNULL)
        most = 0
        while child.poll() is None:
            try:
                most = max(most, peak(child.pid))
            except (OSError, ProcessLookupError):
                break
            time.sleep(0.05)
        child.wait()
        return most, read(attache, ledger)


def hostile(attache, feeds):
    site = Site(feeds, 1)
    run(site)
    healthy = [n for n in range(feeds) if site.kind(n) == "healthy"]
    for what, chosen in (("healthy alone", healthy), ("one in ten hostile", list(range(feeds)))):
        most, found = watched(attache, site, chosen)
        looked, told = (sorted(t - site.first for t in of.values()) for of in (site.looked, site.told))
        print(f"{what}: feeds {len(chosen)}, healthy {len(healthy)}; looked at {len(looked)}, the last after {looked[-1]:.1f} s; "
              f"their reports asked for {len(told)}, the last after {told[-1]:.1f} s; read {len(found)}, twice {sum(n > 1 for n in found.values())}; "
              f"peak memory {most:.0f} MB", flush=True)


def kills(attache, times):
    site = Site(20, 60)
    site.kind = lambda n: "healthy"
    run(site)
    lost = doubled = done = 0
    with tempfile.TemporaryDirectory() as folder:
        while done < times:
            sources, ledger = write_sources(folder, site, range(20)), os.path.join(folder, f"{done}.db")
            for _ in range(min(10, times - done)):
                child = subprocess.Popen([attache, "watch", "--once", "--ledger", ledger, sources], stderr=subprocess.DEVNULL)
                try:
                    child.wait(random.uniform(0.02, 1.5))
                    break
                except subprocess.TimeoutExpired:
                    child.send_signal(signal.SIGKILL)
                    child.wait()
                    done += 1
            subprocess.run([attache, "watch", "--once", "--ledger", ledger, sources], stderr=subprocess.DEVNULL)
            found = read(attache, ledger)
            lost += sum(str(n) not in found for n in range(20 * 60))
            doubled += sum(n > 1 for n in found.values()) + max(0, len(found) - 20 * 60)
            if not found:
                sys.exit("nothing was read")
    print(f"killed {done} times: lost {lost}, doubled {doubled}")


def arrivals(attache, times):
    site = Site(1, 1)
    run(site)
    with tempfile.TemporaryDirectory() as folder:
        sources, ledger = os.path.join(folder, "sources.toml"), os.path.join(folder, "a.db")
        with open(sources, "w") as out:
            out.write(f'allow_private = ["127.0.0.1"]\npause = "0s"\n[[source]]\nfeed = "http://127.0.0.1:{site.port}/live/0"\nevery = "1s"\n')
        child = subprocess.Popen([attache, "serve", "--watch", sources, "--ledger", ledger, "--listen", "127.0.0.1:0"],
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            at = child.stdout.readline().strip()
            stream, spans = urllib.request.urlopen(at + "api/v1/changes", timeout=60), []
            for n in range(times):
                site.live = n + 1
                while n >= len(spans):
                    if stream.readline().strip() != b"event: changed":
                        continue
                    heard = time.time()
                    with urllib.request.urlopen(f"{at}api/v1/incidents?limit=200") as answer:
                        known = json.load(answer)
                    if len(known["items"]) > n:
                        spans.append(heard - site.listed[n])
        finally:
            child.terminate()
            child.wait()
    spans = sorted(1000 * span for span in spans)
    print(f"from a feed's answer to word of its incident, {len(spans)} times: median {statistics.median(spans):.0f} ms, "
          f"95th percentile {spans[int(0.95 * (len(spans) - 1))]:.0f} ms, most {spans[-1]:.0f} ms")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--attache", default="target/release/attache")
    options.add_argument("--feeds", type=int, default=1000)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--arrivals", type=int, default=30)
    given = options.parse_args()
    if given.feeds:
        hostile(given.attache, given.feeds)
    if given.kills:
        kills(given.attache, given.kills)
    if given.arrivals:
        arrivals(given.attache, given.arrivals)


if __name__ == "__main__":
    main()
