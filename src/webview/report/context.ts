import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ReportHost } from './host.js';

export const HostContext = createContext<ReportHost | null>(null);

/** Whoever the view gets traces from and gives files to. */
export function useHost(): ReportHost {
  const host = useContext(HostContext);
  if (host === null) throw new Error('there is no host around this element');
  return host;
}
