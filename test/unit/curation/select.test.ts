import assert from 'node:assert/strict';
import fc from 'fast-check';
import { drawWithout, randomOf } from '../../../src/curation/random.js';
import { drawRank, selectAblation, selectPublished, type Candidate } from '../../../src/curation/select.js';

const candidate = fc.record({
  domain: fc.constantFrom('Algebra', 'Geometry', 'Optics', 'Logic'),
  length: fc.nat(50),
  source: fc.constantFrom('math', 'aime', 'gpqa'),
  preselected: fc.boolean(),
});
const pool = fc
  .array(candidate, { maxLength: 60 })
  .map((rows): Candidate[] => rows.map((row, i) => ({ ...row, row: i * 3 })));
const draw = fc.constantFrom('paper' as const, 'code' as const);

function plain(count: number, more: (i: number) => Partial<Candidate> = () => ({})): Candidate[] {
  return Array.from({ length: count }, (_, i) => ({
    row: i,
    domain: 'Algebra',
    length: i,
    source: 'math',
    preselected: false,
    ...more(i),
  }));
}

describe('the published selection', () => {
  it('chooses different rows of the pool, n of them where there are enough', () => {
    fc.assert(
      fc.property(pool, fc.integer({ min: 1, max: 80 }), draw, fc.nat(), (rows, n, how, seed) => {
        const chosen = selectPublished(rows, { n, draw: how }, randomOf(seed));
        const before = rows.filter((row) => row.preselected).length;
        assert.equal(new Set(chosen).size, chosen.length);
        assert.ok(chosen.every((row) => rows.some((candidate) => candidate.row === row)));
        assert.equal(chosen.length, Math.max(before, Math.min(n, rows.length)));
      }),
    );
  });

  it('has every pre-selected row, first and in the order of the pool', () => {
    fc.assert(
      fc.property(pool, draw, fc.nat(), (rows, how, seed) => {
        const wanted = rows.filter((row) => row.preselected).map(({ row }) => row);
        const chosen = selectPublished(rows, { n: 10, draw: how }, randomOf(seed));
        assert.deepEqual(chosen.slice(0, wanted.length), wanted);
      }),
    );
  });

  it('repeats exactly with the same seed, and not with another', () => {
    const rows = plain(500, (i) => ({ domain: `d${i % 7}` }));
    const run = (seed: number) => selectPublished(rows, { n: 50, draw: 'paper' }, randomOf(seed));
    assert.deepEqual(run(5), run(5));
    assert.notDeepEqual(run(5), run(6));
  });

  it('draws domains uniformly, however many rows they have', () => {
    const rows = plain(4000, (i) => ({ domain: i < 3000 ? 'big' : 'small' }));
    const chosen = selectPublished(rows, { n: 1000, draw: 'paper' }, randomOf(1));
    const big = chosen.filter((row) => row < 3000).length;
    assert.ok(Math.abs(big - 500) < 60, `${big} of 1,000 from the big domain`); // ±60 is 3.8 standard deviations
  });

  it('draws rank r with weight 2^(−r)', () => {
    const random = randomOf(3);
    const counts = new Array<number>(5).fill(0);
    for (let i = 0; i < 31_000; i++) counts[drawRank(5, random)]! += 1;
    const expected = [16000, 8000, 4000, 2000, 1000];
    for (const [rank, count] of counts.entries()) {
      assert.ok(Math.abs(count - expected[rank]!) < 5 * Math.sqrt(expected[rank]!), `rank ${rank}: ${count}`);
    }
  });

  it('lets a drawn pre-selected row leave its domain without adding to the set', () => {
    const rows = plain(2, (i) => ({ preselected: i === 1 }));
    assert.deepEqual(selectPublished(rows, { n: 2, draw: 'paper' }, randomOf(1)), [1, 0]);
  });

  it('in the code’s reading favours domains of AIME and GPQA from 700 rows on', () => {
    const rows = plain(3000, (i) => ({
      domain: i % 2 === 0 ? 'with AIME' : 'without',
      source: i === 0 ? 'qq8933/AIME_1983_2024' : 'math',
    }));
    const chosen = selectPublished(rows, { n: 1000, draw: 'code' }, randomOf(1));
    assert.ok(chosen.slice(700).every((row) => row % 2 === 0));
    assert.ok(chosen.slice(0, 700).some((row) => row % 2 === 1));
  });
});

describe("the paper's sets for comparison", () => {
  const rows = plain(100, (i) => ({ domain: i < 90 ? 'big' : 'small' }));
  const run = (set: 'random' | 'diverse' | 'longest' | 'full') => selectAblation(rows, set, 10, randomOf(1));

  it('full is everything', () => assert.equal(run('full').length, 100));
  it('longest is the ten longest', () => assert.deepEqual(run('longest'), [99, 98, 97, 96, 95, 94, 93, 92, 91, 90]));
  it('random is ten different ones', () => assert.equal(new Set(run('random')).size, 10));
  it('diverse draws domains uniformly', () => {
    const small = run('diverse').filter((row) => row >= 90).length;
    assert.ok(small >= 3, `${small} of 10 from a tenth of the rows`);
  });
});

describe('seeded randomness', () => {
  it('is the stream of sfc32 and stays in [0, 1)', () => {
    const random = randomOf(42);
    const numbers = Array.from({ length: 1000 }, random);
    assert.ok(numbers.every((x) => x >= 0 && x < 1));
    assert.ok(Math.abs(numbers.reduce((a, b) => a + b, 0) / 1000 - 0.5) < 0.05);
  });

  it('draws without replacement and leaves the input alone', () => {
    const items = [1, 2, 3, 4];
    assert.deepEqual(drawWithout(items, 9, randomOf(1)).sort(), [1, 2, 3, 4]);
    assert.deepEqual(items, [1, 2, 3, 4]);
  });
});
