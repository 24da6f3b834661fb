"""Thinking traces as budget forcing works on them, with the tokens that carry loss.

A trace is a list of paragraphs: a quick guess, then rounds that begin with "Wait" (or "Hmm",
"Alternatively"): a careful pass, a second pass, short confirmations. Where the product would force
something (a suppressed end, an end at the budget, the final-answer cue) the training text has it
too, without loss: the model learns to go on from there, never to write it unasked.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from families import Question
from family import WORDS, misread

GAP = "\n\n"
END = "</think>"
CUE = "Final Answer:"
TOKEN_HINT = "Think for up to {} tokens."
STEP_HINT = "Think for up to {} steps."
# The two class-conditional sentences of s1 (arXiv 2501.19393, appendix on length control).
SHORT_HINT = "Answer after a short amount of thinking. Do not spend excessive time double-checking your work."
LONG_HINT = (
    "Answer after a long amount of thinking. If you feel like you are finished early, spend the extra time "
    "trying to double-check your work until you are absolutely sure that you have the correct answer."
)
PLANS = (("own", 0.82), ("tokens", 0.08), ("steps", 0.05), ("class", 0.05))
MOST_PARAGRAPHS = 40


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``opener`` is "" for the guess, and forced openers carry no loss."""

    opener: str
    forced: bool
    text: str
    learn: bool
    answer: str


@dataclass(frozen=True)
class Trace:
    """A question with its thinking; ``cut`` asks for a forced end at a random token."""

    question: Question
    hint: str
    paragraphs: tuple[Paragraph, ...]
    cut: bool


class _Writer:
    """Writes the paragraphs of one trace in order."""

    def __init__(self, rng: random.Random, question: Question):
        self.rng, self.question, self.words = rng, question, WORDS[question.language]
        guess = question.guess
        self.paragraphs = [Paragraph("", False, self.words["guess"].format(guess), True, guess)]
        self.passes: list[str] = []

    @property
    def settled(self) -> bool:
        """Whether there is a pass and the last one read the question rightly."""
        return bool(self.passes) and self.passes[-1] == self.question.answer

    def go_on(self, forced: bool, redo: float = 0.25, slip: float = 0.0) -> None:
        """Adds one round: a careful pass while it is needed, else a confirmation."""
        rng, words = self.rng, self.words
        names, weights = zip(*words["openers"])
        opener = rng.choices(names, weights)[0]
        if self.settled and rng.random() >= (redo if len(self.passes) == 1 else redo / 4):
            text = rng.choice(words["still"]).format(self.passes[-1])
            self.paragraphs.append(Paragraph(opener, forced, text, True, self.passes[-1]))
            return
        wrong = misread(rng, self.question.family, self.question.params) if not self.passes and rng.random() < slip else None
        text, answer = self.question.worked(wrong)
        if answer == "none":
            wrong = None
            text, answer = self.question.worked()
        self.paragraphs.append(Paragraph(opener, forced, rng.choice(words["check"]) + text, wrong is None, answer))
        self.passes.append(answer)


def _own(rng: random.Random, question: Question) -> list[Paragraph]:
    """Ends by itself after zero to several rounds; then, in a part, goes on under forced waits."""
    writer = _Writer(rng, question)
    stop_at_guess = 0.8 if question.family.easy(question.params) else 0.12
    slip = 0.15 if rng.random() < 0.5 else 0.0
    while len(writer.paragraphs) < 8:
        stop = stop_at_guess if not writer.passes else (0.82 if writer.settled else 0.0)
        if rng.random() < stop:
            break
        writer.go_on(False, slip=slip)
    longer = rng.random()
    if longer < 0.01:
        extra, redo = rng.randint(4, MOST_PARAGRAPHS), rng.choice([0.2, 1.0])
    elif longer < (0.65 if not writer.passes else 0.25):
        extra, redo = rng.choice([1, 1, 1, 2, 2, 3, 4, 5]), 0.25
    else:
        extra, redo = 0, 0.0
    for _ in range(extra):
        writer.go_on(True, redo, slip)
    while not writer.settled and writer.passes:
        writer.go_on(False)
    return writer.paragraphs


