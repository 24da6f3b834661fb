export type RecordFormat = 'jsonl' | 'json' | 'csv' | 'parquet';

const FORMATS: readonly (readonly [RegExp, RecordFormat])[] = [
  [/\.(jsonl|ndjson)(\.gz)?$/i, 'jsonl'],
  [/\.json(\.gz)?$/i, 'json'],
  [/\.csv(\.gz)?$/i, 'csv'],
  [/\.parquet$/i, 'parquet'],
];

/** @returns undefined where the name says nothing that can be read */
export function formatOf(path: string): RecordFormat | undefined {
  return FORMATS.find(([pattern]) => pattern.test(path))?.[1];
}

/** Whether a file is unpacked (gzip) while it is read. */
export function isPacked(path: string): boolean {
  return /\.gz$/i.test(path);
}
