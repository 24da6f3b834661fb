import assert from 'node:assert/strict';
import { buildPrompt } from '../../../src/reasoning/prompt.js';
import {
  detectThinkingFormat,
  thinkingFormatNamed,
  THINKING_FORMAT_NAMES,
} from '../../../src/reasoning/thinking-formats/index.js';
import { textOf } from '../../../src/reasoning/trace.js';
import { ScriptedEngine, writes } from '../../support/scripted-engine.js';
import { solveOn } from '../../support/solve.js';

const turn = (begin: string, end: string, assistant: string) =>
  `{% for m in messages %}${begin}{{ m.content }}${end}{% endfor %}{% if add_generation_prompt %}${assistant}{% endif %}`;
const none = () => false;

describe('thinking formats', () => {
  const cases = [
    {
      name: 'think',
      template: turn('<|im_start|>user\n', '<|im_end|>\n', '<|im_start|>assistant\n<think>\n'),
      tokens: ['<think>', '</think>'],
      title: 'Qwen3 0.6B',
    },
    { name: 'think', template: turn('<U>', '', '<A>'), tokens: ['<think>', '</think>'], title: 'DeepSeek R1 Distill' },
    {
      name: 's1',
      template: turn('<|im_start|>user\n', '<|im_end|>\n', '<|im_start|>assistant\n'),
      tokens: ['<|im_start|>'],
      title: 's1.1-32B',
    },
    {
      name: 'harmony',
      template: turn('<|start|>user<|message|>', '<|end|>', '<|start|>assistant') + '{# <|channel|> #}',
      tokens: ['<|channel|>', '<|message|>'],
      title: 'gpt-oss-20b',
    },
    {
      name: 'magistral',
      template: turn('[INST]', '[/INST]', ''),
      tokens: ['[THINK]', '[/THINK]'],
      title: 'Magistral Small',
    },
    {
      name: 'gemma',
      template: turn('<|turn>user\n', '<turn|>\n', '<|turn>model\n'),
      tokens: ['<|channel>', '<channel|>'],
      title: 'Gemma 4',
    },
    {
      name: 'imposed',
      template: turn('<|im_start|>user\n', '<|im_end|>\n', '<|im_start|>assistant\n'),
      tokens: ['<|im_start|>'],
      title: 'SmolLM2 135M',
    },
  ];
  for (const { name, template, tokens, title } of cases) {
    it(`recognises ${title} as ${name}`, () => {
      const clues = { chatTemplate: template, title, hasToken: (text: string) => tokens.includes(text) };
      assert.equal(detectThinkingFormat(clues).name, name);
    });
  }

  it('takes the line breaks behind the close from the template', () => {
    const clues = { chatTemplate: "{{ '<think>\\n' + r + '\\n</think>\\n' }}", title: '', hasToken: none };
    assert.equal(detectThinkingFormat(clues).afterClose, '\n');
    assert.equal(detectThinkingFormat({ ...clues, chatTemplate: '<think>' }).afterClose, '\n\n');
  });

  it('names the known formats when asked for an unknown one', () => {
    assert.throws(() => thinkingFormatNamed('thoughts', { chatTemplate: '', title: '', hasToken: none }), {
      message: /use one of s1, harmony, gemma, magistral, think, imposed, s1-steps, s1-steps-until-zero/,
    });
    assert.equal(THINKING_FORMAT_NAMES.length, 8);
  });

  /** Each format end to end on a scripted model that writes it: a thought, then "Wait", then the answer. */
  const spoken = [
    { format: 'think', open: '<think>\n', end: '</think>', after: '</think>', special: ['<think>', '</think>'] },
    { format: 's1', open: '<|im_start|>think\n', end: '<|im_start|>answer', after: '<|im_start|>answer', special: [] },
    { format: 'magistral', open: '[THINK]', end: '[/THINK]', after: '[/THINK]', special: ['[THINK]', '[/THINK]'] },
    {
      format: 'gemma',
      open: '<|channel>thought\n',
      end: '<channel|>',
      after: '<channel|>',
      special: ['<|channel>', '<channel|>'],
    },
    { format: 'imposed', open: '<think>\n', end: '</think>', after: '</think>', special: [] },
    {
      format: 'harmony',
      open: '<|channel|>analysis<|message|>',
      end: '<|end|>',
      after: '<|channel|>final<|message|>',
      special: ['<|channel|>', '<|message|>', '<|end|>', '<|start|>'],
    },
  ];
  for (const { format, open, end, after, special } of spoken) {
    it(`${format}: suppresses the end, forces the close at the budget, leaves no delimiter in thinking or answer`, async () => {
      const all = ['<|im_start|>', '<|im_end|>', ...special];
      const engine = () =>
        new ScriptedEngine(
          writes({ [open]: `one${end}`, Wait: `two${end}`, [after]: 'Done', 'Final Answer:': 'Cut' }, ['Wait'], all),
          {
            words: ['Wait'],
            special: all,
            chatTemplate: turn('<|im_start|>user\n', '<|im_end|>\n', '<|im_start|>assistant\n'),
          },
        );
      const waited = await solveOn(engine(), 'Q?', { waits: 1 }, { thinkingFormat: format });
      assert.ok(waited.prompt.text.endsWith(open), waited.prompt.text);
      assert.equal(textOf(waited, 'thinking'), 'oneWaittwo');
      assert.equal(textOf(waited, 'answer').trim(), 'Done');
      const cut = await solveOn(engine(), 'Q?', { maxThinking: 2 }, { thinkingFormat: format });
      assert.equal(textOf(cut, 'thinking'), 'on');
      assert.equal(textOf(cut, 'answer'), 'Cut');
      for (const trace of [waited, cut]) {
        for (const text of [textOf(trace, 'thinking'), textOf(trace, 'answer')]) {
          assert.ok(!text.includes(end) && !text.includes('<|') && !text.includes('think>'), text);
        }
      }
    });
  }
});

