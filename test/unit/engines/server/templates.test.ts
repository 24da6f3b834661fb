import assert from 'node:assert/strict';
import { Template } from '@huggingface/jinja';
import { ANSWER_PLACE, QUESTION_PLACE, renderedTemplate } from '../../../../src/engines/server/rendered-template.js';
import { cutInside, looksSpecial, mayHoldSpecial } from '../../../../src/engines/server/special.js';
import { bytesOf, styleOf } from '../../../../src/engines/server/vocabulary-style.js';

const user = (content: string) => ({ role: 'user', content });

describe('a template from what a server made of messages', () => {
  const asked = `<s>[INST] {{ "tricky" }} {% if %} \\ '"\n ${QUESTION_PLACE} [/INST]`;
  const answered = `<s>[INST] ${QUESTION_PLACE} [/INST] ${ANSWER_PLACE}</s>`;
  const template = new Template(renderedTemplate(asked, answered)!);

  it('makes the same of other words', () => {
    const rendered = template.render({ messages: [user('{{ q }}?')] });
    assert.equal(rendered, asked.replace(QUESTION_PLACE, '{{ q }}?'));
    const both = template.render({ messages: [user('Q'), { role: 'assistant', content: 'A' }] });
    assert.equal(both, '<s>[INST] Q [/INST] A</s>');
  });

  it('does without the answer, but not without the question', () => {
    const alone = new Template(renderedTemplate(asked, 'nothing')!);
    assert.equal(alone.render({ messages: [user('Q')] }), asked.replace(QUESTION_PLACE, 'Q'));
    assert.equal(renderedTemplate('no place', answered), undefined);
  });
});

describe('entries of a vocabulary', () => {
  it('are bytes in the style of the vocabulary', () => {
    assert.equal(styleOf(['a', 'Ġb', 'Ċ', 'Ã©']), 'byte-level');
    assert.equal(styleOf(['▁a', '▁b', '<0x0A>', 'é']), 'sentence-piece');
    assert.equal(styleOf(['a', '##b']), 'unknown');
    assert.deepEqual([...bytesOf('Ã', 'byte-level')!], [0xc3]);
    assert.equal(Buffer.from(bytesOf('<｜end▁of▁sentence｜>', 'byte-level')!).toString(), '<｜end▁of▁sentence｜>');
    assert.deepEqual([...bytesOf('<0xE6>', 'sentence-piece')!], [0xe6]);
    assert.equal(Buffer.from(bytesOf('▁the', 'sentence-piece')!).toString(), ' the');
    assert.equal(bytesOf('a', 'unknown'), undefined);
  });
});

describe('delimiters in words', () => {
  it('are known by their shape', () => {
    for (const text of ['<think>', ' </s>', '[INST]', '<|im_end|>\n']) assert.ok(looksSpecial(text), text);
    for (const text of ['a<b', '< think >', 'x[1] = y[2]', '<think> so']) assert.ok(!looksSpecial(text), text);
    assert.ok(mayHoldSpecial('is a<b>c?'));
    assert.ok(!mayHoldSpecial('1 < 2'));
  });

  it('are cut inside, so that no piece spells one', () => {
    assert.deepEqual([...cutInside('a<think>b', ['<think>'])], ['a<', 'think>b']);
    assert.deepEqual([...cutInside('<a><a>', ['<a>'])], ['<', 'a><', 'a>']);
    assert.deepEqual([...cutInside('plain', [])], ['plain']);
  });
});
