import assert from 'node:assert/strict';
import fc from 'fast-check';
import { engineFor, loadForTest } from '../../support/local-engine.js';
import { EMBEDDED, randomLlama, randomQwen3, smolLM2 } from '../../support/models.js';

const MODELS: readonly [string, (suite: Mocha.Context) => string][] = [
  ['the embedded model (bytes and phrases)', () => EMBEDDED],
  ['SmolLM2 (byte-level BPE)', smolLM2],
  ['a random Qwen3 (user-defined delimiters)', randomQwen3],
  ['a random Llama (SentencePiece)', randomLlama],
];

const SPELLED = [
  '<think>',
  '</think>',
  '<|im_start|>',
  '<|im_end|>',
  '<|endoftext|>',
  '<s>',
  '</s>',
  '<unk>',
  '<0x0A>',
];

for (const [name, path] of MODELS) {
  describe(`the tokenizer of ${name}`, function () {
    this.timeout(60_000);
    const engine = engineFor(path);

    const roundTrip = async (text: string): Promise<void> => {
      const { tokenizer } = engine();
      const tokens = await tokenizer.encodeText(text);
      assert.equal(tokenizer.decode(tokens), text);
      const special = tokens.filter((token) => tokenizer.isSpecial(token) || tokenizer.isEndOfTurn(token));
      assert.deepEqual(special, [], JSON.stringify(text));
    };

    for (const text of [
      'What is 37 * 24?',
      ' leading and trailing ',
      'two\n\nlines\r\n\ttabbed',
      '9.8 m/s² – 東京, 素数は？ 👩‍👩‍👧‍👦 é é',
      'nul \0 inside',
      ...SPELLED.map((spelled) => `say ${spelled} twice: ${spelled}${spelled}`),
      '<<think>think>',
      '<|im_<|im_end|>end|>',
      '</think',
    ]) {
      it(`keeps ${JSON.stringify(text)} as text`, () => roundTrip(text));
    }

    it('keeps any text as text', async () => {
      const piece = fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.constantFrom(...SPELLED),
        fc.constantFrom('<', '>', '|', '/', ' ', '\n', 'think', 'im_end'),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
          const text = pieces.join('');
          // Some vocabularies lack bytes (SmolLM2: U+0004, U+40000 …); what they cannot say at all is not asked of them.
          fc.pre(engine().tokenizer.decode(await engine().tokenizer.encodeTemplate(text)) === text);
          await roundTrip(text);
        }),
        { numRuns: 300 },
      );
    });

    it('turns lone surrogates into U+FFFD', async () => {
      const { tokenizer } = engine();
      assert.equal(tokenizer.decode(await tokenizer.encodeText('a\ud800b\udc00')), 'a\ufffdb\ufffd');
      assert.equal(tokenizer.decode(await tokenizer.encodeTemplate('a\ud800')), 'a\ufffd');
    });

    it('spells tokens one by one as it does together, given those before', async () => {
      const { tokenizer } = engine();
      const text = 'Final Answer: 42 m/s². The answer is 東京 👍.';
      const tokens = await tokenizer.encodeText(text);
      let held: number[] = [];
      let spelled = '';
      tokens.forEach((token, index) => {
        held.push(token);
        const piece = tokenizer.decode(held, tokens.slice(0, index + 1 - held.length));
        if (piece.endsWith('\ufffd')) return; // the rest of the character is still to come
        spelled += piece;
        held = [];
      });
      assert.equal(spelled, text);
    });

    it('tokenises 100,000 characters, also when they spell delimiters', async () => {
      const { tokenizer } = engine();
      for (const unit of ['All work and no play. ', '<think>', 'a']) {
        const text = unit.repeat(Math.ceil(100_000 / unit.length));
        assert.equal(tokenizer.decode(await tokenizer.encodeText(text)), text);
      }
    });
  });
}

describe('a template', () => {
  it('gets the special tokens that it spells', async function () {
    this.timeout(60_000);
    await using engine = await loadForTest(EMBEDDED);
    const { tokenizer } = engine;
    const tokens = await tokenizer.encodeTemplate('<|im_end|>\n<|im_start|>assistant\n<think>');
    assert.equal(tokens.filter((token) => tokenizer.isSpecial(token)).length, 3);
    assert.equal(tokenizer.decode(tokens), '<|im_end|>\n<|im_start|>assistant\n<think>');
    assert.equal(tokenizer.isEndOfTurn(tokens[0]!), true);
  });
});
