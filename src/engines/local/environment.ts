/**
 * Environment variables for the process that hosts the local engine; they work only when set before it starts.
 *
 * One thread of libuv's pool: the engine decodes and samples there, one after the other. With several, each token moves
 * to the thread that has waited longest, away from the caches and the core of the one before (two threads of ggml, two
 * cores: 52 tokens/s with one, 31 with the usual four).
 */
export const HOST_ENVIRONMENT: Readonly<Record<string, string>> = { UV_THREADPOOL_SIZE: '1' };
