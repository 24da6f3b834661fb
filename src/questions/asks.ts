/** Decides what a sentence asks of its reader. English and Chinese; forms of words only, never what they are about. */
import type { Sentence } from './sentences.js';
import { sentencesOf } from './sentences.js';

export type AskForm = 'question' | 'imperative' | 'blank';

export interface Ask {
  readonly form: AskForm;
  readonly proof: boolean;
  /** Verbs and question words that are hardly ever used but to set a task: "compute", "how many", "求". */
  readonly strong: boolean;
  /** The kind of question that authors ask to answer themselves: "Why should anyone …?" */
  readonly rhetorical: boolean;
  /** Addressed to a person about the person: "Do you like …?", "How often do you …?", "Can I …?" */
  readonly personal: boolean;
  readonly sentence: Sentence;
}

const STRONG =
  'find|compute|calculate|determine|evaluate|solve|simplify|factori[sz]e|factor|expand|differentiate|integrate|prove|disprove|show|verify|derive|deduce|diagonali[sz]e|rationali[sz]e|rearrange|work out|minimi[sz]e|maximi[sz]e|row[- ]reduce|balance|sketch|justify|approximate';
const WEAK =
  'estimate|plot|graph|draw|convert|express|write|rewrite|state|list|name|give|describe|explain|define|identify|classify|compare|contrast|predict|construct|count|complete|fill|choose|select|match|label|multiply|divide|add|subtract|reduce|invert|optimi[sz]e|apply|obtain|arrange|rank|order|outline|suggest|propose|illustrate|interpret|analy[sz]e|discuss|formulate|model|negate|characteri[sz]e|decide|round|test|check|use|recall|consider|suppose|indicate|distinguish|summari[sz]e|mention|locate|translate|perform|measure|examine|investigate|comment|determine|design|enumerate|exhibit|establish|conclude|generali[sz]e|argue|confirm|demonstrate|criti[sc]i[sz]e|assess|enter|provide|argue|answer|circle|tick|mark|shade|complete|reflect|rotate|translate|argue';
const IS_STRONG = new RegExp(`^(?:${STRONG})$`, 'i');
/** Verbs of the list above that only prepare a task and set none by themselves. */
const PREPARES =
  /^(?:recall|consider|suppose|use|apply|test|check|model|order|graph|answer|choose|select|mark|circle|tick|round|reflect|rotate|translate)$/i;
const PROOF = /^(?:prove|disprove|show|verify|demonstrate|establish|confirm|argue)$/i;

/** Where an imperative may stand: at the beginning, after a clause that sets the scene, after "then" or "and". */
const IMPERATIVE = new RegExp(
  `(?:^|[,;:]\\s+|\\.\\s+|\\$\\$\\s*|[,;:.]\\$\\s+|\\\\\\]\\s*)(?:(?:please|then|now|also|next|finally|hence|thus|therefore|first|second|third|carefully|briefly|again|in each case|and|or|use (?:this|it|these) to|(?:can|could) you|you (?:are to|should|must)|your task is to|task:|we want to|try to|let us|otherwise)[,:]?\\s+){0,3}(?<verb>${STRONG}|${WEAK})\\b(?<after>[^]{0,40})`,
  'gi',
);
/** "Use the quotient rule to find …", "… and find the distance". */
const LATER = new RegExp(`\\b(?:to|and|then)\\s+(?<verb>${STRONG})\\b(?<after>[^]{0,40})`, 'gi');

