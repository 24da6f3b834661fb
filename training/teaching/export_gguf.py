"""Writes a run's weights as GGUF (llama.cpp's qwen3 architecture).

    python training/teaching/export_gguf.py RUN_FOLDER FILE.gguf [--type f16|f32|q8_0]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import gguf
import numpy as np
from weights import CHAT_TEMPLATE, END_OF_TEXT, END_OF_TURN, NAME, Exported, load

TYPES = {
    "f32": (gguf.GGMLQuantizationType.F32, gguf.LlamaFileType.ALL_F32),
    "f16": (gguf.GGMLQuantizationType.F16, gguf.LlamaFileType.MOSTLY_F16),
    "q8_0": (gguf.GGMLQuantizationType.Q8_0, gguf.LlamaFileType.MOSTLY_Q8_0),
}
LAYER_NAMES = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
}
TOP_NAMES = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight"}


def gguf_name(name: str) -> str:
    """llama.cpp's tensor name for a Hugging Face one."""
    if name in TOP_NAMES:
        return TOP_NAMES[name]
    _, _, layer, rest = name.split(".", 3)
    return f"blk.{layer}.{LAYER_NAMES[rest.removesuffix('.weight')]}.weight"


def add_tokenizer(writer: gguf.GGUFWriter, exported: Exported) -> None:
    """Bytes as ordinary tokens, delimiters as control tokens, phrases as user-defined tokens."""
    rows = exported.shape.vocabulary
    tokens, kinds = [f"[PAD{i}]" for i in range(rows)], [gguf.TokenType.UNUSED] * rows
    vocabulary = exported.tokenizer["model"]["vocab"]
    for text, number in vocabulary.items():
        tokens[number], kinds[number] = text, gguf.TokenType.NORMAL
    numbers = {}
    for added in exported.tokenizer["added_tokens"]:
        text, number = added["content"], added["id"]
        control = text.startswith("<|")
        tokens[number] = text
        kinds[number] = gguf.TokenType.CONTROL if control else gguf.TokenType.USER_DEFINED
        numbers[text] = number
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    last = max(vocabulary, key=vocabulary.get)
    writer.add_token_merges([f"{last} {last}"])  # never applies; llama.cpp insists on at least one
    writer.add_bos_token_id(numbers[END_OF_TEXT])
    writer.add_eos_token_id(numbers[END_OF_TURN])
    writer.add_pad_token_id(numbers[END_OF_TEXT])
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def export(exported: Exported, target: Path, kind: str) -> None:
    """Writes the file; matrices in the wanted type, norms in float32."""
    shape = exported.shape
    matrix_type, file_type = TYPES[kind]
    beside = target.with_suffix(".tmp")
    writer = gguf.GGUFWriter(str(beside), "qwen3")
    writer.add_name(NAME)
    writer.add_license("apache-2.0")
    writer.add_languages(["en", "zh"])
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_key_length(shape.head_size)
    writer.add_value_length(shape.head_size)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.eps)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_file_type(file_type)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    add_tokenizer(writer, exported)
    for name, tensor in exported.tensors.items():
        values = tensor.numpy().astype(np.float32)
        stored = matrix_type if values.ndim == 2 else gguf.GGMLQuantizationType.F32
        data = gguf.quants.quantize(values, stored)
        writer.add_tensor(gguf_name(name), np.ascontiguousarray(data), raw_dtype=stored)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    beside.replace(target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--type", choices=TYPES, default="f16")
    args = parser.parse_args()
    export(load(args.run), args.target, args.type)
    print(f"{args.target}: {args.target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
