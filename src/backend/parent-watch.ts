/** Ends this process with its parent, whatever ended that one: no orphan is left, not even after kill -9. */

const PARENT_POLL_MS = 2000;
/** Time to leave in order (state files, memory of the GPU); then the process is gone regardless. */
const GRACE_MS = 1500;

/**
 * @param leave what to do before the end; it may fail or hang
 */
export function endWithParent(leave: () => Promise<void>): void {
  const parent = process.ppid;
  let leaving = false;
  const end = () => {
    if (leaving) return;
    leaving = true;
    // Not process.exit: destructors of native code may wait for its threads for ever.
    const gone = () => process.kill(process.pid, 'SIGKILL');
    setTimeout(gone, GRACE_MS);
    leave().then(gone, gone);
  };
  process.on('disconnect', end);
  process.on('SIGTERM', end);
  // Ctrl+C in a terminal reaches the whole process group; what it means is for the parent to say.
  process.on('SIGINT', () => undefined);
  // The channel breaks when the parent ends; the parent's id tells the same by another way.
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_POLL_MS).unref();
}
