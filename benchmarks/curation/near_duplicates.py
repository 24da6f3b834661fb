"""datasketch's MinHash-LSH on questions that near-duplicates.ts has written: seconds and pairs, as JSON."""

import json
import sys
import time

from datasketch import MinHash, MinHashLSH

file, shingle, bands, rows, seed = sys.argv[1], *map(int, sys.argv[2:6])
texts = json.load(open(file))
start = time.time()
lsh = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
pairs = []
hashes = []
for text in texts:
    words = text.lower().split()
    n = min(shingle, len(words))
    grams = {" ".join(words[i : i + n]).encode() for i in range(len(words) - n + 1)} if words else set()
    m = MinHash(num_perm=bands * rows, seed=seed)
    m.update_batch(list(grams))
    hashes.append((m, bool(grams)))
for i, (m, any_words) in enumerate(hashes):
    if not any_words:
        continue
    pairs.extend((int(j), i) for j in lsh.query(m))
    lsh.insert(i, m)
print(json.dumps({"seconds": time.time() - start, "pairs": pairs}))
