"""Trains the teaching model: seeded, resumable after a kill, on CPU or one GPU.

    python training/teaching/train.py RUN_FOLDER [--tokens 17.1e6] [--seed 1] [--minutes M]

The learning rate falls in a straight line from where it is to zero at the token target. The target
may be changed while it runs by writing {"target_tokens": N} to RUN_FOLDER/control.json (asked for
at every checkpoint) or with --tokens when resuming: the line then starts anew from the rate in
force, so that a run can be brought to its end when time gets short. Checkpoints hold model,
optimisers, data position and generator state, and are written beside and renamed.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch
import torch.nn.functional as F
from data import Encoder, stream
from model import Shape, TeachingModel
from tokenizer import build
from tokenizers import Tokenizer

MUON_RATE, ADAM_RATE = 0.01, 2e-3  # found best in a first one-hour trial; 0.02 stood still
WARM_UP = 100  # steps
WIDEN_OVER = 0.3  # the numbers reach their full width after this part of the target


class Schedule:
    """A straight line from an anchor (tokens, share of the full rate) down to zero at the target."""

    def __init__(self, target: int):
        self.anchor_tokens, self.anchor_share, self.target = 0, 1.0, target

    def share(self, tokens: int) -> float:
        left = (self.target - tokens) / max(1, self.target - self.anchor_tokens)
        return max(0.0, self.anchor_share * left)

    def retarget(self, tokens: int, target: int) -> None:
        if target != self.target:
            self.anchor_share = self.share(tokens)
            self.anchor_tokens, self.target = tokens, target


def atomic_save(state: dict, path: Path) -> None:
    beside = path.with_suffix(".tmp")
    with beside.open("wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def loss_of(model: TeachingModel, ids: torch.Tensor, learn: torch.Tensor) -> torch.Tensor:
    """Cross-entropy summed over the tokens that carry loss."""
    device = next(model.parameters()).device
    with torch.autocast(device.type, torch.bfloat16):
        hidden = model.hidden(ids[:, :-1].to(device))
        wanted = learn[:, 1:].to(device)
        logits = model.logits(hidden[wanted])
    return F.cross_entropy(logits.float(), ids[:, 1:].to(device)[wanted], reduction="sum")


class Shards:
    """Splits each batch over threads that work on their own: replicas share the weights, not the gradients.

    On a busy machine this is several times faster than one batch with as many threads inside each operation: those wait
    for each other at the end of every operation, these once a step. The sum of the gradients is the same.
    """

    def __init__(self, model: TeachingModel, count: int):
        self.model = model
        self.replicas = [model]
        for _ in range(count - 1):
            replica = TeachingModel(model.shape).to(next(model.parameters()).device)
            for own, shared in zip(replica.parameters(), model.parameters()):
                own.data = shared.data
            self.replicas.append(replica)
        self.pool = ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(1,)) if count > 1 else None

    def each(self, work: Callable, *arguments: Iterable) -> list:
        """Calls ``work`` once a shard, side by side."""
        return list(self.pool.map(work, *arguments)) if self.pool else list(map(work, *arguments))

    def gradients(self, ids: torch.Tensor, learn: torch.Tensor) -> float:
        """Leaves the batch's mean gradient on the model; returns the mean loss."""
        weight = 1 / learn[:, 1:].sum().item()

        def work(replica: TeachingModel, ids: torch.Tensor, learn: torch.Tensor) -> float:
            replica.zero_grad(set_to_none=True)
            loss = loss_of(replica, ids, learn) * weight
            loss.backward()
            return loss.item()

        used = self.replicas[: len(ids)]  # a batch of one long sample has work for one only
        parts = len(used)
        # Every second row each: the rows are sorted by length, so that the shards are alike.
        total = sum(self.each(work, used, [ids[i::parts] for i in range(parts)], [learn[i::parts] for i in range(parts)]))
        for replica in used[1:]:
            for own, other in zip(self.model.parameters(), replica.parameters()):
                own.grad += other.grad
        return total


