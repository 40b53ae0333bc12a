/**
 * Checks the interface texts: every language has the same keys with the same arguments and the plural forms that CLDR
 * gives it, every key that templates and sources ask for exists, and none is left over. Exit code 1 on any problem.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { catalogueProblems, readCatalogue } from './locales/catalogue.ts'
import { type Uses, useProblems, usesIn } from './locales/uses.ts'

const root = resolve(import.meta.dirname, '..')
const reference = 'cs'

function usesBelow(folder: string): Uses[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(ts|ejs)$/.test(name))
    .map(name => usesIn(join(folder, name), readFileSync(join(root, folder, name), 'utf8')))
}

const languages = readdirSync(join(root, 'locales'), { withFileTypes: true }).filter(entry => entry.isDirectory())
const catalogues = new Map(languages.map(({ name }) => [name, readCatalogue(join(root, 'locales', name))]))
const original = catalogues.get(reference) ?? new Map<string, string>()
const problems = [
  ...[...catalogues].flatMap(([locale, catalogue]) =>
    catalogueProblems(locale, catalogue, { locale: reference, catalogue: original }),
  ),
  ...useProblems(original, ['src', 'views', 'seeds', 'bin'].flatMap(usesBelow)),
]
for (const problem of problems) console.error(problem)
console.log(`${original.size} texts in ${[...catalogues.keys()].join(', ')}`)
process.exitCode = problems.length > 0 ? 1 : 0
