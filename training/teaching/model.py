"""The teaching model: a stock Qwen3 decoder, small enough to train on two CPU cores.

Root-mean-square norms, rotary positions over half-split pairs (NEOX order, as Qwen3), norms on
queries and keys, SwiGLU, tied embeddings. Parameter names are those of the Hugging Face form, so
that the export only adds a prefix.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; ``context`` is what the exported files declare."""

    vocabulary: int
    width: int = 256
    layers: int = 4
    heads: int = 8
    head_size: int = 32
    feed_forward: int = 704
    context: int = 1024
    rope_base: float = 10000.0
    eps: float = 1e-6

    def to_dict(self) -> dict:
        return asdict(self)


class RMSNorm(nn.Module):
    def __init__(self, size: int, eps: float):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), self.eps)


def rope_tables(length: int, head_size: int, base: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosines and sines, [length, head_size / 2]."""
    frequency = base ** (-torch.arange(0, head_size, 2).float() / head_size)
    angle = torch.outer(torch.arange(length).float(), frequency)
    return angle.cos(), angle.sin()


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Rotates [batch, heads, length, head_size] by position; halves are the pairs."""
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


# Below this length three plain products are much faster on a CPU than the fused kernel's backward.
PLAIN_ATTENTION = 400


def plain_attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Causal attention over [batch, heads, length, head_size], written out."""
    batch, heads, length, size = q.shape
    q, k, v = (t.reshape(batch * heads, length, size) for t in (q, k, v))
    hidden = torch.full((length, length), float("-inf"), dtype=q.dtype, device=q.device).triu(1)
    scores = torch.baddbmm(hidden, q, k.transpose(1, 2), alpha=size**-0.5)
    return torch.bmm(scores.softmax(-1).to(v.dtype), v).view(batch, heads, length, size)


class Attention(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.heads, self.head_size = shape.heads, shape.head_size
        inner = shape.heads * shape.head_size
        self.q_proj = nn.Linear(shape.width, inner, bias=False)
        self.k_proj = nn.Linear(shape.width, inner, bias=False)
        self.v_proj = nn.Linear(shape.width, inner, bias=False)
        self.o_proj = nn.Linear(inner, shape.width, bias=False)
        self.q_norm = RMSNorm(shape.head_size, shape.eps)
        self.k_norm = RMSNorm(shape.head_size, shape.eps)

    def forward(self, x, cos, sin, cache):
        batch, length, _ = x.shape

        def split(y: torch.Tensor) -> torch.Tensor:
            return y.view(batch, length, self.heads, self.head_size)

        q = rotate(self.q_norm(split(self.q_proj(x))).transpose(1, 2), cos, sin)
        k = rotate(self.k_norm(split(self.k_proj(x))).transpose(1, 2), cos, sin)
        v = split(self.v_proj(x)).transpose(1, 2)
        mask = None
        if cache is not None:
            k, v, mask = cache.extend(self, k, v)
        if mask is None and x.device.type == "cpu" and length <= PLAIN_ATTENTION:
            y = plain_attention(q, k, v)
        else:
            y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        return self.o_proj(y.transpose(1, 2).reshape(batch, length, -1))


class FeedForward(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.gate_proj = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.up_proj = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.down_proj = nn.Linear(shape.feed_forward, shape.width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.input_layernorm = RMSNorm(shape.width, shape.eps)
        self.self_attn = Attention(shape)
        self.post_attention_layernorm = RMSNorm(shape.width, shape.eps)
        self.mlp = FeedForward(shape)

    def forward(self, x, cos, sin, cache):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, cache)
        return x + self.mlp(self.post_attention_layernorm(x))


class TeachingModel(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = RMSNorm(shape.width, shape.eps)
        cos, sin = rope_tables(2 * shape.context, shape.head_size, shape.rope_base)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                into_stream = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(parameter, std=0.02 / (math.sqrt(2 * shape.layers) if into_stream else 1))

    def hidden(self, ids: torch.Tensor, start: torch.Tensor | int = 0, cache=None) -> torch.Tensor:
        """Final hidden states [batch, length, width]; ``start`` is the first position."""
        x = self.embed_tokens(ids)
        places = torch.arange(ids.shape[1], device=ids.device) + start
        cos, sin = self.cos[places].to(x.dtype), self.sin[places].to(x.dtype)
        for layer in self.layers:
            x = layer(x, cos, sin, cache)
        return self.norm(x)

    def logits(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden @ self.embed_tokens.weight.T

    def matrices_and_rest(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """The layers' matrices (for Muon) and everything else (for AdamW)."""
        named = list(self.named_parameters())
        return (
            [p for n, p in named if p.dim() == 2 and "embed" not in n],
            [p for n, p in named if p.dim() != 2 or "embed" in n],
        )
