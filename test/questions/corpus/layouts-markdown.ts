/** Ways in which worksheets, textbooks and notes put questions into Markdown. */
import { TextBuilder, type Item, type Random } from './builder.js';
import { PROSE, RHETORICAL, WORKED } from './filler.js';

/** Writes one document with these items; the items are chosen to fit what the layout can hold. */
export type Layout = (items: Bank, random: Random) => TextBuilder;

export interface Bank {
  readonly free: readonly Item[];
  readonly choice: readonly Item[];
  readonly fill: readonly Item[];
  readonly proof: readonly Item[];
  readonly parts: readonly Item[];
  /** Word problems whose data precede the question. */
  readonly word: readonly Item[];
}

export const letter = (index: number): string => String.fromCharCode(65 + index);

/** The fields the builder expects for an item without parts. */
export function extras(item: Item, withReference: boolean) {
  return {
    kind: item.kind,
    ...(item.options === undefined ? {} : { options: item.options }),
    ...(withReference ? { reference: item.reference } : {}),
  };
}

/** "## Problem 3 (5 points)" and the task below it, between prose that asks nothing of the reader. */
export const headingProblem: Layout = (bank, random) => {
  const b = new TextBuilder();
  b.raw('# Midterm review\n\nWork alone. Each problem counts equally.\n\n');
  random.sample([...bank.free, ...bank.proof], 6).forEach((item, i) => {
    b.raw(`## Problem ${i + 1}${random.next() < 0.4 ? ' (5 points)' : ''}\n\n`)
      .question(item.text, extras(item, false))
      .raw('\n\n');
    if (random.next() < 0.3) b.raw('*Hint: draw a picture first.*\n\n');
  });
  return b.raw('## After the exam\n\n' + random.pick(PROSE) + '\n');
};

/** A numbered list under "Exercises", tight or loose, starting at 1. */
export const numberedList: Layout = (bank, random) => {
  const b = new TextBuilder().raw(
    '---\ntitle: Chapter 3\n---\n\n# Chapter 3\n\n' + random.pick(PROSE) + '\n\n## Exercises\n\n',
  );
  const gap = random.next() < 0.5 ? '\n' : '\n\n';
  random.sample([...bank.free, ...bank.proof, ...bank.fill], 8).forEach((item, i) => {
    const marker = `${i + 1}. `;
    b.raw(marker).question(item.text, extras(item, false), ' '.repeat(marker.length)).raw(gap);
  });
  return b.raw('\n## Further reading\n\n1. Notes on proofs, chapter 2.\n2. The history of zero.\n');
};

/** "**Exercise 3.** task" with "*Solution.* …" after some of them. */
export const boldLabel: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# Linear algebra, sheet 4\n\n' + random.pick(RHETORICAL) + '\n\n');
  random.sample([...bank.free, ...bank.proof], 7).forEach((item, i) => {
    b.raw(`**Exercise ${i + 1}.** `)
      .question(item.text, extras(item, false))
      .raw('\n\n');
    if (random.next() < 0.5) b.raw(`*Solution.* ${random.pick(WORKED)}\n\n`);
  });
  return b;
};

/** "**Q:** …" and "**A:** …". */
export const questionAnswer: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# Flash cards\n\n');
  random.sample(bank.free, 7).forEach((item) => {
    b.raw('**Q:** ').question(item.text, extras(item, true)).raw(`\n\n**A:** ${item.reference}\n\n`);
  });
  return b;
};

/** The answer behind `<details>`. */
export const details: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# Quiz\n\nAnswers are folded away.\n\n');
  random.sample(bank.free, 6).forEach((item, i) => {
    b.raw(`### Question ${i + 1}\n\n`).question(item.text, extras(item, true));
    b.raw(`\n\n<details>\n<summary>Answer</summary>\n\n${item.reference}\n\n</details>\n\n`);
  });
  return b;
};

/** Options A–D on their own lines of the item, the key letter after them in some documents. */
export const choiceLines: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# Practice test\n\nChoose the best answer.\n\n');
  const key = random.next() < 0.5;
  const style = random.pick(['A. ', '(A) ', 'A) ']);
  random.sample(bank.choice, 6).forEach((item, i) => {
    b.raw(`${i + 1}. `)
      .question(item.text, extras(item, key), '   ')
      .raw('\n\n');
    item.options?.forEach((option, o) => b.raw(`   ${style.replace('A', letter(o))}${option}  \n`));
    if (key) b.raw(`\n   **Answer:** ${item.reference}\n`);
    b.raw('\n');
  });
  return b;
};

/** Options as a nested bullet list, the item under "**Question n**". */
export const choiceBullets: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# Checkpoint\n\n');
  random.sample(bank.choice, 5).forEach((item, i) => {
    b.raw(`**Question ${i + 1}**\n\n`)
      .question(item.text, extras(item, false))
      .raw('\n\n');
    item.options?.forEach((option, o) => b.raw(`- ${letter(o)}) ${option}\n`));
    b.raw('\n');
  });
  return b;
};

/** Options in line after the task. */
export const choiceInline: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# Warm-up\n\n');
  random
    .sample(
      bank.choice.filter((item) => item.options!.every((option) => option.length < 40)),
      5,
    )
    .forEach((item, i) => {
      b.raw(`**${i + 1}.** `).question(item.text, extras(item, false));
      b.raw('  ' + item.options!.map((option, o) => `(${letter(o)}) ${option}`).join('  ') + '\n\n');
    });
  return b;
};