/** What follows a verb that sets a task; after a noun of the same spelling come other words. */
const OBJECT =
  /^\s*(?:[,:]|(?:up|out|down|in|off)\s)?\s*(?:(?:completely|fully|exactly|briefly|clearly|carefully|mentally|directly|numerically|algebraically|graphically|analytically|explicitly|together|rigorously)\s+)?(?:the|an?|all|any|each|every|both|one|two|three|four|five|how|why|what|which|whether|where|when|whose|who|if|that|this|these|those|it|its|their|his|her|your|for|as|using|by|in|between|from|with|at least|at most|to|on|of|at|another|some|such|several|possible|[-$\\([{|∫∑√\d“"‘]|[A-Za-zα-ωΑ-Ω](?:[\s=(_^'’,.;?]|$)|[A-Z][a-z]*\b|[a-z]+(?:\s|$))/;

const SUBJECT_AFTER =
  /^\s+(?:is|are|was|were|will|has|have|had|does|do|did|can|theory|said|of state|us\b|out more|more (?:about|information))\b/i;

const INTERROGATIVE =
  /\b(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might|must|if)\b/i;
const QUANTITY =
  /\bhow (?:many|much|long|far|fast|old|tall|high|deep|wide|large|big|heavy|often|hot|cold|close|thick|small|likely|soon|late|strong)\b|\bwhat(?:'s|’s|\s+(?:is|are|was|were|will|would|must|should|does|percentage|percent|fraction|number|value|volume|mass|speed|distance|force|angle|area|length|time|total|amount|quantity|height|size|temperature|probability))\b|\bwhich of\b|\bin how many\b|\bat what\b|\bby what\b|\bto what\b|\bfor (?:what|which|how many)\b|\bwhat (?:year|day|month|date|score|age|number|fraction)\b/i;

const RHETORICAL =
  /^(?:but|so|and|now|well|ok|okay|yet)?,?\s*(?:why (?:should|would|do we|does this|bother|not|is this|is that|is it (?:important|so|that)|use|choose|are we|did we|even|all|\w+\?)|who (?:would|could|knew|cares|needs|are we|is this)|what,? then|what if\b[^]{0,20}\?|how (?:do|did|can|could|should|would|does) (?:we|one|you|i|this|it work|that)\b|what (?:is|are) (?:this|it|that|all this|the point|next|new|so|going on|wrong|happening)\b|what(?:'s|’s) (?:this|next|new|the point|in it|going on|wrong|the big|inside|the catch)|what (?:about|more|else|now|do we|have we|does (?:this|that|it) (?:mean|tell|all)|makes|could|can we|should|would|did)\b|isn['’]t|aren['’]t|doesn['’]t|don['’]t|wouldn['’]t|didn['’]t|can['’]t|haven['’]t|have you ever|did you (?:know|ever|notice)|do you (?:know|see|remember|notice|wonder|want|think that)|you (?:may|might|could|will)|ever wondered|remember|right\b|really\b|sound|ready|want to|wondering|wonder|curious|interested|need|looking for|stuck|got|confused|are you|where (?:do|does|did|are|is) (?:we|this|that|all)|is (?:this|that|it|there) (?:really|all|true|so|a coincidence|enough|any wonder|even|not)|could (?:this|it|there)|can (?:we|this|it|that)\b|does (?:this|that|it)\b|is (?:it|this|that)\b|shall we|should (?:we|you|one|i)|which one)/i;

const PERSONAL =
  /\b(?:do|did|have|are|were|would|can|could|will|should) (?:you|i|we|they allow)\b(?!\s+(?:need|get|have (?:left|now|in total|altogether)|expect|find|pay|observe))|\b(?:can|may|should|do|will|must|am|did|could|have) i\b|\bhow (?:often|satisfied|likely|confident|comfortable|clear|useful|difficult|familiar|interested)\b[^?]*\b(?:you|your)\b|\b(?:your|you) (?:opinion|favou?rite|feedback|name|age|experience|thoughts|email|e-mail|background|major|team|project|browser|version|goals?|preferred|setup|environment|expectations?|occupation|gender|job)\b|\b(?:would|did|do|are|have|were) you\b|\bon a scale (?:of|from)\b|\banyone\b|\bany(?:body)? (?:ideas|thoughts|objections|questions|volunteers)\b/i;

const BLANK = /_{3,}|[（(][\s\u3000]{1,12}[)）]|[（(]\s*\uFFFC\s*[)）]|…{3,}$|\.{6,}/;
/** Blanks of a form, not of a task. */
const FORM =
  /\b(?:name|date|class|score|period|section|student|signature|grade|id|teacher|instructor|course|roll no)\s*\.?\s*:?\s*_{3,}|(?:姓名|班级|学号|得分|日期|考号|座号|学校|分数|成绩)\s*[:：]?\s*_{2,}/i;

const CHINESE = /[\u4E00-\u9FFF]/;
const CHINESE_VERB =
  /(?:^|[，。；：！？、,;:\s（(）)】$]|试|请|请你|并|再|分别|由此|据此|进而|从而|接着|然后|直接|用[^，。]{1,12}?|利用[^，。]{1,16}?|根据[^，。]{1,16}?|按[^，。]{1,12}?|把[^，。]{1,30}?|将[^，。]{1,30}?|若[^，。]{1,30}?)(求证|求出|求解|求|计算|算出|解方程|解不等式|解下列|解三角形|解关于|解|证明|化简|化成|化为|改写|判断|判定|写出|写成|说明|说出|解释|画出|作出|作图|比较|确定|讨论|推导|简述|叙述|简答|简要|列式|列方程|列出|列举|指出|给出|分解|展开|因式分解|配平|估算|估计|填空|填写|选择(?!题)|选出|回答|分析|验证|口算|试证|描述|阐述|举例|举出|设计|找出|换算|表示|排列|推断|预测|标出|完成|用[^，。]{1,12}表示)/;
const CHINESE_STRONG = /(?:求|计算|算出|解方程|解不等式|证明|化简|因式分解|配平|求证|列式)/;
const CHINESE_WH =
  /多少|几[^乎何]|几$|几何|什么|为何|何时|何处|何种|怎样|怎么|如何|哪|谁|是否|吗[？?]|能否|能不能|有没有|是不是|多[长高大远久重快深宽厚]|几[？?]/;
const CHINESE_RHETORICAL =
  /^(?:那么|但是|可是|其实)?[，,]?(?:为什么(?:要|我们|会这样|可以|呢|说)|我们|你知道|你有没有|大家|同学们|难道|何必|谁不|怎么办|这是(?:为|怎)|什么是|何为|何谓|是不是|真的|不是吗|对吗|对吧|你觉得|还记得|你(?:是否|会|想|能|认为|喜欢))|(?:记得吗|对吗|对吧|是吗|好吗|懂了吗|明白吗|了吗|不是吗)[？?]$/;
const CHINESE_PERSONAL =
  /你(?:喜欢|觉得|认为|每天|每周|平时|是否|有没有|对|对本|的意见|满意|最)|您|我(?:可以|能|该|应该|要)|大家(?:觉得|有)/;

/** Everything the text asks, in order. Offsets of the sentences are in `text`. */
export function asksOf(text: string): Ask[] {
  const asks: Ask[] = [];
  for (const sentence of sentencesOf(text)) {
    const ask = askOf(sentence);
    if (ask !== undefined) asks.push(ask);
  }
  return asks;
}

export function askOf(sentence: Sentence): Ask | undefined {
  const text = sentence.text.length > 2000 ? sentence.text.slice(-2000) : sentence.text;
  if (FORM.test(text)) return undefined;
  return CHINESE.test(text) ? chineseAsk(text, sentence) : englishAsk(text, sentence);
}

function englishAsk(text: string, sentence: Sentence): Ask | undefined {
  const base = {
    proof: false,
    strong: false,
    rhetorical: false,
    personal:
      PERSONAL.test(text) &&
      !/^(?:if|suppose|given|when)\b|\b(?:if|suppose|when|after|while) you\b|\bdo you (?:have to|need|get|end up)\b/i.test(
        text,
      ),
    sentence,
  };
  if (/\?["'”’)\]*\s~$\\]*$/.test(text)) {
    if (!INTERROGATIVE.test(text))
      return text.length < 25 && !/\d|\$|=/.test(text)
        ? { ...base, form: 'question', rhetorical: true }
        : { ...base, form: 'question' };
    return { ...base, form: 'question', strong: QUANTITY.test(text), rhetorical: RHETORICAL.test(text) };
  }
  const imperative = imperativeOf(text);
  if (imperative !== undefined) return { ...base, ...imperative, form: 'imperative' };
  if (BLANK.test(text)) return { ...base, form: 'blank', strong: true };
  if (/[\d\w)}]\s*=\s*(?:\?|\\\?)?\s*\$?\.?$/.test(text) && /\d/.test(text))
    return { ...base, form: 'blank', strong: true };
  // "What is the value of …" with the question mark forgotten, or inside the formula at its end.
  if (
    /^(?:[^.?!]{0,200},\s*|(?:if|when|given|suppose|assuming|after)\b[^.?!]{0,200}\s)?(?:what|which|how (?:many|much|long|far|fast))\b/i.test(
      text,
    ) &&
    (QUANTITY.test(text) || /^which\b/i.test(text)) &&
    !/[;,]$/.test(text) &&
    (!text.endsWith('.') || /^(?:if|when|given|suppose|assuming|after)\b/i.test(text))
  ) {
    return { ...base, form: 'question', strong: true };
  }
  if (/\btrue or false\b|\(T\/F\)|\bT\s*\/\s*F\b/i.test(text)) return { ...base, form: 'question', strong: true };
  return undefined;
}

function imperativeOf(text: string): { proof: boolean; strong: boolean } | undefined {
  let found: { proof: boolean; strong: boolean } | undefined;
  for (const pattern of [IMPERATIVE, LATER]) {
    for (const match of text.matchAll(pattern)) {
      const verb = match.groups?.verb ?? '';
      const after = match.groups?.after ?? '';
      // In the middle of a sentence a capital begins a name: "Compute Engine".
      if (/^[A-Z]/.test(verb) && /[,;]\s+$/.test(match[0].slice(0, match[0].indexOf(verb)))) continue;
      const strong = IS_STRONG.test(verb);
      if (SUBJECT_AFTER.test(after) || /^[-’']/.test(after)) continue;
      if (after.trim() === '' || after.startsWith(':')) {
        if (!strong) continue;
      } else if (!OBJECT.test(after)) continue;
      if (/^show$/i.test(verb) && /^\s+(?:your|all|me|the (?:steps|work)|any|each step|work)\b/i.test(after)) continue;
      if (
        /^(?:write|give|express|round|state|leave|simplify)$/i.test(verb) &&
        /^\s+(?:your|the final|the) (?:final )?(?:answers?|result|solutions?)\b/i.test(after)
      )
        continue;
      if (/^(?:consider|suppose|recall)$/i.test(verb) || (PREPARES.test(verb) && found !== undefined)) continue;
      // A later clause in the third person ("we add, find, …") sets no task.
      if (
        match.index > 0 &&
        pattern === IMPERATIVE &&
        /\b(?:we|they|he|she|one)\s+(?:can\s+|will\s+|then\s+|first\s+)?\w+/i.test(text.slice(0, match.index)) &&
        !/^(?:if|when|suppose|given|let|while|after|as|since|assuming|for|in)\b/i.test(text)
      )
        continue;
      if (
        pattern === LATER &&
        (!/^(?:use|using|apply|by|with|write|draw|consider|let|given|for|sketch|construct|make|set up|complete|test|check|measure|take|do|look|refer|read|recall|form|find|compute|calculate|determine|plot|graph|substitute|add|divide|multiply|convert|assume|suppose|if|from|in)\b/i.test(
          text,
        ) ||
          /\b(?:used?|able|how|order|want|wants|needs?|tries|try|trying|helps?|we|allows?|has|have) to\s*$/i.test(
            text.slice(0, match.index + 3),
          ))
      )
        continue;
      const proof =
        PROOF.test(verb) && !/^\s+(?:how|why|what|the (?:graph|position|location|direction)|on)\b/i.test(after);
      const weight = strong || (found?.strong ?? false);
      found = { strong: weight, proof: found === undefined ? proof : found.proof && proof };
    }
    if (found !== undefined && pattern === IMPERATIVE) break;
  }
  return found;
}

function chineseAsk(text: string, sentence: Sentence): Ask | undefined {
  const base = { proof: false, strong: false, rhetorical: false, personal: CHINESE_PERSONAL.test(text), sentence };
  const asks = /[？?]["”）)]*$/.test(text);
  if (asks && (CHINESE_WH.test(text) || /吗|呢/.test(text))) {
    return {
      ...base,
      form: 'question',
      strong: /多少|几[^乎]|何/.test(text),
      rhetorical: CHINESE_RHETORICAL.test(text),
    };
  }
  const verb = CHINESE_VERB.exec(text);
  if (verb !== null && !/^(?:解[：:]|证明[：:]\s*(?:因|由|设|∵|如))/.test(text)) {
    const proof = /证明|求证|试证/.test(text) && !/(?:^|[，。；])(?:并)?(?:求(?!证)|计算)/.test(text);
    return { ...base, form: 'imperative', proof, strong: proof || CHINESE_STRONG.test(text) };
  }
  if (BLANK.test(text)) return { ...base, form: 'blank', strong: true };
  if (/[\d)）\w]\s*[=＝]\s*[?？]?\s*\$?$/.test(text) && /\d/.test(text))
    return { ...base, form: 'blank', strong: true };
  if (asks) return { ...base, form: 'question', rhetorical: text.length < 12 };
  if (
    /(?:是多少|为多少|等于多少|有几[个种条]|正确的是|错误的是|不正确的是|属于[^。]{0,20}的是|的是|多少[^，。]{0,8})[。：:]?$/.test(
      text,
    )
  )
    return { ...base, form: 'question', strong: true };
  return undefined;
}

/** Directions for how to answer: they belong to a question and are none. */
const DIRECTION =
  /^(?:\(?\s*(?:please )?(?:give|write|express|state|leave|round|enter|report|provide|use|take|assume|ignore|neglect|note|simplify|include|submit|return|answer|show (?:your|all)|recall|remember|hint|you (?:may|can|should|do not need to) (?:use|assume|leave|take|ignore|want|need|find|round|express)|all (?:angles|lengths|units)|your answer|in (?:degrees|radians|simplest)|justify|explain your|represent|keep|remember|the answer|assuming|let (?!us\b)|where|here|if (?:not|none|necessary|there))\b|（?(?:取|结果|精确|保留|注|其中|不计|忽略|已知|提示|假设|用|答案|请))/i;

export function isDirection(text: string): boolean {
  return DIRECTION.test(text) && !/[?？]/.test(text);
}
