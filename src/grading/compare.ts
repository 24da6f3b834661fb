import {
  asVector,
  expandSigns,
  groupAssignments,
  itemsOf,
  namedItems,
  withoutDomains,
  type NamedItem,
} from './containers.js';
import { compareUnits } from './compare-units.js';
import { exactValue } from './exact.js';
import { freeVariables, isScalar, type Expr } from './expression.js';
import { alignArguments, isName, namesAgree, splitLabel } from './labels.js';
import { addMatrices } from './matrices.js';
import { show } from './normal-form.js';
import { equalRealSets, toRealSet } from './real-sets.js';
import { equalEquations, equalInequalities, holdsExactlyOn } from './relations.js';
import { equalScalars, type Equal } from './scalars.js';
import { different, same, unknown, type Finding, type Context } from './verdict.js';

const finding = (equal: Equal, what: string, not: string): Finding =>
  equal === true
    ? same(what)
    : equal === false
      ? different(not)
      : unknown(`neither equality nor difference of the ${what.replace(/^the same /, '')} could be shown`);

/** Items that are matched without order cost n² comparisons. */
const MAX_ITEMS = 60;

/** Compares two answers that were read as mathematics. The reasons name the rule that decided. */
export function compareMath(goldExpr: Expr, predictionExpr: Expr, options: Context): Finding {
  const gold = groupAssignments(expandSigns(addMatrices(withoutDomains(goldExpr))));
  const prediction = groupAssignments(expandSigns(addMatrices(withoutDomains(predictionExpr))));
  if (isScalar(gold) && isScalar(prediction)) return scalars(gold, prediction, options);
  const quantities = compareUnits(gold, prediction, options, compareMath);
  if (quantities !== undefined) return quantities;
  if (isList(gold) || isList(prediction)) return lists(gold, prediction, options);
  return singles(gold, prediction, options);
}

const isList = (e: Expr): boolean => e.k === 'list';

const isSet = (e: Expr): e is Expr & { k: 'group' } => e.k === 'group' && e.open === '\\{';

const isTuple = (e: Expr): e is Expr & { k: 'group' } => e.k === 'group' && e.open !== '\\{';

function scalars(gold: Expr, prediction: Expr, options: Context): Finding {
  const direct = equalScalars(gold, prediction, options);
  const shown =
    direct !== true && (degreesMatch(gold, prediction, options) || upToConstant(gold, prediction)) ? true : direct;
  const equal = shown ?? options.settled?.get(pairKey(gold, prediction));
  if (equal === undefined) options.open?.push({ gold, prediction });
  if (equal === true && percentMismatch(gold, prediction))
    return different('a percentage above 100 % against a whole number');
  if (equal === false && options.percent === 'optional' && percentMatch(gold, prediction, options))
    return same('the same percentage, one written without its sign');
  const constants = freeVariables(gold).size === 0 && freeVariables(prediction).size === 0;
  if (equal === undefined && show(gold) === show(prediction)) return same('the same expression');
  return finding(
    equal,
    constants ? 'the same value' : 'the same expression',
    constants ? 'different values' : 'different expressions',
  );
}

/** Convention: an angle in degrees agrees with the bare number of degrees, as a missing unit does. */
function degreesMatch(gold: Expr, prediction: Expr, options: Context): boolean {
  const [a, b] = [degrees(gold), degrees(prediction)];
  if ((a === undefined) === (b === undefined) || options.units === 'required') return false;
  return equalScalars(a ?? gold, b ?? prediction, options) === true;
}

/** Convention: the constant of integration may have any name; where one side leaves it out, the answers differ. */
function upToConstant(gold: Expr, prediction: Expr): boolean {
  const rest = (e: Expr): Expr | undefined => {
    if (e.k !== 'add') return undefined;
    const kept = e.args.filter((arg) => !(arg.k === 'sym' && /^(?:[CcKk]|C_\d|const|constant)$/.test(arg.name)));
    return kept.length === e.args.length - 1 ? { k: 'add', args: kept } : undefined;
  };
  const [a, b] = [rest(gold), rest(prediction)];
  if (a === undefined || b === undefined || freeVariables(a).size === 0 || show(gold) === show(prediction))
    return false;
  const plus = (e: Expr): string =>
    [...freeVariables(e)]
      .filter((name) => /^[CcKk]/.test(name))
      .sort()
      .join();
  // The constant must stand alone: in k·x + k it is no constant of integration.
  return plus(a) === '' && plus(b) === '' && equalScalars(a, b, {}) === true;
}

