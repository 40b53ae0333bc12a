/** A group of equal rows in a form: fields `<name>.<number>.<field>`, numbered from 0. */
export interface RowGroup {
  readonly name: string
  readonly fields: readonly string[]
  readonly max: number
}

/** One row as it was typed; every field of the group, '' where nothing came. */
export type FormRow = Readonly<Record<string, string>>

/** The rows of a group in a posted form or in the values of one, the empty ones included. */
export function readRows(body: unknown, { name, fields, max }: RowGroup): FormRow[] {
  const posted = body !== null && typeof body === 'object' ? new Map<string, unknown>(Object.entries(body)) : new Map()
  const rows: FormRow[] = []
  for (let number = 0; number < max; number++) {
    const entries = fields.map(field => [field, posted.get(`${name}.${number}.${field}`)] as const)
    if (entries.every(([, value]) => value === undefined)) continue
    rows.push(Object.fromEntries(entries.map(([field, value]) => [field, typeof value === 'string' ? value : ''])))
  }
  return rows
}

/** The rows as values of a form, numbered anew. */
export function rowValues({ name, fields }: RowGroup, rows: readonly FormRow[]): Record<string, string> {
  const entries = rows.flatMap((row, number) => fields.map(field => [`${name}.${number}.${field}`, row[field] ?? '']))
  return Object.fromEntries(entries)
}

/** The values without those of a group, so that renumbered rows leave nothing behind. */
export function withoutRows(values: Readonly<Record<string, string>>, { name }: RowGroup): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !key.startsWith(`${name}.`)))
}

/** An empty row of a group. */
export function blankRow({ fields }: RowGroup): FormRow {
  return Object.fromEntries(fields.map(field => [field, '']))
}

/** True when somebody typed something into a row. */
export function isFilledRow(row: FormRow): boolean {
  return Object.values(row).some(value => value.trim() !== '')
}

/** The values of a form with the rows that `keep` keeps, numbered without gaps: what a refused form is drawn from. */
export function compactRows(
  values: Readonly<Record<string, string>>,
  group: RowGroup,
  keep: (row: FormRow) => boolean = isFilledRow,
): Record<string, string> {
  return { ...withoutRows(values, group), ...rowValues(group, readRows(values, group).filter(keep)) }
}

/** A button of a row form: `partner.add`, `partner.up.2`, `partner.remove.2`, sent as the field `rows`. */
export interface RowOperation {
  readonly group: string
  readonly verb: 'add' | 'up' | 'remove'
  readonly number: number
}

/** The row button that sent a form; undefined when it was sent to be saved. */
export function rowOperation(body: unknown): RowOperation | undefined {
  const value: unknown = body !== null && typeof body === 'object' && 'rows' in body ? body.rows : undefined
  const match = typeof value === 'string' ? /^([a-z]+)\.(add|up|remove)(?:\.(\d{1,2}))?$/.exec(value) : null
  const [, group, verb, number] = match ?? []
  if (group === undefined || (verb !== 'add' && verb !== 'up' && verb !== 'remove')) return undefined
  return { group, verb, number: Number(number ?? 0) }
}

/** The single values of a posted form as they came, for drawing it again. */
export function postedValues(body: unknown): Record<string, string> {
  const entries = body !== null && typeof body === 'object' ? Object.entries(body) : []
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** The values of a form after a row button: nothing is saved and nothing that was typed is lost. */
export function changeRows(
  values: Readonly<Record<string, string>>,
  group: RowGroup,
  { verb, number }: RowOperation,
): Record<string, string> {
  const rows = readRows(values, group)
  const row = rows[number]
  if (verb === 'add' && rows.length < group.max) rows.push(blankRow(group))
  if (verb === 'remove') rows.splice(number, 1)
  if (verb === 'up' && number > 0 && row !== undefined) {
    rows.splice(number, 1)
    rows.splice(number - 1, 0, row)
  }
  return { ...withoutRows(values, group), ...rowValues(group, rows) }
}
