#!/usr/bin/env python3
"""Forty pages of our own making in the manner of news sites: F1 of the text's words, share of right titles and days.

    bench/pages.py [--attache target/release/attache] [--show]

Five reports, each in eight dresses: plain article, cookie banner and paywall, live blog, list of what else there is, body of
divs, old table layout, page of an agency with linked data only, page of a broken template.
"""
import argparse, collections, json, subprocess, tempfile, os

REPORTS = [
    ("Shells fall on the market of Arden", "2024-03-05", [
        "Rebels shelled the market of Arden on Monday, killing six traders, the governor of the district said.",
        "A spokesman of the rebels denied it and said that the army had fired from the hills above the town.",
        "The hospital in Arden said it had taken in twenty wounded people, four of them children.",
        "Observers of the truce asked both sides to let them see the place where the shells had landed."]),
    ("Two foreign ministers meet in the harbour town of Lisse", "2023-11-17", [
        "The foreign ministers of both countries met in Lisse on Friday for the first time in nine years.",
        "They agreed to open the border post at the bridge for lorries that carry grain, a joint statement said.",
        "“It is a small step, but it is one,” the host of the talks told reporters in the evening.",
        "No day was named for another meeting, and the question of the prisoners was left for later."]),
    ("Navy frees crew of tanker held for eleven days", "2022-08-30", [
        "Marines freed the crew of a tanker in the strait on Tuesday, eleven days after it had been boarded.",
        "Nobody was hurt, the navy said, though the owner of the ship spoke of two sailors with burns.",
        "The men who had taken the ship fled in three boats toward the coast, according to the navy.",
        "Insurers raised the price for passage through the strait on the following morning."]),
    ("Protesters storm the seat of the regional council", "2021-06-14", [
        "Several hundred people forced their way into the seat of the regional council in Dalen on Monday.",
        "Police used tear gas and detained about forty of them, the ministry of the interior said.",
        "Organisers said that the crowd had been peaceful until officers barred the doors.",
        "The council put off its vote on the price of water, which had brought people into the streets."]),
    ("Convoy with flour reaches the besieged town of Corvo", "2025-01-09", [
        "A convoy of thirty lorries reached Corvo on Thursday, the first in seven weeks, aid workers said.",
        "Soldiers at the last post had held it for nine hours and taken fuel from four of the lorries.",
        "The army said that the fuel had been given freely and would be given back.",
        "Aid workers warned that the flour would last the town for ten days at the most."])]
ALSO = "".join(f"<li><a href='/{i}'>What else was said about the matter of the {w} in the past week</a></li>"
               for i, w in enumerate(["bridge", "grain", "water", "border", "prisoners", "strait"]))
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li><li><a href='/sea'>The sea</a></li></ul></nav>"
COOKIES = ("<div id='cookie-banner' class='cookie consent'><p>We and our 640 partners keep small files on your machine, in order to count you. "
           "You may refuse them all, or choose some of them.</p><button>Accept</button></div>")
FOOT = "<footer><p>All rights are reserved. Write to the desk, or to the publisher, at the address of the house.</p></footer>"


def paras(p, tag="p"):
    return "".join(f"<{tag}>{x}</{tag}>" for x in p)


def plain(t, d, p):
    return (f"<head><title>{t} | The Wire</title><meta property='og:title' content='{t}'><meta property='article:published_time' content='{d}T09:00:00Z'></head>"
            f"<body>{MENU}<article><h1>{t}</h1><p class='byline'>By our own reporter</p>{paras(p)}</article>{FOOT}</body>")


def paywall(t, d, p):
    return (f"<head><title>{t}</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"{t}\",\"datePublished\":\"{d}\"}}</script></head><body>"
            f"{COOKIES}{MENU}<main><h1>{t}</h1><div class='story'>{paras(p)}</div><div class='subscribe-box'><p>Read on with a trial month for one coin, and "
            f"end it whenever you like to.</p></div></main>{FOOT}</body>")


