/** Layouts in LaTeX, plain text, notebooks and JSONL. */
import { NotebookBuilder, TextBuilder, type Item, type Random } from './builder.js';
import { PROSE, RHETORICAL, WORKED } from './filler.js';
import { extras, letter, type Bank, type Layout } from './layouts-markdown.js';

const preamble = (documentClass: string): string =>
  `\\documentclass[11pt]{${documentClass}}\n\\usepackage{amsmath}\n% What is 2 + 2? Not a question: this is a comment.\n\\begin{document}\n`;

const closing = '\n\\end{document}\nFind the value of $x$ if $2x = 4$. Nothing here belongs to the document.\n';

/** The exam class: \question[points], parts, solutions. */
export const texExam: Layout = (bank, random) => {
  const b = new TextBuilder().raw(preamble('exam') + '\\begin{questions}\n');
  random.sample([...bank.free, ...bank.proof], 5).forEach((item) => {
    b.raw(`\\question${random.next() < 0.5 ? '[5]' : ''} `).question(item.text, extras(item, false));
    b.raw(`\n\\begin{solution}[3cm]\n${random.pick(WORKED)}\n\\end{solution}\n\n`);
  });
  random.sample(bank.parts, 2).forEach((item) => {
    b.raw(`\\question ${item.text}\n\\begin{parts}\n`);
    item.parts!.forEach((part) =>
      b
        .raw('  \\part[2] ')
        .question(part.text, { kind: part.kind ?? 'free', stem: item.text })
        .raw('\n'),
    );
    b.raw('\\end{parts}\n\n');
  });
  return b.raw('\\end{questions}' + closing);
};

/** A problem environment with title and label. */
export const texProblem: Layout = (bank, random) => {
  const b = new TextBuilder().raw(preamble('article') + `\\section{Problems}\n${random.pick(PROSE)}\n\n`);
  random.sample([...bank.free, ...bank.proof], 6).forEach((item, i) => {
    b.raw(`\\begin{problem}${random.next() < 0.4 ? '[A classic]' : ''}\\label{prob:${i}}\n`).question(
      item.text,
      extras(item, false),
    );
    b.raw(
      `\n\\end{problem}\n${random.next() < 0.5 ? `\\begin{proof}[Solution]\n${random.pick(WORKED)}\n\\end{proof}\n` : ''}\n`,
    );
  });
  return b.raw(closing);
};

/** enumerate under a section of exercises; a second list that is no list of exercises. */
export const texEnumerate: Layout = (bank, random) => {
  const b = new TextBuilder().raw(preamble('article') + '\\section*{Exercises}\n\\begin{enumerate}\n');
  random
    .sample([...bank.free, ...bank.proof], 6)
    .forEach((item) => b.raw('  \\item ').question(item.text, extras(item, false)).raw('\n'));
  b.raw('\\end{enumerate}\n\n\\section{Method}\nThe measurement has three steps.\n\\begin{enumerate}\n');
  b.raw(
    '  \\item Find the mass of the empty beaker.\n  \\item Add 50 mL of water and determine the mass again.\n  \\item Calculate the difference.\n\\end{enumerate}\n',
  );
  return b.raw(closing);
};

/** enumerate with parts inside a problem environment. */
export const texNested: Layout = (bank, random) => {
  const b = new TextBuilder().raw(preamble('article'));
  random.sample(bank.parts, 3).forEach((item) => {
    b.raw(`\\begin{exercise}\n${item.text}\n\\begin{enumerate}[(a)]\n`);
    item.parts!.forEach((part) =>
      b
        .raw('\\item ')
        .question(part.text, { kind: part.kind ?? 'free', stem: item.text })
        .raw('\n'),
    );
    b.raw('\\end{enumerate}\n\\end{exercise}\n\n');
  });
  return b.raw(closing);
};

/** choices of the exam class, the correct one marked. */
export const texChoices: Layout = (bank, random) => {
  const b = new TextBuilder().raw(preamble('exam') + '\\begin{questions}\n');
  random.sample(bank.choice, 5).forEach((item) => {
    b.raw('\\question ')
      .question(item.text, { ...extras(item, false), reference: item.reference })
      .raw('\n\\begin{choices}\n');
    item.options!.forEach((option, o) =>
      b.raw(`  \\${letter(o) === item.reference ? 'CorrectChoice' : 'choice'} ${option}\n`),
    );
    b.raw('\\end{choices}\n\n');
  });
  return b.raw('\\end{questions}' + closing);
};

/** \answer{…} inside the environment. */
export const texAnswer: Layout = (bank, random) => {
  const b = new TextBuilder().raw(preamble('article'));
  random.sample(bank.free, 6).forEach((item) => {
    b.raw('\\begin{question}\n')
      .question(item.text, extras(item, true))
      .raw(`\n\\answer{${item.reference}}\n\\end{question}\n\n`);
  });
  return b.raw(closing);
};

