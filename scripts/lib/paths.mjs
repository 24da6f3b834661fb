/** Where things are in the project. */
import { fileURLToPath } from 'node:url';

/** The project's top folder, without a slash at its end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** The embedded model, relative to ROOT. */
export const EMBEDDED_MODEL = 'media/models/think-harder-teaching.gguf';
