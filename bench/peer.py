"""The peer of the speed comparison: spaCy's small pipeline (tagger, morphologizer, parser), trained on the same UD data.

Run by `run.py` inside the bench's own virtual environment; not meant to be called by hand.

    peer.py train UD_FOLDER CACHE        trains once; later calls find the model in CACHE
    peer.py time CACHE TEXTS.jsonl       words a second at each batch size, one thread, as one JSON line
    peer.py score CACHE UD_FOLDER        UPOS and LAS on the test sets, gold words, as one JSON line
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
BATCHES = (16, 64, 256, 1000)


def model_of(cache):
    return Path(cache) / "peer" / "model-best"


def train(ud, cache):
    """Converts the treebanks and trains; about half an hour on one core."""
    if model_of(cache).exists():
        return
    corpus = Path(cache) / "peer" / "corpus"
    for part in ("train", "dev"):
        (corpus / part).mkdir(parents=True, exist_ok=True)
        for bank in ("ewt", "gum"):
            subprocess.run([sys.executable, "-m", "spacy", "convert", str(Path(ud) / f"{bank}-{part}.conllu"),
                            str(corpus / part), "--converter", "conllu", "--n-sents", "10"], check=True)
    config = Path(__file__).with_name("peer.cfg")
    subprocess.run([sys.executable, "-m", "spacy", "train", str(config), "--output", str(Path(cache) / "peer"),
                    "--paths.train", str(corpus / "train"), "--paths.dev", str(corpus / "dev")],
                   check=True, env=os.environ | ONE_THREAD)


def load(cache):
    import spacy
    return spacy.load(model_of(cache))


def time_it(cache, path):
    """The fastest batch size counts; each is run three times after a warm-up and the best run taken."""
    nlp = load(cache)
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines if line.strip()]
    words = sum(len(text.split()) for text in texts)
    runs = {}
    for size in BATCHES:
        best = None
        for _ in range(3):
            start = time.perf_counter()
            tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=size))
            spent = time.perf_counter() - start
            best = spent if best is None else min(best, spent)
        runs[size] = {"words_a_second": words / best, "tokens_a_second": tokens / best}
    fastest = max(runs, key=lambda size: runs[size]["words_a_second"])
    print(json.dumps({"words": words, "tokens": tokens, "fastest_batch": fastest, "runs": runs}))


def sentences(path):
    """Words with (upos, head, relation before the colon) for each sentence of a CoNLL-U file."""
    rows = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            if rows:
                yield rows
            rows = []
        elif not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append((cells[1], cells[3], int(cells[6]), cells[7].split(":")[0]))
    if rows:
        yield rows


def score(cache, ud):
    """UPOS and LAS on gold words and gold sentences, every word counted."""
    from spacy.tokens import Doc
    nlp = load(cache)
    out = {}
    for bank in ("ewt", "gum"):
        total = upos = las = 0
        golds = list(sentences(Path(ud) / f"{bank}-test.conllu"))
        docs = [Doc(nlp.vocab, words=[r[0] for r in rows], sent_starts=[i == 0 for i in range(len(rows))])
                for rows in golds]
        for rows, doc in zip(golds, nlp.pipe(docs, batch_size=64)):
            for (_, tag, head, relation), token in zip(rows, doc):
                at = 0 if token.head.i == token.i else token.head.i + 1
                guess = "root" if token.dep_ == "ROOT" else token.dep_.split(":")[0]
                total += 1
                upos += token.pos_ == tag
                las += at == head and guess == relation
        out[bank] = {"upos": round(100 * upos / total, 2), "las": round(100 * las / total, 2), "words": total}
    print(json.dumps(out))


def main():
    verb, *rest = sys.argv[1:]
    {"train": train, "time": time_it, "score": score}[verb](*rest)


if __name__ == "__main__":
    main()
