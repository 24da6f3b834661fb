/**
 * Work for the next frame. Everything that changes what is drawn goes through here: all of it runs in one callback, so
 * that preact, which renders when that callback is over, renders at most once a frame.
 */
const work = new Set<() => void>();
let asked = false;

/** Runs `task` in the next frame; a task that waits already is not added twice. */
export function onNextFrame(task: () => void): void {
  work.add(task);
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    const tasks = [...work];
    work.clear();
    for (const run of tasks) run();
  });
}
