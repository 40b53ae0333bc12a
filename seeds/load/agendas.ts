import { system } from '../../src/core/actor.ts'
import type { Transaction } from '../../src/core/database.ts'
import { addDays, atMoment, dateOf, localDateTime, timeZone } from '../../src/core/time.ts'
import { releaseAgenda } from '../../src/features/agenda/actions/release.ts'
import { addSession, moveSession } from '../../src/features/agenda/actions/sessions.ts'
import { saveSpeaker } from '../../src/features/agenda/actions/speakers.ts'
import { saveTrack } from '../../src/features/agenda/actions/tracks.ts'
import type { SessionInput, SessionOutcome } from '../../src/features/agenda/types/changes.ts'
import type { SpeakerRole } from '../../src/features/agenda/types.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import { agendas } from '../content/agendas.ts'
import { events } from '../content/events.ts'
import type { AgendaContent, SessionContent, SpeakerContent } from '../content/types.ts'
import type { Ground } from './directory.ts'
import { wall } from './events.ts'
import { Named } from './named.ts'

interface Programme {
  readonly event: EventRow
  readonly rooms: Named<{ readonly reference: string }>
  readonly tracks: Named<string>
  readonly speakers: Named<string>
}

/** Loads the agendas and releases each as often, and on the days, as the content says. */
export async function loadAgendas(trx: Transaction, ground: Ground, loaded: Named<EventRow>): Promise<void> {
  for (const agenda of agendas) {
    const venue = events.find(({ slug }) => slug === agenda.event)?.venue
    const rooms = venue === undefined ? new Named<{ reference: string }>('room') : ground.venues.of(venue).rooms
    const programme = await loadNames(trx, loaded.of(agenda.event), rooms, agenda)
    await loadReleases(trx, programme, agenda)
  }
}

async function loadNames(trx: Transaction, event: EventRow, rooms: Programme['rooms'], agenda: AgendaContent) {
  const tracks = new Named<string>('track')
  for (const { key, ...input } of agenda.tracks) tracks.set(key, (await saveTrack(trx, system, { event, input })).slug)
  const speakers = new Named<string>('speaker')
  for (const speaker of agenda.speakers) speakers.set(speaker.key, await loadSpeaker(trx, event, speaker))
  return { event, rooms, tracks, speakers }
}

async function loadSpeaker(trx: Transaction, event: EventRow, speaker: SpeakerContent): Promise<string> {
  const { name, affiliation = {}, biography = {}, isPerson = false } = speaker
  // An institution stands in the list by its own name, not among all that begin with “representative”.
  const sortName = isPerson ? undefined : (affiliation.cs ?? name.cs)
  const input = {
    name,
    affiliation,
    biography,
    sortName,
    isCollective: !isPerson,
    ...(isPerson ? { isConsented: true } : {}),
  }
  const outcome = await saveSpeaker(trx, system, { event, input })
  if (outcome.kind !== 'saved') throw new Error(`the speaker ${speaker.key} was not saved`)
  return outcome.speaker.reference
}

async function loadReleases(trx: Transaction, programme: Programme, { sessions, releases }: AgendaContent) {
  const { event } = programme
  const known = new Map<SessionContent, string>()
  for (const [index, { on, note }] of releases.entries()) {
    const number = index + 1
    await atMoment(wall(on, '10:00', timeZone(event.timeZone)), async () => {
      for (const session of sessions.filter(({ moved }) => moved?.inRelease === number)) {
        saved(await moveSession(trx, system, moveOf(programme, session, known)), session)
      }
      for (const session of sessions.filter(({ since = 1 }) => since === number)) {
        const outcome = await addSession(trx, system, { event, session: inputOf(programme, session) })
        known.set(session, saved(outcome, session))
      }
      const outcome = await releaseAgenda(trx, system, { event, note })
      if (outcome.kind !== 'released') throw new Error(`release ${number} of ${event.slug} changes nothing`)
    })
  }
}

function saved(outcome: SessionOutcome, { title }: SessionContent): string {
  if (outcome.kind === 'saved') return outcome.session.reference
  throw new Error(`the session ${title.cs ?? ''} was not saved: ${JSON.stringify(outcome)}`)
}

/** A session as it first stood; where it was moved later, before that. */
function inputOf({ event, rooms, tracks, speakers }: Programme, session: SessionContent): SessionInput {
  const { kind, title, abstract, placeNote, language, capacity, satellite, track, moved } = session
  const room = moved?.room ?? session.room
  return {
    kind,
    title,
    abstract,
    placeNote,
    language,
    capacity,
    satellite,
    when: span(event, session.day, moved ?? session),
    track: track === undefined ? undefined : tracks.of(track),
    room: room === undefined ? undefined : rooms.of(room).reference,
    speakers: (session.speakers ?? []).map(appearance => {
      const [key = '', role = 'speaker'] = appearance.split(' ')
      return { reference: speakers.of(key), role: roleOf(role) }
    }),
  }
}

function roleOf(word: string): SpeakerRole {
  if (word === 'speaker' || word === 'moderator' || word === 'panellist') return word
  throw new Error(`nobody is a ${word}`)
}

function moveOf({ event, rooms }: Programme, session: SessionContent, known: ReadonlyMap<SessionContent, string>) {
  const reference = known.get(session) ?? ''
  const room = session.room === undefined ? null : rooms.of(session.room).reference
  return { event, session: { reference, lockVersion: 0 }, to: { ...span(event, session.day, session), room } }
}

function span({ startsLocal }: EventRow, day: number, { from, to }: { readonly from: string; readonly to: string }) {
  const date = addDays(dateOf(startsLocal), day - 1)
  return { startsLocal: localDateTime(date, from), endsLocal: localDateTime(date, to) }
}
