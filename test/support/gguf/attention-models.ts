/** Attention models with chosen or random weights. */
import { byteVocabulary, type Vocabulary } from './vocabulary.js';
import { filled, noise, ones, random, zeros } from './weights.js';
import { f32, text, u32, writeGguf, type Format, type Metadata, type Tensor } from './writer.js';

/** Shape of a transformer. */
export interface Shape {
  readonly embedding: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly feedForward: number;
  readonly context: number;
  readonly format: Format;
  /** The output matrix is the embedding; a random model then mostly repeats its last token. */
  readonly tied: boolean;
}

export const TINY: Shape = {
  embedding: 64,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headSize: 16,
  feedForward: 128,
  context: 4096,
  format: 'f32',
  tied: false,
};

/** Qwen3-0.6B (config.json of Qwen/Qwen3-0.6B), with its vocabulary of 151,936 tokens: about 640 MB as q8_0. */
export const QWEN3_06B: Shape = {
  embedding: 1024,
  layers: 28,
  heads: 16,
  kvHeads: 8,
  headSize: 128,
  feedForward: 3072,
  context: 40_960,
  format: 'q8_0',
  tied: true,
};
export const QWEN3_VOCABULARY = 151_936;

export type Architecture = 'qwen3' | 'llama' | 'gemma3' | 'mamba';

const DEFAULT_WORDS = ['Wait', 'Hmm', 'Final', ' Answer', ':', ' answer'];

/** Random weights: nonsense, but it computes like the real thing. */
export function writeRandom(
  path: string,
  {
    architecture = 'qwen3' as 'qwen3' | 'llama',
    shape = TINY,
    vocabulary = byteVocabulary(DEFAULT_WORDS, 512),
    seed = 1,
  },
): number {
  const next = random(seed);
  const tensor = (name: string, dims: readonly number[], deviation = 0.05): Tensor =>
    noise(name, dims, next, deviation, shape.format);
  return writeGguf(path, metadataFor(architecture, 'random', shape, vocabulary), [
    tensor('token_embd.weight', [shape.embedding, vocabulary.size], 0.5),
    ones('output_norm.weight', [shape.embedding]),
    ...(shape.tied ? [] : [tensor('output.weight', [shape.embedding, vocabulary.size], 0.3)]),
    ...layers(architecture, shape, tensor, tensor),
  ]);
}

/** The script of a model that "thinks": each state is one token, with the probabilities of what follows. */
export const THINKING_SCRIPT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '<think>': { '\n': 1 },
  '\n': { Okay: 1 },
  Okay: { ',': 1 },
  ',': { ' let': 1 },
  ' let': { ' me': 1 },
  ' me': { ' think': 1 },
  ' think': { ' step': 1 },
  ' step': { ' more': 0.9, ' done': 0.1 },
  ' more': { ' carefully': 1 },
  ' carefully': { ' step': 1 },
  ' done': { '.': 1 },
  '.': { '</think>': 1 },
  Wait: { ' maybe': 1 },
  ' Wait': { ' maybe': 1 },
  ' maybe': { ' check': 1 },
  ' check': { ' again': 1 },
  ' again': { ' step': 0.6, ' done': 0.4 },
  '</think>': { '\n\n': 1 },
  '\n\n': { The: 1 },
  The: { ' answer': 1 },
  Final: { ' Answer': 1 },
  ' Answer': { ':': 1 },
  ':': { ' 42': 0.7, ' 41': 0.2, ' 40': 0.1 },
  ' answer': { ' is': 1 },
  ' is': { ' 42': 0.7, ' 41': 0.2, ' 40': 0.1 },
  ' 42': { '<|im_end|>': 1 },
  ' 41': { '<|im_end|>': 1 },
  ' 40': { '<|im_end|>': 1 },
};

/** Logit of everything that the script does not name, relative to certainty. */
const FLOOR = -20;

/**
 * A first-order Markov chain with known probabilities. Attention and feed-forward add nothing, so that the residual
 * stream is the embedding of the last token; scripted tokens have orthogonal (Hadamard) embeddings, and the output
 * matrix turns each of them into the logarithms of its probabilities.
 */
