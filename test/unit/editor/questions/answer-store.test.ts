import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnswerStore, parseAnswers } from '../../../../src/editor/questions/answer-store.js';
import type { StoredAnswer } from '../../../../src/editor/questions/result-of-trace.js';

function answer(hash: string, minute = 0, more: Partial<StoredAnswer> = {}): StoredAnswer {
  return {
    hash,
    answer: '42',
    tokens: 10,
    milliseconds: 100,
    budget: null,
    thinkingEnd: 'natural',
    trace: `trace-${hash}`,
    solved: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    ...more,
  };
}

describe('the answers of a workspace', () => {
  let folder: string;
  const said: string[] = [];
  const store = (limits?: { most: number; mostCharacters: number }) =>
    new AnswerStore(folder, (text) => said.push(text), limits);
  const hashes = (from: AnswerStore) => from.all().map(({ hash }) => hash);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'answers-'));
    said.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('survive the window', async () => {
    await store().add(answer('a', 0, { solution: 'Six times seven.' }));
    const again = store();
    await again.load();
    assert.deepEqual(again.get('a'), answer('a', 0, { solution: 'Six times seven.' }));
  });

  it('are none at first, and say nothing about it', async () => {
    const first = store();
    await first.load();
    assert.deepEqual(first.all(), []);
    assert.deepEqual(said, []);
  });

  it('of two windows are kept both; of one question the later one', async () => {
    const [one, two] = [store(), store()];
    await Promise.all([one.load(), two.load()]);
    await one.add(answer('a', 1));
    await one.add(answer('b', 1));
    await two.add(answer('a', 2, { answer: '43' }));
    await one.add(answer('c', 3));
    assert.deepEqual(hashes(one).sort(), ['a', 'b', 'c']);
    assert.equal(one.get('a')?.answer, '43');
  });

  it('are bounded: the oldest go', async () => {
    const small = store({ most: 2, mostCharacters: 1e6 });
    for (const [minute, hash] of ['a', 'b', 'c'].entries()) await small.add(answer(hash, minute));
    assert.deepEqual(hashes(small), ['b', 'c']);
    const narrow = store({ most: 100, mostCharacters: JSON.stringify(answer('b')).length + 5 });
    await narrow.add(answer('d', 4));
    assert.deepEqual(hashes(narrow), ['d']);
  });

  it('of a file that is not understood are put aside, not lost', async () => {
    await writeFile(join(folder, 'answers.json'), '{"format": "think-harder/ans');
    const broken = store();
    await broken.add(answer('a'));
    const names = await readdir(folder);
    const aside = names.find((name) => name.endsWith('.unreadable'));
    assert.ok(aside);
    assert.equal(await readFile(join(folder, aside), 'utf8'), '{"format": "think-harder/ans');
    assert.equal(said.length, 1);
  });

  it('tell who listens what is new', async () => {
    const told: string[] = [];
    const one = store();
    one.onDidAdd((answers) => told.push(...answers.map(({ hash }) => hash)));
    await one.add(answer('a'));
    assert.deepEqual(told, ['a']);
  });

  it('are read entry by entry: what does not fit is left out', () => {
    const text = JSON.stringify({
      format: 'think-harder/answers',
      version: 1,
      answers: [answer('a'), { hash: 'b' }, 7, { ...answer('c'), thinkingEnd: 'never' }],
    });
    assert.deepEqual(
      parseAnswers(text)?.map(({ hash }) => hash),
      ['a'],
    );
    assert.equal(parseAnswers('[]'), undefined);
    assert.equal(parseAnswers('{"format":"think-harder/answers","version":2,"answers":[]}'), undefined);
  });
});
