import { ComputeEngine, type Expression } from '@cortex-js/compute-engine';
import type { MathJson } from './math-json.js';

/** Values of free variables at which two expressions are compared as the second witness. */
const SAMPLES = [0.7390851332, 1.9318516526, 2.6457513111, 0.3141271287, 3.8729833462];

/** Numerical integration and summation carry this much error. */
const NOISE = 1e-7;

/**
 * The slow path: equality by computer algebra. Runs in a worker only: loading takes a quarter of a second, and single
 * expressions can take minutes.
 */
export class Algebra {
  private readonly engine = new ComputeEngine();

  /** true or false where equality or difference was shown, null where neither was. May run for very long. */
  equal(gold: MathJson, prediction: MathJson): boolean | null {
    const a = this.box(gold);
    const b = this.box(prediction);
    if (!a.isValid || !b.isValid) return null;
    if (a.isSame(b)) return true;
    const x = a.evaluate();
    const y = b.evaluate();
    if (x.isSame(y)) return true;
    const names = [...new Set([...x.unknowns, ...y.unknowns])];
    return names.length === 0 ? this.sameNumber(x, y) : this.sameFunction(x, y, names);
  }

  private box(json: MathJson): Expression {
    return this.engine.expr(json);
  }

  private sameNumber(a: Expression, b: Expression): boolean | null {
    const x = complexValue(a);
    const y = complexValue(b);
    if (x === undefined || y === undefined) return null;
    if (!Number.isFinite(x.re) || !Number.isFinite(y.re)) return x.re === y.re;
    return close(x, y, NOISE);
  }

  private sameFunction(a: Expression, b: Expression, names: readonly string[]): boolean | null {
    const gap = a.sub(b).simplify();
    if (gap.is(0) && gap.unknowns.length === 0) return true;
    let agreed = 0;
    for (let k = 0; k < SAMPLES.length; k++) {
      const values = Object.fromEntries(names.map((name, i) => [name, SAMPLES[(k + i * 2) % SAMPLES.length] ?? 1]));
      const x = complexValue(a.subs(values));
      const y = complexValue(b.subs(values));
      if (x === undefined || y === undefined || !Number.isFinite(x.re) || !Number.isFinite(y.re)) continue;
      if (!close(x, y, NOISE)) return x.im === 0 && y.im === 0 ? false : null;
      agreed++;
    }
    return agreed >= 3 ? true : null;
  }
}

interface Value {
  readonly re: number;
  readonly im: number;
}

function complexValue(e: Expression): Value | undefined {
  const value = e.N();
  const re = value.re;
  const im = value.im;
  if (Number.isNaN(re)) return undefined;
  return { re, im: Number.isNaN(im) ? 0 : im };
}

const close = (x: Value, y: Value, noise: number): boolean =>
  Math.hypot(x.re - y.re, x.im - y.im) <= noise * Math.max(1e-6, Math.hypot(x.re, x.im), Math.hypot(y.re, y.im));