export function writeMarkov(path: string, script = THINKING_SCRIPT): number {
  const states = Object.keys(script);
  const words = new Set(Object.entries(script).flatMap(([state, following]) => [state, ...Object.keys(following)]));
  const vocabulary = byteVocabulary(
    [...words].filter((word) => !/^<.*>$/.test(word)),
    512,
  );
  const size = 128;
  if (states.length > size) throw new Error('more states than dimensions');
  const shape: Shape = { ...TINY, embedding: size, layers: 1, heads: 2, kvHeads: 1, headSize: 64, feedForward: 64 };
  const next = random(7);
  const embedding = Float32Array.from({ length: vocabulary.size * size }, () => (next() < 0.5 ? -1 : 1));
  states.forEach((state, row) => {
    for (let column = 0; column < size; column++) {
      embedding[vocabulary.id(state) * size + column] = hadamard(row, column);
    }
  });
  const output = new Float32Array(vocabulary.size * size);
  for (const [state, following] of Object.entries(script)) {
    for (const [word, probability] of Object.entries(following)) {
      // logit = Σ output·embedding, and each of the `size` products is gain · (±1)² here
      const gain = (Math.log(probability) - FLOOR) / size;
      for (let column = 0; column < size; column++) {
        output[vocabulary.id(word) * size + column]! += gain * embedding[vocabulary.id(state) * size + column]!;
      }
    }
  }
  return writeGguf(path, metadataFor('qwen3', 'markov', shape, vocabulary), [
    filled('token_embd.weight', [size, vocabulary.size], (index) => embedding[index]!),
    ones('output_norm.weight', [size]),
    filled('output.weight', [size, vocabulary.size], (index) => output[index]!),
    ...layers('qwen3', shape, (name, dims) => noise(name, dims, next), zeros),
  ]);
}

export function metadataFor(architecture: Architecture, name: string, shape: Shape, vocabulary: Vocabulary): Metadata {
  const key = (suffix: string): string => `${architecture}.${suffix}`;
  return [
    ['general.architecture', text(architecture)],
    ['general.name', text(`${name}-${architecture}`)],
    ['general.type', text('model')],
    ['general.quantization_version', u32(2)],
    [key('context_length'), u32(shape.context)],
    [key('embedding_length'), u32(shape.embedding)],
    [key('block_count'), u32(shape.layers)],
    [key('feed_forward_length'), u32(shape.feedForward)],
    [key('attention.head_count'), u32(shape.heads)],
    [key('attention.head_count_kv'), u32(shape.kvHeads)],
    [key('attention.key_length'), u32(shape.headSize)],
    [key('attention.value_length'), u32(shape.headSize)],
    [key('rope.freq_base'), f32(1_000_000)],
    [key('attention.layer_norm_rms_epsilon'), f32(1e-6)],
    ...vocabulary.metadata,
  ];
}

type Make = (name: string, dims: readonly number[]) => Tensor;

/** @param into makes the tensors that write into the residual stream, `make` the others */
function layers(architecture: Architecture, shape: Shape, make: Make, into: Make): Tensor[] {
  const { embedding, heads, kvHeads, headSize, feedForward } = shape;
  const qwen3 = architecture === 'qwen3';
  return Array.from({ length: shape.layers }, (_, layer) => {
    const name = (part: string): string => `blk.${layer}.${part}.weight`;
    return [
      ones(name('attn_norm'), [embedding]),
      make(name('attn_q'), [embedding, heads * headSize]),
      make(name('attn_k'), [embedding, kvHeads * headSize]),
      make(name('attn_v'), [embedding, kvHeads * headSize]),
      into(name('attn_output'), [heads * headSize, embedding]),
      ...(qwen3 ? [ones(name('attn_q_norm'), [headSize]), ones(name('attn_k_norm'), [headSize])] : []),
      ones(name('ffn_norm'), [embedding]),
      make(name('ffn_gate'), [embedding, feedForward]),
      make(name('ffn_up'), [embedding, feedForward]),
      into(name('ffn_down'), [feedForward, embedding]),
    ];
  }).flat();
}

/** Entry of the Hadamard matrix: its rows are orthogonal. */
function hadamard(row: number, column: number): number {
  let parity = 0;
  for (let bits = row & column; bits !== 0; bits >>= 1) parity ^= bits & 1;
  return parity === 1 ? -1 : 1;
}
