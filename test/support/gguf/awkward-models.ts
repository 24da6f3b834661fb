/** Random models that cannot simply forget a tail: recurrent, and with sliding windows. */
import { metadataFor, TINY, type Shape } from './attention-models.js';
import { byteVocabulary } from './vocabulary.js';
import { filled, noise, ones, random } from './weights.js';
import { u32, writeGguf, type Metadata, type Tensor } from './writer.js';

/** Mamba: a recurrent state instead of a cache per token. */
export function writeMamba(path: string): number {
  const [embedding, inner, state, timeStep, kernel, layers] = [64, 128, 16, 4, 4, 2];
  const vocabulary = byteVocabulary(['Wait'], 512);
  const next = random(12_345);
  const tensor = (name: string, dims: readonly number[], deviation = 0.1): Tensor => noise(name, dims, next, deviation);
  const shape: Shape = { ...TINY, embedding, layers, heads: 1, kvHeads: 1, headSize: 64, feedForward: 0 };
  const metadata: Metadata = [
    ...metadataFor('mamba', 'random', shape, vocabulary),
    ['mamba.ssm.conv_kernel', u32(kernel)],
    ['mamba.ssm.inner_size', u32(inner)],
    ['mamba.ssm.state_size', u32(state)],
    ['mamba.ssm.time_step_rank', u32(timeStep)],
  ];
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const name = (part: string): string => `blk.${layer}.${part}`;
    return [
      ones(name('attn_norm.weight'), [embedding]),
      tensor(name('ssm_in.weight'), [embedding, 2 * inner]),
      tensor(name('ssm_conv1d.weight'), [kernel, inner], 0.3),
      tensor(name('ssm_conv1d.bias'), [inner]),
      tensor(name('ssm_x.weight'), [inner, timeStep + 2 * state]),
      tensor(name('ssm_dt.weight'), [timeStep, inner]),
      filled(name('ssm_dt.bias'), [inner], () => -2),
      filled(name('ssm_a'), [state, inner], (index) => -(1 + (index % state))),
      ones(name('ssm_d'), [inner]),
      tensor(name('ssm_out.weight'), [inner, embedding]),
    ];
  });
  return writeGguf(path, metadata, [
    tensor('token_embd.weight', [embedding, vocabulary.size], 0.5),
    ones('output_norm.weight', [embedding]),
    tensor('output.weight', [embedding, vocabulary.size], 0.5),
    ...blocks.flat(),
  ]);
}

/** Gemma 3: five of six layers see only the last `window` tokens. */
export function writeGemma3(path: string, window = 32): number {
  const shape: Shape = { ...TINY, layers: 6, heads: 2, kvHeads: 1, headSize: 32 };
  const { embedding, heads, kvHeads, headSize, feedForward } = shape;
  const vocabulary = byteVocabulary(['Wait'], 512);
  const next = random(54_321);
  const tensor = (name: string, dims: readonly number[], deviation = 0.1): Tensor => noise(name, dims, next, deviation);
  const metadata: Metadata = [
    ...metadataFor('gemma3', 'random', shape, vocabulary),
    ['gemma3.attention.sliding_window', u32(window)],
  ];
  const blocks = Array.from({ length: shape.layers }, (_, layer) => {
    const name = (part: string): string => `blk.${layer}.${part}.weight`;
    return [
      ones(name('attn_norm'), [embedding]),
      tensor(name('attn_q'), [embedding, heads * headSize]),
      tensor(name('attn_k'), [embedding, kvHeads * headSize]),
      tensor(name('attn_v'), [embedding, kvHeads * headSize]),
      tensor(name('attn_output'), [heads * headSize, embedding]),
      ones(name('attn_q_norm'), [headSize]),
      ones(name('attn_k_norm'), [headSize]),
      ones(name('post_attention_norm'), [embedding]),
      ones(name('ffn_norm'), [embedding]),
      tensor(name('ffn_gate'), [embedding, feedForward]),
      tensor(name('ffn_up'), [embedding, feedForward]),
      tensor(name('ffn_down'), [feedForward, embedding]),
      ones(name('post_ffw_norm'), [embedding]),
    ];
  });
  return writeGguf(path, metadata, [
    tensor('token_embd.weight', [embedding, vocabulary.size], 0.5),
    ones('output_norm.weight', [embedding]),
    ...blocks.flat(),
  ]);
}
