/** A document of a given length as a teacher would write it: headings, prose, questions of all kinds, some answers. */

const QUESTIONS = [
  'A train covers {a} km in {b} hours. What is its average speed?',
  'Solve ${b}x + {a} = {c}$ for $x$.',
  'Compute the derivative of $f(x) = x^{b} + {a}x$.',
  'A resistor of {a} ohms carries a current of 0.{b} A. Calculate the voltage across it.',
  'How many moles are there in {a} g of water?',
  'Maya has {a} marbles and gives {b} of them to each of her 3 friends. How many does she have left?',
  'What is {b} × {c} − {a}?',
];
const PROSE = [
  'An equation keeps its balance when the same number is added to both sides. We have seen this on page {a}, and in the *experiment* with the scales.',
  'In {c} measurements the mean was {a} m/s². Why is it not larger? Because air slows the ball down, as `simulate({b})` shows.',
  'The table in [chapter {b}](chapter.md) lists densities; gold is the densest of the metals in it.',
];

/** Numbers that look chosen, and are the same in every run. */
function fill(text: string, seed: number): string {
  return text
    .replace('{a}', String(20 + ((seed * 37) % 400)))
    .replace('{b}', String(2 + (seed % 8)))
    .replace('{c}', String(50 + ((seed * 53) % 300)));
}

export function markdownDocument(lines: number): string {
  const out: string[] = ['# Worksheets of the year', ''];
  for (let n = 0; out.length < lines; n++) {
    if (n % 12 === 0)
      out.push(`## Sheet ${n / 12 + 1}`, '', fill(PROSE[n % PROSE.length] ?? '', n), '', '### Exercises', '');
    const number = (n % 12) + 1;
    out.push(`${number}. ${fill(QUESTIONS[n % QUESTIONS.length] ?? '', n)}`, '');
    if (n % 3 === 1) out.push('   A. 12', '   B. 24', '   C. 36', '   D. 48', '');
    if (n % 4 === 2) out.push(`   Answer: ${n}`, '');
    if (n % 6 === 5)
      out.push(
        '   <details><summary>Solution</summary>',
        '',
        '   Which rule applies here? Divide both sides.',
        '',
        '   </details>',
        '',
      );
  }
  return out.slice(0, lines).join('\n') + '\n';
}

export function latexDocument(lines: number): string {
  const out: string[] = ['\\documentclass{exam}', '\\begin{document}'];
  for (let n = 0; out.length < lines - 4; n++) {
    if (n % 12 === 0)
      out.push(
        ...(n > 0 ? ['\\end{questions}', ''] : []),
        `\\section{Sheet ${n / 12 + 1}}`,
        fill(PROSE[n % PROSE.length] ?? '', n).replace(/[*`]|\[|\]\([^)]*\)/g, ''),
        '',
        '\\begin{questions}',
      );
    out.push(`\\question[${(n % 5) + 1}] ${fill(QUESTIONS[n % QUESTIONS.length] ?? '', n)}`);
    if (n % 3 === 1)
      out.push('\\begin{choices}', '  \\choice 12', '  \\CorrectChoice 24', '  \\choice 36', '\\end{choices}');
    if (n % 4 === 2) out.push('\\begin{solution}', 'Which rule applies here? Divide both sides.', '\\end{solution}');
    out.push('');
  }
  out.push('\\end{questions}', '\\end{document}');
  return out.join('\n') + '\n';
}

export function plainDocument(lines: number): string {
  return markdownDocument(lines)
    .replace(/<[^>]*>/g, '')
    .replace(/^#+ /gm, '')
    .replace(/[*`]/g, '');
}
