import { type Database, firstRow, only, rows, type Transaction } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import type { FileRow } from '../../files/types.ts'
import type { Material, Speaker } from '../types.ts'
import '../tables.ts'

type Connected = Database | Transaction

const whole = `m.id, m.reference, m.session_id, s.reference as session_reference, m.title, m.position, m.published_at,
  m.created_at, m.speaker_id, f.id as file_id, f.reference as file_reference, f.file_name, f.content_type, f.size`
const joined = `session_materials m join agenda_sessions s on s.id = m.session_id join files f on f.id = m.file_id`
const inOrder = 'order by m.session_id, m.position, m.id'

/** The files beside some sessions, in their order. */
export async function listMaterials(db: Connected, sessionIds: readonly number[]): Promise<Material[]> {
  return rows<Material>(db, `select ${whole} from ${joined} where m.session_id = any(?) ${inOrder}`, [[...sessionIds]])
}

/** How much the sessions of an event hold already: files beside one of them, bytes beside all. */
export async function findMaterialUse(
  db: Connected,
  eventId: number,
  sessionId: number,
): Promise<{ readonly count: number; readonly bytes: number }> {
  return only(
    await rows<{ count: number; bytes: number }>(
      db,
      `select (select count(*)::int from session_materials where session_id = :sessionId) as count,
         (select coalesce(sum(size), 0)::int8 from files where event_id = :eventId and purpose = 'material') as bytes`,
      { eventId, sessionId },
    ),
  )
}

/** A session of an event, whatever state it is in. */
export interface SessionWithMaterials {
  readonly id: number
  readonly reference: string
  readonly title: LocalisedText
}

/** A session of the draft by its reference. */
export async function findSessionOf(
  db: Database,
  eventId: number,
  reference: string,
): Promise<SessionWithMaterials | undefined> {
  return firstRow<SessionWithMaterials>(
    db,
    'select id, reference, title from agenda_sessions where event_id = ? and reference = ?',
    [eventId, reference],
  )
}

/** What of a file is handed over. */
export type FileToSend = Pick<FileRow, 'fileName' | 'contentType' | 'content' | 'objectKey'>
const sent = 'f.file_name, f.content_type, f.content, f.object_key'

/** A material that everybody may have: published, beside a session that stands in the last release. */
export async function findPublishedFile(
  db: Database,
  eventId: number,
  session: string,
  material: string,
): Promise<FileToSend | undefined> {
  return firstRow<FileToSend>(
    db,
    `select ${sent} from ${joined}
     where s.event_id = :eventId and s.reference = :session and m.reference = :material and m.published_at is not null
       and exists (select 1 from (select outline from agenda_releases where event_id = :eventId
           order by number desc limit 1) a
         where a.outline->'sessions' @> jsonb_build_array(jsonb_build_object('reference', s.reference)))`,
    { eventId, session, material },
  )
}

/** A material of an event, for its organisers. */
export async function findFileOfEvent(
  db: Database,
  eventId: number,
  session: string,
  material: string,
): Promise<FileToSend | undefined> {
  return firstRow<FileToSend>(
    db,
    `select ${sent} from ${joined} where s.event_id = ? and s.reference = ? and m.reference = ?`,
    [eventId, session, material],
  )
}

/** A material beside a session in which this speaker appears. */
export async function findFileForSpeaker(
  db: Database,
  { id }: Pick<Speaker, 'id'>,
  material: string,
): Promise<FileToSend | undefined> {
  return firstRow<FileToSend>(
    db,
    `select ${sent} from ${joined} join session_speakers k on k.session_id = s.id and k.speaker_id = ?
     where m.reference = ?`,
    [id, material],
  )
}

/**
 * A photograph that everybody may see: that of a speaker who agreed to be public, at an event that is public, now or in
 * a release. Its reference alone opens nothing (SEC-41).
 */
export async function findPublicPhotograph(db: Database, reference: string): Promise<FileToSend | undefined> {
  return firstRow<FileToSend>(
    db,
    `select ${sent} from files f join events e on e.id = f.event_id
     where f.reference = :reference and f.purpose = 'photograph' and e.published_at is not null
       and (exists (select 1 from speakers p where p.photograph_id = f.id and p.is_public)
         or exists (select 1 from agenda_releases a, jsonb_array_elements(a.outline->'speakers') r
             join speakers p on p.reference = r->>'reference' and p.event_id = f.event_id and p.is_public
           where a.event_id = f.event_id and r->>'photograph' = f.reference))`,
    { reference },
  )
}

/** The photograph of a speaker, for the speaker and the organisers. */
export async function findPhotographOf(
  db: Database,
  { photographId }: Pick<Speaker, 'photographId'>,
): Promise<FileToSend | undefined> {
  if (photographId === null) return undefined
  return firstRow<FileToSend>(db, `select ${sent} from files f where f.id = ?`, [photographId])
}

/** Every photograph there is of a speaker: the present one, and former ones that a release still shows. */
export async function listPhotographsOf(
  trx: Transaction,
  { eventId, reference }: Pick<Speaker, 'eventId' | 'reference'>,
): Promise<number[]> {
  const fileName = photographName({ reference })
  const found = await trx('files').where({ eventId, purpose: 'photograph', fileName }).select('id')
  return found.map(({ id }) => id)
}

/** The name under which a photograph of a speaker is kept. */
export function photographName({ reference }: Pick<Speaker, 'reference'>): string {
  return `${reference}.webp`
}

/** Files that nobody refers to any more: photographs that no release shows either, materials of removed sessions. */
export async function listLostFiles(trx: Transaction, before: Instant): Promise<number[]> {
  const found = await rows<{ id: number }>(
    trx,
    `select f.id from files f
     where f.created_at <= :before
       and not exists (select 1 from session_materials m where m.file_id = f.id)
       and not exists (select 1 from speakers p where p.photograph_id = f.id)
       and not exists (select 1 from agenda_releases a, jsonb_array_elements(a.outline->'speakers') r
         where f.purpose = 'photograph' and a.event_id = f.event_id and r->>'photograph' = f.reference)
     order by f.id limit 500`,
    { before },
  )
  return found.map(({ id }) => id)
}
