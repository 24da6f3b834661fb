/** Imported before everything else: when the bundle began to run. */
export const loadBegan = performance.now();
