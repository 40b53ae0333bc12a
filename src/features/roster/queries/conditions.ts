import type { EventRow } from '../../events/types.ts'
import { startOfDay } from '../../../core/time.ts'
import type { SignUpStatus } from '../../registration/types/places.ts'
import type { RegistrationStatus } from '../../registration/types.ts'
import type { Selection } from '../rules/selection.ts'

/** A condition on `registrations r`, and what it is bound to. */
export interface Conditions {
  readonly sql: string
  readonly bindings: Readonly<Record<string, unknown>>
}

/** The same in two parts, to walk the registrations of an event in an order (`queries/pages.ts`). */
export interface ConditionsOfWalk extends Conditions {
  /** What must be matched or looked up, in a form that no index answers; `sql` is what plain columns say. */
  readonly rest: string
}

/** States in the order of the table. */
const statusOrder: readonly RegistrationStatus[] = [
  'applied',
  'offered',
  'confirmed',
  'waiting',
  'unconfirmed',
  'declined',
  'cancelled',
]

/** The state as a number in that order; to the letter what the index `registrations_by_standing` holds. */
export const rankOfStatus = `array_position(array[${statusOrder.map(status => `'${status}'`).join(', ')}], r.status)::bigint`

function rankOf(status: RegistrationStatus): number {
  return statusOrder.indexOf(status) + 1
}

/** Which columns the search looks into: those the reader may see. */
export type SearchScope = 'everything' | 'withoutAddress'

type EventOf = Pick<EventRow, 'id' | 'timeZone'>

/** Words of a search at most. */
const mostWords = 8

/** One condition: its statement, and values by name. */
type Condition = readonly [string, (Readonly<Record<string, unknown>> | undefined)?]

/** What the filters say, on `registrations r` of one event. */
export function conditionsOf(event: EventOf, selection: Selection, scope: SearchScope): Conditions {
  return allOf([
    ...ownConditions(event, selection),
    ...wordsOf(selection.search).map((word, index) => searchFor(word, index, scope)),
    ...elsewhere(selection).map(exists),
  ])
}

/** The same in two parts. */
export function conditionsOfWalk(event: EventOf, selection: Selection, scope: SearchScope): ConditionsOfWalk {
  const own = allOf(ownConditions(event, selection))
  const others = allOf([
    ...wordsOf(selection.search).map((word, index) => searchFor(word, index, scope)),
    ...elsewhere(selection).map(lookedUp),
  ])
  return { sql: own.sql, bindings: { ...own.bindings, ...others.bindings }, rest: others.sql || 'true' }
}

/** The same to find out how many there are, but not more than some: what stands in another table is read from there. */
export function conditionsOfProbe(
  event: EventOf,
  selection: Selection,
  scope: SearchScope,
): Conditions & { readonly from: string } {
  const [first, ...others] = elsewhere(selection)
  if (first === undefined || !first.isOnce) {
    return { ...conditionsOf(event, selection, scope), from: 'registrations r' }
  }
  const { sql, bindings } = allOf([
    ...ownConditions(event, selection),
    ...wordsOf(selection.search).map((word, index) => searchFor(word, index, scope)),
    ...others.map(exists),
  ])
  return {
    from: `(select ${first.key} as id from ${first.from} where ${first.where}) s join registrations r on r.id = s.id`,
    sql,
    bindings: { ...bindings, ...first.bindings },
  }
}

/** Something that must stand in other tables. */
interface Elsewhere {
  readonly from: string
  readonly where: string
  /** The column that names the registration. */
  readonly key: string
  /** There is at most one for a registration. */
  readonly isOnce: boolean
  readonly bindings: Readonly<Record<string, unknown>>
}

function exists({ from, where, key, bindings }: Elsewhere): Condition {
  return [`exists (select from ${from} where ${key} = r.id and ${where})`, bindings]
}

/** `exists` becomes a join, and a join comes in an order of its own; a value is looked up row by row. */
function lookedUp({ from, where, key, bindings }: Elsewhere): Condition {
  return [`(select true from ${from} where ${key} = r.id and ${where} limit 1)`, bindings]
}

function allOf(conditions: readonly Condition[]): Conditions {
  return {
    sql: conditions.map(([sql]) => sql).join('\n and '),
    bindings: Object.assign({}, ...conditions.map(([, bindings]) => bindings ?? {})) as Record<string, unknown>,
  }
}

/** What a registration says of itself. */
function ownConditions(event: EventOf, selection: Selection): Condition[] {
  return [['r.event_id = :eventId', { eventId: event.id }], ...ownFacts(event, selection), ...connections(selection)]
}

function elsewhere(selection: Selection): Elsewhere[] {
  return [...placesOf(selection), ...noted(selection), ...answersOf(selection)]
}

/** A name is often pasted as it is printed, with titles and commas: neither is searched, unless there is nothing else. */
function wordsOf(search: string): string[] {
  const words = search.split(/[\s,;]+/).filter(word => word !== '')
  const telling = words.filter(word => !word.endsWith('.'))
  return (telling.length > 0 ? telling : words).slice(0, mostWords)
}

