import { segmentsOf } from '../views/template.ts'
import type { Catalogue } from './catalogue.ts'

/** What one file says about message keys. A pattern stands for a template literal: `events.state.${state}`. */
export interface Uses {
  readonly file: string
  /** Keys and patterns that must exist: arguments of t(…), and every `errors.…`. */
  readonly demanded: readonly string[]
  /** Every text that may be a key, so that the rest can be called unused. */
  readonly mentioned: readonly string[]
}

const hole = '${}'
const keyShape = /^[\w-]+(\.[\w-]+)+$/
const patternShape = /^[\w-]*(\$\{\}|[\w.-])+$/

/** Reads the uses of message keys out of a source file or a template. */
export function usesIn(file: string, source: string): Uses {
  const text = file.endsWith('.ejs') ? codeOfTemplate(source) : source.replace(/^\s*(\/\/|\/?\*).*$/gm, '')
  const mentioned = textsIn(text).filter(isKey)
  const errors = mentioned.filter(key => key.startsWith('errors.'))
  const translated = [...text.matchAll(/(?<![\w$])t\(/g)].flatMap(({ index }) =>
    textsIn(firstArgument(text, index + 2)).filter(isKey),
  )
  return { file, demanded: [...new Set([...errors, ...translated])], mentioned }
}

function codeOfTemplate(source: string): string {
  const code = segmentsOf(source).filter(({ kind }) => kind !== 'markup' && kind !== 'comment')
  return code.map(({ text }) => text).join('\n')
}

function isKey(text: string): boolean {
  return text.includes(hole) ? patternShape.test(text) && text.includes('.') : keyShape.test(text)
}

/** Every quoted text and template literal; what is interpolated becomes a hole. */
function textsIn(code: string): string[] {
  const quoted = [...code.matchAll(/'([^'\n]*)'|"([^"\n]*)"/g)].map(match => match[1] ?? match[2] ?? '')
  const templates = [...code.matchAll(/`((?:[^`\\$]|\\.|\$(?!\{)|\$\{[^{}`]*\})*)`/g)].map(match =>
    (match[1] ?? '').replace(/\$\{[^{}]*\}/g, hole),
  )
  return [...quoted, ...templates]
}

/** The code from `start` to the comma or bracket that ends the first argument. */
function firstArgument(code: string, start: number): string {
  let depth = 0
  for (let position = start; position < code.length; position++) {
    const sign = code[position] ?? ''
    if ('([{'.includes(sign)) depth++
    else if (depth === 0 && (sign === ',' || sign === ')')) return code.slice(start, position)
    else if (')]}'.includes(sign)) depth--
  }
  return code.slice(start)
}

function patternOf(key: string): RegExp {
  const parts = key.split(hole).map(part => part.replace(/[.\\^$*+?()[\]{}|-]/g, '\\$&'))
  return new RegExp(`^${parts.join('[\\w.-]+')}$`)
}

/** Keys that are demanded but do not exist, and keys that nothing mentions. */
export function useProblems(catalogue: Catalogue, uses: readonly Uses[]): string[] {
  const keys = [...catalogue.keys()]
  const exists = (key: string) =>
    key.includes(hole) ? keys.some(candidate => patternOf(key).test(candidate)) : catalogue.has(key)
  const problems = uses.flatMap(({ file, demanded }) =>
    demanded.filter(key => !exists(key)).map(key => `${file}: ${key} does not exist`),
  )
  const mentioned = new Set(uses.flatMap(use => use.mentioned))
  // A literal that is nothing but a hole and dots would excuse every key.
  const patterns = [...mentioned].filter(key => key.includes(hole) && /[\w-]{3}/.test(key)).map(patternOf)
  for (const key of keys) {
    if (!mentioned.has(key) && !patterns.some(pattern => pattern.test(key))) problems.push(`${key} is used nowhere`)
  }
  return problems
}
