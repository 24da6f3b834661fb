/** What LaTeX environments and macros mean for finding questions. */
import type { ScopeKind } from './blocks.js';
import { sectionOf } from './sections.js';

export type EnvironmentClass =
  | { readonly kind: 'scope'; readonly scope: ScopeKind; readonly word?: string }
  | { readonly kind: 'list'; readonly role: 'item' | 'part' | 'option' | 'question' }
  /** Skipped up to its end: code, drawings. */
  | { readonly kind: 'opaque' }
  /** Formulas: part of the paragraph. */
  | { readonly kind: 'math' }
  /** Blank within the paragraph: tables, figures. */
  | { readonly kind: 'float' }
  | { readonly kind: 'transparent' };

const OPAQUE =
  /^(?:verbatim|lstlisting|minted|comment|alltt|filecontents|code|program|tikzpicture|asy|asydef|pspicture|circuitikz|algorithm|algorithmic|algorithm2e|sageblock|pycode|luacode|thebibliography|abstract|verbatimtab|forest|axis|listing|tcblisting)\*?$/i;
const MATH =
  /^(?:math|displaymath|equation|align|alignat|flalign|gather|multline|eqnarray|subequations|dmath|cases|[pbvBV]?matrix|array|split|aligned|gathered)\*?$/;
const FLOAT = /^(?:tabular|tabularx|tabulary|longtable|tabu|table|figure|wrapfigure|picture|supertabular)\*?$/;
const SOLUTION =
  /^(?:my)?(?:sol|soln|solu|solutions?|solutionorbox|solutionorlines|solutionordottedlines|solutionbox|soluzione|worked(?:solution)?|explanation|loesung|lösung|corrige|correction|pf|proof|jie|jieda|zheng|analysis|fenxi|解|解答|证明|解析|分析|proofs?|subproof)\*?$/i;
const ANSWER = /^(?:answers?|ans|shortanswer|finalanswer|答案|da|daan)\*?$/i;
const HINT = /^(?:hints?|tip|note|提示)\*?$/i;
const QUIET =
  /^(?:my)?(?:theorem|thm|theo|lemma|lem|lma|proposition|prop|prp|corollary|cor|coro|definition|defn?|dfn|axiom|claim|conjecture|conj|fact|remark|rem|rmk|remarks|observation|obs|notation|note|property|principle|law|algorithm|convention|warning|quote|quotation|verse|epigraph|dialogue|定理|引理|命题|推论|定义|注|性质|dingli|yinli|dingyi|mingti|tuilun)\*?$/i;
const QUESTION =
  /^(?:my|home|hw|home-?work|text|book|the|numbered|extra|bonus|star|hard|easy|sample|practice|review|class|in-?class|challenge)?-?_?(?:problem|prob|prb|exercise|exercice|exer|exo|ex|xca|question|ques|qn|qs|task|puzzle|challenge|activity|homework|hw|aufgabe|ejercicio|esercizio|quiz|practice|tryit|checkpoint|drill|youtry|题|题目|习题|练习|问题|xiti|timu|lianxi|wenti|titledquestion|bonusquestion|wordproblem)(?:box|env|statement|text|[a-z]|\d)?\*?$/i;
const EXAMPLE =
  /^(?:my|worked)?(?:example|exmp|exam|exa|eg|xmpl|expl|beispiel|esempio|ejemplo|例|例题|li|liti|examplebox|workedexample)\*?$/i;
const OPTIONS =
  /^(?:choices|oneparchoices|checkboxes|oneparcheckboxes|multicolchoices|answerlist|mcanswers|mcanswerslist|options|mcq|answerchoices|choice|xuanxiang|xx|fourchoices|reponses|multichoices|onechoice|wrongs)\*?$/i;

/** `title`: what \newtheorem prints for the environment, where the document defines it. */
export function classify(name: string, title: string | undefined): EnvironmentClass {
  if (title !== undefined) {
    const scope = byTitle(title);
    if (scope !== undefined) return scope;
  }
  if (OPAQUE.test(name)) return { kind: 'opaque' };
  if (MATH.test(name)) return { kind: 'math' };
  if (FLOAT.test(name)) return { kind: 'float' };
  if (OPTIONS.test(name)) return { kind: 'list', role: 'option' };
  if (SOLUTION.test(name)) return { kind: 'scope', scope: 'solution' };
  if (ANSWER.test(name)) return { kind: 'scope', scope: 'answer' };
  if (HINT.test(name)) return { kind: 'scope', scope: 'hint' };
  if (QUIET.test(name)) return { kind: 'scope', scope: 'quiet' };
  if (
    /^(?:enumerate|itemize|enumerate\*|itemize\*|inparaenum|compactenum|compactitem|description|enumerateq|tasks|asparaenum|easylist|outline|problemlist|steps)$/.test(
      name,
    )
  )
    return { kind: 'list', role: 'item' };
  if (/^(?:questions|problems|exercises|exenumerate|problemset|qlist)\*?$/i.test(name))
    return { kind: 'list', role: 'question' };
  if (/^(?:parts|subparts|subsubparts|subquestions|subproblems|abc|partes|alist)\*?$/i.test(name))
    return { kind: 'list', role: 'part' };
  if (EXAMPLE.test(name)) return { kind: 'scope', scope: 'question', word: 'example' };
  if (QUESTION.test(name)) return { kind: 'scope', scope: 'question' };
  return { kind: 'transparent' };
}

