import sharp from 'sharp'
import { system } from '../../src/core/actor.ts'
import { type Database, only } from '../../src/core/database.ts'
import { absolute, urls } from '../../src/core/http/urls.ts'
import type { Locale } from '../../src/core/localised-text.ts'
import { saveSpeaker } from '../../src/features/agenda/actions/speakers.ts'
import { findSpeakerByReference } from '../../src/features/contributions/queries/speakers.ts'
import type { Speaker } from '../../src/features/contributions/types.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import type { Services } from '../../src/services.ts'

/** Adds a person who speaks, may be written to and was not asked yet; `<name>@example.org`. */
export async function createPerson(
  db: Database,
  event: EventRow,
  name: string,
  rest: { readonly email?: string | null; readonly locale?: Locale; readonly isConsented?: boolean } = {},
): Promise<Speaker> {
  const email = rest.email === undefined ? `${name.toLowerCase().replaceAll(/\W/g, '')}@example.org` : rest.email
  const input = {
    name: { cs: name },
    isCollective: false,
    email,
    locale: rest.locale ?? 'cs',
    isConsented: rest.isConsented,
  }
  const outcome = await saveSpeaker(db, system, { event, input })
  if (outcome.kind !== 'saved') throw new Error(`${name} not saved`)
  return speakerNow(db, outcome.speaker)
}

/** The speaker as the database has them now. */
export async function speakerNow(db: Database, { reference }: { readonly reference: string }): Promise<Speaker> {
  const found = await findSpeakerByReference(db, reference)
  if (found === undefined) throw new Error(`no speaker ${reference}`)
  return found
}

/** The path of a speaker's private page. */
export function speakerLink({ tokens }: Services, speaker: Speaker, locale: Locale = 'cs'): string {
  return urls.speaking(locale, tokens.issue('speaker', speaker.reference, speaker.tokenVersion))
}

/** The same with the origin, as mails have it. */
export function absoluteLink(services: Services, speaker: Speaker): string {
  return absolute(services.config.baseUrl, speakerLink(services, speaker))
}

/** A JPEG as a telephone makes it: with a place in its metadata, and lying on its side. */
export async function aPhotograph(width = 900, height = 600): Promise<Buffer> {
  const background = { r: 30, g: 90, b: 120 }
  return sharp({ create: { width, height, channels: 3, background } })
    .withExif({ IFD0: { Copyright: 'Tajný fotograf', Orientation: '6' }, IFD3: { GPSLatitude: '50/1 39/1 38/1' } })
    .jpeg()
    .toBuffer()
}

/** A PDF of some bytes. */
export function aPdf(bytes = 1_000): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(bytes, 'x')])
}

/** What a mail to somebody says. */
export async function mailsTo(db: Database, email: string) {
  return db('mails').where({ toAddress: email }).orderBy('id')
}

/** The number of a table's rows. */
export async function countRows(db: Database, table: 'files' | 'sessionMaterials' | 'mails'): Promise<number> {
  return Number(only(await db(table).count({ count: '*' }))['count'])
}
