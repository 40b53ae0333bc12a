import { type Locale, type LocalisedText, readText } from '../../../core/localised-text.ts'
import { addMinutes, instant, type TimeZone, toLocal } from '../../../core/time.ts'
import { canonical } from '../../agenda/rules/changes.ts'
import type { SessionState } from '../../agenda/types/changes.ts'
import type { Draft } from '../../agenda/types.ts'
import { type FieldDifference, sessionFields, type SessionField } from '../types.ts'
import { isNotYet } from './matching.ts'
import { lengthOf } from './states.ts'

/** The parts of a state that a field stands for. */
const partsOf = {
  state: ['isCancelled'],
  title: ['title'],
  subtitle: ['subtitle'],
  abstract: ['abstract'],
  description: ['description'],
  language: ['language'],
  kind: ['kind', 'typeLabel'],
  room: ['room'],
  track: ['track'],
  time: ['times'],
  minutes: ['times', 'minutes'],
  speakers: ['speakers'],
  links: ['links'],
  recording: ['recordingUrl'],
  doNotRecord: ['doNotRecord'],
} as const satisfies Record<SessionField, readonly (keyof SessionState)[]>

/** The fields in which two states differ. A session that only lasts longer is not another time. */
export function differingFields(one: SessionState, other: SessionState): SessionField[] {
  return sessionFields.filter(field => valueOf(one, field) !== valueOf(other, field))
}

function valueOf(state: SessionState, field: SessionField): string {
  if (field === 'time') return state.times?.startsAt ?? ''
  if (field === 'minutes') return String(lengthOf(state))
  return canonical(partsOf[field].map(part => state[part]))
}

/** `target` with these fields as they are in `now`; of a session that moved, its length may be ours, or the reverse. */
export function keeping(
  target: SessionState,
  now: SessionState,
  fields: readonly SessionField[],
  zone: TimeZone,
): SessionState {
  const kept = fields.flatMap(field => partsOf[field])
  const mixed: SessionState = { ...target, ...Object.fromEntries(kept.map(part => [part, now[part]])) }
  const keepsTime = fields.includes('time')
  if (keepsTime === fields.includes('minutes') || !target.times || !now.times) return mixed
  const startsAt = instant((keepsTime ? now : target).times?.startsAt ?? '')
  const endsAt = addMinutes(startsAt, lengthOf(keepsTime ? target : now))
  const times = {
    startsLocal: toLocal(startsAt, zone),
    endsLocal: toLocal(endsAt, zone),
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
  }
  return { ...mixed, times }
}

/** The fields in words: short ones with what they were and will be. */
export function describe(
  now: SessionState,
  target: SessionState,
  fields: readonly SessionField[],
  draft: Draft,
  locale: Locale,
): FieldDifference[] {
  const words = (state: SessionState, field: SessionField) => wordsFor(state, field, draft, locale)
  return fields.map(field => ({ field, before: words(now, field) || null, after: words(target, field) || null }))
}

function wordsFor(state: SessionState, field: SessionField, draft: Draft, locale: Locale): string {
  const nameIn = <One extends { readonly name: LocalisedText }>(list: readonly One[], is: (one: One) => boolean) =>
    readText(list.find(is)?.name, locale)
  const fresh = (reference: string) => reference.replace(/^new:/, '')
  switch (field) {
    case 'title':
    case 'subtitle':
      return readText(state[field], locale)
    case 'language':
      return state.language ?? ''
    case 'kind':
      return state.typeLabel ?? state.kind
    case 'room':
      if (state.room === null || isNotYet(state.room)) return fresh(state.room ?? '')
      return nameIn(draft.rooms, ({ reference }) => reference === state.room)
    case 'track':
      if (state.track === null || isNotYet(state.track)) return fresh(state.track ?? '')
      return nameIn(draft.tracks, ({ slug }) => slug === state.track)
    case 'time':
      return state.times?.startsLocal ?? ''
    case 'minutes':
      return String(lengthOf(state))
    default:
      return ''
  }
}
