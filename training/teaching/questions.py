"""Writes held-out questions for the evaluation as JSON Lines.

    python training/teaching/questions.py FILE.jsonl [--each 66] [--seed 7]

Each line: {"id", "family", "language", "question", "answer"}. All texts differ. The two words that
every reader will try, raspberry and strawberry, are always among them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from pathlib import Path

import families_number
from families import NAMES, Question, draw_question


def _known_words() -> list[Question]:
    family = next(f for f in families_number.FAMILIES if f.name == "letters")
    texts = [("raspberry", "en", "How many r in raspberry?"), ("strawberry", "en", "How many r in strawberry?"),
             ("raspberry", "zh", "raspberry里有几个r？"), ("strawberry", "zh", "strawberry里有几个r？")]
    return [Question(family, "letters", (word, "r"), language, text) for word, language, text in texts]


def held_out(each: int, seed: int) -> list[dict]:
    """``each`` distinct questions a family (fewer where a family has no more)."""
    rng, rows, seen = random.Random(seed), [], set()

    def add(question: Question) -> bool:
        if question.text in seen:
            return False
        seen.add(question.text)
        number = hashlib.sha256(question.text.encode()).hexdigest()[:12]
        rows.append({"id": number, "family": question.name, "language": question.language,
                     "question": question.text, "answer": question.answer})
        return True

    for question in _known_words():
        add(question)
    for name in NAMES:
        count = sum(row["family"] == name for row in rows)
        for _ in range(40 * each):
            if count >= each:
                break
            count += add(draw_question(rng, 1.0, held_out=True, name=name))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--each", type=int, default=66)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    rows = held_out(args.each, args.seed)
    args.file.parent.mkdir(parents=True, exist_ok=True)
    args.file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"{args.file}: {len(rows)} questions")


if __name__ == "__main__":
    main()
