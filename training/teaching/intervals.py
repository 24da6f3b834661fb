"""Bootstrap intervals over questions."""

from __future__ import annotations

from dataclasses import dataclass

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


def _resampled_means(values: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(SEED)
    counts = rng.multinomial(len(values), np.full(len(values), 1 / len(values)), size=RESAMPLES)
    return counts @ values / len(values)


def mean(values: np.ndarray) -> Estimate:
    """Share of ones, in percent."""
    values = 100 * np.asarray(values, dtype=float)
    low, high = np.percentile(_resampled_means(values), [2.5, 97.5])
    return Estimate(float(values.mean()), float(low), float(high))


def paired_difference(after: np.ndarray, before: np.ndarray) -> Estimate:
    """Mean of after − before over the same questions: each resample takes the same questions of both."""
    return mean(np.asarray(after, dtype=float) - np.asarray(before, dtype=float))


def share_lost(after: np.ndarray, before: np.ndarray) -> Estimate:
    """Of the questions right before, the share wrong after."""
    kept = np.asarray(before) == 1
    return mean(1 - np.asarray(after)[kept])
