"""Writes a run's weights in the Hugging Face form (Qwen3ForCausalLM, float32).

    python training/teaching/export_hf.py RUN_FOLDER OUT_FOLDER
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from safetensors.torch import save_file
from weights import CHAT_TEMPLATE, END_OF_TEXT, END_OF_TURN, Exported, load


def config(exported: Exported) -> dict:
    """The model's config.json."""
    shape = exported.shape
    numbers = {a["content"]: a["id"] for a in exported.tokenizer["added_tokens"]}
    return {
        "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "dtype": "float32",
        "vocab_size": shape.vocabulary, "hidden_size": shape.width, "intermediate_size": shape.feed_forward,
        "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads, "num_key_value_heads": shape.heads,
        "head_dim": shape.head_size, "hidden_act": "silu", "rms_norm_eps": shape.eps,
        "rope_parameters": {"rope_type": "default", "rope_theta": shape.rope_base}, "rope_theta": shape.rope_base,
        "max_position_embeddings": shape.context, "tie_word_embeddings": True, "attention_bias": False,
        "use_sliding_window": False, "bos_token_id": None, "eos_token_id": numbers[END_OF_TURN],
        "pad_token_id": numbers[END_OF_TEXT],
    }


def export(exported: Exported, folder: Path) -> None:
    """Writes model.safetensors, config.json, tokenizer.json and tokenizer_config.json."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(exported.tensors, str(folder / "model.safetensors"), metadata={"format": "pt"})
    tokenizer_config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "eos_token": END_OF_TURN, "pad_token": END_OF_TEXT,
        "model_max_length": exported.shape.context, "chat_template": CHAT_TEMPLATE,
        "clean_up_tokenization_spaces": False,
    }
    for name, content in (
        ("config.json", config(exported)),
        ("tokenizer.json", exported.tokenizer),
        ("tokenizer_config.json", tokenizer_config),
    ):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    export(load(args.run), args.folder)
    print(args.folder)


if __name__ == "__main__":
    main()
