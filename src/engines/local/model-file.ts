import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readGgufFileInfo, type GgufFileInfo, type GgufInsights } from 'node-llama-cpp';
import { EngineError, textOf } from './errors.js';

/** Magic number, version, number of tensors, number of metadata entries (GGUF specification). */
const HEADER_BYTES = 24;

/** A GGUF file, or the parts of a split one, with its header read and its size checked. */
export interface ModelFile {
  /** File name without folder. */
  readonly name: string;
  /** All parts, in order. */
  readonly paths: readonly string[];
  /** Bytes of all parts. */
  readonly bytes: number;
  readonly info: GgufFileInfo;
}

/**
 * Reads the header of the GGUF file at `path`.
 * @throws EngineError "model-missing", "model-is-directory", "model-not-readable", "model-not-gguf", "model-truncated".
 */
export async function openModelFile(path: string, signal?: AbortSignal): Promise<ModelFile> {
  const name = basename(path);
  const bytes = await checkReadable(path);
  let info: GgufFileInfo;
  try {
    info = await readGgufFileInfo(path, { sourceType: 'filesystem', logWarnings: false, ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    // The magic number is right, so what ends before its time is a file that was cut.
    throw truncated(name, bytes, error);
  }
  if (typeof (info.metadata as { general?: { architecture?: unknown } }).general?.architecture !== 'string') {
    throw notGguf(name, 'no architecture in its metadata');
  }
  const paths = info.sourceData.flatMap((source) => (source.type === 'path' ? [source.path] : []));
  const parts = paths.length === 0 ? [path] : paths;
  const sizes = await Promise.all(parts.map(async (part) => (await stat(part)).size));
  for (const tensor of info.fullTensorInfo ?? info.tensorInfo ?? []) {
    const size = sizes[tensor.filePart - 1] ?? 0;
    if (Number(tensor.fileOffset) >= size) throw truncated(name, size, `tensor ${tensor.name} begins after the end`);
  }
  return { name, paths: parts, bytes: sizes.reduce((sum, size) => sum + size, 0), info };
}

/** The weights must be there to their last byte. @throws EngineError "model-truncated", "model-unsupported". */
export function checkComplete(file: ModelFile, insights: GgufInsights): void {
  const headers = file.info.sourceData.reduce((sum, source) => sum + ('length' in source ? source.length : 0), 0);
  if (headers + insights.modelSize > file.bytes) {
    throw truncated(file.name, file.bytes, `${headers + insights.modelSize} bytes expected`);
  }
  if (!insights.isSupportedByLlamaCpp) throw unsupported(file);
}

export function unsupported(file: ModelFile, cause?: unknown): EngineError {
  const { architecture } = file.info.metadata.general;
  return new EngineError(
    'model-unsupported',
    `${file.name} is a model of the kind "${architecture}", which this engine does not know: choose another model, or update Think Harder.`,
    { cause },
  );
}

/** Size of the file, after making sure that it can be read and begins like a GGUF file. */
async function checkReadable(path: string): Promise<number> {
  const name = basename(path);
  try {
    const info = await stat(path);
    if (info.isDirectory()) {
      throw new EngineError('model-is-directory', `${path} is a folder: choose the .gguf file inside it.`);
    }
    const file = await open(path, 'r');
    try {
      const magic = Buffer.alloc(4);
      const { bytesRead } = await file.read(magic, 0, 4, 0);
      if (info.size === 0) throw truncated(name, 0, 'empty file');
      if (bytesRead < 4 || magic.toString('latin1') !== 'GGUF') throw notGguf(name, 'it does not begin with "GGUF"');
      if (info.size < HEADER_BYTES) throw truncated(name, info.size, 'shorter than a GGUF header');
    } finally {
      await file.close();
    }
    return info.size;
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new EngineError('model-missing', `There is no model at ${path}: choose a .gguf file that exists.`, {
        cause: error,
      });
    }
    throw new EngineError(
      'model-not-readable',
      `${path} cannot be read (${code ?? textOf(error)}): check its permissions or choose another model.`,
      { cause: error },
    );
  }
}

function notGguf(name: string, cause: string): EngineError {
  return new EngineError(
    'model-not-gguf',
    `${name} is not a GGUF model: choose a file in GGUF format (weights of other kinds can be converted with llama.cpp).`,
    { cause },
  );
}

function truncated(name: string, bytes: number, cause: unknown): EngineError {
  return new EngineError(
    'model-truncated',
    `${name} is damaged or incomplete (${bytes.toLocaleString('en-US')} bytes): download it again.`,
    { cause },
  );
}

/** Jinja chat template of the file, if it has one. */
export function chatTemplateOf(file: ModelFile): string | undefined {
  const template: unknown = file.info.metadata.tokenizer.chat_template;
  return typeof template === 'string' && template.trim() !== '' ? template : undefined;
}
