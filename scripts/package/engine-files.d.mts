/** VS Code's name of a platform → the package with the engine's binary for it. */
export const ENGINE_PACKAGES: Readonly<Record<string, string>>;
/** Folders, relative to `root`, of the packages in the static import graph of node-llama-cpp. */
export function engineClosure(root: string): Promise<string[]>;
export function copyEngine(root: string, folder: string, target: string): Promise<void>;
