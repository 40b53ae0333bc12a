import type { SourceFile } from './sources.ts'

/** A statement that changes a table; `table` in camelCase. */
export interface Write {
  readonly table: string
  readonly where: string
}

const changing = new Set(['insert', 'update', 'delete', 'del', 'increment', 'decrement', 'upsert', 'truncate', 'merge'])

/** Every write in a file: knex chains that begin with db('table'), `.into('table')`, `insertRows`, and raw SQL. */
export function writesIn({ path, text }: SourceFile): Write[] {
  const lineOf = (index: number) => `${path}:${text.slice(0, index).split('\n').length}`
  const chains = [
    ...text.matchAll(/(?:(?<![\w.$])\w+|\.(?:from|table))(?:<[^>()]*>)?\(\s*['"](\w+)['"]\s*\)(?=\s*\.)/g),
  ]
    .filter(match => methodsAfter(text, match.index + match[0].length).some(method => changing.has(method)))
    .map(match => ({ table: match[1] ?? '', where: lineOf(match.index) }))
  const into = [...text.matchAll(/\.into\(\s*['"](\w+)['"]/g)].map(match => ({
    table: match[1] ?? '',
    where: lineOf(match.index),
  }))
  const many = [...text.matchAll(/\binsertRows(?:<[^>()]*>)?\(\s*\w+,\s*['"](\w+)['"]/g)].map(match => ({
    table: match[1] ?? '',
    where: lineOf(match.index),
  }))
  const raw = [
    ...text.matchAll(
      /\b(?:insert\s+into|delete\s+from|truncate(?:\s+table)?|update(?:\s+only)?(?=\s+"?\w+"?(?:\s+(?:as\s+)?\w+)?\s+set\b)|merge\s+into)\s+"?(\w+)"?/gi,
    ),
  ].map(match => ({ table: camelCase(match[1] ?? ''), where: lineOf(match.index) }))
  return [...chains, ...into, ...many, ...raw]
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** The names of the methods chained after a position: `.where(…).update(…)`. */
function methodsAfter(text: string, start: number): string[] {
  const methods: string[] = []
  let position = start
  for (;;) {
    const link = /^\s*\.\s*(\w+)\s*(?:<[^()]*>)?\s*(?=\()/.exec(text.slice(position, position + 200))
    if (link === null) return methods
    methods.push(link[1] ?? '')
    position = afterBracket(text, position + link[0].length)
  }
}

function afterBracket(text: string, open: number): number {
  let depth = 0
  for (let position = open; position < text.length; position++) {
    if (text[position] === '(') depth++
    if (text[position] === ')' && --depth === 0) return position + 1
  }
  return text.length
}

/** What `export const owns = [...]` of each feature's tables.ts says: table to feature. */
export function ownersOf(files: readonly SourceFile[]): Map<string, string> {
  const owners = new Map<string, string>()
  for (const { path, text } of files) {
    const feature = featureOf(path)
    const list = /export const owns = \[([^\]]*)\]/.exec(text)?.[1]
    for (const [, table] of (list ?? '').matchAll(/['"](\w+)['"]/g)) {
      if (table === undefined || feature === undefined) continue
      const rival = owners.get(table)
      if (rival !== undefined) throw new Error(`${table} is owned by ${rival} and by ${feature}`)
      owners.set(table, feature)
    }
  }
  return owners
}

function featureOf(path: string): string | undefined {
  return /^src\/features\/([^/]+)\//.exec(path)?.[1]
}

/** Writes outside the actions of the feature that owns the table. */
export function foreignWrites(owners: ReadonlyMap<string, string>, files: readonly SourceFile[]): string[] {
  return files.flatMap(file => {
    const feature = featureOf(file.path)
    const isAction = /\/actions(\/[\w-]+)?\.ts$/.test(file.path)
    return writesIn(file)
      .filter(({ table }) => !isAction || owners.get(table) !== feature)
      .map(
        ({ table, where }) =>
          `${where} writes ${table}, which is written by actions of ${owners.get(table) ?? 'nobody'}`,
      )
  })
}
