import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { LoopDetector } from '../../../src/reasoning/loops.js';
import type { LoopMark } from '../../../src/reasoning/trace.js';
import { needShared } from '../../support/shared.js';
import { ScriptedEngine, stream } from '../../support/scripted-engine.js';
import { solveOn } from '../../support/solve.js';
import { textOf } from '../../../src/reasoning/trace.js';

function detect(tokens: readonly number[]): LoopMark | undefined {
  const detector = new LoopDetector();
  for (const token of tokens) {
    const mark = detector.push([token]);
    if (mark !== undefined) return mark;
  }
  return undefined;
}

/** Words with their space, single digits, single signs: much as a tokenizer divides mathematics. */
function roughTokens(text: string): number[] {
  const ids = new Map<string, number>();
  return Array.from(text.matchAll(/ ?[A-Za-z]+|\d|\s+|[^\sA-Za-z\d]/g), ([word]) => {
    const id = ids.get(word) ?? ids.size;
    ids.set(word, id);
    return id;
  });
}

describe('loops', () => {
  const random = stream(5);
  const noise = (n: number) => Array.from({ length: n }, () => Math.floor(random() * 500));

  it('notices a passage that repeats up to the end, and says where from', () => {
    const lead = noise(700);
    const passage = noise(60);
    const mark = detect([...lead, ...Array.from({ length: 12 }, () => passage).flat()]);
    assert.ok(mark);
    assert.equal(mark.period, 60);
    assert.ok(Math.abs(mark.from - 700) <= 1, `from ${mark.from}`);
    assert.ok(mark.at < 700 + 6 * 60, 'before it has gone on for long');
  });

  it('notices a single token without end', () => {
    assert.equal(detect([...noise(100), ...Array.from({ length: 400 }, () => 7)])?.period, 1);
  });

  it('says nothing of text that only resembles itself', () => {
    const steps = Array.from({ length: 60 }, (_, i) => [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000 + i]).flat();
    assert.equal(detect(steps), undefined);
    assert.equal(detect(noise(5000)), undefined);
  });

  it('does not count repetitions that a forced text asked for', () => {
    const passage = noise(100);
    const detector = new LoopDetector();
    for (let i = 0; i < 10; i++) {
      assert.equal(detector.push(passage), undefined);
      detector.restart((i + 1) * 100);
    }
  });

  it('gives no false alarm on closed R1 traces, and reports what it finds in truncated ones', function () {
    this.timeout(60_000);
    const file = needShared(this, 'data/traces/r1_distill_synthetic_2890.jsonl.gz');
    const rows = gunzipSync(readFileSync(file))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { thinking: string; closed: boolean });
    const closed = rows.filter((row) => row.closed);
    const truncated = rows.filter((row) => !row.closed);
    assert.equal(closed.length, 2509);
    assert.equal(truncated.length, 381);
    assert.equal(closed.filter((row) => detect(roughTokens(row.thinking)) !== undefined).length, 0);
    const found = truncated.filter((row) => detect(roughTokens(row.thinking)) !== undefined).length;
    console.log(`      ${found} of the ${truncated.length} truncated traces repeat themselves`);
    assert.ok(found >= 10, `${found} found`);
  });

  const looping = () =>
    new ScriptedEngine((text) => {
      if (text.includes('Final Answer:')) return [['<|im_end|>', 1]];
      return [['abcdefghij'[(text.length - text.indexOf('<think>\n')) % 10]!, 1]];
    });

  it('ends a looping thought as the budget would, by setting', async () => {
    const trace = await solveOn(looping(), 'Q?');
    assert.equal(trace.end.thinking, 'loop');
    assert.equal(trace.loops.length, 1);
    assert.ok(textOf(trace, 'delimiter').endsWith('Final Answer:'));
    assert.ok(trace.counts.thinking < 400);
    const marked = await solveOn(looping(), 'Q?', { endLoops: false, maxThinking: 800 });
    assert.equal(marked.end.thinking, 'budget');
    assert.ok(marked.loops.length > 0);
  });
});
