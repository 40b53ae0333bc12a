import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { type Locale, locales } from './localised-text.ts'
import { projectRoot } from './root.ts'
import { typeset } from './typography.ts'

export type MessageValues = Readonly<Record<string, string | number>>

/** Interface text in one language: `t('events.list.title')`, with ICU arguments `t('core.places', { n: 3 })`. */
export type Translate = (key: string, values?: MessageValues) => string

type Catalogue = Map<string, string | IntlMessageFormat>

const catalogues = new Map<Locale, Catalogue>()
let missing: 'throw' | 'show' = 'throw'

/** In production a missing text must not cost anybody a page: the key is shown instead of an exception. */
export function showMissingMessages(): void {
  missing = 'show'
}

/** The translator of a language. Texts come from `locales/<locale>/<feature>.json`, typeset once when they load. */
export function translator(locale: Locale): Translate {
  const catalogue = catalogueOf(locale)
  return (key, values) => {
    const message = catalogue.get(key)
    if (message === undefined) return onMissing(locale, key)
    if (typeof message === 'string') return message
    return String(message.format(values))
  }
}

/** Every translator, where both languages are needed at once (mails, exports). */
export function allTranslators(): Record<Locale, Translate> {
  return { cs: translator('cs'), en: translator('en') }
}

function onMissing(locale: Locale, key: string): string {
  if (missing === 'throw') throw new Error(`no message ${key} in locales/${locale}`)
  return key
}

function catalogueOf(locale: Locale): Catalogue {
  const loaded = catalogues.get(locale)
  if (loaded !== undefined) return loaded
  const catalogue: Catalogue = new Map()
  const folder = path.join(projectRoot, 'locales', locale)
  for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
    const content: unknown = JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
    flatten(path.basename(file, '.json'), content, (key, text) => catalogue.set(key, compile(locale, text)))
  }
  catalogues.set(locale, catalogue)
  return catalogue
}

function compile(locale: Locale, text: string): string | IntlMessageFormat {
  const set = typeset(text, locale)
  return /[{']/.test(set) ? new IntlMessageFormat(set, locale, undefined, { ignoreTag: true }) : set
}

function flatten(prefix: string, node: unknown, visit: (key: string, text: string) => void): void {
  if (typeof node === 'string') return visit(prefix, node)
  if (node === null || typeof node !== 'object') throw new Error(`locales: ${prefix} is neither a text nor a group`)
  for (const [name, child] of Object.entries(node)) flatten(`${prefix}.${name}`, child, visit)
}

/** The languages a page can be read in, in the order they are offered. */
export const interfaceLocales: readonly Locale[] = locales