/** Parts (a), (b) of a numbered item, with their stem. */
export const parts: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# Homework 5\n\n*Due on Friday. How should you hand it in? By e-mail.*\n\n');
  const inline = random.next() < 0.3;
  random.sample(bank.parts, 4).forEach((item, i) => {
    b.raw(`${i + 1}. ${item.text}${inline ? ' ' : '\n\n'}`);
    item.parts!.forEach((part, p) => {
      b.raw(`${inline ? (p === 0 ? '' : ' ') : '   '}(${'abcdef'[p]}) `);
      b.question(part.text, { kind: part.kind ?? 'free', stem: item.text }).raw(inline ? '' : '\n\n');
    });
    b.raw('\n\n');
  });
  return b;
};

/** Word problems as paragraphs of a textbook, without any number, between paragraphs that ask nothing. */
export const prose: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# Everyday arithmetic\n\n');
  random.sample(bank.word, 5).forEach((item) => {
    b.raw(random.pick([...PROSE, ...RHETORICAL]) + '\n\n')
      .question(item.text, extras(item, false))
      .raw('\n\n');
  });
  return b.raw(random.pick(PROSE) + '\n');
};

/** Worked examples with their solutions, and theorems with proofs that are none. */
export const workedExamples: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# Lecture 7\n\n');
  b.raw(
    '**Theorem 1.** Every bounded monotone sequence converges.\n\n*Proof.* Why does it converge? Show that its supremum is the limit; this follows from the definition. ∎\n\n',
  );
  random.sample(bank.free, 5).forEach((item, i) => {
    b.raw(`### Example ${i + 1}\n\n`).question(item.text, extras(item, false));
    b.raw(`\n\n#### Solution\n\n${random.pick(WORKED)}\n\n${random.pick(RHETORICAL)}\n\n`);
  });
  return b;
};

/** 题目 / 例 / 解 in Chinese notes. */
export const chineseHeadings: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# 第三讲 复习\n\n本讲复习前两章的内容。同学们还记得吗？我们先看几道例题。\n\n');
  random.sample([...bank.free, ...bank.proof], 6).forEach((item, i) => {
    if (i % 2 === 0) b.raw(`## 题目 ${i + 1}\n\n`);
    else b.raw(`**例 ${i + 1}** `);
    b.question(item.text, extras(item, false)).raw('\n\n');
    if (random.next() < 0.6) b.raw('**解**：先整理条件，为什么可以这样做？因为等式两边同时除以 2 仍然成立。\n\n');
  });
  return b;
};

/** A Chinese quiz as a numbered list with choices and blanks. */
export const chineseList: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# 单元测验\n\n## 一、选择题\n\n');
  random.sample(bank.choice, 4).forEach((item, i) => {
    b.raw(`${i + 1}. `)
      .question(item.text, extras(item, true), '   ')
      .raw('\n\n   ');
    b.raw(
      item.options!.map((option, o) => `${letter(o)}. ${option}`).join('　') + `\n\n   答案：${item.reference}\n\n`,
    );
  });
  b.raw('## 二、填空题\n\n');
  random.sample(bank.fill, 3).forEach((item, i) =>
    b
      .raw(`${i + 5}. `)
      .question(item.text, extras(item, false))
      .raw('\n\n'),
  );
  b.raw('## 三、解答题\n\n');
  random.sample(bank.free, 3).forEach((item, i) =>
    b
      .raw(`${i + 8}. （10分）`)
      .question(item.text, extras(item, false))
      .raw('\n\n'),
  );
  return b;
};

/** Set aside: "Try it yourself" boxes and practice problems in block quotes of a textbook. */
export const tryIt: Layout = (bank, random) => {
  const b = new TextBuilder().raw('# 2.3 Solving equations\n\n' + random.pick(PROSE) + '\n\n');
  random
    .sample(
      bank.free.filter((item) => !item.text.includes('\n')),
      6,
    )
    .forEach((item, i) => {
      if (i % 2 === 0)
        b.raw(`#### Try it yourself 2.${i + 1}\n\n`)
          .question(item.text, extras(item, false))
          .raw('\n\n');
      else
        b.raw(`> **Practice problem 2.${i + 1}**\n>\n> `)
          .question(item.text, extras(item, false))
          .raw('\n\n');
      b.raw(random.pick([...PROSE, ...RHETORICAL]) + '\n\n');
    });
  return b;
};

/** Set aside: a check list with points. */
export const checkList: Layout = (bank, random) => {
  const b = new TextBuilder().raw('## Problem set 9\n\nTick what you have done.\n\n');
  random
    .sample(
      [...bank.free, ...bank.proof].filter((item) => !item.text.includes('\n')),
      7,
    )
    .forEach((item) => {
      b.raw(`- [${random.next() < 0.5 ? ' ' : 'x'}] (${random.integer(8) + 2} pts) `)
        .question(item.text, extras(item, false))
        .raw('\n');
    });
  return b.raw('\n## Survey\n\n- [ ] How many hours did you spend on this sheet?\n- [ ] Was it too hard?\n');
};