/** A LaTeX textbook: worked examples count, theorems, proofs and solutions do not. */
export const texTextbook: Layout = (bank, random) => {
  const b = new TextBuilder().raw(preamble('book') + '\\chapter{Limits}\n');
  random.sample(bank.free, 4).forEach((item) => {
    b.raw(
      random.pick([...PROSE, ...RHETORICAL]) +
        '\n\n\\begin{theorem}\nShow that every convergent sequence is bounded.\n\\end{theorem}\n',
    );
    b.raw('\\begin{proof}\nWhat does convergence give? A bound for all but finitely many terms.\n\\end{proof}\n\n');
    b.raw('\\begin{example}\n')
      .question(item.text, extras(item, false))
      .raw(`\n\n\\textbf{Solution.} ${random.pick(WORKED)}\n\\end{example}\n\n`);
  });
  return b.raw(closing);
};

/** A Chinese paper in LaTeX. */
export const texChinese: Layout = (bank, random) => {
  const b = new TextBuilder().raw(preamble('ctexart') + '\\section*{一、填空题}\n\\begin{enumerate}\n');
  random
    .sample(bank.fill, 3)
    .forEach((item) =>
      b.raw('\\item ').question(item.text.replace(/_+/, '\\underline{\\hspace{2cm}}'), extras(item, false)).raw('\n'),
    );
  b.raw('\\end{enumerate}\n\\section*{二、解答题}\n\\begin{enumerate}\n');
  random
    .sample([...bank.free, ...bank.proof], 5)
    .forEach((item) =>
      b.raw('\\item （8分）').question(item.text, extras(item, false)).raw('\n\n\\textbf{解：}由题意，代入即得。\n'),
    );
  return b.raw('\\end{enumerate}\n' + closing);
};

/** Set aside: \noindent\textbf{Problem n.} paragraphs. */
export const texBold: Layout = (bank, random) => {
  const b = new TextBuilder().raw(preamble('article') + '\\begin{center}\\Large Sheet 2\\end{center}\n\n');
  random
    .sample(
      [...bank.free, ...bank.proof].filter((item) => !item.text.includes('\n\n')),
      6,
    )
    .forEach((item, i) => {
      b.raw(`\\noindent\\textbf{Problem ${i + 1}.} `).question(item.text, extras(item, false));
      b.raw(
        random.next() < 0.5 ? `\n\n\\textit{Solution.} ${random.pick(WORKED)}\n\n\\bigskip\n` : '\n\n\\vspace{1cm}\n',
      );
    });
  return b.raw(closing);
};

/** "1." or "1)" at the margin. */
export const plainNumbered: Layout = (bank, random) => {
  const mark = random.pick(['. ', ') ']);
  const b = new TextBuilder().raw('WORKSHEET 4\nName: __________   Date: ________\n\nShow all work.\n\n');
  random
    .sample(
      [...bank.free, ...bank.proof].filter((item) => !item.text.includes('\n')),
      8,
    )
    .forEach((item, i) =>
      b
        .raw(`${i + 1}${mark}`)
        .question(item.text, extras(item, false))
        .raw('\n\n'),
    );
  return b;
};

/** Underlined "Problem n" headings. */
export const plainUnderlined: Layout = (bank, random) => {
  const b = new TextBuilder().raw('Physics 101, problem set\n========================\n\n');
  random.sample(bank.free, 6).forEach((item, i) => {
    const title = `Problem ${i + 1}`;
    b.raw(`${title}\n${'-'.repeat(title.length)}\n`)
      .question(item.text, extras(item, true))
      .raw(`\n\nAnswer: ${item.reference}\n\n\n`);
  });
  return b;
};

/** "Q1." with lettered options on lines. */
export const plainChoices: Layout = (bank, random) => {
  const b = new TextBuilder().raw('Science quiz\n\n');
  random.sample(bank.choice, 6).forEach((item, i) => {
    b.raw(`Q${i + 1}. `)
      .question(item.text, extras(item, true))
      .raw('\n');
    item.options!.forEach((option, o) => b.raw(`${letter(o)}) ${option}\n`));
    b.raw(`Ans: ${item.reference}\n\n`);
  });
  return b;
};

/** Word problems as bare paragraphs between prose. */
export const plainParagraphs: Layout = (bank, random) => {
  const b = new TextBuilder().raw(random.pick(PROSE) + '\n\n');
  random.sample(bank.word, 6).forEach((item) =>
    b
      .question(item.text, extras(item, false))
      .raw('\n\n')
      .raw(random.next() < 0.5 ? random.pick([...PROSE, ...RHETORICAL]) + '\n\n' : ''),
  );
  return b;
};

