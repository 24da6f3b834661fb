/** VS Code's name of a platform → the package with the engine's binary for it. */
export const ENGINE_PACKAGES: Readonly<Record<string, string>>;
/** Packages with binaries for a platform, each with the package whose version it has to have. */
export function binariesFor(target: string): { readonly binary: string; readonly of: string }[];
/** Folders, relative to `root`, of the packages in the static import graphs of the engine and the database. */
export function engineClosure(root: string): Promise<string[]>;
/** Copies both into `folder`/node_modules. */
export function copyEngine(root: string, folder: string, target: string): Promise<void>;
