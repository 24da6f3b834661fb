import assert from 'node:assert/strict';
import { ClosestItems, MOST_TOLD } from '../../../../src/curation/decontaminate/closest-items.js';

const itemsOf = (...tasks: readonly string[]) => tasks.map((task, row) => ({ task, row, text: '' }));
const many = (task: string, count: number) => Array.from({ length: count }, () => task);

describe('the closest items of a row', () => {
  it('are all of them, in the order of the items, while they are few', () => {
    const closest = new ClosestItems(itemsOf('a', 'b', 'a'));
    for (const [item, closeness] of [
      [2, 3],
      [0, 1],
      [1, 2],
    ] as const) {
      closest.add(item, closeness);
    }
    assert.deepEqual(
      closest.matches((item) => [`word ${item}`]),
      {
        found: 3,
        told: [0, 1, 2].map((item) => ({ item, shared: [`word ${item}`] })),
      },
    );
  });

  it('are the closest of each task, of equally close ones the first; the others are counted', () => {
    const closest = new ClosestItems(itemsOf(...many('a', 100), 'b'));
    for (let item = 99; item >= 0; item--) closest.add(item, item === 70 ? 9 : 8);
    closest.add(100, 1);
    const { found, told } = closest.matches(() => []);
    assert.equal(found, 101);
    assert.deepEqual(
      told.map(({ item }) => item),
      [...Array.from({ length: MOST_TOLD - 1 }, (_, item) => item), 70, 100],
    );
  });
});
