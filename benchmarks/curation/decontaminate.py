"""The published 8-gram rule as a good set-based Python program: what ours is measured against.

s1's data/decontaminate_util.py: lower, strip, collapse white space, split on spaces, 8-word n-grams, one shared n-gram
removes the question. The evaluation side's n-grams stand in one set; a question is looked up n-gram by n-gram and the
search ends at the first hit. Writes the same files as ours, without the safety: kept.jsonl and dropped.jsonl.

    python3 decontaminate.py POOL.jsonl[.gz] OUT TASK.jsonl ...   prints {"rows": ..., "dropped": [row numbers from 0]}
"""

import gzip
import json
import os
import sys
from multiprocessing import Pool

N = 8
EVALUATION: set[tuple[str, ...]] = set()


def ngrams(text: str):
    words = text.lower().split()
    return zip(*(words[i:] for i in range(N)))


def contaminated(line: bytes) -> bool:
    return not EVALUATION.isdisjoint(ngrams(json.loads(line)["question"]))


def scan(lines: list[bytes]) -> list[bool]:
    return [contaminated(line) for line in lines]


def blocks(file, rows: int = 4096):
    block = []
    for line in file:
        block.append(line)
        if len(block) == rows:
            yield block
            block = []
    if block:
        yield block


def main() -> None:
    pool, out, *tasks = sys.argv[1:]
    for task in tasks:
        with open(task, "rb") as file:
            for line in file:
                EVALUATION.update(ngrams(json.loads(line)["problem"]))
    os.makedirs(out, exist_ok=True)
    workers = int(os.environ.get("WORKERS", "2"))
    opener = gzip.open if pool.endswith(".gz") else open
    rows, dropped = 0, []
    with (
        opener(pool, "rb") as file,
        open(f"{out}/kept.jsonl", "wb") as kept,
        open(f"{out}/dropped.jsonl", "wb") as gone,
        Pool(workers) as processes,  # forked: the set is shared
    ):
        if workers == 1:
            done = ((block, scan(block)) for block in blocks(file))
        else:
            done = processes.imap(scan_block, blocks(file), chunksize=1)
        for block, verdicts in done:
            for line, hit in zip(block, verdicts):
                (gone if hit else kept).write(line)
                if hit:
                    dropped.append(rows)
                rows += 1
    print(json.dumps({"rows": rows, "dropped": dropped}))


def scan_block(block: list[bytes]) -> tuple[list[bytes], list[bool]]:
    return block, scan(block)


if __name__ == "__main__":
    main()
