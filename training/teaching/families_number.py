"""Families about words and numbers: letters, the four operations, equations, sequences, gcd."""

from __future__ import annotations

import random
from pathlib import Path

from arithmetic import (
    add_steps,
    div_steps,
    guess_add,
    guess_div,
    guess_mul,
    guess_sub,
    mul_steps,
    sub_steps,
)
from family import Family

WORD_LIST = Path(__file__).with_name("words.txt").read_text(encoding="ascii").split()
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
ONSETS = "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w y z".split()
VOWELS = "a a e e i i o o u ai ea ee ie oo ou".split()
CODAS = ["", "", "", "b", "ck", "d", "g", "ll", "m", "n", "nd", "ng", "p", "pp", "r", "rr", "ss", "st", "t", "tt", "x"]


def _made_up_word(rng: random.Random) -> str:
    syllables = rng.choice([1, 2, 2, 3, 3])
    parts = [rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables)]
    return ("".join(parts) + rng.choice(["", "", "y", "er", "s"]))[:12]


def _letters_draw(rng: random.Random, level: float):
    kind = rng.random()
    if kind < 0.45:
        word = rng.choice(WORD_LIST)
    elif kind < 0.85:
        word = _made_up_word(rng)
    else:
        some = rng.sample(ALPHABET, rng.randint(3, 6))
        word = "".join(rng.choice(some) for _ in range(rng.randint(3, 11)))
    if rng.random() < 0.2:  # double letters are what goes wrong first
        i = rng.randrange(len(word))
        if word not in WORD_LIST:
            word = word[:i] + word[i] + word[i:]
    repeated = [c for c in word if word.count(c) > 1]
    choice = rng.random()
    if repeated and choice < 0.6:
        return word, rng.choice(repeated)
    return word, rng.choice(word) if choice < 0.92 else rng.choice(ALPHABET)


def _letters_work(params, words):
    word, letter = params
    count, shown = 0, []
    for char in word:
        if char == letter:
            count += 1
            shown.append(f"{char}{count}")
        else:
            shown.append(char)
    return f"{words['spell']}{letter}: {' '.join(shown)}", count


def _digits(rng: random.Random, level: float, most: int) -> int:
    return rng.randint(1, 10 ** rng.randint(1, 1 + int((most - 1) * level + 0.5)) - 1)


def _sub_draw(rng: random.Random, level: float):
    a, b = sorted((_digits(rng, level, 3), _digits(rng, level, 3)), reverse=True)
    return a, b


def _mul_draw(rng: random.Random, level: float):
    if rng.random() < 0.75:
        return rng.randint(2, 999 if level > 0.6 and rng.random() < 0.25 else 99), rng.randint(2, 9)
    return (rng.randint(11, 99), rng.randint(11, 99)) if level > 0.4 else (rng.randint(2, 30), rng.randint(2, 9))


def _div_draw(rng: random.Random, level: float):
    divisor = rng.randint(2, 9)
    high = 10 ** rng.randint(2, 2 + int(level + 0.5)) - 1
    return rng.choice(["remainder", "quotient"]), rng.randint(divisor, high), divisor


def _div_work(params, words):
    kind, a, b = params
    text, quotient, rest = div_steps(a, b)
    return words["divide"] + text, rest if kind == "remainder" else quotient


def _linear_draw(rng: random.Random, level: float):
    kind = rng.choice(["plus", "minus"])
    a, x = rng.randint(2, 9), rng.randint(1, rng.choice([10, 10 + int(25 * level)]))
    if kind == "plus":
        b = rng.randint(1, rng.choice([20, 20 + int(50 * level)]))
        return kind, a, b, a * x + b
    b = rng.randint(1, min(99, a * x - 1))
    return kind, a, b, a * x - b


def _linear_work(params, words):
    kind, a, b, c = params
    text, side = sub_steps(c, b) if kind == "plus" else add_steps(c, b)
    sign = "-" if kind == "plus" else "+"
    division, quotient, _ = div_steps(side, a)
    return f"{c}{sign}{b}: {text}, {side}; {side}/{a}: {division}", quotient