function byTitle(title: string): EnvironmentClass | undefined {
  if (
    /^(?:problem|exercise|question|task|puzzle|challenge|aufgabe|exercice|ejercicio|activity|quiz|practice|题|习题|练习|问题|思考题)/i.test(
      title,
    )
  )
    return { kind: 'scope', scope: 'question' };
  if (/^(?:worked )?example|^例/i.test(title)) return { kind: 'scope', scope: 'question', word: 'example' };
  if (/^(?:solution|proof|answer|解|证明|答案)/i.test(title) || sectionOf(title) === 'solutions')
    return { kind: 'scope', scope: 'solution' };
  if (
    /^(?:theorem|lemma|proposition|corollary|definition|remark|claim|axiom|conjecture|fact|note|observation|定理|引理|命题|推论|定义|注|性质)/i.test(
      title,
    )
  )
    return { kind: 'scope', scope: 'quiet' };
  return undefined;
}

/** Macros that leave nothing behind, with their arguments. */
export const DROPPED: ReadonlySet<string> = new Set(
  `label ref eqref pageref autoref cref Cref cite citep citet nocite vspace hspace vskip hskip includegraphics input include usepackage RequirePackage newcommand
  renewcommand providecommand setcounter addtocounter stepcounter bibliography bibliographystyle index hfill vfill vfil noindent indent bigskip medskip smallskip newpage clearpage
  pagebreak linebreak newline centering raggedright raggedleft large Large LARGE huge Huge small footnotesize scriptsize tiny normalsize bfseries itshape rmfamily sffamily ttfamily
  maketitle tableofcontents thispagestyle pagestyle setlength addtolength addcontentsline phantomsection hypertarget hyperref stepcounter protect leavevmode protect
  footnote footnotetext marginpar thanks fbox framebox makebox parbox raisebox color definecolor textcolor rule strut phantom hphantom vphantom smash
  makeemptybox fillwithlines fillwithdottedlines fillwithgrid printanswers noprintanswers addpoints gradetable setcounter caption url path
  DeclareMathOperator newtheorem theoremstyle geometry hypersetup graphicspath pagenumbering numberwithin allowdisplaybreaks everymath displaystyle
  selectlanguage begingroup endgroup bgroup egroup ignorespaces unskip null relax qedhere qed droptotalpoints pointsinmargin pointsinrightmargin ifprintanswers else fi
  columnbreak nopagebreak needspace goodbreak pgfplotsset tikzset lstset setlist item`
    .split(/\s+/)
    .filter((name) => name !== 'item'),
);

/** Macros that leave a blank to be filled in. */
export const BLANKS: ReadonlySet<string> = new Set([
  'fillin',
  'blank',
  'answerline',
  'hrulefill',
  'dotfill',
  'paren',
  'fillinblank',
  'underlinespace',
  'key@blank',
  'tk',
  'tiankong',
  'kongge',
]);

/** Macros whose argument is the answer, the solution or a hint to what stands before. */
export const ASIDE: Readonly<Record<string, ScopeKind>> = {
  answer: 'answer',
  ans: 'answer',
  Answer: 'answer',
  finalanswer: 'answer',
  answers: 'answer',
  key: 'answer',
  da: 'answer',
  solution: 'solution',
  sol: 'solution',
  Solution: 'solution',
  soln: 'solution',
  explanation: 'solution',
  hint: 'hint',
  Hint: 'hint',
};

/** Macros that begin a question or a part of one. */
export const BEGINS: Readonly<Record<string, 'question' | 'part'>> = {
  question: 'question',
  titledquestion: 'question',
  bonusquestion: 'question',
  bonustitledquestion: 'question',
  problem: 'question',
  exercise: 'question',
  ex: 'question',
  qs: 'question',
  prob: 'question',
  part: 'part',
  bonuspart: 'part',
  subpart: 'part',
  subsubpart: 'part',
};

export const HEADINGS: Readonly<Record<string, number>> = { chapter: 1, section: 2, subsection: 3, subsubsection: 4 };
