"""Turns an evaluation's outcomes into figures, a picture and the model card.

    python training/teaching/report.py OUTCOMES QUESTIONS.jsonl FILE.gguf AGREEMENT.json CARD_FOLDER

Writes CARD_FOLDER/evaluation.json, accuracy.svg and README.md (from card.md, with the tables put in).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import gguf
import matplotlib
import numpy as np
from intervals import Estimate, mean, paired_difference, share_lost

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "think-harder"  # the same figures give the same file
import matplotlib.pyplot as plt  # noqa: E402

STEPS = ["off", "own", "waits-1", "waits-2", "waits-3", "waits-4"]
LABELS = {"off": "thinking off", "own": "own stopping", "waits-1": 'one forced "Wait"', "waits-2": "two",
          "waits-3": "three", "waits-4": "four"}
CARD = Path(__file__).with_name("card.md")


class Outcomes:
    """All settings' outcomes over one set of questions."""

    def __init__(self, folder: Path, questions: Path):
        rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
        self.families = np.array([row["family"] for row in rows])
        self.languages = np.array([row["language"] for row in rows])
        self.count = len(rows)
        self.settings = {}
        for file in sorted(folder.glob("*.json")):
            part = json.loads(file.read_text(encoding="utf-8"))
            whole = self.settings.setdefault(part["setting"]["name"], part)
            if whole is not part:
                for key in ("asked", "right", "censored", "thinking"):
                    whole[key] += part[key]
        for outcome in self.settings.values():  # in the questions' order, so that settings pair up
            order = np.argsort(outcome["asked"])
            for key in ("asked", "right", "censored", "thinking"):
                outcome[key] = [outcome[key][i] for i in order]
        models = {o["model"] for o in self.settings.values()}
        if len(models) != 1:
            raise SystemExit(f"{folder} holds outcomes of {len(models)} models: empty it and evaluate again")
        self.model = models.pop()
        self.engine = next(iter(self.settings.values()))["engine"]

    def right(self, name: str) -> np.ndarray:
        return np.array(self.settings[name]["right"])

    def thinking(self, name: str) -> float:
        return float(np.mean(self.settings[name]["thinking"]))

    def curve(self, kind: str) -> list[dict]:
        """The settings of a kind, by amount."""
        found = [o for o in self.settings.values() if o["setting"]["kind"] == kind and o["setting"]["temperature"] == 0]
        return sorted(found, key=lambda o: o["setting"]["amount"])


def steps_of(outcomes: Outcomes, suffix: str) -> list[dict]:
    """Off, own, one to four waits: accuracy, gain over the step before, right answers lost to it."""
    rows, before = [], None
    for name in STEPS:
        right = outcomes.right(name + suffix)
        row = {"setting": name + suffix, "accuracy": mean(right), "thinking": outcomes.thinking(name + suffix),
               "questions": len(right)}
        if before is not None:
            row["gain"], row["lost"] = paired_difference(right, before), share_lost(right, before)
        rows.append(row)
        before = right
    return rows


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "| " + " | ".join(["---"] + ["---:"] * (len(header) - 1)) + " |"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def steps_table(rows: list[dict]) -> str:
    def line(row: dict) -> list[str]:
        label = LABELS[row["setting"].removesuffix("-sampled")]
        gain = f"+{row['gain']}" if "gain" in row and row["gain"].value >= 0 else str(row.get("gain", ""))
        return [label, str(row["accuracy"]), f"{row['thinking']:.1f}", gain, str(row.get("lost", ""))]

    header = [f"setting ({rows[0]['questions']:,} questions)", "right, %", "thinking tokens", "against the line above, points", "right answers lost, %"]
    return table(header, [line(row) for row in rows])


def curve_table(outcomes: Outcomes, kind: str) -> str:
    header = ["tokens", "questions", "right, %", "thinking tokens used"]
    return table(header, [
        [str(o["setting"]["amount"]), str(len(o["right"])), str(mean(np.array(o["right"]))), f"{np.mean(o['thinking']):.1f}"]
        for o in outcomes.curve(kind)
    ])


def family_table(outcomes: Outcomes) -> str:
    groups = [(name, outcomes.families == name) for name in dict.fromkeys(outcomes.families)]
    groups += [("(in Chinese)", outcomes.languages == "zh"), ("(in English)", outcomes.languages == "en")]
    rows = [
        [name, str(int(chosen.sum()))] + [f"{100 * outcomes.right(s)[chosen].mean():.0f}" for s in STEPS]
        for name, chosen in groups
    ]
    return table(["family", "questions"] + [LABELS[s] for s in STEPS], rows)


