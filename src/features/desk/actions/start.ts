import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { Conflict } from '../../../core/errors.ts'
import { type LocalisedText, locales } from '../../../core/localised-text.ts'
import { slugCandidates, slugFrom } from '../../../core/slugs.ts'
import { instant } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { copyAgenda } from '../../agenda/actions/copy.ts'
import { addTracks } from '../../agenda/actions/tracks.ts'
import { replaceOrAddSessions } from '../../agenda/actions/upsert.ts'
import { findDraft } from '../../agenda/queries.ts'
import { blankState } from '../../agenda/rules/states.ts'
import type { SessionState } from '../../agenda/types/changes.ts'
import type { Draft } from '../../agenda/types.ts'
import { createEvent } from '../../events/actions/create.ts'
import { findEventBySlug, lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { type PlannedTemplate, planTemplate } from '../rules/templates.ts'
import type { Template } from '../rules/template.ts'

export type StartOutcome =
  | {
      readonly kind: 'started'
      readonly sessions: number
      /** Of those, how many have no time, because the event has no such day. */
      readonly waiting: number
      readonly satellites: readonly EventRow[]
    }
  /** Somebody has begun already: nothing is put over it. */
  | { readonly kind: 'not-empty' }

/**
 * Fills the empty programme of an event with a template: tracks, sessions on the days of the event and, where asked and
 * where the event is not itself a satellite, the satellites as drafts. One transaction.
 */
export async function startWithTemplate(
  db: Database,
  actor: Actor,
  { event, template, withSatellites }: { event: EventRow; template: Template; withSatellites: boolean },
): Promise<StartOutcome> {
  return inTransaction<StartOutcome>(db, async trx => {
    await lockEvent(trx, event.id)
    if (hasSessions(await findDraft(trx, event.id))) return { kind: 'not-empty' }
    const plan = planTemplate(template, event)
    const tracks = await addTemplateTracks(trx, actor, event, template)
    const mayHaveThem = withSatellites && event.parentEventId === null
    const satellites = mayHaveThem ? await addSatellites(trx, actor, event, plan) : new Map<string, EventRow>()
    const states = statesOf(plan, tracks, satellites)
    const outcome = await replaceOrAddSessions(trx, actor, { event, states, deed: 'added' })
    if (outcome.kind !== 'saved') throw new Error(`the template ${template.key} clashes with itself`)
    const waiting = states.filter(({ times }) => times === null).length
    return { kind: 'started', sessions: states.length, waiting, satellites: [...satellites.values()] }
  })
}

/** Takes the programme of another event, with its tracks and speakers, into an event that has none of these. */
export async function startWithCopy(
  db: Database,
  actor: Actor,
  { event, from }: { event: EventRow; from: EventRow },
): Promise<StartOutcome> {
  return inTransaction<StartOutcome>(db, async trx => {
    await lockEvent(trx, event.id)
    const draft = await findDraft(trx, event.id)
    if (hasSessions(draft) || draft.tracks.length > 0 || draft.speakers.length > 0) return { kind: 'not-empty' }
    const copied = await copyAgenda(trx, actor, { from, to: event })
    const { pool } = await findDraft(trx, event.id)
    return { kind: 'started', sessions: copied.size, waiting: pool.length, satellites: [] }
  })
}

/** Whether anything stands in the draft, or stood there in a release. */
export function hasSessions({ sessions, pool }: Pick<Draft, 'sessions' | 'pool'>): boolean {
  return sessions.length > 0 || pool.length > 0
}

/** From the key of a track in the template to its slug here. */
async function addTemplateTracks(
  trx: Transaction,
  actor: Actor,
  event: EventRow,
  { tracks }: Template,
): Promise<ReadonlyMap<string, string>> {
  const inputs = tracks.map(({ name }, index) => ({ name, colour: (index % 8) + 1 }))
  const slugs = await addTracks(trx, actor, { event, tracks: inputs })
  return new Map(tracks.map(({ key }, index) => [key, slugs[index] ?? '']))
}

async function addSatellites(
  trx: Transaction,
  actor: Actor,
  parent: EventRow,
  { satellites }: PlannedTemplate,
): Promise<ReadonlyMap<string, EventRow>> {
  const added = new Map<string, EventRow>()
  for (const { satellite, times } of satellites) {
    const input = {
      slug: await freeSlug(trx, satellite.title, parent),
      title: satellite.title,
      startsLocal: times.startsLocal,
      endsLocal: times.endsLocal,
      startsAt: instant(times.startsAt),
      endsAt: instant(times.endsAt),
      timeZone: parent.timeZone,
      hasTimes: true,
      parentEventId: parent.id,
      venueId: parent.venueId,
      projectId: parent.projectId,
      city: parent.city,
      country: parent.country,
      mode: parent.mode,
      hue: parent.hue,
      isDemonstration: parent.isDemonstration,
    }
    const outcome = await createEvent(trx, actor, { organisationId: parent.organisationId, input })
    if (outcome.kind === 'slug-taken') throw new Conflict(`the address ${input.slug} was taken meanwhile`)
    added.set(satellite.key, outcome.event)
  }
  return added
}

/** `setkani-partneru-projektu-<parent>`, shortened and numbered until it is free. */
async function freeSlug(trx: Transaction, title: LocalisedText, parent: EventRow): Promise<string> {
  const name = locales.map(locale => title[locale] ?? '').find(text => text !== '') ?? ''
  for (const candidate of slugCandidates(slugFrom(`${name} ${parent.slug}`) || 'event')) {
    if ((await findEventBySlug(trx, candidate)) === undefined) return candidate
  }
  throw new Conflict(`no free address for ${name}`)
}

function statesOf(
  { sessions }: PlannedTemplate,
  tracks: ReadonlyMap<string, string>,
  satellites: ReadonlyMap<string, EventRow>,
): SessionState[] {
  return sessions.map(({ session: { kind, title, track = '', satellite = '', minutes }, times }) => ({
    ...blankState(newReference()),
    kind,
    title,
    track: tracks.get(track) ?? null,
    satellite: satellites.get(satellite)?.slug ?? null,
    times,
    minutes: times === null ? minutes : null,
  }))
}
