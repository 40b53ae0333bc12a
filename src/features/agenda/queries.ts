import { type Database, firstRow, rows, type Transaction } from '../../core/database.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import { diffReleases } from './rules/changes.ts'
import { clashesIn } from './rules/clashes.ts'
import { draftSql } from './queries/draft-sql.ts'
import { contents, outlines, type ReleaseReading } from './queries/release-memory.ts'
import { changesWithoutPeople, contentOf, withoutPeople, withPhotographs } from './rules/releases.ts'
import { realignedSession } from './rules/realigning.ts'
import type { Clash } from './types/clashes.ts'
import type {
  AgendaChange,
  Draft,
  OutlinedAgenda,
  Release,
  ReleaseContent,
  ReleasedAgenda,
  ReleasedSession,
  ReleasedSpeaker,
  ReleaseOutline,
} from './types.ts'
import './tables.ts'

type Connected = Database | Transaction

const wholeDraft = draftSql('true', true)
const leanDraft = draftSql('s.reference = any(:references)', false)

/** The whole draft of an event's programme: one query. */
export async function findDraft(db: Connected, eventId: number): Promise<Draft> {
  return draftOf(eventId, await firstRow<Draft>(db, wholeDraft, { eventId }))
}

/** The draft without long texts and biographies, but for those sessions that are named: to decide by. One query. */
export async function findProgramme(db: Connected, eventId: number, references: readonly string[]): Promise<Draft> {
  return draftOf(eventId, await firstRow<Draft>(db, leanDraft, { eventId, references: [...references] }))
}

function draftOf(eventId: number, found: Draft | undefined): Draft {
  if (!found) throw new Error(`no event ${eventId}`)
  return { ...found, sessions: found.sessions.map(session => realignedSession(session, found.timeZone)) }
}

/** Every speaker of the event who may not be named now: consent withdrawn holds for releases of the past too. */
const hiddenSql = `(select coalesce(json_agg(json_build_object('reference', p.reference, 'name', p.name)), '[]')
  from speakers p where p.event_id = a.event_id and not p.is_public) as hidden,
  (select coalesce(json_agg(f.reference), '[]') from files f
    where f.event_id = a.event_id and f.purpose = 'photograph') as photographs`
const columns = `a.id, a.event_id, a.number, a.released_at, a.name, a.note, a.changes, a.restored_from`

interface Stored<Content extends ReleaseOutline> extends Omit<Release<Content>, 'content'> {
  readonly id: number
  readonly eventId: number
  /** null: this process has it already. */
  readonly content: Content | null
  readonly hidden: readonly Pick<ReleasedSpeaker, 'reference' | 'name'>[]
  /** Those that are still there: a photograph that was removed is gone from releases of the past, too. */
  readonly photographs: readonly string[]
}

/** What is read of releases: `field` is `content` or `outline`; those that are known come without it. */
const releaseSql = (field: 'content' | 'outline', where: string) =>
  `select ${columns}, case when a.id = any(:known) then null else a.${field} end as content, ${hiddenSql}
   from agenda_releases a where a.event_id = :eventId ${where}`
const latest = 'order by a.number desc limit 1'
const ofNumber = 'and a.number = :number'

/** The programme as the public sees it, with every text; undefined before the first release. One query. */
export async function findLatestRelease(db: Connected, eventId: number): Promise<ReleasedAgenda | undefined> {
  return found(db, contents(), releaseSql('content', latest), { eventId })
}

/** The same without the long texts: what the pages of the programme are drawn from. One query. */
export async function findLatestOutline(db: Connected, eventId: number): Promise<OutlinedAgenda | undefined> {
  return found(db, outlines(), releaseSql('outline', latest), { eventId })
}

/** The references of all sessions the public knows of, cancelled ones too. One query. */
export async function findReleasedReferences(db: Connected, eventId: number): Promise<ReadonlySet<string>> {
  const release = await findLatestOutline(db, eventId)
  return new Set(release?.content.sessions.map(({ reference }) => reference))
}

/** One release of an event, with every text. One query. */
export async function findRelease(db: Connected, eventId: number, number: number): Promise<ReleasedAgenda | undefined> {
  return found(db, contents(), releaseSql('content', ofNumber), { eventId, number })
}

/** One release of an event without the long texts. One query. */
export async function findOutline(db: Connected, eventId: number, number: number): Promise<OutlinedAgenda | undefined> {
  return found(db, outlines(), releaseSql('outline', ofNumber), { eventId, number })
}

