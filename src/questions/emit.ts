/** Turns what was assembled into questions: parts with their stems, options, references, exact ranges. */
import { isDirection } from './asks.js';
import { Evidence, evidenceOf, judge, weight, type FactsCache } from './judge.js';
import { textOf, type Node, type Piece } from './node.js';
import type { OffsetRange, Question } from './question.js';

/** Source text of a cell, or of the document. */
export type Source = (cell: number | undefined) => string;

export function emit(roots: readonly Node[], source: Source, facts: FactsCache): Question[] {
  const found: Question[] = [];
  for (const node of roots) emitNode(node, undefined, node, source, facts, found);
  return found;
}

function emitNode(
  node: Node,
  stem: string | undefined,
  root: Node,
  source: Source,
  facts: FactsCache,
  found: Question[],
): void {
  const text = textOf(node);
  const own = facts.get(text);
  const children = node.children;
  const options = optionsOf(node, own.asks.length > 0, facts);
  const rest = children.filter((child) => !options.nodes.includes(child));
  if (rest.length > 0 && !conditions(node, rest, stem, facts)) {
    const shared = sharedStem(node, rest, stem, source, facts);
    const alone = node.role === 'free' && shared === undefined && text !== '';
    if (alone) leaf(node, node.pieces, undefined, root, options, source, facts, found);
    for (const child of rest) emitNode(child, shared ?? stem, alone ? child : root, source, facts, found);
    return;
  }
  const pieces =
    rest.length > 0
      ? [...node.pieces, ...rest.flatMap((child) => allPieces(child))].sort((a, b) => a.start - b.start)
      : node.pieces;
  leaf(node, pieces, stem, root, options, source, facts, found);
}

function allPieces(node: Node): Piece[] {
  return [
    ...node.pieces.map((piece, index) => (index === 0 ? widened(piece, node.from) : piece)),
    ...node.children.flatMap(allPieces),
  ];
}

/** A condition that is part of the task keeps its number. */
function widened(piece: Piece, from: number): Piece {
  return { ...piece, start: from, text: ' '.repeat(piece.start - from) + piece.text };
}

const EACH = /\b(?:each|every|the following|these|below|both)\b|下列|以下|下面|各(?:式|题|数|小题)/i;
const WHICH = /\bwhich (?:one )?of\b|\bwhich statements?\b|下列[^。]{0,30}(?:是|的)|[（(][\s\u3000]*[)）]/i;

/** Children that carry the choices of this node. */
function optionsOf(node: Node, asks: boolean, facts: FactsCache): { nodes: readonly Node[]; texts: readonly string[] } {
  const none = { nodes: [], texts: [] };
  const byStyle = new Map<string, Node[]>();
  for (const child of node.children) byStyle.set(child.style, [...(byStyle.get(child.style) ?? []), child]);
  for (const [style, nodes] of byStyle) {
    if (nodes.length < 2 || nodes.length > 12) continue;
    const texts = nodes.map((child) => textOf(child));
    const setTasks = nodes.filter((child) =>
      facts.get(textOf(child)).asks.some((ask) => ask.form === 'imperative' || ask.form === 'question'),
    ).length;
    if (setTasks * 2 >= nodes.length) continue;
    if (texts.some((text) => text.length > 400) || nodes.some((child) => child.children.length > 0)) continue;
    const parent = textOf(node);
    const lettered = nodes.every((child) => child.role === 'option');
    if (lettered && parent !== '') return { nodes, texts };
    const short = texts.every((text) => text.length < 160 && text !== '');
    if (style === '-' && short && asks && /[?？:：]\s*$|_{3,}/.test(parent) && nodes.every((child) => child.checkbox))
      return { nodes, texts };
    const completes = /\b(?:is|are|equals?|was|be)\s*[:：]?\s*$|[的是为于][:：]?\s*$/i.test(parent);
    const question = completes || (/\?\s*$|[:：]\s*$|_{3,}|[（(][\s\u3000]*[)）]/.test(parent) && asks);
    if (
      style === '-' &&
      short &&
      nodes.length >= 3 &&
      asks &&
      /[?？]\s*$/.test(parent) &&
      !EACH.test(parent.replace(WHICH, '')) &&
      node.role !== 'free'
    )
      return { nodes, texts };
    if (
      (style === '(a)' || style === 'given-item' || style === 'a)' || style === '1)') &&
      short &&
      nodes.length >= 3 &&
      question &&
      (completes || WHICH.test(parent) || (/\?\s*$/.test(parent) && !EACH.test(parent)))
    )
      return { nodes, texts };
  }
  return none;
}