/** The number in front of a degree sign. */
function degrees(e: Expr): Expr | undefined {
  if (e.k === 'degree') return e.arg;
  if (e.k === 'neg') {
    const inner = degrees(e.arg);
    return inner === undefined ? undefined : { k: 'neg', arg: inner };
  }
  if (e.k !== 'mul') return undefined;
  const last = e.args.at(-1);
  return last?.k === 'degree' ? { ...e, args: [...e.args.slice(0, -1), last.arg] } : undefined;
}

/** Names a pair of expressions for `Context.settled`. */
export const pairKey = (gold: Expr, prediction: Expr): string => `${show(gold)} ≟ ${show(prediction)}`;

/** Convention: a percentage is a share, so 1000 % does not stand for the count 10, while 50 % stands for 1/2 and 100 % for 1. */
function percentMismatch(a: Expr, b: Expr): boolean {
  if ((a.k === 'percent') === (b.k === 'percent')) return false;
  const plain = exactValue(a.k === 'percent' ? b : a);
  return plain?.d === 1n && plain.n > 1n;
}

function percentMatch(gold: Expr, prediction: Expr, options: Context): boolean {
  if ((gold.k === 'percent') === (prediction.k === 'percent')) return false;
  const bare = (e: Expr): Expr => (e.k === 'percent' ? e.arg : e);
  return equalScalars(bare(gold), bare(prediction), options) === true;
}

/** Two answers of which neither is a list. */
function singles(goldExpr: Expr, predictionExpr: Expr, options: Context): Finding {
  const bothRelations = goldExpr.k === 'rel' && predictionExpr.k === 'rel';
  const gold = splitLabel(goldExpr);
  const prediction = splitLabel(predictionExpr);
  const stripped =
    gold.value !== goldExpr ||
    prediction.value !== predictionExpr ||
    gold.label !== undefined ||
    prediction.label !== undefined ||
    gold.approximation !== undefined ||
    prediction.approximation !== undefined;
  if (!stripped) return unlabelled(goldExpr, predictionExpr, options);
  if (gold.label !== undefined && prediction.label !== undefined) {
    if (!namesAgree(gold.label, prediction.label)) {
      const swapped = bothRelations ? equalEquations(goldExpr, predictionExpr) : undefined;
      return swapped === true ? same('equivalent equations') : different('values of different names');
    }
    const value = compareMath(gold.value, alignArguments(gold, prediction), options);
    if (value.verdict === 'same' || !bothRelations) return value;
    return equalEquations(goldExpr, predictionExpr) === true ? same('equivalent equations') : value;
  }
  // One side has a name. An equation in several unknowns is no named value, but it may be the same equation.
  if (bothRelations) {
    const whole = unlabelled(goldExpr, predictionExpr, options);
    if (whole.verdict === 'same') return whole;
    if (
      goldExpr.ops.every((op) => op === '=') &&
      predictionExpr.ops.every((op) => op === '=') &&
      goldExpr.ops.length === 1 &&
      predictionExpr.ops.length === 1
    )
      return whole;
  }
  const value = compareMath(gold.value, prediction.value, options);
  if (value.verdict !== 'different') return value;
  for (const [a, b] of [
    [gold.approximation, prediction.value],
    [gold.value, prediction.approximation],
  ] as const) {
    if (a !== undefined && b !== undefined && compareMath(a, b, options).verdict === 'same')
      return same('the same value as the stated approximation');
  }
  return value;
}

function unlabelled(gold: Expr, prediction: Expr, options: Context): Finding {
  if (gold.k === 'ratio' || prediction.k === 'ratio') return ratios(gold, prediction, options);
  if (gold.k === 'matrix' || prediction.k === 'matrix') return matrices(gold, prediction, options);
  const tuples = isTuple(gold) && isTuple(prediction);
  if (tuples) return sequences(gold, prediction, options);
  if (isSet(gold) && isSet(prediction)) return unordered(gold.items, prediction.items, options);
  const single = oneElement(gold, prediction, options);
  if (single !== undefined) return single;
  const sets = realSets(gold, prediction, options);
  if (sets !== undefined) return sets;
  if (gold.k === 'rel' && prediction.k === 'rel') return relations(gold, prediction);
  if ((isTuple(gold) && isSet(prediction)) || (isSet(gold) && isTuple(prediction)))
    return different('an ordered tuple against a set');
  if (gold.k === 'set' && prediction.k === 'set' && gold.op === prediction.op)
    return setOperations(gold, prediction, options);
  if (show(gold) === show(prediction)) return same('the same expression');
  if (gold.k !== prediction.k) return different(`${kindName(gold)} against ${kindName(prediction)}`);
  return unknown(`two answers of a kind that is not compared: ${kindName(gold)}`);
}

