"""All families, with multiple choice built over the science ones, and drawing of questions."""

from __future__ import annotations

import random
from dataclasses import dataclass

import families_number
import families_science
from family import WORDS, Family, Params, is_held_out, misread

BASE = families_number.FAMILIES + families_science.FAMILIES
CHOICE_WEIGHT = 2.6
CHOICE_BASES = [f for f in BASE if f.name in ("speed", "ohm", "force", "density", "energy", "molar", "percent")]
NAMES = [f.name for f in BASE] + ["choice"]


@dataclass(frozen=True)
class Question:
    """One question as drawn; ``options`` holds the values behind A) to D) for multiple choice."""

    family: Family
    name: str
    params: Params
    language: str
    text: str
    options: tuple[int, ...] = ()

    def label(self, value: object) -> str:
        """What is written as an answer for a value: the value, or its option's letter."""
        if not self.options:
            return str(value)
        return "ABCD"[self.options.index(value)] if value in self.options else "none"

    @property
    def answer(self) -> str:
        return self.label(self.family.work(self.params, WORDS["en"])[1])

    @property
    def guess(self) -> str:
        return self.label(self.family.guess(self.params))

    def worked(self, params: Params | None = None) -> tuple[str, str]:
        """Text of a careful pass and the answer it ends with (of misread parameters if given)."""
        words = WORDS[self.language]
        text, value = self.family.work(params or self.params, words)
        if not self.options:
            return text + words["so"].format(value), str(value)
        answer = self.label(value)
        last = self.options.index(value) if value in self.options else 3
        looked_at = ", ".join(f"{letter} {option}" for letter, option in list(zip("ABCD", self.options))[: last + 1])
        return f"{text}. That is {value}: {looked_at}" + words["so"].format(answer), answer


def _distractors(rng: random.Random, family: Family, params: Params, answer: int) -> list[int]:
    """Three wrong values: the hasty guess, results of misreading, and common slips."""
    found: list[int] = []
    candidates = [family.guess(params)]
    for _ in range(2):
        other = misread(rng, family, params)
        if other is not None:
            candidates.append(family.work(other, WORDS["en"])[1])
    candidates += rng.sample([answer * 2, answer + 10, answer + 1, answer * 10, max(1, answer - 10)], 5)
    for value in candidates:
        if value != answer and value not in found and value > 0:
            found.append(value)
    return found[:3]


def draw_question(rng: random.Random, level: float, held_out: bool, name: str | None = None, language: str | None = None) -> Question:
    """Draws a question of the wanted side of the split, from one family or by weight."""
    while True:
        if name is None:
            names = [f.name for f in BASE] + ["choice"]
            picked = rng.choices(names, [f.weight for f in BASE] + [CHOICE_WEIGHT])[0]
        else:
            picked = name
        family = rng.choice(CHOICE_BASES) if picked == "choice" else next(f for f in BASE if f.name == picked)
        params = family.draw(rng, level)
        if is_held_out(family.name, params) != held_out:
            continue
        if picked == "choice":
            answer = family.work(params, WORDS["en"])[1]
            options = [answer, *_distractors(rng, family, params, answer)]
            if len(options) < 4:
                continue
            rng.shuffle(options)
            lines = "\n".join(f"{letter}) {value}" for letter, value in zip("ABCD", options))
            text = f"{family.question(rng, params, 'en')}\n\n{lines}"
            return Question(family, picked, params, "en", text, tuple(options))
        available = family.languages(params)
        if language is not None and language not in available:
            continue
        chosen = language or ("zh" if "zh" in available and rng.random() < 0.35 else "en")
        return Question(family, picked, params, chosen, family.question(rng, params, chosen))
