"""Families about science and everyday quantities, and multiple choice made from them."""

from __future__ import annotations

import random

from arithmetic import add_steps, div_steps, guess_div, guess_mul, mul_steps
from family import Family

# Standard atomic weights rounded to whole numbers (IUPAC 2021), for elements where that is usual.
ATOMIC_MASS = {"C": 12, "H": 1, "N": 14, "O": 16, "Na": 23, "Mg": 24, "S": 32, "K": 39, "Ca": 40}

# (question, what one unit holds, factor): the factor is exact in every line.
CONVERSIONS = [
    ("How many minutes are in {a} hours?", 60), ("How many seconds are in {a} minutes?", 60),
    ("How many hours are in {a} days?", 24), ("How many days are in {a} weeks?", 7),
    ("How many months are in {a} years?", 12), ("How many centimetres are in {a} metres?", 100),
    ("How many metres are in {a} kilometres?", 1000), ("How many grams are in {a} kilograms?", 1000),
    ("How many eggs are in {a} dozen?", 12), ("How many millilitres are in {a} litres?", 1000),
]
RATES = [
    "A pump moves {b} litres per minute. How many litres does it move in {a} minutes?",
    "A printer prints {b} pages per minute. How many pages does it print in {a} minutes?",
    "A worker earns {b} dollars per hour. How many dollars does the worker earn in {a} hours?",
]


def product(r: random.Random, level: float) -> tuple[int, int]:
    """Two factors of which at least one is a digit, mostly; both wider at higher levels."""
    a = r.randint(2, 30 + int(69 * level))
    return a, r.randint(2, 9) if r.random() < 0.9 else r.randint(10, 30)


def _times(lead: str, a: int, b: int) -> tuple[str, int]:
    text, result = mul_steps(a, b)
    return f"{lead}{a}*{b}: {text}", result


def _over(lead: str, a: int, b: int) -> tuple[str, int]:
    text, quotient, _ = div_steps(a, b)
    return f"{lead}{a}/{b}: {text}", quotient


def _triple_draw(product_kind: str, *quotient_kinds: str):
    """Draws for laws of the form p = f * g: asks for p from two factors, or for one factor."""

    def draw(r: random.Random, level: float):
        if r.random() < 0.5:
            return (product_kind, *product(r, level))
        a, b = r.randint(2, 30 + int(69 * level)), r.randint(2, 9)
        return r.choice(quotient_kinds), a * b, b

    return draw


def _triple_work(product_kind: str, leads: dict[str, str]):
    def work(p, words):
        lead = words.get(leads[p[0]], leads[p[0]])
        return _times(lead, p[1], p[2]) if p[0] == product_kind else _over(lead, p[1], p[2])

    return work


def _triple(name: str, weight: float, product_kind: str, templates, leads: dict[str, str]) -> Family:
    quotient_kinds = [kind for kind in templates if kind != product_kind]
    return Family(
        name, weight, _triple_draw(product_kind, *quotient_kinds), templates,
        lambda p: {"a": p[1], "b": p[2]}, _triple_work(product_kind, leads),
        lambda p: guess_mul(p[1], p[2]) if p[0] == product_kind else guess_div(p[1], p[2]),
        lambda p: (p[1] * p[2] if p[0] == product_kind else p[1]) <= 150,
        lambda p: min(p[1:]) > 1 and (p[2] < 100 if p[0] == product_kind else p[2] < 10 <= p[1]),
    )


def _percent_draw(r: random.Random, level: float):
    if r.random() < 0.6:
        return 10 * r.randint(1, 9), 10 * r.randint(2, 20 + int(60 * level))
    return r.choice([5, 15, 25, 35, 45]), 20 * r.randint(1, 10 + int(30 * level))