const KIND_NAMES: Partial<Record<Expr['k'], string>> = {
  rel: 'a relation',
  group: 'a bracketed group',
  list: 'a list',
  set: 'a combination of sets',
  builder: 'a set by condition',
  domain: 'a number domain',
  matrix: 'a matrix',
  ratio: 'a ratio',
  text: 'text',
};

const kindName = (e: Expr): string => KIND_NAMES[e.k] ?? 'an expression';

/** "{5}" against "5": a solution set of one element is that element. */
function oneElement(gold: Expr, prediction: Expr, options: Context): Finding | undefined {
  if (isSet(gold) && gold.items.length === 1 && isScalar(prediction))
    return compareMath(gold.items[0] ?? gold, prediction, options);
  if (isSet(prediction) && prediction.items.length === 1 && isScalar(gold))
    return compareMath(gold, prediction.items[0] ?? prediction, options);
  return undefined;
}

function realSets(gold: Expr, prediction: Expr, options: Context): Finding | undefined {
  const describes = (e: Expr): boolean =>
    e.k === 'set' ||
    e.k === 'domain' ||
    e.k === 'builder' ||
    e.k === 'rel' ||
    (e.k === 'list' && e.items.some((item) => describes(item))) ||
    (e.k === 'group' && e.items.length === 2);
  if (!describes(gold) && !describes(prediction)) return undefined;
  const a = toRealSet(gold);
  const b = toRealSet(prediction);
  if (a !== undefined && b !== undefined)
    return finding(equalRealSets(a, b, options), 'the same set of numbers', 'different sets of numbers');
  const condition = a === undefined ? gold : prediction;
  const set = a ?? b;
  if (set === undefined || (condition.k !== 'rel' && condition.k !== 'builder' && condition.k !== 'list'))
    return undefined;
  if (condition.k === 'rel' && condition.ops.includes('=')) return undefined;
  const holds = holdsExactlyOn(condition, set);
  return holds === undefined ? undefined : finding(holds, 'the same set of numbers', 'different sets of numbers');
}

function relations(gold: Expr & { k: 'rel' }, prediction: Expr & { k: 'rel' }): Finding {
  const equations = gold.ops.every((op) => op === '=') && prediction.ops.every((op) => op === '=');
  if (show(gold) === show(prediction)) return same('the same relation');
  if (equations)
    return finding(equalEquations(gold, prediction), 'equivalent equations', 'equations with different solutions');
  const ordered = (rel: Expr & { k: 'rel' }): boolean =>
    rel.ops.every((op) => op === '<' || op === '>' || op === '<=' || op === '>=' || op === '!=' || op === '=');
  if (!ordered(gold) || !ordered(prediction)) return unknown('relations that are not compared');
  return finding(equalInequalities(gold, prediction), 'equivalent inequalities', 'different inequalities');
}

function ratios(gold: Expr, prediction: Expr, options: Context): Finding {
  const fraction = (e: Expr): Expr | undefined => {
    if (e.k !== 'ratio') return e;
    const [top, bottom] = e.items;
    return e.items.length === 2 && top !== undefined && bottom !== undefined ? { k: 'div', top, bottom } : undefined;
  };
  const a = fraction(gold);
  const b = fraction(prediction);
  if (a !== undefined && b !== undefined && isScalar(a) && isScalar(b))
    return finding(equalScalars(a, b, options), 'the same ratio', 'different ratios');
  if (gold.k !== 'ratio' || prediction.k !== 'ratio' || gold.items.length !== prediction.items.length)
    return different('ratios of different length');
  const [firstGold] = gold.items;
  const [firstPrediction] = prediction.items;
  if (firstGold === undefined || firstPrediction === undefined) return unknown('an empty ratio');
  const results = gold.items.map((item, i): Equal => {
    const other = prediction.items[i];
    return other === undefined
      ? false
      : equalScalars({ k: 'mul', args: [item, firstPrediction] }, { k: 'mul', args: [other, firstGold] }, options);
  });
  return finding(all(results), 'the same ratio', 'different ratios');
}

