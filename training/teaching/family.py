"""What a family of questions is, and the words its traces are written with."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field

Params = tuple  # a question's numbers and words: the only thing its answer depends on

# Words of a trace, by language. Keys of "lead" are used by the families' work.
WORDS = {
    "en": {
        "guess": "I guess {}.",
        "so": ". So {}.",
        "check": [", ", ", let me check, "],
        "still": [", still {}.", ", it stays {}.", ", both ways give {}."],
        "openers": [("Wait", 6), ("Hmm", 2), ("Alternatively", 2)],
        "spell": "spell it: ",
        "columns": "by columns: ",
        "parts": "by parts: ",
        "divide": "divide: ",
        "speed": "speed is distance over time: ",
        "distance": "distance is speed times time: ",
    },
    "zh": {
        "guess": "我猜{}。",
        "so": "。所以{}。",
        "check": ["，", "，检查一下，"],
        "still": ["，还是{}。", "，仍然是{}。"],
        "openers": [("Wait", 5), ("等等", 4), ("Hmm", 1), ("Alternatively", 1)],
        "spell": "逐个数：",
        "columns": "逐位算：",
        "parts": "逐位乘：",
        "divide": "逐位除：",
        "speed": "速度是路程除以时间：",
        "distance": "路程是速度乘时间：",
    },
}


@dataclass(frozen=True)
class Family:
    """A kind of question: how to draw one, ask it, guess at it and work it out.

    ``draw(rng, level)`` returns parameters (``level`` in [0, 1] widens the numbers);
    ``ask(params)`` maps a language to templates already filled in;
    ``work(params, words)`` returns ``(text, answer)``; ``guess(params)`` a quick answer;
    ``easy(params)`` says whether a guess looks good enough to stop at.
    """

    name: str
    weight: float
    draw: Callable[[random.Random, float], Params]
    templates: dict[str, dict[str, list[str]]]  # variant -> language -> phrasings
    slots: Callable[[Params], dict[str, object]]
    work: Callable[[Params, dict], tuple[str, object]]
    guess: Callable[[Params], object]
    easy: Callable[[Params], bool]
    valid: Callable[[Params], bool] = field(default=lambda params: True)

    def variant(self, params: Params) -> str:
        """The templates' key: the first parameter where it names one, else "default"."""
        first = str(params[0])
        return first if first in self.templates else "default"

    def languages(self, params: Params) -> list[str]:
        return list(self.templates[self.variant(params)])

    def phrasings(self, params: Params, language: str) -> list[str]:
        return self.templates[self.variant(params)][language]

    def question(self, rng: random.Random, params: Params, language: str) -> str:
        return rng.choice(self.phrasings(params, language)).format(**self.slots(params))


# One in 12 parameter sets is kept for evaluation. The split is on what is asked, not on how, so
# a held-out question is never seen in another phrasing either.
HELD_OUT_WORDS = frozenset({"raspberry", "strawberry"})


def is_held_out(name: str, params: Params) -> bool:
    """Whether a question belongs to the evaluation: by the hash of what is asked.

    For letters it is the word alone that counts: no held-out word is ever spelled in training.
    """
    if name == "letters":
        if params[0] in HELD_OUT_WORDS:
            return True
        params = params[:1]
    key = f"{name}|{'|'.join(map(str, params))}"
    return hashlib.sha256(key.encode()).digest()[0] < 256 // 12


def misread(rng: random.Random, family: Family, params: Params) -> Params | None:
    """The same question with one number (or letter) misread, or None where none was found."""
    for _ in range(8):
        places = [i for i, p in enumerate(params) if isinstance(p, int)]
        if family.name == "letters":
            word, letter = params
            i = rng.randrange(len(word))
            word = word[:i] + rng.choice(["", word[i] * 2, letter]) + word[i + 1 :]
            changed: Params = (word, letter)
        elif places:
            i = rng.choice(places)
            digits = list(str(params[i]))
            digits[rng.randrange(len(digits))] = rng.choice("123456789")
            changed = params[:i] + (int("".join(digits)),) + params[i + 1 :]
        else:
            return None
        if changed != params and changed[0] and family.valid(changed):
            return changed
    return None
