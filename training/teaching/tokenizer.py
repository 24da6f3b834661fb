"""Builds the tokenizer: single bytes, and whole phrases of the templates as added tokens.

Bytes keep letters and digits single, so that words can be spelt and columns worked; the phrases
keep sequences short. Any text is representable. Writes a Hugging Face tokenizer.json.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from families import BASE
from families_science import CONVERSIONS, RATES
from family import WORDS
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from traces import CUE, GAP, LONG_HINT, SHORT_HINT, STEP_HINT, TOKEN_HINT

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>"]
EXTRA = [
    GAP, CUE, "user\n", "assistant\n", ", ", "; ", ". So ", ". That is ", "Wait", "Hmm", "Alternatively", "等等",
    "A) ", "\nB) ", "\nC) ", "\nD) ", " b0", " b1", "one is ", " zeros", "subtract: ", "masses: ", "ratios: ",
    "differences: ", "E=m*v^2/2: ", "V=I*R: ", "I=V/R: ", "R=V/I: ", "F=m*a: ", "a=F/m: ", "m=F/a: ", "m=d*V: ",
    "d=m/V: ", "V=m/d: ", ", ...",
]


def phrases() -> list[str]:
    """Every fixed piece of a template that is worth a token, longest first."""
    templates = [t for f in BASE for langs in f.templates.values() for ts in langs.values() for t in ts]
    templates += [text for text, _ in CONVERSIONS] + RATES + [TOKEN_HINT, STEP_HINT]
    for words in WORDS.values():
        for value in words.values():
            templates += [value] if isinstance(value, str) else [v if isinstance(v, str) else v[0] for v in value]
    pieces = {piece for t in templates for piece in re.split(r"\{\w*\}", t)} | set(EXTRA) | {SHORT_HINT, LONG_HINT}
    worth = [p for p in pieces if p in EXTRA or len(p) >= 3 or (p and not p.isascii())]
    return sorted(worth, key=lambda p: (-len(p), p))


def build() -> Tokenizer:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(s, normalized=False) for s in SPECIAL])
    tokenizer.add_tokens([AddedToken(p, normalized=False) for p in phrases()])
    return tokenizer


if __name__ == "__main__":
    target = Path(sys.argv[1])
    built = build()
    built.save(str(target))
    print(f"{target}: {built.get_vocab_size()} tokens")