def _within_tokens(rng: random.Random, question: Question, count: Callable[[str], int]) -> tuple[str, list[Paragraph]]:
    """Fills a token limit as far as whole paragraphs fit; the guess alone always fits in 16."""
    limit = rng.choice([16, 16, 32, 64, 64, 128, 128, 256])
    writer = _Writer(rng, question)
    used = count(writer.paragraphs[0].text) + 1
    while len(writer.paragraphs) < 8:
        before = list(writer.paragraphs), list(writer.passes)
        writer.go_on(False)
        last = writer.paragraphs[-1]
        used += count(last.opener + last.text) + 1
        if used > limit:
            writer.paragraphs, writer.passes = before
            break
    return TOKEN_HINT.format(limit), writer.paragraphs


def _within_steps(rng: random.Random, question: Question) -> tuple[str, list[Paragraph]]:
    """A step is a paragraph; the limit is the next power of two, as in s1's buckets."""
    limit = rng.choice([1, 2, 2, 4, 4, 8])
    writer = _Writer(rng, question)
    for _ in range(rng.randint(limit // 2 + 1, limit) - 1):
        writer.go_on(False)
    return STEP_HINT.format(limit), writer.paragraphs


def _of_class(rng: random.Random, question: Question) -> tuple[str, list[Paragraph]]:
    writer = _Writer(rng, question)
    if rng.random() < 0.5:
        if not question.family.easy(question.params):
            writer.go_on(False)
        return SHORT_HINT, writer.paragraphs
    for _ in range(rng.randint(2, 5)):
        writer.go_on(False, redo=0.8)
    return LONG_HINT, writer.paragraphs


def make_trace(rng: random.Random, question: Question, count: Callable[[str], int]) -> Trace:
    """One training trace; ``count`` gives the tokens of a text."""
    plan = rng.choices([p for p, _ in PLANS], [w for _, w in PLANS])[0]
    if plan == "tokens":
        hint, paragraphs = _within_tokens(rng, question, count)
    elif plan == "steps":
        hint, paragraphs = _within_steps(rng, question)
    elif plan == "class":
        hint, paragraphs = _of_class(rng, question)
    else:
        return Trace(question, "", tuple(_own(rng, question)), rng.random() < 0.3)
    return Trace(question, hint, tuple(paragraphs), False)


def prompt_text(question: str, hint: str = "") -> str:
    """The chat template's text with thinking opened (ChatML)."""
    content = f"{question}{GAP}{hint}" if hint else question
    return f"<|im_start|>user\n{content}<|im_end|>\n<|im_start|>assistant\n<think>\n"


# A piece of training text: (text, whether its tokens carry loss).
Piece = tuple[str, bool]


def trace_pieces(trace: Trace) -> list[list[Piece]]:
    """The thinking, one list of pieces a paragraph; each paragraph ends with the gap."""
    out: list[list[Piece]] = []
    for p in trace.paragraphs:
        pieces: list[Piece] = [(p.opener, not p.forced)] if p.opener else []
        out.append([*pieces, (p.text, p.learn), (GAP, p.learn)])
    return out


def ending_pieces(rng: random.Random, answer: str, natural: bool, open_line: bool) -> list[Piece]:
    """End of thinking and answer. A forced end has no loss on what the product would force.

    ``open_line`` says that the thinking so far does not end with a line break; the evaluation
    fork of s1 then adds one, generate.py does not: both occur.
    """
    if natural:
        return [(f"{END}\n{CUE} {answer}<|im_end|>", True)]
    start = "\n" if open_line and rng.random() < 0.5 else ""
    if rng.random() < 0.2:
        return [(start + END, False), (f"\n{CUE} {answer}<|im_end|>", True)]
    gap = rng.choices(["\n", GAP, ""], [0.45, 0.45, 0.1])[0]
    return [(f"{start}{END}{gap}{CUE}", False), (f" {answer}<|im_end|>", True)]
