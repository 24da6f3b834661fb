/** What stands behind the final-answer cue, or the whole text where the cue was forced (it is a delimiter then). */
export function finalAnswer(text: string): string {
  const cue = text.lastIndexOf('Final Answer:');
  return (cue < 0 ? text : text.slice(cue + 'Final Answer:'.length)).trim();
}

/** Exact: the questions' answers are whole numbers or option letters, and the model writes nothing else. */
export function isRight(text: string, answer: string): boolean {
  return finalAnswer(text) === answer;
}