def live(t, d, p):
    posts = "".join(f"<section class='post'><time datetime='{d}T1{i}:00:00Z'>1{i}:00</time><p>{x}</p></section>" for i, x in enumerate(p))
    return f"<head><title>{t} - live</title><meta property='og:title' content='{t}'></head><body>{MENU}<main><h1>{t}</h1><div class='posts'>{posts}</div></main>{FOOT}</body>"


def listed(t, d, p):
    return (f"<head><title>{t}</title><meta name='date' content='{d}'></head><body>{MENU}<div class='content'><h1>{t}</h1>{paras(p[:2])}"
            f"<div class='related'><h3>More of this</h3><ul>{ALSO}</ul></div>{paras(p[2:])}</div><aside><ul>{ALSO}</ul></aside>{FOOT}</body>")


def divs(t, d, p):
    return (f"<head><title>{t}</title><meta itemprop='datePublished' content='{d}T23:30:00+03:00'></head><body><div class='top'>{MENU}</div><div><div><h1>{t}</h1>"
            f"{paras(p, 'div')}</div><div class='share'><a href='#'>Send it to a friend of yours</a></div></div>{FOOT}</body>")


def table(t, d, p):
    return (f"<head><title>{t}</title><meta name='DC.date' content='{d}'></head><body><table><tr><td><a href='/'>Home</a><br><a href='/a'>Archive</a></td>"
            f"<td><h1>{t}</h1>{'<br><br>'.join(p)}</td></tr></table></body>")


def agency(t, d, p):
    return (f"<head><title>Agency</title><script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@graph\":[{{\"@type\":\"Organization\",\"name\":\"Agency\"}},"
            f"{{\"@type\":\"NewsArticle\",\"headline\":\"{t}\",\"datePublished\":\"{d}T08:00:00Z\",\"dateModified\":\"2026-01-01\"}}]}}</script></head>"
            f"<body>{MENU}<article>{paras(p)}</article>{FOOT}</body>")


def broken(t, d, p):
    inside = "".join(f"<p>{x}" for x in p)
    return f"<title>{t}</title><div><nav>{ALSO}</nav><h1>{t}</h1><p><time datetime='{d}'>{d}</time>{inside}<div class=newsletter><p>Have our letter every morning, with all that has happened in the night."


DRESSES = [plain, paywall, live, listed, divs, table, agency, broken]


def f1(a, b):
    a, b = collections.Counter(a.split()), collections.Counter(b.split())
    common = sum((a & b).values())
    return 2 * common / max(1, sum(a.values()) + sum(b.values()))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--attache", default="target/release/attache")
    options.add_argument("--show", action="store_true", help="name the pages that are read wrongly")
    given = options.parse_args()
    texts, titles, days = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for n, (title, day, paragraphs) in enumerate(REPORTS):
            for dress in DRESSES:
                path = os.path.join(folder, f"{dress.__name__}{n}.html")
                with open(path, "w") as out:
                    out.write(f"<!doctype html><html lang=en><meta charset=utf-8>{dress(title, day, paragraphs)}</html>")
                done = subprocess.run([given.attache, "read", "--format", "json", path], capture_output=True, text=True)
                report = json.loads(done.stdout or "{}").get("report", {})
                texts.append(f1(report.get("text", ""), " ".join(paragraphs)))
                titles.append(report.get("title") == title)
                days.append(report.get("published") == day)
                if given.show and (texts[-1] < 0.97 or not titles[-1] or not days[-1]):
                    print(f"{dress.__name__} {n}: text {texts[-1]:.2f}, title {report.get('title')!r}, day {report.get('published')}")
    share = lambda values: 100 * sum(values) / len(values)
    print(f"{len(texts)} pages: text F1 {share(texts):.1f}, title {share(titles):.1f}, day {share(days):.1f}")


if __name__ == "__main__":
    main()