def _percent_work(p, words):
    part, whole = (10, 10) if p[0] % 10 == 0 else (5, 20)
    text, result = mul_steps(p[1] // whole, p[0] // part)
    return f"{p[1]}/{whole}={p[1] // whole}, {p[0]}/{part}={p[0] // part}; {text}", result


def _energy_draw(r: random.Random, level: float):
    return 2 * r.randint(1, 9 if level < 0.6 or r.random() < 0.9 else 25), r.randint(2, 6 + int(9 * level))


def _energy_work(p, words):
    mass, speed = p
    text, result = mul_steps(speed * speed, mass // 2)
    return f"E=m*v^2/2: {speed}*{speed}={speed * speed}, {mass}/2={mass // 2}; {text}", result


def _molecule_draw(r: random.Random, level: float):
    kind = r.random()
    if kind < 0.65:
        carbon = r.randint(1, 3 + int(5 * level))
        parts = [("C", carbon), ("H", r.randint(1, 9))]
        other = r.random()  # three kinds of atom at most: every further one adds a column addition
        parts += [("O", r.randint(1, 6))] if other < 0.6 else [("N", r.randint(1, 3))] if other < 0.8 else []
    else:
        metal = r.choice(["H", "Na", "Mg", "K", "Ca"])
        parts = [(metal, r.randint(1, 2)), (r.choice(["S", "N", "C"]), 1), ("O", r.randint(1, 4))]
        if r.random() < 0.3:
            parts.pop(1)
    return tuple(piece for part in parts for piece in part)


def _atoms(p):
    return list(zip(p[::2], p[1::2]))


def _formula(p) -> str:
    return "".join(symbol + (str(n) if n > 1 else "") for symbol, n in _atoms(p))


def _molecule_work(p, words):
    masses = [ATOMIC_MASS[s] * n for s, n in _atoms(p)]
    text = ", ".join(f"{s} {ATOMIC_MASS[s]}*{n}={ATOMIC_MASS[s] * n}" for s, n in _atoms(p))
    total = masses[0]
    for mass in masses[1:]:
        steps, result = add_steps(total, mass)
        text += f"; {total}+{mass}: {steps}, {result}"
        total = result
    return "masses: " + text, total


def _unit_draw(r: random.Random, level: float):
    if r.random() < 0.4:
        return ("rate", r.randrange(len(RATES)), *product(r, level)[::-1])
    return "convert", r.randrange(len(CONVERSIONS)), r.randint(2, 9 + int(20 * level))


def _unit_factor(p) -> tuple[int, int]:
    """How many, and how much each: the two factors of the answer."""
    return (p[2], p[3]) if p[0] == "rate" else (p[2], CONVERSIONS[p[1]][1])


def _unit_work(p, words):
    a, factor = _unit_factor(p)
    if factor in (60, 100, 1000):
        zeros = len(str(factor)) - 1
        if factor != 60:
            return f"one is {factor}: {a}*{factor}: {a}, {zeros} zeros", a * factor
    text, result = mul_steps(a, factor)
    return f"one is {factor}: {a}*{factor}: {text}", result


FAMILIES = [
    Family(
        "percent", 0.6, _percent_draw,
        {"default": {"en": ["What is {p}% of {n}?", "Find {p}% of {n}.", "Calculate {p} percent of {n}."]}},
        lambda p: {"p": p[0], "n": p[1]}, _percent_work, lambda p: p[1] // 10,
        lambda p: p[0] <= 10, lambda p: p[0] % 5 == 0 and p[1] % 20 == 0 and (p[0] < 50 or p[0] % 10 == 0),
    ),
    Family(
        "units", 0.7, _unit_draw, {
            "convert": {"en": ["{q}"]},
            "rate": {"en": ["{q}"]},
        },
        lambda p: {"q": (RATES[p[1]] if p[0] == "rate" else CONVERSIONS[p[1]][0]).format(a=p[2], b=p[-1])},
        _unit_work, lambda p: guess_mul(*_unit_factor(p)), lambda p: _unit_factor(p)[0] * _unit_factor(p)[1] <= 150,
        lambda p: p[2] > 1 and (p[0] == "convert" and p[1] < len(CONVERSIONS) or p[0] == "rate" and p[1] < len(RATES) and 1 < p[3] and min(p[2], p[3]) < 100 and p[2] < 100),
    ),
    _triple("speed", 0.7, "distance", {
        "speed": {
            "en": ["A car travels {a} km in {b} h. What is its speed in km/h?",
                   "A train covers {a} km in {b} hours. Find its speed in km/h."],
            "zh": ["一辆车{b}小时行驶{a}千米，速度是多少千米/时？", "火车{b}小时走了{a}千米，求速度（千米/时）。"],
        },
        "distance": {
            "en": ["A car drives at {a} km/h for {b} h. How far does it go in km?",
                   "A train runs at {a} km/h for {b} hours. What distance in km does it cover?"],
            "zh": ["一辆车以{a}千米/时行驶{b}小时，路程是多少千米？", "火车每小时行{a}千米，{b}小时行多少千米？"],
        },
    }, {"speed": "speed", "distance": "distance"}),
    _triple("ohm", 0.7, "voltage", {
        "voltage": {
            "en": ["A current of {b} A flows through {a} ohm. What is the voltage?",
                   "What voltage in V drives {b} A through a resistance of {a} ohm?"],
            "zh": ["{b}安的电流通过{a}欧的电阻，电压是多少伏？", "电阻{a}欧，电流{b}安，求电压（伏）。"],
        },
        "current": {
            "en": ["A voltage of {a} V is applied to {b} ohm. What is the current in A?",
                   "What current in A flows when {a} V is applied to {b} ohm?"],
            "zh": ["{b}欧的电阻两端电压为{a}伏，电流是多少安？"],
        },
        "resistance": {
            "en": ["A voltage of {a} V drives a current of {b} A. What is the resistance in ohm?"],
            "zh": ["电压{a}伏，电流{b}安，求电阻（欧）。"],
        },
    }, {"voltage": "V=I*R: ", "current": "I=V/R: ", "resistance": "R=V/I: "}),
    _triple("force", 0.6, "force", {
        "force": {"en": ["A mass of {a} kg accelerates at {b} m/s^2. What is the force in N?",
                         "What force in N gives {a} kg an acceleration of {b} m/s^2?"]},
        "acceleration": {"en": ["A force of {a} N acts on a mass of {b} kg. What is the acceleration in m/s^2?"]},
        "mass": {"en": ["A force of {a} N causes an acceleration of {b} m/s^2. What is the mass in kg?"]},
    }, {"force": "F=m*a: ", "acceleration": "a=F/m: ", "mass": "m=F/a: "}),
    _triple("density", 0.6, "bulk", {
        "bulk": {"en": ["A liquid has a density of {b} g/cm^3. What is the mass of {a} cm^3 in g?",
                        "What is the mass in g of {a} cm^3 at a density of {b} g/cm^3?"]},
        "density": {"en": ["A body of {b} cm^3 has a mass of {a} g. What is its density in g/cm^3?",
                           "Find the density in g/cm^3 of {a} g that fill {b} cm^3."]},
        "volume": {"en": ["A body has a mass of {a} g and a density of {b} g/cm^3. What is its volume in cm^3?"]},
    }, {"bulk": "m=d*V: ", "density": "d=m/V: ", "volume": "V=m/d: "}),
    Family(
        "energy", 0.7, _energy_draw,
        {"default": {"en": ["What is the kinetic energy in J of {m} kg moving at {v} m/s?",
                            "A mass of {m} kg moves at {v} m/s. Find its kinetic energy in J."]}},
        lambda p: {"m": p[0], "v": p[1]}, _energy_work, lambda p: guess_mul(p[0], p[1]),
        lambda p: p[1] < 4, lambda p: p[0] % 2 == 0 and 0 < p[0] <= 60 and 2 <= p[1] <= 20,
    ),
    Family(
        "molar", 0.7, _molecule_draw,
        {"default": {"en": ["What is the molar mass of {f} in g/mol?", "Find the molar mass of {f} in g/mol.",
                            "How heavy is one mole of {f} in g?"]}},
        lambda p: {"f": _formula(p)}, _molecule_work, lambda p: sum(ATOMIC_MASS[s] for s in p[::2]),
        lambda p: sum(p[1::2]) <= 4, lambda p: min(p[1::2]) > 0 and max(p[1::2]) < 10,
    ),
]
