/** Decides whether a piece of a document is a question, of which kind, and where exactly its text begins and ends. */
import { askOf, isDirection, type Ask } from './asks.js';
import { leadingPoints, trailingPoints } from './labels.js';
import type { Node, SectionKind } from './node.js';
import type { QuestionKind } from './question.js';
import { sentencesOf, type Sentence } from './sentences.js';
import { topicOf, type Topic } from './vocabulary.js';

/** How clearly the document itself says that a question stands here. */
export const enum Evidence {
  /** A paragraph like any other. */
  none = 0,
  /** An item of a list, or a paragraph in a section of exercises. */
  some = 1,
  /** An item in a section of exercises. */
  good = 2,
  /** "Problem 3", \question, a field of a data set. */
  certain = 3,
}

export interface Verdict {
  readonly kind: QuestionKind;
  /** Offsets in the judged text. */
  readonly start: number;
  readonly end: number;
  readonly points?: string;
}

/** Facts about a text that do not depend on where it stands; kept by content. */
export interface Facts {
  readonly sentences: readonly Sentence[];
  readonly asks: readonly Ask[];
  readonly topic: Topic;
}

export function factsOf(text: string): Facts {
  const sentences = sentencesOf(text);
  return { sentences, asks: sentences.map(askOf).filter((ask) => ask !== undefined), topic: topicOf(text) };
}

/** Texts whose facts are kept; more are forgotten together. */
const MOST_FACTS = 20_000;

export class FactsCache {
  readonly #kept = new Map<string, Facts>();

