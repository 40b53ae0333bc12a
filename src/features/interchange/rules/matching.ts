import { type LocalisedText, locales, rawText } from '../../../core/localised-text.ts'
import { comparisonKey, normaliseLine } from '../../../core/typography.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { Draft, DraftSpeaker } from '../../agenda/types.ts'
import type { DocumentPerson, ScheduleDocument } from '../types.ts'
import { numberOf } from './numbers.ts'

/** What the names of a document are here: references of rooms and people, slugs of tracks. */
export interface Names {
  readonly rooms: ReadonlyMap<string, string>
  readonly tracks: ReadonlyMap<string, string>
  /** By the key of the person. */
  readonly people: ReadonlyMap<string, string>
}

/** Stands for a room, track or person that is not here yet. */
export const notYet = (name: string) => `new:${name}`
export const isNotYet = (reference: string) => reference.startsWith('new:')

/** What a room or track is called, in every language. */
export function spellings(name: LocalisedText): readonly string[] {
  return locales.map(locale => normaliseLine(rawText(name, locale))).filter(spelling => spelling !== '')
}

/** Finds the rooms, tracks and people of a document among those of the event; the others get a name that stands for them. */
export function matchNames(draft: Draft, document: ScheduleDocument): Names {
  const rooms = namesOf(draft.rooms, ({ reference }) => reference)
  const tracks = namesOf(draft.tracks, ({ slug }) => slug)
  return {
    rooms: new Map(document.rooms.map(({ name }) => [name, found(rooms, name) ?? notYet(name)])),
    tracks: new Map(document.tracks.map(({ name }) => [name, found(tracks, name) ?? notYet(name)])),
    people: matchPeople(draft.speakers, document),
  }
}

/** By exact name first, then without case and diacritics; the first of equal names counts. */
function namesOf<One extends { readonly name: LocalisedText }>(list: readonly One[], key: (one: One) => string) {
  const exact = new Map<string, string>()
  const loose = new Map<string, string>()
  for (const one of list) {
    for (const name of spellings(one.name)) {
      if (!exact.has(name)) exact.set(name, key(one))
      if (!loose.has(comparisonKey(name))) loose.set(comparisonKey(name), key(one))
    }
  }
  return { exact, loose }
}

function found({ exact, loose }: ReturnType<typeof namesOf>, name: string): string | undefined {
  return exact.get(name) ?? loose.get(comparisonKey(name))
}

function matchPeople(speakers: readonly DraftSpeaker[], document: ScheduleDocument): ReadonlyMap<string, string> {
  const byKey = new Map(speakers.flatMap(one => ownKeys(one).map(key => [key, one.reference] as const)))
  const byName = onceEach(speakers.flatMap(one => namesOfSpeaker(one).map(name => [name, one.reference] as const)))
  const shared = sharedNames(document.people)
  const taken = new Set<string>()
  const claim = (reference: string | undefined) => {
    if (reference === undefined || taken.has(reference)) return undefined
    taken.add(reference)
    return reference
  }
  // Those known by their keys first: nobody else may take them for a namesake.
  const known = new Map(document.people.map(({ key }) => [key, claim(byKey.get(key))]))
  return new Map(
    document.people.map(({ key, name }) => {
      const namesake = shared.has(name) ? undefined : () => claim(byName.get(name) ?? undefined)
      return [key, known.get(key) ?? namesake?.() ?? notYet(key)]
    }),
  )
}

/** What documents may know a speaker by: the last import's key, and what our own exports say. */
function ownKeys({ reference, importKey }: DraftSpeaker): string[] {
  return [...(importKey === null ? [] : [importKey]), `code:${reference}`, `id:${numberOf(reference)}`]
}

/** Every way the name may be written, with titles and without. */
export function namesOfSpeaker(speaker: DraftSpeaker): string[] {
  const written = locales.flatMap(locale => [rawText(speaker.name, locale), speakerName(speaker, locale)])
  return [...new Set(written.map(normaliseLine).filter(name => name !== ''))]
}

/** A name of two speakers says nothing. */
function onceEach(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>()
  for (const [name, reference] of pairs) {
    const before = found.get(name)
    found.set(name, before === undefined || before === reference ? reference : null)
  }
  return found
}

function sharedNames(people: readonly DocumentPerson[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const shared = new Set<string>()
  for (const { name } of people) {
    if (seen.has(name)) shared.add(name)
    seen.add(name)
  }
  return shared
}
