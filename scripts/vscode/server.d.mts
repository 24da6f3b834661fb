export interface ServerOptions {
  readonly dataDir?: string;
  readonly extensionsDir?: string;
  readonly port?: number;
  /** Connection token; only tests go without. */
  readonly token?: string;
  /** Leave workspace trust on. */
  readonly trust?: boolean;
  /** The smoke test driver: development mode needs it, and it turns notification toasts off. */
  readonly driver?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly keepSettings?: boolean;
  readonly verbose?: boolean;
}

export interface Server {
  readonly port: number;
  readonly authority: string;
  readonly dataDir: string;
  readonly pid: number;
  readonly exited: Promise<void>;
  log(): string;
  url(page: { folder: string; extension?: string; tests?: string; open?: readonly string[] }): string;
  stop(options?: { keep?: boolean }): Promise<void>;
}

/** A new, empty data folder with a short path. */
export function newDataDir(): string;
export function startServer(options?: ServerOptions): Promise<Server>;
/** Installs a VSIX with the server's own command line. @throws Error with its output when it refuses. */
export function installVsix(vsix: string, folders: { dataDir: string; extensionsDir?: string }): void;