class Trainer:
    """One run: everything that a checkpoint holds, and the loop."""

    def __init__(self, args: argparse.Namespace):
        self.args, self.folder = args, Path(args.run)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.checkpoint = self.folder / "checkpoint.pt"
        tokenizer_file = self.folder / "tokenizer.json"
        if not tokenizer_file.exists():
            build().save(str(tokenizer_file))
        self.tokenizer = Tokenizer.from_file(str(tokenizer_file))
        torch.manual_seed(args.seed)
        rows = (self.tokenizer.get_vocab_size() + 31) // 32 * 32
        sizes = json.loads(args.shape) if args.shape else {}
        self.model = TeachingModel(Shape(vocabulary=rows, **sizes)).to(args.device)
        matrices, rest = self.model.matrices_and_rest()
        self.shards = Shards(self.model, args.threads if args.device == "cpu" else 1)
        self.optimisers = [
            torch.optim.Muon(matrices, lr=MUON_RATE, momentum=0.95, weight_decay=0.01),
            torch.optim.AdamW(rest, lr=ADAM_RATE, betas=(0.9, 0.95), weight_decay=0.0),
        ]
        self.schedule = Schedule(int(args.tokens))
        self.chunk, self.next_batch, self.step, self.tokens, self.seconds = 0, 0, 0, 0, 0.0
        self.average = None
        self.levels: dict[int, float] = {}
        if self.checkpoint.exists():
            self.load(torch.load(self.checkpoint, map_location=args.device))
            self.schedule.retarget(self.tokens, int(args.tokens))

    def state(self) -> dict:
        return {
            "shape": self.model.shape.to_dict(), "model": self.model.state_dict(),
            "optimisers": [o.state_dict() for o in self.optimisers], "schedule": vars(self.schedule),
            "chunk": self.chunk, "next_batch": self.next_batch, "step": self.step, "tokens": self.tokens,
            "seconds": self.seconds, "average": self.average, "levels": self.levels,
            "torch_rng": torch.get_rng_state(), "seed": self.args.seed,
        }

    def load(self, state: dict) -> None:
        self.model.load_state_dict(state["model"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        vars(self.schedule).update(state["schedule"])
        for name in ("chunk", "next_batch", "step", "tokens", "seconds", "average", "levels"):
            setattr(self, name, state[name])
        torch.set_rng_state(state["torch_rng"].cpu())

    def level(self, chunk: int) -> float:
        """Width of the numbers for a chunk; remembered, so that a resumed chunk is the same."""
        if chunk not in self.levels:
            self.levels = {chunk: min(1.0, 0.2 + 0.8 * self.tokens / (WIDEN_OVER * self.schedule.target))}
        return self.levels[chunk]

    def note(self, message: str) -> None:
        with (self.folder / "log.txt").open("a", encoding="utf-8") as log:
            log.write(message + "\n")
        print(message, flush=True)

    def control(self) -> None:
        """Takes a new target from control.json, if there is one."""
        file = self.folder / "control.json"
        if file.exists():
            target = int(json.loads(file.read_text())["target_tokens"])
            if target != self.schedule.target:
                self.note(f"target {self.schedule.target} -> {target} tokens at {self.tokens}")
                self.schedule.retarget(self.tokens, target)

    def train_step(self, ids: torch.Tensor, learn: torch.Tensor) -> None:
        share = self.schedule.share(self.tokens) * min(1.0, (self.step + 1) / WARM_UP)
        for optimiser, rate in zip(self.optimisers, (MUON_RATE, ADAM_RATE)):
            for group in optimiser.param_groups:
                group["lr"] = rate * share
        value = self.shards.gradients(ids, learn)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.average = value if self.average is None else 0.98 * self.average + 0.02 * value
        self.step, self.tokens = self.step + 1, self.tokens + ids.numel()

    def run(self) -> None:
        stop: list[int] = []
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, frame: stop.append(number))
        begun = last = time.monotonic()
        saved_at = begun
        self.note(f"start at step {self.step}, {self.tokens} tokens, target {self.schedule.target}, "
                  f"{sum(p.numel() for p in self.model.parameters())} parameters")
        batches = stream(Encoder(self.tokenizer), self.args.seed, self.chunk, self.next_batch, self.level, self.args.batch_tokens)
        for chunk, index, ids, learn in batches:
            if self.tokens >= self.schedule.target or stop or time.monotonic() - begun > 60 * self.args.minutes:
                break
            self.train_step(ids, learn)
            self.chunk, self.next_batch = chunk, index + 1
            now = time.monotonic()
            self.seconds, last = self.seconds + now - last, now
            if self.step % 50 == 0:
                self.note(f"step {self.step} loss {self.average:.4f} tokens {self.tokens / 1e6:.2f}M "
                          f"{self.tokens / self.seconds:.0f}/s share {self.schedule.share(self.tokens):.3f} "
                          f"minutes {self.seconds / 60:.1f}")
            if now - saved_at > self.args.checkpoint_seconds:
                atomic_save(self.state(), self.checkpoint)
                saved_at = now
                self.control()
        atomic_save(self.state(), self.checkpoint)
        finished = self.tokens >= self.schedule.target
        self.note(f"{'finished' if finished else 'stopped'} at step {self.step}, {self.tokens} tokens, {self.seconds / 60:.1f} minutes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", help="folder for checkpoint, tokenizer and log")
    parser.add_argument("--tokens", type=float, default=17.1e6, help="token target (padding counted)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after this long, resumable")
    parser.add_argument("--batch-tokens", type=int, default=4500)
    parser.add_argument("--checkpoint-seconds", type=float, default=120)
    parser.add_argument("--shape", help="JSON with other sizes than the default, for trials")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)  # for what is not sharded: the optimisers
    Trainer(args).run()


if __name__ == "__main__":
    main()
