import { wordKey } from '../../../core/typography.ts'
import { recogniseColumns } from '../../invitations/rules/columns.ts'
import { fieldName } from '../../questions/rules/kinds.ts'
import type { FixedTarget, ImportMapping, ImportSetup, Target } from '../types.ts'

/** The field of a column in the form. */
export const columnField = (column: number) => `column-${column}`

/** What people write above the columns that lists of invited people do not have. */
const headings: Readonly<Partial<Record<FixedTarget, readonly string[]>>> = {
  category: ['kategorie', 'typ ucasti', 'typ ucastnika', 'druh ucasti', 'category', 'type', 'ticket', 'role'],
  attendance: ['zpusob ucasti', 'forma ucasti', 'ucast', 'attendance', 'way of attending', 'on site or online'],
  parts: ['casti', 'cast', 'casti programu', 'doprovodne akce', 'workshopy', 'workshop', 'parts', 'sessions', 'part'],
  tags: ['stitky', 'stitek', 'tag', 'tagy', 'tags', 'label', 'labels', 'znacky'],
  note: ['poznamka', 'poznamky', 'pozn', 'note', 'notes', 'comment', 'komentar'],
  titleBefore: ['tituly pred', 'titul pred jm', 'titles before'],
  titleAfter: ['tituly za', 'titles after'],
  locale: ['jazyk korespondence', 'jazyk komunikace', 'language of correspondence'],
  fullName: ['jmeno ucastnika', 'cele jmeno s tituly', 'participant', 'attendee'],
}

/**
 * What a heading means at an event: one of the fixed things in Czech or English, a part by its title, a question by its
 * label in either language; '' when it says nothing to us.
 */
export function targetOf(heading: string, { parts, questions }: ImportSetup): Target | '' {
  const key = wordKey(heading)
  if (key === '') return ''
  const isNamed = (text: { cs?: string; en?: string }) => [text.cs, text.en].some(name => name && wordKey(name) === key)
  const question = questions.find(({ label }) => isNamed(label))
  if (question !== undefined) return `q.${question.reference}`
  const part = parts.find(({ title }) => isNamed(title))
  if (part !== undefined) return `part.${part.reference}`
  const [known] = recogniseColumns([heading]).keys()
  if (known !== undefined) return known === 'language' ? 'locale' : known
  return (Object.entries(headings).find(([, names]) => names.includes(key))?.[0] as FixedTarget | undefined) ?? ''
}

/** A first guess at how a table is meant; of two columns that say the same the first counts. */
export function guessMapping(header: readonly string[], setup: ImportSetup): ImportMapping {
  const columns: (Target | '')[] = []
  for (const heading of header) {
    const target = targetOf(heading, setup)
    columns.push(target === '' || columns.includes(target) ? '' : target)
  }
  const hasBoth = columns.includes('givenName') && columns.includes('familyName')
  // “Jméno” alone is a whole name.
  const isWhole = columns.includes('givenName') && !columns.includes('familyName') && !columns.includes('fullName')
  const settled = columns.map(target => {
    if (target === 'fullName' && hasBoth) return ''
    return target === 'givenName' && isWhole ? 'fullName' : target
  })
  const [only] = setup.categories
  const category = setup.categories.length === 1 && only !== undefined ? only.reference : ''
  return { columns: settled, category, locale: 'cs', country: 'CZ', attendance: 'on_site' }
}

/** All that a column of this event's table may hold. */
export function possibleTargets({ event, parts, questions }: ImportSetup): Target[] {
  const fixed: FixedTarget[] = ['email', 'givenName', 'familyName', 'fullName', 'titleBefore', 'titleAfter']
  fixed.push('organisation', 'country', 'locale', 'category')
  if (event.mode === 'hybrid') fixed.push('attendance')
  if (parts.length > 0) fixed.push('parts')
  fixed.push('tags', 'note')
  const partTargets = parts.map(({ reference }): Target => `part.${reference}`)
  return [...fixed, ...partTargets, ...questions.map(question => fieldName(question) as Target)]
}

/** What a mapping still needs, at the field of the form that could say it. */
export function mappingProblems(
  { columns, category }: ImportMapping,
  { categories }: ImportSetup,
): { readonly field: string; readonly message: string }[] {
  const has = (target: Target) => columns.includes(target)
  const problems: { field: string; message: string }[] = []
  if (!has('email')) problems.push({ field: 'columns', message: 'imports.problems.noEmail' })
  const isNamed = has('fullName') || (has('givenName') && has('familyName'))
  if (!isNamed) problems.push({ field: 'columns', message: 'imports.problems.noName' })
  const whole = columns.indexOf('fullName')
  if (whole >= 0 && (has('givenName') || has('familyName'))) {
    problems.push({ field: columnField(whole), message: 'imports.problems.twoNames' })
  }
  for (const [index, target] of columns.entries()) {
    if (target === '' || columns.indexOf(target) === index) continue
    problems.push({ field: columnField(index), message: 'imports.problems.twice' })
  }
  const isKnown = categories.some(({ reference }) => reference === category)
  if (!isKnown && !has('category')) problems.push({ field: 'category', message: 'errors.choose' })
  return problems
}