/** Children that are no parts but things the task speaks of: "(i) f is continuous, (ii) f(0) = 1". */
function conditions(node: Node, children: readonly Node[], stem: string | undefined, facts: FactsCache): boolean {
  const text = textOf(node);
  const own = facts.get(text);
  const tasks = children.filter(
    (child) => child.children.length > 0 || facts.get(textOf(child)).asks.length > 0,
  ).length;
  if (text === '' || (node.heading && node.pieces.length === 0)) return false;
  // The task goes on after them.
  if (
    (node.pieces[0]?.start ?? Infinity) < (children[0]?.from ?? 0) &&
    (node.pieces.at(-1)?.start ?? 0) > (children[0]?.from ?? Infinity)
  )
    return true;
  if (tasks * 2 >= children.length && !(tasks === 1 && children.length > 2 && !startsWithTask(children.at(-1), facts)))
    return false;
  // "Differentiate: (a) …, (b) …" and "Find the value of each expression."
  if (
    own.asks.some((ask) => ask.form === 'imperative' && ask.sentence.end >= text.length - 2) &&
    !/\b(?:if|such that|given that|where|satisf\w+|the following conditions|properties|steps)\b[^.]{0,40}:?$/i.test(
      text,
    )
  )
    return false;
  if (EACH.test(text) && own.asks.length > 0) return false;
  if (own.asks.length === 0 && tasks === 0) return stem === undefined;
  return true;
}

function startsWithTask(child: Node | undefined, facts: FactsCache): boolean {
  if (child === undefined) return false;
  const own = facts.get(textOf(child));
  return own.asks[0]?.sentence.start === own.sentences[0]?.start;
}

/** "Answer the following questions.": says what to do, and nothing about it. */
function isDirective(text: string): boolean {
  return (
    text.length < 100 &&
    /^(?:please )?(?:answer|solve|complete|do|attempt|choose|select|circle|pick|work|try|mark|fill)\b[^]{0,40}\b(?:the|each|all|any|every|following|below|best|correct|out|in)\b|^(?:回答|完成|选择|解答)(?!.*\d)/i.test(
      text,
    )
  );
}

/** What the children share; undefined where the text before them says nothing that they need. */
function sharedStem(
  node: Node,
  children: readonly Node[],
  above: string | undefined,
  source: Source,
  facts: FactsCache,
): string | undefined {
  const text = rawText(node.pieces, node, source);
  const masked = textOf(node);
  const join = (): string => (above === undefined ? text : `${above}\n${text}`);
  if (masked === '' || node.heading) return masked === '' ? above : join();
  const own = facts.get(masked);
  const silent = children.some((child) => child.children.length === 0 && facts.get(textOf(child)).asks.length === 0);
  if (node.role === 'question' || node.role === 'item' || node.role === 'part') {
    return !silent && isDirective(masked) && weight(own.topic) === 0 ? above : join();
  }
  // A paragraph before a list: it must lead to it.
  const leads = /[:：]\s*$/.test(masked) || EACH.test(masked);
  if (silent)
    return own.asks.length > 0 && (leads || children.every((child) => child.role === 'part')) ? join() : undefined;
  if (own.asks.length > 0 && weight(own.topic) < 2) return undefined;
  const parts = children.every((child) => child.role === 'part');
  const data = own.topic.numbers + 2 * own.topic.formulas >= 1;
  if (parts && weight(own.topic) >= 2) return join();
  return data &&
    leads &&
    !isDirection(masked) &&
    /\b(?:following|below|use|refer|suppose|let|given|consider|information|data)\b|已知|设|如图/i.test(masked)
    ? join()
    : undefined;
}

function leaf(
  node: Node,
  whole: readonly Piece[],
  stem: string | undefined,
  root: Node,
  options: { nodes: readonly Node[]; texts: readonly string[] },
  source: Source,
  facts: FactsCache,
  found: Question[],
): void {
  const pieces = withoutTitle(node, whole, facts);
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return;
  const text = masked(pieces);
  let evidence = evidenceOf(node);
  // A part is as sure as what it is part of.
  if (node !== root && root.role !== 'free' && node.role !== 'option') evidence = Math.max(evidence, evidenceOf(root));
  if (node.quoted && evidence < Evidence.certain) return;
  const verdict = judge(
    text,
    stem,
    evidence,
    {
      ...node,
      role: node.role,
      section: node.section,
      word: root.word ?? node.word,
      heading: node.heading && pieces.length === 1 && node.role !== 'question' && node.role !== 'item',
    },
    options.texts,
    facts,
    node.answer !== undefined,
  );
  if (verdict === undefined) return;
  const content = source(node.cell);
  const range = balanced(content, { start: first.start + verdict.start, end: first.start + verdict.end });
  const marked = options.nodes.filter((option) => option.correct);
  const key = marked.length === 1 ? options.nodes.findIndex((option) => option.correct) : -1;
  const reference = referenceOf(node, key);
  const points = node.points ?? verdict.points;
  const numbered = node.role === 'question' || node.role === 'item';
  const raw = dedent(content.slice(range.start, range.end), node.quoted);
  if (raw.trim() === '') return;
  found.push({
    text: raw,
    kind: verdict.kind,
    start: range.start,
    end: range.end,
    ...(node.cell === undefined ? {} : { cell: node.cell }),
    ...(stem === undefined || stem === '' ? {} : { stem }),
    options: options.nodes.map((option) => optionText(option, content)),
    ...(reference === undefined ? {} : { reference }),
    ...(node.answer === undefined ? {} : { referenceRange: node.answer.range }),
    ...(node.label === undefined ? {} : { label: node.label }),
    ...(numbered && node.ordinal !== undefined ? { number: node.ordinal } : {}),
    ...(points === undefined ? {} : { points }),
    ...(node.hint === undefined ? {} : { hint: node.hint }),
    bodyEnd: Math.max(range.end, ...options.nodes.map((option) => option.pieces.at(-1)?.end ?? 0)),
    extent: Math.max(node.extent, range.end, ...options.nodes.map((option) => option.extent)),
  });
}