  get(text: string): Facts {
    const kept = this.#kept.get(text);
    if (kept !== undefined) return kept;
    const facts = factsOf(text);
    if (this.#kept.size >= MOST_FACTS) this.#kept.clear();
    this.#kept.set(text, facts);
    return facts;
  }
}

export function evidenceOf(node: Node): Evidence {
  if (node.role === 'question') return Evidence.certain;
  const base = node.role === 'item' ? 1 : node.role === 'part' ? 1 : node.role === 'bullet' ? 0 : 0;
  const section = node.section === 'exercises' ? 1 : 0;
  const checkbox = node.checkbox && section > 0 ? 1 : 0;
  return Math.min(2, base + section + checkbox);
}

/** Weight of what a text says about mathematics or a science. */
export function weight(topic: Topic): number {
  return 2 * topic.formulas + 2 * topic.subject + topic.everyday + topic.numbers;
}

/**
 * @param text masked text of the task
 * @param stem what its sibling parts share, when the task is a part
 */
export function judge(
  text: string,
  stem: string | undefined,
  evidence: Evidence,
  node: Pick<Node, 'section' | 'word' | 'quoted' | 'heading' | 'role'>,
  options: readonly string[],
  cache: FactsCache,
  reference: boolean,
): Verdict | undefined {
  if (rejectedBySection(node.section, evidence)) return undefined;
  const trimmed = trim(text);
  if (trimmed === undefined) return undefined;
  const body = text.slice(trimmed.start, trimmed.end);
  const facts = cache.get(body);
  const stemFacts = stem === undefined ? undefined : cache.get(stem);
  const asks = facts.asks.filter((ask) => !isPureDirection(ask, facts));
  const asked = asks.length > 0;
  const bare = /[\uFFFC]/.test(body) && body.replace(/[\uFFFC\s\p{P}]/gu, '') === '';
  if (bare) return undefined;
  const topic = add(
    facts.topic,
    stemFacts?.topic,
    options.length > 0 ? cache.get(options.join('\n')).topic : undefined,
  );
  const w = weight(topic);

  if (!asked) {
    const byStem = stemFacts !== undefined && stemFacts.asks.length > 0 && node.role !== 'free';
    const byOptions =
      options.length >= 3 &&
      evidence >= Evidence.some &&
      (/[a-z,:—–-]$|[的是为（(）)：:，]$|_$|\$$/i.test(body) || evidence >= Evidence.good);
    const statement =
      evidence === Evidence.certain &&
      !node.heading &&
      node.word !== 'example' &&
      node.word !== '例' &&
      node.word !== '例题' &&
      weight(facts.topic) >= 2 &&
      facts.topic.elsewhere === 0 &&
      body.length > 15 &&
      node.word !== 'puzzle' &&
      (node.word === undefined || /^(?:problem|exercise|\\|env)/.test(node.word));
    if (!byStem && !byOptions && !statement) return undefined;
    const own = facts.topic;
    if (
      byStem &&
      evidence < Evidence.good &&
      (!stemFacts.asks.some((ask) => ask.strong) ||
        own.formulas + own.numbers + own.subject === 0 ||
        topic.elsewhere > 0 ||
        body.includes('￼'))
    )
      return undefined;
    const proof = byStem ? stemFacts.asks.every((ask) => ask.proof) : statement;
    return verdict(trimmed, options.length > 0 ? 'choice' : proof ? 'proof' : 'free');
  }

  if (!accepted(facts, asks, topic, w, evidence, node, options, reference, stemFacts)) return undefined;
  const start =
    evidence === Evidence.none || (node.role === 'free' && evidence === Evidence.some) ? beginning(facts, asks) : 0;
  if (start === undefined) return undefined;
  return verdict({ ...trimmed, start: trimmed.start + start }, kindOf(asks, options, body));
}

function verdict(trimmed: { start: number; end: number; points?: string }, kind: QuestionKind): Verdict {
  return {
    kind,
    start: trimmed.start,
    end: trimmed.end,
    ...(trimmed.points === undefined ? {} : { points: trimmed.points }),
  };
}

function rejectedBySection(section: SectionKind, evidence: Evidence): boolean {
  if (section === 'solutions' || section === 'answers') return true;
  if (section === 'excluded') return evidence < Evidence.certain;
  return section === 'procedure' && evidence < Evidence.certain;
}

function add(...topics: (Topic | undefined)[]): Topic {
  const sum = { subject: 0, everyday: 0, elsewhere: 0, formulas: 0, numbers: 0 };
  for (const topic of topics) {
    if (topic === undefined) continue;
    sum.subject += topic.subject;
    sum.everyday += topic.everyday;
    sum.elsewhere += topic.elsewhere;
    sum.formulas += topic.formulas;
    sum.numbers += topic.numbers;
  }
  return sum;
}

/** "Give your answer in metres." asks nothing by itself. */
function isPureDirection(ask: Ask, facts: Facts): boolean {
  return ask.form === 'imperative' && facts.asks.length > 1 && !ask.strong && isDirection(ask.sentence.text);
}

function kindOf(asks: readonly Ask[], options: readonly string[], body: string): QuestionKind {
  if (options.length > 0) return 'choice';
  if (/\btrue or false\b|\(T\/F\)|\bT\s*\/\s*F\b|判断(?:正误|对错|下列)/i.test(body)) return 'choice';
  if (asks.every((ask) => ask.proof)) return 'proof';
  if (/_{3,}|[（(][\s\u3000]{1,12}[)）]/.test(body)) return 'fill';
  return 'free';
}

function accepted(
  facts: Facts,
  asks: readonly Ask[],
  topic: Topic,
  w: number,
  evidence: Evidence,
  node: Pick<Node, 'word' | 'quoted' | 'heading' | 'role' | 'section'>,
  options: readonly string[],
  reference: boolean,
  stem: Facts | undefined,
): boolean {
  const first = asks[0];
  if (first === undefined) return false;
  const personal = asks.every((ask) => ask.personal);
  if (personal && topic.formulas + topic.subject === 0 && topic.numbers < 2) return false;
  // Talk of courses, surveys and software outweighs a stray number.
  const own = 2 * topic.formulas + 2 * topic.subject + topic.numbers;
  const story =
    topic.numbers >= 2 &&
    !personal &&
    (asks.some((ask) => ask.strong) || (evidence >= Evidence.good && topic.numbers >= 3));
  const test = options.length >= 3 && evidence >= Evidence.good && !personal;
  if (
    topic.elsewhere > 0 &&
    !story &&
    !test &&
    own <= topic.elsewhere * 1.5 + (asks.every((ask) => ask.strong) ? 0 : 1)
  )
    return false;
  if (topic.elsewhere > 0 && personal) return false;
  switch (evidence) {
    case Evidence.certain:
      if (
        node.word === 'q' ||
        node.word === 'question' ||
        node.word === '问题' ||
        node.word === '问' ||
        node.word === '思考'
      )
        return w >= 1 || options.length > 2;
      if (node.word === 'example') return w >= 2;
      return w >= 1 || topic.elsewhere === 0 || options.length >= 3;
    case Evidence.good:
      if (w === 0)
        return (
          options.length >= 3 ||
          (stem !== undefined && weight(stem.topic) > 1) ||
          (asks.some((ask) => ask.strong) && !asks.some((ask) => ask.rhetorical) && facts.sentences.length > 1)
        );
      if (w === 1 && first.form === 'imperative' && !first.strong && topic.numbers === 0) return topic.everyday > 0;
      return true;
    case Evidence.some:
      if (options.length >= 3 && w >= 1) return true;
      if (reference && w >= 1) return true;
      if (node.role === 'part' && stem !== undefined) return w >= 2;
      if (asks.every((ask) => ask.rhetorical) && topic.formulas + topic.numbers < 2) return false;
      if (node.role === 'free') return freeStanding(facts, asks, topic);
      if (first.form === 'blank') return topic.subject + topic.formulas > 0;
      if (asks.some((ask) => ask.strong))
        return w >= 2 && (topic.formulas > 0 || topic.numbers > 0 || topic.subject > 0);
      return (
        topic.formulas > 0 ||
        topic.subject >= 1 ||
        (topic.numbers >= 2 &&
          topic.elsewhere === 0 &&
          (facts.sentences.length > 1 || /^(?:if|when|suppose)\b/i.test(first.sentence.text)))
      );
    case Evidence.none:
      if (node.quoted || node.heading) return false;
      if (reference && options.length >= 3) return w >= 2;
      return freeStanding(facts, asks, topic) && (node.section === 'exercises' || closesParagraph(facts, asks));
  }
}

/** A task in running text begins with its verb, or with what is given; a verb further on tells what "we" do. */
const LEADS =
  /^(?:(?:please|now|then|next|also)\s+)?(?:find|compute|calculate|determine|evaluate|solve|simplify|factor|expand|differentiate|integrate|prove|show|verify|derive|work out|minimi[sz]e|maximi[sz]e|balance|estimate)\b|^(?:if|given|suppose|let(?! us)|for|when|using|use|assuming|in|at|from|with|after|by)\b|[\u4e00-\u9fff]/i;
const WEAK_LEADS = /^(?:convert|write|rewrite|express|sketch|draw|plot|graph|round|state|name|describe|explain|complete)\b/i;
const TELLS =
  /\b(?:this|that|which) (?:proves|shows|is how|is why|is what|gives|means|follows)\b|\bto (?:a friend|yourself)\b|\bwe (?:find|get|see|have|obtain)\b/i;

/** A paragraph that nothing announces must set a task with data, and must not go on to answer it. */
function freeStanding(facts: Facts, asks: readonly Ask[], topic: Topic): boolean {
  const tasks = asks.filter((ask) => !ask.rhetorical && !ask.personal);
  if (tasks.length === 0) return false;
  const data = topic.numbers + 2 * topic.formulas;
  const strong = tasks.some(
    (ask) =>
      ask.strong && (ask.form !== 'imperative' || LEADS.test(ask.sentence.text)) && !TELLS.test(ask.sentence.text),
  );
  if (strong) return data >= 2 || (data >= 1 && topic.subject >= 1);
  return topic.formulas >= 1 && data >= 2 && tasks.some((ask) => ask.form === 'blank' || (ask.form === 'imperative' && WEAK_LEADS.test(ask.sentence.text) && !TELLS.test(ask.sentence.text)));
}

/** Nothing but directions follows the last thing that is asked. */
function closesParagraph(facts: Facts, asks: readonly Ask[]): boolean {
  const last = asks.at(-1);
  if (last === undefined) return false;
  return facts.sentences
    .filter((sentence) => sentence.start > last.sentence.start)
    .every((sentence) => isDirection(sentence.text) || /^[-+\d$\\(\s]*[=$\\]/.test(sentence.text));
}

const EXPOSITION =
  /^(?:here(?:'s| is| are)|let us (?:now )?(?:look|turn|try|see|consider an)|let['’]s|now (?:try|consider the|let|we)|we (?:now|will|can|have|begin|start|turn|use|saw|see|know)|in this (?:section|chapter|lesson|unit)|as (?:we|you) (?:saw|have seen|know)|you (?:will|can now|have learned|should now)|this (?:section|chapter|lesson|example|is (?:a|an|the))|the following (?:example|exercise|problem|question)|for (?:example|instance)[.:]|recall that|remember that|next,? we|to (?:practi[sc]e|test|check|see) |try (?:this|the following|it)|practi[sc]e|example|the (?:idea|formula|rule|method|theorem|definition|point|reason|trick)\b|above,|many |most |people |students |a (?:common|typical|classic|good|simple) |it is (?:known|common|useful|important)|in general|one (?:way|of the)|there are (?:many|several|two|three) (?:ways|methods|kinds|types))|^(?:下面|接下来|我们|现在来|同学们|首先来|本节|上面|前面|请看|来看|试试|想一想)/i;

/** Where a question in running text begins: at the first sentence with what it needs, leaving out the introduction. */
function beginning(facts: Facts, asks: readonly Ask[]): number | undefined {
  const first = asks.find((ask) => !ask.rhetorical) ?? asks[0];
  if (first === undefined) return undefined;
  let start = 0;
  const before = facts.sentences.filter((sentence) => sentence.start < first.sentence.start);
  for (const sentence of before) {
    const rhetorical = askOf(sentence);
    if (
      rhetorical !== undefined &&
      rhetorical.sentence !== first.sentence &&
      (rhetorical.rhetorical || rhetorical.personal)
    )
      start = sentence.end;
    else if (EXPOSITION.test(sentence.text) && start >= previousEnd(before, sentence)) start = sentence.end;
    else if (
      start >= previousEnd(before, sentence) &&
      /[:：]$/.test(sentence.text) &&
      sentence.text.length < 60 &&
      !/\d|\$/.test(sentence.text)
    )
      start = sentence.end;
  }
  const next = facts.sentences.find((sentence) => sentence.start >= start);
  return next?.start ?? 0;
}

function previousEnd(before: readonly Sentence[], sentence: Sentence): number {
  const index = before.indexOf(sentence);
  return index <= 0 ? 0 : (before[index - 1]?.end ?? 0);
}

/** The range of the task without white space, leading points and trailing points. */
function trim(text: string): { start: number; end: number; points?: string } | undefined {
  let start = text.length - text.trimStart().length;
  let end = text.trimEnd().length;
  let points: string | undefined;
  const lead = leadingPoints(text.slice(start, end));
  if (lead !== undefined) {
    points = lead.points;
    start += lead.length;
    start += text.slice(start, end).length - text.slice(start, end).trimStart().length;
  }
  const trail = trailingPoints(text.slice(start, end));
  if (trail !== undefined) {
    points ??= trail.points;
    end = start + text.slice(start, end - trail.length).trimEnd().length;
  }
  return end <= start ? undefined : { start, end, ...(points === undefined ? {} : { points }) };
}
