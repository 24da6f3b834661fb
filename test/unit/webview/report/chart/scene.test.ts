import assert from 'node:assert/strict';
import type { Chart } from '../../../../../src/webview/report/chart/model.js';
import { svgOf } from '../../../../../src/webview/report/chart/picture.js';
import { sceneOf } from '../../../../../src/webview/report/chart/scene.js';

const chart = (points: Chart['series'][number]['points'], more: Partial<Chart['series'][number]> = {}): Chart => ({
  name: 'a',
  title: 'A <b>title</b>',
  xLabel: 'tokens',
  yLabel: 'accuracy',
  series: [{ label: 'budget & forcing', points, ...more }],
});
const at = (x: number, y = 0.5) => ({ x, y, label: `at ${x}` });

describe('the layout of a chart', () => {
  const scene = (...points: Chart['series'][number]['points']) => sceneOf(chart(points), 800, 400)!;

  it('makes each doubling of tokens as wide as every other', () => {
    const [a, b, c, d] = scene(at(8), at(32), at(128), at(512)).series[0]!.points.map(({ x }) => x);
    assert.ok(Math.abs(b! - a! - (d! - c!)) < 0.2);
  });

  it('shows the part of the scale where there is something, and never less than 20 points of it', () => {
    const labels = (...ys: number[]) =>
      scene(...ys.map((y, i) => at(8 * 2 ** i, y)))
        .texts.map(({ text }) => text)
        .filter((text) => text.endsWith(' %'));
    assert.deepEqual(labels(0.1, 0.9), ['0 %', '20 %', '40 %', '60 %', '80 %', '100 %']);
    assert.deepEqual(labels(0.82, 0.85), ['80 %', '85 %', '90 %', '95 %', '100 %']);
    assert.deepEqual(labels(1), ['80 %', '85 %', '90 %', '95 %', '100 %']);
    assert.deepEqual(labels(0), ['0 %', '5 %', '10 %', '15 %', '20 %']);
  });

  it('draws intervals, and points in the order of their tokens', () => {
    const { points, path } = scene({ ...at(32), low: 0.4, high: 0.6 }, at(8)).series[0]!;
    assert.equal(points[0]!.whisker, undefined);
    assert.ok(points[1]!.whisker!.y1 > points[1]!.whisker!.y2);
    assert.match(path, /^M[\d.]+ [\d.]+L[\d.]+ [\d.]+$/);
  });

  it('leaves out what has no place: no tokens, no accuracy; nothing at all is no chart', () => {
    assert.equal(scene(at(0), at(8), at(16, Number.NaN)).series[0]!.points.length, 1);
    assert.equal(sceneOf(chart([at(0)]), 800, 400), undefined);
    assert.equal(
      sceneOf(chart([at(8), { ...at(9), y: null as unknown as number }]), 800, 400)!.series[0]!.points.length,
      1,
    );
  });

  it('keeps everything inside its box', () => {
    for (const { x, y } of scene(at(1, 0), at(1e6, 1)).series[0]!.points) {
      assert.ok(x >= 0 && x <= 800 && y >= 0 && y <= 400);
    }
  });
});

describe('a chart as an SVG file', () => {
  it('is whole: title, legend, colours of its own, and texts as texts', () => {
    const svg = svgOf(chart([{ ...at(8), low: 0.4, high: 0.6 }, at(16)], { published: true }))!;
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    assert.ok(svg.includes('<title>A &#60;b&#62;title&#60;/b&#62;</title>'));
    assert.ok(svg.includes('budget &#38; forcing'));
    assert.match(svg, /stroke-dasharray/);
    assert.ok(!svg.includes('var(') && !svg.includes('class='));
  });

  it('is nothing where there is nothing', () => assert.equal(svgOf(chart([])), undefined));
});