/** Lines broken at 68 columns, continuation lines indented. */
export const plainWrapped: Layout = (bank, random) => {
  const b = new TextBuilder().raw('HOMEWORK\n\n');
  random.sample(bank.word, 6).forEach((item, i) => {
    const lines: string[] = [''];
    for (const word of item.text.split(/\s+/)) {
      const last = lines[lines.length - 1]!;
      if (last !== '' && last.length + word.length > 64) lines.push(word);
      else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    b.raw(`  ${i + 1}. `)
      .question(lines.join('\n'), extras(item, false), '     ')
      .raw('\n\n');
  });
  return b;
};

/** A Chinese paper in plain text. */
export const plainChinese: Layout = (bank, random) => {
  const b = new TextBuilder().raw(
    '八年级数学期中考试\n（满分 100 分，考试时间 90 分钟）\n\n一、选择题（每小题 3 分）\n',
  );
  random.sample(bank.choice, 4).forEach((item, i) => {
    b.raw(`${i + 1}．`)
      .question(item.text, extras(item, false))
      .raw('\n');
    b.raw(item.options!.map((option, o) => `${letter(o)}．${option}`).join('  ') + '\n');
  });
  b.raw('\n二、填空题\n');
  random.sample(bank.fill, 3).forEach((item, i) =>
    b
      .raw(`${i + 5}．`)
      .question(item.text, extras(item, false))
      .raw('\n'),
  );
  b.raw('\n三、解答题\n');
  random.sample([...bank.free, ...bank.proof], 3).forEach((item, i) =>
    b
      .raw(`${i + 8}．（8分）`)
      .question(item.text, extras(item, false))
      .raw('\n\n'),
  );
  random.sample(bank.parts, 1).forEach((item) => {
    b.raw(`11．${item.text}\n`);
    item.parts!.forEach((part, p) =>
      b
        .raw(`（${p + 1}）`)
        .question(part.text, { kind: part.kind ?? 'free', stem: item.text })
        .raw('\n'),
    );
  });
  return b;
};

/** Set aside: 【例1】…【解】…【答案】. */
export const plainChineseBrackets: Layout = (bank, random) => {
  const b = new TextBuilder().raw('专题二  函数与方程\n\n');
  random.sample([...bank.free, ...bank.proof], 6).forEach((item, i) => {
    const given = item.reference !== '';
    b.raw(`【例${i + 1}】`)
      .question(item.text, extras(item, given))
      .raw('\n【分析】这道题考查什么？关键是找出等量关系。\n');
    b.raw('【解】由题意列式计算即可。\n' + (given ? `【答案】${item.reference}\n\n` : '\n'));
  });
  return b;
};

/** One exercise a cell, code cells between them. */
export const notebookCells = (bank: Bank, random: Random) => {
  const nb = new NotebookBuilder();
  nb.cell('markdown').raw('# Lab 3\n\nRun the first cell. Did it work? If not, ask on the forum.');
  nb.cell('code').raw('# What is 2 + 2?\nimport math\nprint("Find x")');
  random.sample(bank.free, 5).forEach((item, i) => {
    nb.cell('markdown')
      .raw(`### Exercise ${i + 1}\n\n`)
      .question(item.text, extras(item, false));
    nb.cell('code').raw('# Your answer here: compute the value?\nx = None');
  });
  nb.cell('raw').raw('Question 9: Find $x$ if $x + 1 = 2$.');
  return nb.build();
};

/** Set aside: several numbered questions in one cell, solutions in the next. */
export const notebookMixed = (bank: Bank, random: Random) => {
  const nb = new NotebookBuilder();
  nb.cell('markdown').raw('# Questions and answers\n\n' + random.pick(PROSE));
  const items = random.sample(bank.free, 6);
  for (const group of [items.slice(0, 3), items.slice(3)]) {
    const cell = nb.cell('markdown').raw('## Questions\n\n');
    group.forEach((item, i) =>
      cell
        .raw(`**${i + 1})** `)
        .question(item.text, extras(item, false))
        .raw('\n\n'),
    );
    nb.cell('markdown').raw(
      '## Solutions\n\n' + group.map((_, i) => `**${i + 1})** ${random.pick(WORKED)}`).join('\n\n'),
    );
    nb.cell('code').raw('1 + 1');
  }
  return nb.build();
};

/** Writes rows as JSON with the question in `field`; `rest` holds the other fields. */
function rows(
  b: TextBuilder,
  items: readonly Item[],
  field: string,
  rest: (item: Item) => Record<string, unknown>,
  withReference: boolean,
): TextBuilder {
  for (const item of items) {
    const before = `{"id": ${b.expected.length}, ${JSON.stringify(field)}: "`;
    const raw = JSON.stringify(item.text).slice(1, -1);
    const start = b.text.length + before.length;
    b.raw(before + raw + '", ' + JSON.stringify(rest(item)).slice(1) + '\n');
    b.expected.push({ text: item.text, start, end: start + raw.length, ...extras(item, withReference) });
  }
  return b;
}

export const jsonlAnswers: Layout = (bank, random) =>
  rows(
    new TextBuilder(),
    random.sample([...bank.free, ...bank.word], 8),
    random.pick(['problem', 'question']),
    (item) => ({ solution: `It is ${item.reference}. Why? Find out.`, answer: item.reference }),
    true,
  );

export const jsonlChoices: Layout = (bank, random) =>
  rows(
    new TextBuilder(),
    random.sample(bank.choice, 6),
    'question',
    (item) => ({ options: item.options, answer: item.reference }),
    true,
  );
