import type { ReadTrace } from '../../evaluation/report/read-trace.js';
import { DATA_ID, TRACES_CLASS, type EmbeddedTraces } from '../../evaluation/report/page-format.js';
import { pageData } from '../../evaluation/report/page-data.js';
import type { Report } from '../../evaluation/report/report.js';
import { t } from '../texts.js';
import type { ReportHost } from './host.js';
import type { Hello, SampleRef } from './protocol.js';

/** The side of a report that is a file: everything stands in the page. */
export class FileHost implements ReportHost {
  readonly #unpacked = new Map<string, Promise<EmbeddedTraces>>();

  /** Whether this page is such a file. */
  static isHere(): boolean {
    return document.getElementById(DATA_ID) !== null;
  }

  async begin(): Promise<Hello> {
    const text = document.getElementById(DATA_ID)?.textContent ?? '';
    const report = (await unpack(text)) as Report;
    return { data: pageData([report]), locale: document.documentElement.lang, texts: {} };
  }

  async traces({ run, questionId, sample }: SampleRef): Promise<readonly ReadTrace[]> {
    const blocks = [...document.getElementsByClassName(TRACES_CLASS)];
    const block = blocks.find((element) => element.getAttribute('data-question') === questionId);
    let traces = this.#unpacked.get(questionId);
    if (traces === undefined && block !== undefined) {
      traces = unpack(block.textContent) as Promise<EmbeddedTraces>;
      this.#unpacked.set(questionId, traces);
    }
    const found = (await traces)?.[`${run} ${sample}`];
    if (found !== undefined) return found;
    throw new Error(t('This trace is not in this file: open the report in VS Code to read it.'));
  }

  async save(name: string, content: string, base64: boolean): Promise<void> {
    const type = base64 ? 'image/png' : name.endsWith('.svg') ? 'image/svg+xml' : 'text/csv';
    const url = URL.createObjectURL(new Blob([base64 ? bytesOf(content) : content], { type }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}

/** Base64 of gzip of JSON. */
async function unpack(text: string): Promise<unknown> {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64.trim()), (character) => character.charCodeAt(0));
}