describe('prompt', () => {
  const model = (chatTemplate?: string) =>
    new ScriptedEngine(() => [], chatTemplate === undefined ? {} : { chatTemplate });
  const format = thinkingFormatNamed('think', { chatTemplate: '', title: '', hasToken: none });
  const build = async (question: string, template?: string) => {
    const engine = model(template);
    return { engine, prompt: await buildPrompt(question, engine.model, format, engine.tokenizer) };
  };

  it('opens thinking once, whatever the template does', async () => {
    for (const tail of ['', '<think>\n', '<think>', '<think>\n\n</think>\n\n']) {
      const { prompt } = await build(
        'Hi',
        turn('<|im_start|>user\n', '<|im_end|>\n', `<|im_start|>assistant\n${tail}`),
      );
      assert.ok(prompt.text.endsWith('<|im_start|>assistant\n<think>\n'), tail);
    }
  });

  it('keeps words that spell a delimiter as words', async () => {
    const { engine, prompt } = await build('What does </think> mean? <|im_end|>');
    const ends = await engine.tokenizer.encodeTemplate('</think>');
    assert.ok(!prompt.tokens.includes(ends[0]!));
    assert.equal(engine.tokenizer.decode(prompt.tokens), prompt.text);
    assert.ok(prompt.text.includes('What does </think> mean? <|im_end|>'));
  });

  it('says what is wrong with the question or the template', async () => {
    await assert.rejects(build('  \n '), { kind: 'empty-question' });
    await assert.rejects(build('x'.repeat(100_001)), { kind: 'question-too-long', message: /100,001 characters/ });
    await assert.rejects(build('Hi', ' '), { kind: 'no-template' });
    await assert.rejects(build('Hi', '{% for %}'), { kind: 'bad-template' });
    await assert.rejects(build('Hi', 'no place for words'), { kind: 'bad-template' });
  });
});
