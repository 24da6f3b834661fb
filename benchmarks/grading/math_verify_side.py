"""Math-Verify's side of benchmarks/grading: reads cases as JSON Lines on stdin, writes one verdict for each on stdout.

Called as notes of its authors say: verify(parse(gold, [latex, expression]), parse(prediction, same)), bare answers in
dollars. With "best": true it may try again with the prediction in a box, and "(J)" or "\\text{J}" is J.
"""

import json
import logging
import re
import sys
import time

from math_verify import ExprExtractionConfig, LatexExtractionConfig, StringExtractionConfig, parse, verify

logging.disable(logging.CRITICAL)

LETTERS = tuple("ABCDEFGHIJ")
# A letter in brackets or in \\text{…}.
LETTER = re.compile(r"\\text\{\(?([A-J])\)?\}|\(([A-J])\)")
LATEX = [LatexExtractionConfig(), ExprExtractionConfig()]


def wrapped(text):
    """A bare answer in dollars; a text with formulas of its own as it is."""
    bare = len(text) < 200 and not re.search(r"\$|\\boxed|\\\(|\\\[|[A-Za-z]{3,} [A-Za-z]{2,}", text)
    return f"${text}$" if bare and not re.fullmatch(r"[-+.,\d\s%]*", text) else text


def bare(text):
    return LETTER.sub(lambda match: match.group(1) or match.group(2), text)


def equal(gold, prediction, case):
    options = case.get("opts") or {}
    keywords = {}
    if "precision" in options:
        keywords["float_rounding"] = options["precision"]
    if "strict" in options:
        keywords["strict"] = options["strict"]
    if "allow_set_relation_comp" in options:
        keywords["allow_set_relation_comp"] = options["allow_set_relation_comp"]
    return verify(gold, prediction, **keywords)


def choice(case):
    strings = LETTERS if case["best"] else LETTERS[:4]
    configs = [StringExtractionConfig(strings=strings)]
    gold, prediction = case["gold"], case["prediction"]
    if case["best"]:
        gold, prediction = bare(gold), bare(prediction)
    return equal(parse(gold, configs), parse(prediction, configs), case)


def answers(case):
    gold = parse(wrapped(case["gold"]), LATEX)
    if equal(gold, parse(wrapped(case["prediction"]), LATEX), case):
        return True
    return case["best"] and equal(gold, parse("\\boxed{" + case["prediction"] + "}", LATEX), case)


def parses(case):
    return any(not isinstance(value, str) for value in parse(f"${case['latex']}$", [LatexExtractionConfig()]))


KINDS = {"choice": choice, "answers": answers, "latex": parses}

for line in sys.stdin:
    case = json.loads(line)
    start = time.perf_counter()
    try:
        result = bool(KINDS[case["task"]](case))
    except Exception:  # an exception is no verdict of "same"
        result = False
    print(json.dumps({"same": result, "ms": (time.perf_counter() - start) * 1000}), flush=True)
