"""Bootstrap intervals over questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

RESAMPLES = 10_000  # as in s1 (arXiv 2501.19393): 95 % intervals from 10,000 resamples
SEED = 20250131


@dataclass(frozen=True)
class Estimate:
    """A share or a difference of shares, in percent, with its 95 % percentile interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.1f} ({self.low:.1f} to {self.high:.1f})"

    def to_list(self) -> list[float]:
        return [round(v, 2) for v in (self.value, self.low, self.high)]


@lru_cache(maxsize=2)
def _counts(questions: int) -> np.ndarray:
    """How often each question is in each resample, [RESAMPLES, questions]: the same for all figures."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(questions, np.full(questions, 1 / questions), size=RESAMPLES).astype(np.float32)


def _estimate(above: np.ndarray, below: np.ndarray) -> Estimate:
    """The ratio of two sums over questions, in percent; each resample takes the same questions of both."""
    counts = _counts(len(above))
    ratios = 100 * (counts @ above.astype(np.float32)) / np.maximum(counts @ below.astype(np.float32), 1)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return Estimate(float(100 * above.sum() / max(1, below.sum())), float(low), float(high))


def mean(values: np.ndarray) -> Estimate:
    """Share of ones, in percent."""
    values = np.asarray(values, dtype=float)
    return _estimate(values, np.ones_like(values))


def paired_difference(after: np.ndarray, before: np.ndarray) -> Estimate:
    """Mean of after − before over the same questions."""
    return mean(np.asarray(after, dtype=float) - np.asarray(before, dtype=float))


def share_lost(after: np.ndarray, before: np.ndarray) -> Estimate:
    """Of the questions right before, the share wrong after."""
    before = np.asarray(before, dtype=float)
    return _estimate(before * (1 - np.asarray(after, dtype=float)), before)
