import assert from 'node:assert/strict';
import { trainingText } from '../../../src/reasoning/training-text.js';
import { thinkingFormatOf } from '../../../src/reasoning/beginning.js';
import { END, ScriptedEngine } from '../../support/scripted-engine.js';

const example = { question: 'What is 2 + 2?', thinking: '\n two and two \n', answer: ' 4 ' };
const CHATML =
  '{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';

async function made(chatTemplate?: string, title?: string) {
  const options = {
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
    ...(title === undefined ? {} : { title }),
  };
  const engine = new ScriptedEngine(() => [[END, 1]], options);
  return trainingText(example, engine.model, await thinkingFormatOf(engine), engine.tokenizer);
}

describe('training text', () => {
  it('is the prompt with thinking opened, the thought, the end of thinking, the answer and the end of the turn', async () => {
    const { text, prompt } = await made(CHATML);
    assert.equal(prompt, '<|im_start|>user\nWhat is 2 + 2?<|im_end|>\n<|im_start|>assistant\n<think>\n');
    assert.equal(text, `${prompt}two and two\n</think>\n\n4<|im_end|>`);
  });

  it('is that of the paper for a model with its format', async () => {
    const { text } = await made(CHATML, 's1.1-32B');
    assert.ok(
      text.endsWith('assistant\n<|im_start|>think\ntwo and two\n<|im_start|>answer\n4<|im_end|>'),
      JSON.stringify(text),
    );
  });

  it('counts tokens by the model’s own tokenizer, structure in the total alone', async () => {
    const { tokens } = await made(CHATML);
    assert.equal(tokens.thinking, 'two and two\n'.length); // the scripted tokenizer has a token a character
    assert.equal(tokens.answer, 1);
    // </think>, two line breaks, the end of the turn
    assert.equal(tokens.total - tokens.prompt - tokens.thinking - tokens.answer, 4);
  });

  it('ends with the end-of-turn token where the template takes no assistant', async () => {
    const template = "{{ raise_exception('no') if messages|length > 1 }}{{ messages[0].content }}<think>\n";
    const engine = new ScriptedEngine(() => [[END, 1]], { chatTemplate: template });
    const model = { ...engine.model, eosText: END };
    const { text } = await trainingText(example, model, await thinkingFormatOf(engine), engine.tokenizer);
    assert.ok(text.endsWith(`4${END}`));
  });
});
