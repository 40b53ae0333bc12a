import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Declaration, declarationOf, segmentsOf } from './template.ts'

const globals = new Set(
  'Array ReadonlyArray Record Readonly Partial Required Pick Omit Exclude Extract NonNullable Map ReadonlyMap Set Date'.split(
    ' ',
  ),
)

/** Where the templates and the sources are. Absolute paths. */
export interface Places {
  readonly views: string
  readonly src: string
}

/** A template could not be turned into TypeScript. */
export class UnreadableTemplate extends Error {}

/**
 * Writes a template as a TypeScript function with the same line numbers, so that a compiler error on line 12 of the
 * result is one on line 12 of the template. `template` is its path below views/.
 */
export function toTypeScript(places: Places, template: string): string {
  const source = readFileSync(join(places.views, template), 'utf8')
  const declared = declarationOf(source)
  if (declared === undefined) throw new UnreadableTemplate('no model declared')
  const code = segmentsOf(source).map(({ kind, text }, index, all) => {
    const next = all[index + 1]?.line
    const breaks = (written: string) => '\n'.repeat(Math.max(0, (next ?? 0) - (all[index]?.line ?? 0) - count(written)))
    if (kind === 'markup' || kind === 'comment') return breaks('')
    if (kind === 'statement') return ` ;${text} ${breaks(text)}`
    const expression = text.replace(/;$/, '')
    return ` ;${kind === 'raw' ? 'printRaw' : 'print'}(${expression}); ${breaks(expression)}`
  })
  return `${head(places, template, source, declared)}${code.join('')}\n}\n`
}

function count(text: string): number {
  return text.split('\n').length - 1
}

function head(places: Places, template: string, source: string, declared: Declaration): string {
  const core = (module: string) => `import('${join(places.src, 'core', module)}')`
  const locals = [
    `page: ${typeText(places, declared)}`,
    `t: ${core('messages.ts')}.Translate`,
    `chrome: ${core('http/pages.ts')}.Chrome`,
    `icon: typeof ${core('http/icons.ts')}.icon`,
    `include: ${includeType(places, template, source)}`,
    `body: string`,
    `print: (value: string | number) => void`,
    `printRaw: (value: string) => void`,
  ]
  return `export function template(${locals.join(', ')}): void {`
}

/** A function that gives each included template the model it declares. */
function includeType(places: Places, template: string, source: string): string {
  const paths = new Set([...source.matchAll(/\binclude\(\s*'([^']+)'/g)].map(match => match[1] ?? ''))
  if (paths.size === 0) return '(path: never) => string'
  const models = [...paths].map(path => {
    const partial = readFileSync(join(places.views, resolveInclude(places, template, path)), 'utf8')
    const declared = declarationOf(partial)
    if (declared === undefined) throw new UnreadableTemplate(`include('${path}'): it declares no model`)
    return `'${path}': ${typeText(places, declared)}`
  })
  const all = `{ ${models.join('; ')} }`
  return `<Path extends keyof ${all}>(path: Path, locals: { page: (${all})[Path] }) => string`
}

/** As EJS does: an absolute path is below views/, any other beside the template, else below views/. */
function resolveInclude(places: Places, template: string, path: string): string {
  const file = `${path}.ejs`
  const candidates = path.startsWith('/') ? [file.slice(1)] : [join(dirname(template), file), file]
  const found = candidates.find(candidate => existsSync(join(places.views, candidate)))
  if (found === undefined) throw new UnreadableTemplate(`include('${path}'): there is no such template`)
  return found
}

/** The declared type with each name replaced by an import type, so that equal names of two modules never meet. */
function typeText(places: Places, { type, modules }: Declaration): string {
  const sources = modules.map(module => {
    const file = join(places.src, `${module}.ts`)
    if (!existsSync(file)) throw new UnreadableTemplate(`there is no module src/${module}.ts`)
    return { file, text: readFileSync(file, 'utf8') }
  })
  return type.replace(/'[^']*'|\b[A-Z]\w*/g, name => {
    if (name.startsWith("'") || globals.has(name)) return name
    const exporting = sources.find(({ text }) => new RegExp(`export (type|interface|const) ${name}\\b`).test(text))
    const home = exporting ?? sources[0]
    if (home === undefined) throw new UnreadableTemplate(`the model names ${name}, but no module: … from features/…`)
    return `import('${home.file}').${name}`
  })
}

/** The file the TypeScript of a template is written to, below `folder`. */
export function generatedPath(folder: string, template: string): string {
  return join(folder, `${template}.ts`)
}

/** The template a generated file came from, or undefined when it is none. */
export function templateOf(folder: string, generated: string): string | undefined {
  const path = relative(folder, generated)
  return path.startsWith('..') || !path.endsWith('.ejs.ts') ? undefined : path.slice(0, -'.ts'.length)
}
