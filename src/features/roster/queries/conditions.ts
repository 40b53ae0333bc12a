import type { EventRow } from '../../events/types.ts'
import { startOfDay } from '../../../core/time.ts'
import type { Selection } from '../rules/selection.ts'

/** A condition on `registrations r`, and what it is bound to. */
export interface Conditions {
  readonly sql: string
  readonly bindings: Readonly<Record<string, unknown>>
}

/** Which columns the search looks into: those the reader may see. */
export type SearchScope = 'everything' | 'withoutAddress'

const searchable =
  "search_text(r.given_name || ' ' || r.family_name || ' ' || r.organisation || ' ' || r.email || ' ' || r.reference)"
const withoutAddress = "search_text(r.given_name || ' ' || r.family_name || ' ' || r.organisation)"

/** Words of a search at most. */
const mostWords = 8

/** One condition: its statement, and values by name. */
type Condition = readonly [string, Readonly<Record<string, unknown>>?]

/** What the filters say, on `registrations r` of one event. */
export function conditionsOf(
  event: Pick<EventRow, 'id' | 'timeZone'>,
  selection: Selection,
  scope: SearchScope,
): Conditions {
  const conditions: Condition[] = [
    ['r.event_id = :eventId', { eventId: event.id }],
    ...wordsOf(selection.search).flatMap((word, index) => searchFor(word, index, scope)),
    ...ownFacts(event, selection),
    ...placesOf(selection),
    ...connections(selection),
    ...answersOf(selection),
  ]
  return {
    sql: conditions.map(([sql]) => sql).join('\n and '),
    bindings: Object.assign({}, ...conditions.map(([, bindings]) => bindings ?? {})) as Record<string, unknown>,
  }
}

/** A name is often pasted as it is printed, with titles and commas: neither is searched, unless there is nothing else. */
function wordsOf(search: string): string[] {
  const words = search.split(/[\s,;]+/).filter(word => word !== '')
  const telling = words.filter(word => !word.endsWith('.'))
  return (telling.length > 0 ? telling : words).slice(0, mostWords)
}

/** The index knows the whole text; whoever may not see an address must not find out by searching for one. */
function searchFor(word: string, index: number, scope: SearchScope): Condition[] {
  const name = `w${index}`
  const bindings = { [name]: `%${word.replace(/[\\%_]/g, '\\$&')}%` }
  const whole: Condition = [`${searchable} like search_text(:${name})`, bindings]
  return scope === 'everything' ? [whole] : [whole, [`${withoutAddress} like search_text(:${name})`]]
}

function ownFacts({ timeZone }: Pick<EventRow, 'timeZone'>, selection: Selection): Condition[] {
  const { statuses, countries, tags, attendance, language, since, arrived } = selection
  return [
    ...given(statuses.length > 0, 'r.status = any(:statuses)', { statuses }),
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
function placesOf({ part, partState, option, optionState }: Selection): Condition[] {
  const signedUp = (place: string, what: 'part' | 'option', state: string | undefined) =>
    `exists (select from sign_ups s join ${place} where s.registration_id = r.id and x.event_id = :eventId
      and x.reference = :${what} and ${state === undefined ? 's.cancelled_at is null' : `s.status = :${what}State`})`
  // What somebody chose of a sensitive question is nothing to list people by.
  const options =
    'question_options x on x.id = s.option_id join questions q on q.id = x.question_id and not q.is_sensitive'
  return [
    ...given(part, signedUp('parts x on x.id = s.part_id', 'part', partState), {
      part,
      ...(partState && { partState }),
    }),
    ...given(option, signedUp(options, 'option', optionState), { option, ...(optionState && { optionState }) }),
  ]
}

function connections({ categories, delegation, code, hasNote }: Selection): Condition[] {
  const isOne = delegation !== undefined && delegation !== 'any' && delegation !== 'none'
  return [
    ...given(
      categories.length > 0,
      'r.category_id in (select id from categories where event_id = :eventId and reference = any(:categories))',
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
    ...given(hasNote, 'exists (select from registration_notes n where n.registration_id = r.id)'),
  ]
}

/** Any of the answers wanted to one question, for each question; never one that is sensitive. */
function answersOf({ answers }: Selection): Condition[] {
  const questions = [...new Set(answers.map(({ question }) => question))]
  return questions.map((question, index) => {
    const values = answers.filter(answer => answer.question === question).map(({ value }) => value)
    const [asked, wanted] = [`aq${index}`, `av${index}`]
    return [
      `exists (select from answers a join questions q on q.id = a.question_id
        where a.registration_id = r.id and q.event_id = :eventId and q.reference = :${asked} and not q.is_sensitive
        and exists (select from unnest(:${wanted}::text[]) wanted
          where case wanted when 'yes' then a.value = 'true' when 'no' then a.value = 'false'
            else a.value @> to_jsonb(wanted) end))`,
      { [asked]: question, [wanted]: values },
    ]
  })
}
