/**
 * A chat template for models whose server shows none but applies it: the text that it makes of marked messages, with
 * places for the words. Good for what is rendered here: one question, and one question with its answer.
 */

/** Stand for the words. Letters and digits only, so no template changes them. */
export const QUESTION_PLACE = 'TH7ServedQ2uestion9X';
export const ANSWER_PLACE = 'TH7ServedA1nswer9X';

/**
 * @param asked what the server makes of the question, with the generation prompt
 * @param answered what it makes of question and answer
 * @returns Jinja; undefined where a place is missing
 */
export function renderedTemplate(asked: string, answered: string): string | undefined {
  const question = around(asked, QUESTION_PLACE);
  if (question === undefined) return undefined;
  const alone = `${literal(question.before)}{{ messages[0].content }}${literal(question.after)}`;
  const first = around(answered, QUESTION_PLACE);
  const second = around(first?.after ?? '', ANSWER_PLACE);
  if (first === undefined || second === undefined) return alone;
  const both = `${literal(first.before)}{{ messages[0].content }}${literal(second.before)}{{ messages[1].content }}${literal(second.after)}`;
  return `{% if messages|length > 1 %}${both}{% else %}${alone}{% endif %}`;
}

function around(text: string, place: string): { readonly before: string; readonly after: string } | undefined {
  const [before, after, ...more] = text.split(place);
  return before === undefined || after === undefined || more.length > 0 ? undefined : { before, after };
}

/** As a string of Jinja: none of its signs may be read as template. */
function literal(text: string): string {
  return text === '' ? '' : `{{ ${JSON.stringify(text)} }}`;
}
