import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import type { MessageConnection } from 'vscode-jsonrpc';
import { decontaminate, type DecontaminationResult } from '../curation/decontaminate/run.js';
import { loadPipeline } from '../curation/pipeline/load.js';
import type { CurationSummary } from '../curation/pipeline/output.js';
import { curate } from '../curation/pipeline/run.js';
import { ChannelTraceMaker } from './channel-trace-maker.js';
import * as protocol from './protocol.js';

/** The bundle that looks for contamination in threads, beside this one. */
const SCAN_WORKER = fileURLToPath(new URL('scan-worker.mjs', import.meta.url));

/** Runs pipelines and searches for whoever is at the other end; models are asked of it. */
export class Jobs {
  constructor(private readonly connection: MessageConnection) {}

  /** @throws CurationError */
  async curate({ job, pipeline }: protocol.CurateParams, signal: AbortSignal): Promise<CurationSummary> {
    const tell = (event: protocol.JobEvent) => this.#tell(job, event);
    return curate(await loadPipeline(pipeline), {
      signal,
      models: {
        maker: new ChannelTraceMaker(this.connection),
        confirm: (cost) => this.connection.sendRequest(protocol.Confirm, cost),
        onProgress: (progress) => tell({ kind: 'model', progress }),
      },
      onStep: (step, resumed) => tell({ kind: 'step', step, resumed }),
      onAside: (piece) => tell({ kind: 'aside', piece }),
    });
  }

  /** @throws CurationError; nothing is left behind then */
  async decontaminate(
    { job, pool, tasks, method, out }: protocol.DecontaminateParams,
    signal: AbortSignal,
  ): Promise<DecontaminationResult> {
    return decontaminate(
      {
        pool,
        tasks: tasks.map((path) => ({ name: path, path })),
        method,
        out,
        signal,
        ...(existsSync(SCAN_WORKER) ? { workerFile: SCAN_WORKER } : {}),
      },
      (piece) => this.#tell(job, { kind: 'aside', piece }),
    );
  }

  #tell(job: string, event: protocol.JobEvent): void {
    // A connection that is gone has nobody to tell.
    this.connection.sendNotification(protocol.JobProgressed, { job, event }).catch(() => undefined);
  }
}