const all = (results: readonly Equal[]): Equal =>
  results.includes(false) ? false : results.includes(undefined) ? undefined : true;

function matrices(gold: Expr, prediction: Expr, options: Context): Finding {
  if (gold.k === 'matrix' && prediction.k === 'matrix') {
    const shape = (m: Expr & { k: 'matrix' }): string => `${m.rows.length}×${m.rows[0]?.length ?? 0}`;
    if (shape(gold) !== shape(prediction))
      return different(`a ${shape(gold)} matrix against a ${shape(prediction)} one`);
    return inOrder(gold.rows.flat(), prediction.rows.flat(), options, 'matrix');
  }
  const a = asVector(gold);
  const b = asVector(prediction);
  // A column of numbers and a tuple in round brackets are the same vector.
  if (a !== undefined && b !== undefined) return inOrder(a, b, options, 'vector');
  return different(`${kindName(gold)} against ${kindName(prediction)}`);
}

function inOrder(gold: readonly Expr[], prediction: readonly Expr[], options: Context, what: string): Finding {
  if (gold.length !== prediction.length) return different(`${gold.length} entries against ${prediction.length}`);
  let doubt: Finding | undefined;
  for (let i = 0; i < gold.length; i++) {
    const [a, b] = [gold[i], prediction[i]];
    if (a === undefined || b === undefined) continue;
    const entry = compareMath(a, b, options);
    if (entry.verdict === 'different') return different(`entry ${i + 1} of the ${what} differs`);
    if (entry.verdict === 'unknown') doubt ??= unknown(`entry ${i + 1} of the ${what}: ${entry.reason}`);
  }
  return doubt ?? same(`the same ${what}, entry by entry`);
}

/** Tuples, points and intervals. Brackets matter where there are two ends, for (1,2) and [1,2] are different intervals. */
function sequences(gold: Expr & { k: 'group' }, prediction: Expr & { k: 'group' }, options: Context): Finding {
  const bracket = (e: Expr & { k: 'group' }, end: 0 | 1): string => {
    const item = e.items[end];
    const infinite =
      item !== undefined && (item.k === 'neg' ? item.arg : item).k === 'const' && show(item).includes('∞');
    return infinite ? 'infinite' : end === 0 ? e.open : e.close;
  };
  if (gold.items.length === 2 && ([0, 1] as const).some((end) => bracket(gold, end) !== bracket(prediction, end)))
    return different('intervals with different ends');
  return inOrder(gold.items, prediction.items, options, 'tuple');
}

function setOperations(gold: Expr & { k: 'set' }, prediction: Expr & { k: 'set' }, options: Context): Finding {
  return gold.op === 'difference'
    ? inOrder(gold.args, prediction.args, options, 'difference of sets')
    : unordered(gold.args, prediction.args, options);
}

/** At least one side is a list. */
function lists(gold: Expr, prediction: Expr, options: Context): Finding {
  const sets = conditions(gold) || conditions(prediction) ? realSets(gold, prediction, options) : undefined;
  if (sets !== undefined && sets.verdict !== 'unknown') return sets;
  const goldTuple = isList(prediction) ? tupleItems(gold) : undefined;
  const predictionTuple = isList(gold) ? tupleItems(prediction) : undefined;
  if (goldTuple !== undefined && plainList(prediction))
    return assigned(namedItems(goldTuple), namedItems(itemsOf(prediction)), options);
  if (predictionTuple !== undefined && plainList(gold))
    return assigned(namedItems(itemsOf(gold)), namedItems(predictionTuple), options);
  return namedLists(elements(gold), elements(prediction), options);
}

const conditions = (e: Expr): boolean =>
  e.k === 'list' && e.items.some((item) => item.k === 'rel' && item.ops.some((op) => op !== '=' && op !== 'approx'));

/** The entries of a tuple that is not a list of tuples or an interval in square brackets. */
const tupleItems = (e: Expr): readonly Expr[] | undefined => {
  const value = splitLabel(e).value;
  return isTuple(value) && value.items.every((item) => !isTuple(item)) ? value.items : undefined;
};

const plainList = (e: Expr): boolean =>
  e.k === 'list' && e.items.length > 1 && e.items.every((item) => !isTuple(splitLabel(item).value));