/**
 * The index knows the whole text; whoever may not see an address must not find out by searching for one. No word has a
 * space in it, so none spans name and organisation.
 */
function searchFor(word: string, index: number, scope: SearchScope): Condition {
  const like = `like search_text(:w${index})`
  const whole = `r.search_key ${like}`
  const sql = scope === 'everything' ? whole : `${whole} and (r.name_key ${like} or r.organisation_key ${like})`
  return [sql, { [`w${index}`]: `%${word.replace(/[\\%_]/g, '\\$&')}%` }]
}

function ownFacts({ timeZone }: EventOf, selection: Selection): Condition[] {
  const { statuses, countries, tags, attendance, language, since, arrived } = selection
  return [
    ...given(statuses.length > 0, `${rankOfStatus} = any(:ranks::bigint[])`, { ranks: statuses.map(rankOf) }),
    ...given(countries.length > 0, 'r.country = any(:countries)', { countries }),
    ...given(tags.length > 0, 'r.tags && :tags::text[]', { tags }),
    ...given(attendance, 'r.attendance = :attendance', { attendance }),
    ...given(arrived, `r.arrived_at is ${arrived === 'yes' ? 'not null' : 'null'}`),
    ...given(language, 'r.locale = :language', { language }),
    ...given(since, 'r.content_updated_at >= :since', { since: since && startOfDay(since, timeZone) }),
  ]
}

function given(isSet: unknown, sql: string, bindings: Readonly<Record<string, unknown>> = {}): Condition[] {
  return isSet === undefined || isSet === false ? [] : [[sql, bindings]]
}

/** A place in a part or an option; one that was given up counts only when that is what is looked for. */
function placesOf({ part, partState, option, optionState }: Selection): Elsewhere[] {
  const signedUp = (place: string, what: 'part' | 'option', state: SignUpStatus | undefined): Elsewhere => ({
    from: `sign_ups s join ${place}`,
    where: `x.event_id = :eventId and x.reference = :${what}
      and ${state === undefined ? 's.cancelled_at is null' : `s.status = :${what}State`}`,
    key: 's.registration_id',
    isOnce: state !== 'cancelled',
    bindings: { [what]: what === 'part' ? part : option, ...(state && { [`${what}State`]: state }) },
  })
  // What somebody chose of a sensitive question is nothing to list people by.
  const options =
    'question_options x on x.id = s.option_id join questions q on q.id = x.question_id and not q.is_sensitive'
  return [
    ...(part === undefined ? [] : [signedUp('parts x on x.id = s.part_id', 'part', partState)]),
    ...(option === undefined ? [] : [signedUp(options, 'option', optionState)]),
  ]
}

function connections({ categories, delegation, code }: Selection): Condition[] {
  const isOne = delegation !== undefined && delegation !== 'any' && delegation !== 'none'
  return [
    ...given(
      categories.length > 0,
      'r.category_id = any(array(select id from categories where event_id = :eventId and reference = any(:categories)))',
      { categories },
    ),
    ...given(delegation === 'any', 'r.delegation_id is not null'),
    ...given(delegation === 'none', 'r.delegation_id is null'),
    ...given(
      isOne,
      'r.delegation_id = (select id from delegations where event_id = :eventId and reference = :delegation)',
      isOne ? { delegation } : {},
    ),
    ...given(code === '*', 'r.access_code_id is not null'),
    ...given(
      code !== undefined && code !== '*',
      'r.access_code_id = (select id from access_codes where event_id = :eventId and code = upper(:code))',
      code !== '*' ? { code } : {},
    ),
  ]
}

function noted({ hasNote }: Selection): Elsewhere[] {
  const notes = { from: 'registration_notes n', where: 'true', key: 'n.registration_id', isOnce: false, bindings: {} }
  return hasNote ? [notes] : []
}

/** Any of the answers wanted to one question, for each question; never one that is sensitive. */
function answersOf({ answers }: Selection): Elsewhere[] {
  const questions = [...new Set(answers.map(({ question }) => question))]
  return questions.map((question, index) => {
    const values = answers.filter(answer => answer.question === question).map(({ value }) => jsonOf(value))
    const bindings = Object.fromEntries(values.map((value, place) => [`av${index}x${place}`, value]))
    const wanted = Object.keys(bindings).map(name => `a.value @> :${name}::jsonb`)
    return {
      from: 'answers a join questions q on q.id = a.question_id',
      where: `q.event_id = :eventId and q.reference = :aq${index} and not q.is_sensitive and (${wanted.join(' or ')})`,
      key: 'a.registration_id',
      isOnce: true,
      bindings: { ...bindings, [`aq${index}`]: question },
    }
  })
}

/** An answer as it is kept: yes or no, or the reference of an option, alone or among others. */
function jsonOf(value: string): string {
  return value === 'yes' || value === 'no' ? String(value === 'yes') : JSON.stringify(value)
}
