/** Whether a model is named by the address of a server that serves it, and not by the path of a file. */
export function isServerAddress(model: string): boolean {
  return /^https?:\/\//i.test(model);
}

/** Host and port of a server's address, for people; the address itself where it cannot be read. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