function elements(e: Expr): NamedItem[] {
  const { label, value } = splitLabel(e);
  if (isSet(value)) return namedItems(value.items);
  return label === undefined
    ? namedItems(itemsOf(e))
    : namedItems(itemsOf(value)).map((item) => ({ label: item.label ?? label, value: item.value }));
}

const nameOf = (item: NamedItem): string | undefined =>
  item.label === undefined || !isName(item.label) ? undefined : show(item.label);

/** Lists: by name where both sides name every item differently, in order where only one side does, else as sets. */
function namedLists(gold: NamedItem[], prediction: NamedItem[], options: Context): Finding {
  const goldNames = new Set(gold.map(nameOf));
  const predictionNames = new Set(prediction.map(nameOf));
  const goldDistinct = gold.length > 1 && goldNames.size === gold.length && !goldNames.has(undefined);
  const predictionDistinct =
    prediction.length > 1 && predictionNames.size === prediction.length && !predictionNames.has(undefined);
  if (goldDistinct && predictionDistinct) return byName(gold, prediction, options);
  if (
    (goldDistinct || predictionDistinct) &&
    gold.length === prediction.length &&
    (goldNames.size === 1 || predictionNames.size === 1 || goldNames.has(undefined) || predictionNames.has(undefined))
  ) {
    return assigned(gold, prediction, options);
  }
  return unordered(
    gold.map((item) => item.value),
    prediction.map((item) => item.value),
    options,
  );
}

function byName(gold: NamedItem[], prediction: NamedItem[], options: Context): Finding {
  const others = new Map(prediction.map((item) => [nameOf(item), item.value]));
  if (gold.every((item) => others.has(nameOf(item))) && gold.length === prediction.length) {
    return inOrder(
      gold.map((item) => item.value),
      gold.map((item) => others.get(nameOf(item)) ?? item.value),
      options,
      'list of named values',
    );
  }
  // x₁ = …, x₂ = … name the roots of one equation: their order is arbitrary.
  const stems = new Set([...gold, ...prediction].map((item) => nameOf(item)?.split('_')[0]));
  if (stems.size === 1)
    return unordered(
      gold.map((item) => item.value),
      prediction.map((item) => item.value),
      options,
    );
  return gold.length === prediction.length
    ? different('values of different names')
    : different(`${gold.length} values against ${prediction.length}`);
}

const assigned = (gold: NamedItem[], prediction: NamedItem[], options: Context): Finding =>
  inOrder(
    gold.map((item) => item.value),
    prediction.map((item) => item.value),
    options,
    'list',
  );

/** Every item of one side against one of the other, each used once; repetitions count once. */
export function unordered(goldItems: readonly Expr[], predictionItems: readonly Expr[], options: Context): Finding {
  const gold = withoutRepeats(goldItems, options);
  const prediction = withoutRepeats(predictionItems, options);
  if (gold.length > MAX_ITEMS || prediction.length > MAX_ITEMS) return unknown('too many elements');
  const free = [...prediction];
  let doubt = false;
  for (const item of gold) {
    let found = -1;
    for (let i = 0; i < free.length && found < 0; i++) {
      const other = free[i];
      if (other === undefined) continue;
      const entry = compareMath(item, other, options);
      if (entry.verdict === 'same') found = i;
      else if (entry.verdict === 'unknown') doubt = true;
    }
    if (found >= 0) free.splice(found, 1);
    else if (doubt && gold.length === prediction.length)
      return unknown(`no counterpart could be shown for ${show(item)}`);
    else return different(`no counterpart for ${show(item)}`);
  }
  const [left] = free;
  return left === undefined
    ? same(gold.length === 1 ? 'the same value' : 'the same elements')
    : different(`one element more: ${show(left)}`);
}

function withoutRepeats(items: readonly Expr[], options: Context): Expr[] {
  const kept: Expr[] = [];
  const strict: Context = options.units === undefined ? {} : { units: options.units };
  for (const item of items.slice(0, MAX_ITEMS * 2)) {
    if (
      items.length > 1 &&
      kept.some((other) => isScalar(item) && isScalar(other) && equalScalars(other, item, strict) === true)
    )
      continue;
    if (!isScalar(item) && kept.some((other) => show(other) === show(item))) continue;
    kept.push(item);
  }
  return kept;
}
