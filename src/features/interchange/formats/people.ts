import { normaliseLine } from '../../../core/typography.ts'
import type { DocumentPerson } from '../types.ts'
import type { AnomalyLog } from '../rules/anomalies.ts'
import type { RawPerson, RawSchedule } from './raw.ts'
import type { Texts } from './texts.ts'

/** Who is in a document, told apart. */
export interface People {
  readonly list: DocumentPerson[]
  /** The keys of those who appear in a session, each once, in the order given. */
  keysOf(appearances: readonly RawPerson[], session: string): string[]
}

/**
 * Gathers the people of a document. They are known by guid, code or number; where one number stands for several names
 * (documents put together out of several do that) numbers say nothing, and the name decides.
 */
export function gatherPeople(raw: RawSchedule, texts: Texts, anomalies: AnomalyLog): People {
  const listed = new Set(raw.people.map(({ id }) => id))
  const isReliable = areIdsReliable(raw, anomalies)
  const names = new Map(raw.people.map(({ id, name }) => [id, name]))
  const people = new Map<string, DocumentPerson>()
  const nameOf = ({ id, name }: RawPerson) =>
    normaliseLine(name) || normaliseLine(isReliable ? (names.get(id) ?? '') : '')
  const add = (person: RawPerson): string | undefined => {
    const name = nameOf(person)
    if (name === '') return undefined
    const key = keyOf(person, name, isReliable)
    const known = people.get(key)
    if (!known || (known.biography === '' && person.biography !== '')) {
      const biography = texts.markdown(person.biography, name)
      people.set(key, { ...blank, ...known, key, name: known?.name ?? texts.line(name, name), biography })
    }
    return key
  }
  for (const person of raw.people) if (add(person) === undefined) anomalies.note('person-unnamed', person.id)
  const unlisted = new Set<string>()
  return {
    get list() {
      return [...people.values()]
    },
    keysOf(appearances, session) {
      const keys = new Set<string>()
      for (const person of appearances) {
        const key = add(person)
        if (key === undefined) anomalies.note('person-unnamed', session)
        else if (keys.has(key)) anomalies.note('speaker-twice', `${nameOf(person)} (${session})`)
        else keys.add(key)
        if (key !== undefined && listed.size > 0 && !listed.has(person.id) && !unlisted.has(key)) {
          unlisted.add(key)
          anomalies.note('person-unlisted', nameOf(person))
        }
      }
      return [...keys]
    },
  }
}

const blank = { titleBefore: '', titleAfter: '', affiliation: '', links: [], isCollective: false }

function keyOf({ guid, code, id }: RawPerson, name: string, isReliable: boolean): string {
  if (code !== '') return `code:${code}`
  if (guid !== '') return `guid:${guid.toLowerCase()}`
  return isReliable && id !== '' ? `id:${id}` : `name:${name}`
}

function areIdsReliable(raw: RawSchedule, anomalies: AnomalyLog): boolean {
  const names = new Map<string, Set<string>>()
  for (const { id, name } of [...raw.people, ...raw.sessions.flatMap(session => session.people)]) {
    const written = normaliseLine(name)
    if (id === '' || written === '') continue
    names.set(id, (names.get(id) ?? new Set<string>()).add(written))
  }
  const shared = [...names.values()].filter(those => those.size > 1)
  for (const those of shared) anomalies.note('person-ids-unreliable', [...those].slice(0, 3).join(' / '))
  return shared.length === 0
}
