/** The columns that every event has; the name always stands first. */
export const plainColumns = [
  'organisation',
  'country',
  'category',
  'status',
  'changed',
  'email',
  'reference',
  'created',
  'attendance',
  'parts',
  'tags',
  'notes',
  'code',
  'delegation',
  'language',
  'newsletter',
  'arrived',
] as const
export type PlainColumn = (typeof plainColumns)[number]

/** A plain column, the answers to one question (`q.REFERENCE`), or one part (`p.REFERENCE`). */
export type Column = PlainColumn | `q.${string}` | `p.${string}`

/** What the table shows until somebody chooses. */
export const usualColumns: readonly PlainColumn[] = ['organisation', 'country', 'category', 'status', 'changed']

/** What the door sees. */
export const columnsAtTheDoor: readonly PlainColumn[] = ['organisation', 'category', 'status', 'arrived']

const ofTheEvent = /^[qp]\.[0-9A-Za-z]{2,32}$/

/** Whether a text names a column; whether the event has it is another question. */
export function isColumn(text: string): text is Column {
  return isPlainColumn(text) || ofTheEvent.test(text)
}

/** Whether a text names a column that every event has. */
export function isPlainColumn(text: string): text is PlainColumn {
  return plainColumns.some(column => column === text)
}

/** The references of the questions, or of the parts, that have a column. */
export function referencesIn(columns: readonly Column[], kind: 'q' | 'p'): string[] {
  return columns.flatMap(column => (column.startsWith(`${kind}.`) ? [column.slice(2)] : []))
}
