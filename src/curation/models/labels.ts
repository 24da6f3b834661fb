/** What a model is asked to place a question in a list of domains (after s1's data/get_domains: subject and rubrics). */
export function labelQuestion(question: string, domains: readonly string[]): string {
  const rubrics = domains.map((domain, i) => `${i + 1}. ${domain}`).join('\n');
  return `## Question\n\n${question}\n\n## Subjects\n\n${rubrics}\n\nWhich single subject fits the question best? Answer with the number and the name of one subject of the list.`;
}

/**
 * The domain that an answer names: the last line that has one decides; in it a number of the list, else the longest name.
 * Undefined: it names none.
 */
export function labelIn(answer: string, domains: readonly string[]): string | undefined {
  const lines = answer.split('\n').reverse();
  for (const line of lines) {
    const named = nameIn(line, domains) ?? numberIn(line, domains);
    if (named !== undefined) return named;
  }
  return undefined;
}

function nameIn(line: string, domains: readonly string[]): string | undefined {
  const said = line.toLowerCase();
  const found = domains.filter((domain) => said.includes(domain.toLowerCase()));
  return found.sort((a, b) => b.length - a.length)[0];
}

/** A line that says nothing but a number; one in a calculation is no label. */
const NUMBER_ALONE = /^\W*(?:(?:the\s+)?(?:final\s+)?answer(?:\s+is)?\W*)?(\d{1,4})\W*$/i;

function numberIn(line: string, domains: readonly string[]): string | undefined {
  const number = Number(NUMBER_ALONE.exec(line.slice(0, 100))?.[1] ?? 0);
  return domains[number - 1];
}
