"""The stream of training batches: reproducible from a seed, resumable at any batch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from families import draw_question
from tokenizers import Tokenizer
from traces import GAP, ending_pieces, make_trace, prompt_text, trace_pieces

CHUNK = 1024
LONGEST = 1000  # tokens; the file declares a context of 1,024


@dataclass(frozen=True)
class Encoded:
    """Token ids and, for each, whether it carries loss."""

    ids: list[int]
    learn: list[bool]


class Encoder:
    """Turns traces into token ids; pieces never share a token, so each is encoded by itself."""

    def __init__(self, tokenizer: Tokenizer):
        self.tokenizer = tokenizer
        self.gap = tokenizer.encode(GAP).ids[0]
        self._cache: dict[str, list[int]] = {}

    def encode(self, text: str) -> list[int]:
        ids = self._cache.get(text)
        if ids is None:
            ids = self.tokenizer.encode(text, add_special_tokens=False).ids
            if len(self._cache) < 50_000:
                self._cache[text] = ids
        return ids

    def sample(self, rng: random.Random, level: float) -> Encoded:
        question = draw_question(rng, level, held_out=False)
        trace = make_trace(rng, question, lambda text: len(self.tokenizer.encode(text).ids))
        ids = list(self.encode_once(prompt_text(question.text, trace.hint)))
        learn = [False] * len(ids)
        start = len(ids)
        ends = []  # where each paragraph is complete, gap not counted
        for pieces in trace_pieces(trace):
            for text, carries in pieces:
                piece = self.encode_once(text) if len(text) > 12 else self.encode(text)
                ids += piece
                learn += [carries] * len(piece)
            ends.append(len(ids) - 1)
        natural, answer = not trace.cut, trace.paragraphs[-1].answer
        if trace.cut:
            at = start if rng.random() < 0.25 else rng.randint(start, len(ids) - 1)
            done = [p.answer for p, end in zip(trace.paragraphs, ends) if end <= at]
            answer = done[-1] if done else trace.paragraphs[0].answer
            del ids[at:], learn[at:]
            if at == start and rng.random() < 0.3:
                ids[-1] = self.gap  # templates that switch thinking off write "<think>\n\n</think>"
        open_line = ids[-1] != self.gap and len(ids) > start
        for text, carries in ending_pieces(rng, answer, natural, open_line):
            piece = self.encode_once(text)
            ids += piece
            learn += [carries] * len(piece)
        return Encoded(ids, learn)

    def encode_once(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids


def chunk_batches(encoder: Encoder, seed: int, chunk: int, level: float, batch_tokens: int) -> list[list[Encoded]]:
    """The batches of one chunk: samples of like length together, in a random order."""
    rng = random.Random(f"{seed}/{chunk}")
    samples = [s for s in (encoder.sample(rng, level) for _ in range(CHUNK)) if len(s.ids) <= LONGEST]
    samples.sort(key=lambda s: len(s.ids))
    batches: list[list[Encoded]] = [[]]
    for sample in samples:
        if batches[-1] and (len(batches[-1]) + 1) * len(sample.ids) > batch_tokens:
            batches.append([])
        batches[-1].append(sample)
    rng.shuffle(batches)
    return batches


def to_tensors(batch: list[Encoded]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and loss mask, both [samples, longest rounded up to 8], padded with 0 and False."""
    width = (max(len(s.ids) for s in batch) + 7) // 8 * 8
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    learn = torch.zeros(len(batch), width, dtype=torch.bool)
    for row, sample in enumerate(batch):
        ids[row, : len(sample.ids)] = torch.tensor(sample.ids)
        learn[row, : len(sample.ids)] = torch.tensor(sample.learn)
    return ids, learn


def stream(encoder: Encoder, seed: int, chunk: int, skip: int, level_of, batch_tokens: int) -> Iterator[tuple[int, int, torch.Tensor, torch.Tensor]]:
    """Yields (chunk, batch in it, ids, mask) from a position; ``level_of()`` is asked per chunk."""
    while True:
        for i, batch in enumerate(chunk_batches(encoder, seed, chunk, level_of(chunk), batch_tokens)):
            if i >= skip:
                yield chunk, i, *to_tensors(batch)
        chunk, skip = chunk + 1, 0
