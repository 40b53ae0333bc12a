/** A fault found in a file; `line` counts from 1. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly message: string
}

/** One part of an EJS template, in the order of the file. */
export interface Segment {
  readonly kind: 'markup' | 'comment' | 'statement' | 'escaped' | 'raw'
  /** The markup, or the code between the delimiters. */
  readonly text: string
  /** The line on which it begins. */
  readonly line: number
}

/** What line 1 of a template declares: a type, and the modules (below src/, without extension) that export its names. */
export interface Declaration {
  readonly type: string
  readonly modules: readonly string[]
}

const tag = /<%(?<kind>[-=_#]?)(?<code>[\s\S]*?)[-_]?%>/g
const kinds = { '-': 'raw', '=': 'escaped', '#': 'comment', _: 'statement', '': 'statement' } as const
const declaration = /^<%# @model (?<type>.+?)(?: from (?<modules>[\w/., -]+?))? -?%>/

/** Splits a template into markup and tags. */
export function segmentsOf(template: string): Segment[] {
  const segments: Segment[] = []
  let position = 0
  let line = 1
  const push = (kind: Segment['kind'], text: string, whole: string) => {
    if (whole !== '') segments.push({ kind, text, line })
    line += whole.split('\n').length - 1
  }
  for (const match of template.matchAll(tag)) {
    const between = template.slice(position, match.index)
    push('markup', between, between)
    const kind = kinds[(match.groups?.['kind'] ?? '') as keyof typeof kinds]
    push(kind, (match.groups?.['code'] ?? '').trim(), match[0])
    position = match.index + match[0].length
  }
  const rest = template.slice(position)
  push('markup', rest, rest)
  return segments
}

/** The model that line 1 declares, or undefined when it declares none. */
export function declarationOf(template: string): Declaration | undefined {
  const groups = declaration.exec(template)?.groups
  if (groups?.['type'] === undefined) return undefined
  return { type: groups['type'], modules: groups['modules']?.split(/,\s*/) ?? [] }
}