def _sequence_draw(rng: random.Random, level: float):
    if rng.random() < 0.25:
        ratio = rng.randint(2, 5)
        return "times", rng.randint(1, 999 // ratio**3 if ratio > 2 else 40), ratio
    kind = rng.choice(["up", "up", "down"])
    step = rng.randint(2, 9 + int(16 * level))
    start = rng.randint(1, 30 + int(60 * level)) + (4 * step if kind == "down" else 0)
    return kind, start, step


def _terms(params, count: int) -> list[int]:
    kind, start, step = params
    if kind == "times":
        return [start * step**i for i in range(count)]
    return [start + i * (step if kind == "up" else -step) for i in range(count)]


def _sequence_work(params, words):
    kind, _, step = params
    w, x, _, z = _terms(params, 4)
    if kind == "times":
        text, result = mul_steps(z, step)
        return f"ratios: {x}/{w}={step}; {z}*{step}: {text}", result
    if kind == "up":
        apart, _ = sub_steps(x, w)
        text, result = add_steps(z, step)
        return f"differences: {x}-{w}: {apart}, {step}; {z}+{step}: {text}", result
    apart, _ = sub_steps(w, x)
    text, result = sub_steps(z, step)
    return f"differences: {w}-{x}: {apart}, {step}; {z}-{step}: {text}", result


def _sequence_guess(params):
    kind, _, step = params
    last = _terms(params, 4)[3]
    if kind == "times":
        return guess_mul(last, step)
    return guess_add(last, step) if kind == "up" else guess_sub(last, step)


def _subtractions(a: int, b: int) -> int:
    """How often the smaller is taken from the larger until both are equal."""
    count = 0
    while a != b:
        a, b, count = max(b, a - b), min(b, a - b), count + 1
    return count


def _gcd_draw(rng: random.Random, level: float):
    while True:
        common = rng.choice([1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
        a, b = common * rng.randint(1, 9), common * rng.randint(1, 9)
        if a > b and a <= 99 and _subtractions(a, b) <= 4:
            return a, b


def _gcd_work(params, words):
    a, b = params
    steps = []
    while a != b:
        text, rest = sub_steps(a, b)
        steps.append(f"{a}-{b}: {text}, {rest}")
        a, b = max(b, rest), min(b, rest)
    return "subtract: " + "; ".join(steps), a


def _gcd_guess(params):
    a, b = params
    if a % 2 == 0 and b % 2 == 0:
        return 2
    return 5 if a % 5 == 0 and b % 5 == 0 else 1


def _same(kind: str, english: list[str], chinese: list[str] | None = None):
    return {kind: {"en": english} | ({"zh": chinese} if chinese else {})}


FAMILIES = [
    Family(
        "letters", 3.2, _letters_draw,
        _same("default", [
            "How many {c} in {w}?", "How many times does {c} appear in {w}?",
            "Count the letter {c} in {w}.", "How many {c}'s are in {w}?",
            "How many times does the letter {c} occur in the word {w}?",
        ], ["{w}里有几个{c}？", "单词{w}中有多少个字母{c}？", "数一数{w}里的{c}。"]),
        lambda p: {"w": p[0], "c": p[1]}, _letters_work,
        lambda p: 0 if p[1] not in p[0] else (1 if len(p[0]) < 8 else 2),
        lambda p: True,  # letters look easy at any length, as they do to large models
    ),
    Family(
        "addition", 0.8, lambda r, l: (_digits(r, l, 3), _digits(r, l, 3)),
        _same("default", [
            "What is {a} + {b}?", "Compute {a} + {b}.", "Add {a} and {b}.", "{a} + {b} = ?",
            "What is the sum of {a} and {b}?",
        ], ["{a}加{b}等于多少？", "计算{a} + {b}。", "{a}与{b}的和是多少？"]),
        lambda p: {"a": p[0], "b": p[1]},
        lambda p, w: (w["columns"] + add_steps(*p)[0], p[0] + p[1]),
        lambda p: guess_add(*p), lambda p: max(p) < 100,
    ),
    Family(
        "subtraction", 0.7, _sub_draw,
        _same("default", [
            "What is {a} - {b}?", "Compute {a} - {b}.", "Subtract {b} from {a}.", "{a} - {b} = ?",
        ]),
        lambda p: {"a": p[0], "b": p[1]},
        lambda p, w: (w["columns"] + sub_steps(*p)[0], p[0] - p[1]),
        lambda p: guess_sub(*p), lambda p: p[0] < 100, lambda p: p[0] >= p[1],
    ),
    Family(
        "multiplication", 1.2, _mul_draw,
        _same("default", [
            "What is {a} * {b}?", "Compute {a} * {b}.", "What is {a} times {b}?", "Multiply {a} by {b}.",
        ], ["{a}乘{b}等于多少？", "计算{a} * {b}。", "{a}与{b}的积是多少？"]),
        lambda p: {"a": p[0], "b": p[1]},
        lambda p, w: (lambda s: (w["parts"] + s[0], s[1]))(mul_steps(*p)),
        lambda p: guess_mul(*p), lambda p: p[0] * p[1] <= 150,
        lambda p: p[1] < 100 and min(p) > 0,
    ),
    Family(
        "division", 0.8, _div_draw,
        _same("remainder", [
            "What is the remainder when {a} is divided by {b}?", "What is {a} mod {b}?",
            "Find the remainder of {a} divided by {b}.",
        ]) | _same("quotient", [
            "What is the whole-number quotient of {a} divided by {b}?", "How many times does {b} fit into {a}?",
        ]),
        lambda p: {"a": p[1], "b": p[2]}, _div_work,
        lambda p: guess_div(p[1], p[2]) if p[0] == "quotient" else (p[1] % 10) % p[2],
        lambda p: p[1] < 100, lambda p: 2 <= p[2] <= 9 and p[1] >= p[2],
    ),
    Family(
        "linear", 1.0, _linear_draw,
        _same("plus", ["Solve {a}x + {b} = {c}.", "If {a}x + {b} = {c}, what is x?", "Find x: {a}x + {b} = {c}"])
        | _same("minus", ["Solve {a}x - {b} = {c}.", "If {a}x - {b} = {c}, what is x?", "Find x: {a}x - {b} = {c}"]),
        lambda p: {"a": p[1], "b": p[2], "c": p[3]}, _linear_work,
        lambda p: guess_div(p[3] - p[2] if p[0] == "plus" and p[3] < 50 else p[3], p[1]), lambda p: p[3] < 40,
        lambda p: 2 <= p[1] <= 9 and (p[0] == "minus" or p[3] > p[2]),
    ),
    Family(
        "sequences", 2.2, _sequence_draw,
        _same("default", [
            "What comes next: {t}?", "Find the next term: {t}, ...", "What is the next number in {t}?",
            "Continue the sequence {t}.",
        ]),
        lambda p: {"t": ", ".join(map(str, _terms(p, 4)))}, _sequence_work, _sequence_guess,
        lambda p: p[0] != "times" and _terms(p, 4)[3] < 60,
        lambda p: p[2] > 1 and min(_terms(p, 4)) > 0 and (p[0] != "times" or p[2] < 6) and (p[0] != "down" or p[1] > 4 * p[2]),
    ),
    Family(
        "gcd", 1.6, _gcd_draw,
        _same("default", [
            "What is the greatest common divisor of {a} and {b}?", "Find gcd({a}, {b}).",
            "What is the largest number that divides both {a} and {b}?",
        ]),
        lambda p: {"a": p[0], "b": p[1]}, _gcd_work, _gcd_guess,
        lambda p: p[0] < 25, lambda p: p[0] > p[1] > 0 and _subtractions(*p) <= 6,
    ),
]