async function found<Content extends ReleaseOutline>(
  db: Connected,
  reading: ReleaseReading<Content>,
  sql: string,
  which: { readonly eventId: number; readonly number?: number },
): Promise<Release<Content> | undefined> {
  const stored = await firstRow<Stored<Content>>(db, sql, { ...which, known: [...reading.known] })
  return stored && shown(stored, reading)
}

/** The latest releases of several events, by event: for feeds and lists of theirs. One query. */
export async function findLatestReleases(
  db: Connected,
  eventIds: readonly number[],
): Promise<Map<number, ReleasedAgenda>> {
  const reading = contents()
  const stored = await rows<Stored<ReleaseContent>>(
    db,
    `select distinct on (a.event_id) ${columns}, case when a.id = any(:known) then null else a.content end as content,
       ${hiddenSql}
     from agenda_releases a where a.event_id = any(:eventIds) order by a.event_id, a.number desc`,
    { eventIds: [...eventIds], known: [...reading.known] },
  )
  return new Map(stored.map(one => [one.eventId, shown(one, reading)]))
}

function shown<Content extends ReleaseOutline>(
  stored: Stored<Content>,
  reading: ReleaseReading<Content>,
): Release<Content> {
  const { id, hidden, photographs, eventId: _eventId, content, ...release } = stored
  const changes = changesWithoutPeople(
    release.changes,
    hidden.map(({ name }) => name),
  )
  const people = new Set(hidden.map(({ reference }) => reference))
  const named = withoutPeople(reading.take(id, content), people)
  return { ...release, changes, content: withPhotographs(named, new Set(photographs)) }
}

/** A session of a release with its long texts; undefined when the release does not know it. One query. */
export async function findReleasedSession(
  db: Connected,
  eventId: number,
  number: number,
  reference: string,
): Promise<ReleasedSession | undefined> {
  const found = await firstRow<{ session: ReleasedSession }>(db, pickedSql('sessions'), { eventId, number, reference })
  return found?.session
}

/** A speaker of a release with biography and links. One query. */
export async function findReleasedSpeaker(
  db: Connected,
  eventId: number,
  number: number,
  reference: string,
): Promise<ReleasedSpeaker | undefined> {
  const found = await firstRow<{ session: ReleasedSpeaker }>(
    db,
    `${pickedSql('speakers')} and not exists (select from speakers p
       where p.event_id = :eventId and p.reference = :reference and not p.is_public)`,
    { eventId, number, reference },
  )
  return found?.session
}

const pickedSql = (part: 'sessions' | 'speakers') =>
  `select one as session from agenda_releases a, jsonb_array_elements(a.content->'${part}') one
   where a.event_id = :eventId and a.number = :number and one->>'reference' = :reference`

/** A release without its content, for the list of what changed when. */
export interface ReleaseSummary {
  readonly number: number
  readonly releasedAt: Instant
  readonly name: LocalisedText
  readonly note: LocalisedText
  readonly changes: readonly AgendaChange[]
  readonly restoredFrom: number | null
}

/** Every release of an event, the latest first. */
export async function listReleases(db: Database, eventId: number): Promise<ReleaseSummary[]> {
  const stored = await rows<Omit<Stored<ReleaseOutline>, 'content'>>(
    db,
    `select ${columns}, ${hiddenSql} from agenda_releases a where a.event_id = ? order by a.number desc`,
    [eventId],
  )
  return stored.map(({ id: _id, hidden, photographs: _photographs, eventId: _eventId, changes, ...release }) => {
    const names = hidden.map(({ name }) => name)
    return { ...release, changes: changesWithoutPeople(changes, names) }
  })
}

/** What a release would change for its readers, as the draft stands. */
export function unreleasedChanges(draft: Draft, released: ReleaseContent | undefined): AgendaChange[] {
  return diffReleases(released, contentOf(draft, released))
}

/** How many changes of the draft the public does not see yet. Two queries. */
export async function countUnreleasedChanges(db: Database, eventId: number): Promise<number> {
  const draft = await findDraft(db, eventId)
  return unreleasedChanges(draft, (await findLatestRelease(db, eventId))?.content).length
}

/** What in the draft does not fit: rooms and speakers taken twice, rooms too small, days outside the event. One query. */
export async function listClashes(db: Database, eventId: number): Promise<Clash[]> {
  const draft = await findDraft(db, eventId)
  return clashesIn(draft)
}