def draw(outcomes: Outcomes, target: Path) -> None:
    """Accuracy against thinking tokens: capped, forced to an exact length, and the forced waits."""
    plt.rcParams.update({"font.size": 9, "svg.fonttype": "none"})
    figure, axes = plt.subplots(figsize=(7, 4.2))

    def points(rows: list[dict]):
        estimates: list[Estimate] = [mean(np.array(o["right"])) for o in rows]
        x = [max(1.0, float(np.mean(o["thinking"]))) for o in rows]
        y = [e.value for e in estimates]
        errors = [[e.value - e.low for e in estimates], [e.high - e.value for e in estimates]]
        return x, y, errors

    for rows, label, style in (
        (outcomes.curve("exact"), "thinking made exactly this long", "o-"),
        (outcomes.curve("cap"), "at most this long", "s--"),
        ([outcomes.settings[s] for s in STEPS], "off, own stopping, 1 to 4 forced waits", "^:"),
    ):
        x, y, errors = points(rows)
        axes.errorbar(x, y, yerr=errors, fmt=style, label=label, capsize=2, markersize=4, linewidth=1)
    axes.set(xscale="log", xlabel="thinking tokens, mean", ylabel="right answers, %", ylim=(0, 102))
    axes.set_xticks([1, 8, 16, 32, 64, 128, 256], ["off", "8", "16", "32", "64", "128", "256"])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(target, metadata={"Date": None})


def facts_of(model: Path) -> dict[str, str]:
    """What the card tells of the file itself."""
    reader = gguf.GGUFReader(model)

    def value(key: str):
        return reader.fields[f"qwen3.{key}"].contents()

    heads, size = value("attention.head_count"), value("attention.key_length")
    return {
        "parameters": f"{sum(int(t.n_elements) for t in reader.tensors) / 1e6:.1f}",
        "megabytes": f"{model.stat().st_size / 1e6:.1f}",
        "shape": f"width {value('embedding_length')}, {value('block_count')} layers, {heads} heads of {size}, "
                 f"feed-forward {value('feed_forward_length')}, tied embeddings",
        "context": f"{value('context_length'):,}",
    }


def agreement_text(results: dict) -> str:
    f32, f16 = results["f32"], results["f16"]
    return (f"Greedy tokens of the Hugging Face form (float32, `export_hf.py`) and of the GGUF in F32 are the same on {f32['same']} of "
            f"{f32['prompts']} held-out prompts; of the F16 file on {f16['same']} of {f16['prompts']} "
            f"({f16['tokens_before_a_difference']:,} of {f16['tokens']:,} tokens before a difference).")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("outcomes", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("agreement", type=Path)
    parser.add_argument("card", type=Path)
    args = parser.parse_args()
    outcomes = Outcomes(args.outcomes, args.questions)
    greedy, sampled = steps_of(outcomes, ""), steps_of(outcomes, "-sampled")
    draw(outcomes, args.card / "accuracy.svg")
    places = {
        "count": f"{outcomes.count:,}", "engine": outcomes.engine, "sha256": outcomes.model,
        "greedy": steps_table(greedy), "sampled": steps_table(sampled), "cap": curve_table(outcomes, "cap"),
        "exact": curve_table(outcomes, "exact"), "families": family_table(outcomes),
        **facts_of(args.model), "agreement": agreement_text(json.loads(args.agreement.read_text(encoding="utf-8"))),
    }
    text = CARD.read_text(encoding="utf-8")
    for name, value in places.items():
        text = text.replace("{{" + name + "}}", str(value))
    (args.card / "README.md").write_text(text, encoding="utf-8")

    def plain(row: dict) -> dict:
        return {k: v.to_list() if isinstance(v, Estimate) else v for k, v in row.items()}

    summary = {
        "model_sha256": outcomes.model, "engine": outcomes.engine, "questions": outcomes.count,
        "greedy": [plain(r) for r in greedy], "sampled": [plain(r) for r in sampled],
        "curves": {
            kind: [{"tokens": o["setting"]["amount"], "questions": len(o["right"]), "accuracy": mean(np.array(o["right"])).to_list(),
                    "thinking": round(float(np.mean(o["thinking"])), 2)} for o in outcomes.curve(kind)]
            for kind in ("cap", "exact")
        },
    }
    (args.card / "evaluation.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    print(steps_table(greedy))


if __name__ == "__main__":
    main()
