import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'

/** The texts of one language by their keys: `events.list.title`. */
export type Catalogue = ReadonlyMap<string, string>

/** Reads every `<folder>/<feature>.json` into one catalogue. Throws when a leaf is neither a text nor a group. */
export function readCatalogue(folder: string): Catalogue {
  const catalogue = new Map<string, string>()
  for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
    addTexts(catalogue, basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8')))
  }
  return catalogue
}

function addTexts(catalogue: Map<string, string>, key: string, node: unknown): void {
  if (typeof node === 'string') catalogue.set(key, node)
  else if (node === null || typeof node !== 'object') throw new Error(`${key} is neither a text nor a group`)
  else for (const [name, child] of Object.entries(node)) addTexts(catalogue, `${key}.${name}`, child)
}

/** What is wrong with a language on its own, and measured against the reference language. */
export function catalogueProblems(
  locale: string,
  catalogue: Catalogue,
  reference: { locale: string; catalogue: Catalogue },
): string[] {
  const problems: string[] = []
  for (const key of reference.catalogue.keys()) if (!catalogue.has(key)) problems.push(`${locale}: ${key} is missing`)
  for (const [key, text] of catalogue) {
    const report = (message: string) => problems.push(`${locale}: ${key} ${message}`)
    const shape = shapeOf(locale, text)
    if (typeof shape === 'string') {
      report(`is no ICU message: ${shape}`)
      continue
    }
    if (text.trim() === '') report('is empty')
    for (const message of shape.problems) report(message)
    const original = reference.catalogue.get(key)
    if (original === undefined) {
      report(`does not exist in ${reference.locale}`)
      continue
    }
    const expected = shapeOf(reference.locale, original)
    if (typeof expected !== 'string' && expected.names !== shape.names) {
      report(`takes ${shape.names || 'nothing'}, but ${reference.locale} takes ${expected.names || 'nothing'}`)
    }
  }
  return problems
}

interface Shape {
  /** Names of the arguments, sorted. */
  readonly names: string
  readonly problems: readonly string[]
}

type Node = ReturnType<IntlMessageFormat['getAst']>[number]

/** The arguments of a message and the faults of its plurals; a text when it cannot be parsed. */
function shapeOf(locale: string, text: string): Shape | string {
  const names = new Set<string>()
  const problems: string[] = []
  try {
    visit(new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst(), node => {
      if (!isLiteralOrPound(node)) names.add(node.value)
      if (isPlural(node)) problems.push(...pluralProblems(locale, node))
    })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return { names: [...names].sort().join(', '), problems }
}

// The parser's node types; its enumeration is not exported by intl-messageformat.
const literal: number = 0
const plural: number = 6
const pound: number = 7

function isLiteralOrPound(node: Node): node is Extract<Node, { type: 7 }> {
  return node.type === literal || node.type === pound
}

type Plural = Extract<Node, { pluralType?: unknown }>

function isPlural(node: Node): node is Plural {
  return node.type === plural
}

function visit(nodes: readonly Node[], see: (node: Node) => void): void {
  for (const node of nodes) {
    see(node)
    if ('options' in node) for (const option of Object.values(node.options)) visit(option.value, see)
    if ('children' in node) visit(node.children, see)
  }
}

function pluralProblems(locale: string, node: Plural): string[] {
  const type = node.pluralType === 'ordinal' ? 'ordinal' : 'cardinal'
  const needed = new Intl.PluralRules(locale, { type }).resolvedOptions().pluralCategories
  const given = Object.keys(node.options).filter(name => !name.startsWith('='))
  const missing = needed.filter(category => !given.includes(category))
  const foreign = given.filter(category => !needed.some(known => known === category))
  return [
    ...(missing.length > 0 ? [`plural {${node.value}} lacks ${missing.join(', ')}`] : []),
    ...(foreign.length > 0 ? [`plural {${node.value}} has ${foreign.join(', ')}, which ${locale} does not know`] : []),
  ]
}
