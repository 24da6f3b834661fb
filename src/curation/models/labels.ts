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

function numberIn(line: string, domains: readonly string[]): string | undefined {
  const numbers = line.match(/(?<![\d.])\d{1,4}(?![\d.]*\d)/g) ?? [];
  const places = new Set(numbers.map(Number).filter((number) => number >= 1 && number <= domains.length));
  const [only] = places;
  return only === undefined || places.size > 1 ? undefined : domains[only - 1];
}
