const QUOTE = '"';
const DELIMITER = ',';

/**
 * One record of a CSV file (RFC 4180), put together line by line: a quoted field can go over several. What is wrong in
 * it is remembered, and the record goes on to where it ends, so that its rest is not taken for other records.
 */
export class CsvRecord {
  readonly fields: string[] = [];
  /** Why this is no record; undefined: it is one as far as it was read. */
  fault: string | undefined;
  /** The quoted field that is not closed yet. */
  #open: string | undefined;

  /** Whether the record goes on with the next line. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** @param line with its end, which is data where it stands in quotes */
  add(line: string): void {
    const end = line.replace(/[\r\n]+$/, '').length;
    let at = this.#open === undefined ? 0 : this.#quoted(line, 0, end);
    while (at <= end) at = line[at] === QUOTE ? this.#quoted(line, at + 1, end) : this.#plain(line, at, end);
  }

  /** A field without quotes around it. @returns where the next one begins */
  #plain(line: string, at: number, end: number): number {
    const next = line.indexOf(DELIMITER, at);
    const until = next < 0 ? end : next;
    const field = line.slice(at, until);
    if (field.includes(QUOTE)) this.fault ??= 'a quote stands inside a field that does not begin with one';
    this.fields.push(field);
    return until + 1;
  }

  /** A field in quotes, or its rest. @returns where the next one begins; behind the line where it goes on there */
  #quoted(line: string, from: number, end: number): number {
    let text = this.#open ?? '';
    for (let at = from; ;) {
      const quote = line.indexOf(QUOTE, at);
      if (quote < 0) {
        this.#open = text + line.slice(at);
        return line.length + 1;
      }
      text += line.slice(at, quote);
      const isEscaped = line[quote + 1] === QUOTE;
      if (!isEscaped && (quote + 1 >= end || line[quote + 1] === DELIMITER)) {
        this.#open = undefined;
        this.fields.push(text);
        return quote + 2;
      }
      if (!isEscaped) this.fault ??= 'a quote inside a quoted field is not doubled';
      text += QUOTE;
      at = quote + (isEscaped ? 2 : 1);
    }
  }
}
