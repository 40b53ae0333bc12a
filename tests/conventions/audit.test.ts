import { describe, expect, it } from '@jest/globals'
import { allTranslators } from '../../src/core/messages.ts'
import { instant } from '../../src/core/time.ts'
import { toldActions } from '../../src/features/desk/rules/told.ts'
import { isTold, sentence } from '../../src/features/roster/pages/history.ts'
import { filesIn, type SourceFile } from './sources.ts'

/** Where the log is written; what it writes is not of an event for these. */
const notOfAnEvent = /^(organisation(?!\.event)|programme|project|room|series|user|venue)\./

/** Facts of registration that are about an event, not about one person. */
const notOfAPerson = [
  'bulk-started',
  'disagreement-found',
  'exported',
  'needs-forgotten',
  'settings-changed',
  'setup-copied',
  'view-removed',
  'view-renamed',
  'view-saved',
].map(fact => `registration.${fact}`)

/** The arguments of a call whose opening bracket stands at `open`, cut at its own commas. */
function argumentsAt(text: string, open: number): string[] {
  const found: string[] = ['']
  let depth = 0
  for (const sign of text.slice(open)) {
    if ('([{'.includes(sign)) depth += 1
    if (')]}'.includes(sign)) depth -= 1
    if (depth === 0) break
    if (depth === 1 && sign === ',') found.push('')
    else found.push(`${found.pop() ?? ''}${sign}`)
  }
  return found
}

/** Functions that write facts of one feature (`auditPart` writes `part.…`), by name. */
function prefixesIn(files: readonly SourceFile[]): Map<string, string> {
  const prefixes = new Map<string, string>()
  for (const { text } of files) {
    for (const found of text.matchAll(/`([a-z]+)\.\$\{fact\}`/g)) {
      const name = [...text.slice(0, found.index).matchAll(/function (\w+)\(/g)].at(-1)?.[1]
      if (name) prefixes.set(name, found[1] ?? '')
    }
  }
  return prefixes
}

/** Every action that the code writes into the log, as far as it names it. */
function recordedIn(files: readonly SourceFile[]): string[] {
  const prefixes = prefixesIn(files)
  const writing = new RegExp(`(?<!function )\\b(recordAudits?|${[...prefixes.keys(), 'never'].join('|')})\\(`, 'g')
  const actions = files.flatMap(({ text }) =>
    [...text.matchAll(writing)].flatMap(call => {
      const name = call[1] ?? ''
      const third = argumentsAt(text, call.index + name.length)[2] ?? ''
      const prefix = prefixes.get(name)
      if (prefix) return [...third.matchAll(/'([a-z-]+)'/g)].map(([, fact]) => `${prefix}.${fact}`)
      // An action that comes from a caller is named somewhere in the same file.
      const where = /^\s*\w+\s*$/.test(third) ? text : third
      return [...where.matchAll(/'([a-z]+\.[a-z-]+)'/g)].map(([, action]) => action ?? '')
    }),
  )
  return [...new Set(actions)].toSorted()
}

const features = () => filesIn(['src/features'], /\.ts$/).filter(({ path }) => !path.startsWith('src/features/audit/'))
const ofEvents = () => recordedIn(features()).filter(action => !notOfAnEvent.test(action))

describe('what is written into the log', () => {
  it('has a sentence on the overview, and nothing else has', () => {
    expect(ofEvents()).toEqual([...toldActions].toSorted())
  })

  it('of a person has a sentence in the story of the registration', () => {
    const about = ofEvents().filter(action => action.startsWith('registration.') && !notOfAPerson.includes(action))
    const facts = { categories: [], parts: [], questions: [] }
    const entry = { at: instant('2027-01-01T00:00:00Z'), actorKind: 'user', actorName: null } as const
    for (const [locale, t] of Object.entries(allTranslators()) as ['cs' | 'en', (key: string) => string][]) {
      const silent = about
        .map(action => ({ ...entry, action, subjectKind: 'registration', subjectId: 1, details: {} }))
        .filter(one => isTold(one) && /registration\.|[{}]/.test(sentence({ t, locale }, one, facts)))
      expect(silent.map(({ action }) => action)).toEqual([])
    }
    expect(about.length).toBeGreaterThan(30)
  })

  it('would be found, however it is written', () => {
    const planted = [
      "await recordAudit(trx, actor, 'badge.printed', { eventId })",
      "await recordAudits(\n  trx,\n  actor,\n  'badge.lost',\n  rows.map(one => ({ id: one.id })),\n)",
      "await auditBadge(trx, actor, isOld ? 'burnt' : 'sold', badge)",
      'export async function auditBadge(trx, actor, fact) {\n  await recordAudit(trx, actor, `badge.${fact}`, {})\n}',
      "const action = 'badge.given'\nawait recordAudit(trx, actor, action, {})",
    ].map((text, index) => ({ path: `src/features/badges/${index}.ts`, text }))
    const found = ['badge.burnt', 'badge.given', 'badge.lost', 'badge.printed', 'badge.sold']
    expect(recordedIn(planted)).toEqual(found)
  })
})