/** "Problem 4: The ladder", and the task below it: a title is no part of the task. */
function withoutTitle(node: Node, pieces: readonly Piece[], facts: FactsCache): readonly Piece[] {
  const first = pieces[0];
  if (node.role !== 'question' || first === undefined || pieces.length < 2) return pieces;
  const isTitle =
    first.text.length < 60 &&
    /[\p{L}\p{N})）]$/u.test(first.text) &&
    !/[\d$=,，:：]/.test(first.text) &&
    facts.get(first.text).asks.length === 0;
  return isTitle && !pieces[1]?.math ? pieces.slice(1) : pieces;
}

/** Masked text from the first piece to the last, with what stands between them blank. */
function masked(pieces: readonly Piece[]): string {
  const only = pieces.length === 1 ? pieces[0] : undefined;
  if (only !== undefined) return only.text;
  let text = '';
  const base = pieces[0]?.start ?? 0;
  for (const piece of pieces) {
    const at = piece.start - base;
    if (at > text.length) text += '\n'.padEnd(at - text.length);
    text += piece.text;
  }
  return text;
}

function referenceOf(node: Node, key: number): string | undefined {
  const given = node.answer?.text.trim();
  if (given !== undefined && given !== '') {
    const line = given.replace(/^[\s*_:：]+|[\s*_]+$/g, '');
    const short = line.split(/\s+/).length <= 3 ? line.replace(/[.。]$/, '') : line;
    const letter = /^\(?([A-J])[).．、:]?(?:\s.*)?$/.exec(short);
    if (letter !== null && node.children.some((child) => child.role === 'option')) return letter[1];
    return short.replace(/[\])】]$/, (close) => (unbalanced(short, close) ? '' : close));
  }
  return key >= 0 ? String.fromCharCode(65 + key) : undefined;
}

function unbalanced(text: string, close: string): boolean {
  const open = { ']': '[', ')': '(', '】': '【' }[close] ?? '';
  return text.split(close).length > text.split(open).length;
}

function optionText(option: Node, content: string): string {
  const first = option.pieces[0];
  const last = option.pieces.at(-1);
  if (first === undefined || last === undefined) return '';
  const range = balanced(content, { start: first.start, end: last.end });
  return dedent(content.slice(range.start, range.end), option.quoted)
    .replace(/\s*\\+$/, '')
    .replace(/[,;，；]$/, '')
    .trim();
}

function rawText(pieces: readonly Piece[], node: Node, source: Source): string {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return '';
  const content = source(node.cell);
  const range = balanced(content, { start: first.start, end: last.end });
  return dedent(content.slice(range.start, range.end), node.quoted);
}

/** Continuation lines without indentation and quote marks. */
function dedent(text: string, quoted: boolean): string {
  return text.replace(quoted ? /(\r?\n)[ \t]*(?:>[ \t]?)+[ \t]*/g : /(\r?\n)[ \t]+/g, '$1');
}

/** Takes emphasis marks in that belong to the text, and leaves out those that do not. */
function balanced(content: string, range: OffsetRange): OffsetRange {
  let { start, end } = range;
  if (!/[*_{}]/.test(content.slice(start, end)) && !/[*_{]/.test(content[start - 1] ?? '')) return range;
  for (const mark of ['**', '__', '*', '_']) {
    const inside = content.slice(start, end).split(mark).length - 1;
    if (inside % 2 === 0) {
      if (content.startsWith(mark, start - mark.length) && content.startsWith(mark, end) && mark.length <= start) {
        start -= mark.length;
        end += mark.length;
      }
      continue;
    }
    if (
      start >= mark.length &&
      content.startsWith(mark, start - mark.length) &&
      /[\s]|^$/.test(content.slice(start - mark.length - 1, start - mark.length))
    )
      start -= mark.length;
    else if (content.startsWith(mark, end)) end += mark.length;
  }
  // A macro that was blanked at the edge of the text: "\\frac{" before, "}" after.
  if (bracesOf(content.slice(start, end)).low < 0) {
    const lead = /\\[A-Za-z]+\*?\{$/.exec(content.slice(Math.max(0, start - 30), start));
    if (lead !== null) start -= lead[0].length;
  }
  for (let open = bracesOf(content.slice(start, end)).sum; open > 0 && content[end] === '}'; open--) end++;
  return { start, end };
}

/** Opening braces less closing ones: at the end, and at the lowest on the way. */
function bracesOf(text: string): { sum: number; low: number } {
  let sum = 0;
  let low = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '{') sum++;
    else if (text[i] === '}') low = Math.min(low, --sum);
  }
  return { sum, low };
}
