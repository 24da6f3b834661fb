#!/usr/bin/env node
/** Entry of the command line. */
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };
import type { CliIo, CliPlaces } from './io.js';
import { runCli } from './program.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** As the bundle lies: dist/cli.mjs. */
const places: CliPlaces = {
  backend: { file: here('./backend.mjs') },
  embeddedModel: here('../media/models/think-harder-teaching.gguf'),
  scanWorker: here('./scan-worker.mjs'),
  pipelines: here('../media/pipelines'),
};

const io: CliIo = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  onInterrupt: (handler) => {
    process.on('SIGINT', handler);
    return () => process.off('SIGINT', handler);
  },
};

// Whoever read our output has gone (`| head`): nobody is left to work for, and the backend ends with us.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runCli(process.argv.slice(2), packageJson.version, io, places);
