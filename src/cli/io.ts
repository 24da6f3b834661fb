/** What a command sees of the world: streams, environment, Ctrl+C. Tests pass their own. */
export interface CliIo {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: CliOutput;
  readonly stderr: CliOutput;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly cwd: string;
  /** Calls `handler` at each Ctrl+C, until the result is called. */
  onInterrupt(handler: () => void): () => void;
}

export interface CliOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Where the parts of the product are. */
export interface CliPlaces {
  /** The backend's bundle and how it is run. */
  readonly backend: { readonly file: string; readonly env?: Readonly<Record<string, string>> };
  /** The model that comes with the product. */
  readonly embeddedModel: string;
  /** The bundle of the grader's algebra worker; without it, beside the bundle that runs. */
  readonly gradingWorker?: URL;
  /** Bundle of the thread that looks at a pool's rows; without it, they are looked at in this thread. */
  readonly scanWorker?: string;
  /** Folder of the pipelines that come with the product. */
  readonly pipelines: string;
}

export const EXIT = { ok: 0, failure: 1, wrongUse: 2, interrupted: 130 } as const;

/** The command line was wrong, or what came through it: one line on stderr, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
