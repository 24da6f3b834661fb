"""Compares greedy tokens of the Hugging Face form with those of GGUF files, prompt by prompt.

    python training/teaching/agreement.py HF_FOLDER RESULT.json TOKENS.json [TOKENS.json ...]

TOKENS.json comes from evaluate/tokens.ts: prompt and generated token ids from the product's engine.
Writes for each file how many prompts have the same tokens throughout. Exits with 1 where a file
named *f32* differs anywhere.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM


def greedy(model, prompt: list[int], length: int) -> list[int]:
    """The ``length`` most likely tokens one after another, in float32."""
    ids = torch.tensor([prompt])
    with torch.no_grad():
        out = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=length, min_new_tokens=length, do_sample=False)
    return out[0, len(prompt):].tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("result", type=Path)
    parser.add_argument("tokens", type=Path, nargs="+")
    args = parser.parse_args()
    model = AutoModelForCausalLM.from_pretrained(args.folder, dtype=torch.float32).eval()
    failed, results = False, {}
    for file in args.tokens:
        rows = json.loads(file.read_text(encoding="utf-8"))
        same = tokens = equal = 0
        for row in rows:
            ours = greedy(model, row["prompt"], len(row["generated"]))
            matching = next((i for i, (a, b) in enumerate(zip(ours, row["generated"])) if a != b), len(ours))
            same += matching == len(row["generated"])
            tokens, equal = tokens + len(row["generated"]), equal + matching
        print(f"{file.name}: {same} of {len(rows)} prompts with the same tokens; {equal} of {tokens} tokens before a difference")
        results[file.stem] = {"prompts": len(rows), "same": same, "tokens": tokens, "tokens_before_a_difference": equal}
        failed = failed or ("f32" in file.name and same < len(rows))
    args.result.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
