"""A checkpoint's weights under their Hugging Face names, and what both exports share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from model import Shape

NAME = "think-harder-teaching"
END_OF_TEXT, END_OF_TURN = "<|endoftext|>", "<|im_end|>"
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n{% endif %}"
)


@dataclass(frozen=True)
class Exported:
    """Shape, float32 tensors by Hugging Face name, and the tokenizer.json as parsed."""

    shape: Shape
    tensors: dict[str, torch.Tensor]
    tokenizer: dict


def load(run: Path) -> Exported:
    """Reads a run folder: its checkpoint and the tokenizer it was trained with."""
    state = torch.load(run / "checkpoint.pt", map_location="cpu")
    tensors = {f"model.{name}": tensor.float().contiguous() for name, tensor in state["model"].items()}
    tokenizer = json.loads((run / "tokenizer.json").read_text(encoding="utf-8"))
    return Exported(Shape(**state["shape"]), tensors, tokenizer)
