/** Whether a model is named by the address of a server that serves it, and not by the path of a file. */
export function isServerAddress(model: string): boolean {
  return /^https?:\/\//i.test(model);
}

/** Host and port of a server's address, for people; the address itself where it cannot be read. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

/** A model as people call it: its file's name without ".gguf"; of a server what stands behind "#", else its host. */
export function modelName(model: string): string {
  if (!isServerAddress(model)) return (model.split(/[\\/]/).at(-1) ?? '').replace(/\.gguf$/i, '');
  const served = model.split('#', 2)[1] ?? '';
  return served === '' ? hostOf(model) : served;
}
