/** Where values are kept between sessions; vscode.Memento is one. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'questionHistory';
const MOST = 50;
/** Longer questions are not remembered: the memory is read at every start. */
const LONGEST = 4000;

/** Questions asked before, the newest last, each once. */
export class QuestionHistory {
  constructor(private readonly memory: Memory) {}

  get questions(): readonly string[] {
    const kept = this.memory.get(KEY);
    return Array.isArray(kept) ? kept.filter((item) => typeof item === 'string') : [];
  }

  add(question: string): void {
    const text = question.trim();
    if (text === '' || text.length > LONGEST) return;
    const others = this.questions.filter((other) => other !== text);
    void this.memory.update(KEY, [...others, text].slice(-MOST));
  }
}
