/** Path of SmolLM2 once fetched. */
export const SMOLLM2: string;
/** Fetches the model where it is missing; throws an error of one line that says what to do. */
export function fetchSmolLM2(): string;
