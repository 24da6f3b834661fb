import { Type, type Static } from '@sinclair/typebox';

/**
 * Which rules decide where thinking ends (s1-facts section 3). "think-harder" is the product's own; the two others are
 * the two published implementations, which differ from each other.
 */
export const RuleName = Type.Union([
  Type.Literal('think-harder', { description: "The product's rules: one budget for everything that is thought." }),
  Type.Literal('s1-generate', { description: "Variant A: generate.py of the paper's repository." }),
  Type.Literal('s1-eval', { description: 'Variant B: the evaluation harness that made the published numbers.' }),
]);
export type RuleName = Static<typeof RuleName>;

/** Least and most thinking tokens, how many ends to suppress and the text put in their place. */
export const Budget = Type.Object(
  {
    maxThinking: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
      description: 'Most thinking tokens; null: as many as the context allows.',
    }),
    minThinking: Type.Integer({ minimum: 0, description: 'Fewest thinking tokens: earlier ends are suppressed.' }),
    waits: Type.Integer({ minimum: 0, maximum: 1000, description: 'How many ends of thinking are suppressed.' }),
    continuation: Type.String({
      maxLength: 2000,
      description:
        'Text put in place of a suppressed end ("Wait"; the paper also tries "Hmm", "Alternatively", nothing).',
    }),
    finalCue: Type.String({
      maxLength: 2000,
      description: 'Text forced after an end that the budget forced ("Final Answer:"); empty: none.',
    }),
    answerReserve: Type.Integer({
      minimum: 1,
      description: 'Tokens kept free for the answer, and its cap: an answer cut by it is censored.',
    }),
    endLoops: Type.Boolean({ description: 'Whether a trace that repeats itself is ended as the budget would.' }),
    rules: RuleName,
  },
  { $id: 'Budget', additionalProperties: false },
);
export type Budget = Static<typeof Budget>;

export const DEFAULT_BUDGET: Budget = {
  maxThinking: null,
  minThinking: 0,
  waits: 0,
  continuation: 'Wait',
  finalCue: 'Final Answer:',
  answerReserve: 512, // issue 3, "Room"
  endLoops: true,
  rules: 'think-harder',
};
