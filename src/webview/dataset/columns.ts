import type { ColumnFacts, ColumnRole, DataSetFacts } from '../../data/facts.js';
import { columnTitle } from './names.js';

/** Widths of columns in pixels, by what they hold. */
const WIDTHS: Readonly<Partial<Record<ColumnRole, number>>> = {
  question: 380,
  fate: 80,
  stage: 120,
  reason: 220,
  source: 150,
  solution: 220,
  thinking: 220,
  attempt: 180,
  length: 90,
  level: 70,
};
const BY_KIND = { text: 140, number: 90, boolean: 80, nested: 160 } as const;
/** The order in which columns stand; those without a place stand behind, as in the data. */
const ORDER: readonly ColumnRole[] = [
  'fate',
  'stage',
  'question',
  'answer',
  'id',
  'reason',
  'domain',
  'source',
  'subject',
  'level',
  'length',
  'verdict',
];

/** A column as the grid shows it. */
export interface GridColumn extends ColumnFacts {
  /** Its number in requests. */
  readonly column: number;
  readonly width: number;
  /** What it is called, in the user's language. */
  readonly title: string;
}

type Described = Pick<DataSetFacts, 'columns' | 'result'>;

/** The columns in the order in which people look for them. */
export function gridColumns({ columns, result }: Described): GridColumn[] {
  const place = ({ role }: ColumnFacts) => (role !== null && ORDER.includes(role) ? ORDER.indexOf(role) : ORDER.length);
  return columns
    .map((facts, column) => ({ ...facts, column, width: widthOf(facts), title: columnTitle(facts, result) }))
    .sort((a, b) => place(a) - place(b) || a.column - b.column);
}

function widthOf({ role, kind }: ColumnFacts): number {
  return (role === null ? undefined : WIDTHS[role]) ?? BY_KIND[kind];
}

/** Columns one chooses values of: at most so many stand above the grid. */
export function facetColumns(described: Described): GridColumn[] {
  const order: readonly (ColumnRole | null)[] = [
    'fate',
    'stage',
    'reason',
    'domain',
    'source',
    'subject',
    'verdict',
    'level',
    'kind',
    'licence',
    null,
  ];
  return gridColumns(described)
    .filter(({ facet }) => facet)
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
    .slice(0, 12);
}
