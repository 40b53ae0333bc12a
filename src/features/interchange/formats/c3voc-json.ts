import type { OtherFormat } from '../types/refusals.ts'
import { countUnknown, emptySchedule, type RawDay, type RawLink, type RawPerson, type RawSchedule } from './raw.ts'

type Json = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as text: numbers and booleans written out, a map of languages by its Czech, English or first text. */
function text(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (!isRecord(value)) return ''
  const chosen = value['cs'] ?? value['en'] ?? value['name'] ?? Object.values(value)[0]
  return typeof chosen === 'string' ? chosen.trim() : ''
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const records = (value: unknown): Json[] => list(value).filter(isRecord)

/** Reads the content of a schedule.json (c3voc, pretalx, frab); undefined when it is some other JSON. */
export function readC3vocJson(content: unknown): RawSchedule | undefined {
  const schedule = scheduleIn(content)
  const conference = schedule && isRecord(schedule['conference']) ? schedule['conference'] : undefined
  if (!schedule || !conference || !Array.isArray(conference['days'])) return undefined
  const raw = emptySchedule()
  const generator = isRecord(content) && isRecord(content['generator']) ? content['generator'] : {}
  raw.generator = text(generator['name'])
  raw.generatorVersion = text(generator['version'])
  raw.version = text(schedule['version'])
  raw.baseUrl = text(schedule['base_url'])
  raw.title = text(conference['title'])
  raw.acronym = text(conference['acronym'])
  raw.timeZone = text(conference['time_zone_name'])
  raw.start = text(conference['start'])
  raw.end = text(conference['end'])
  raw.timeslot = text(conference['timeslot_duration'])
  raw.dayChange = text(conference['day_change'])
  for (const room of records(conference['rooms']))
    raw.rooms.push({ name: text(room['name']), capacity: text(room['capacity']) })
  for (const track of records(conference['tracks']))
    raw.tracks.push({ name: text(track['name']), colour: text(track['color']) })
  for (const day of records(conference['days'])) takeDay(raw, day)
  return raw
}

function scheduleIn(content: unknown): Json | undefined {
  if (!isRecord(content)) return undefined
  return isRecord(content['schedule']) ? content['schedule'] : content
}

/** What a JSON is that is no schedule.json. */
export function recogniseJson(content: unknown): OtherFormat {
  if (!isRecord(content)) return 'unknown-json'
  if (text(content['$schema']).includes('schema2')) return 'schedule-v2'
  const isListing = Array.isArray(content['results']) || Array.isArray(content['talks'])
  return isListing ? 'pretalx-api' : 'unknown-json'
}

function takeDay(raw: RawSchedule, day: Json): void {
  const frame: RawDay = { date: text(day['date']), start: text(day['day_start']), end: text(day['day_end']) }
  const rooms = isRecord(day['rooms']) ? Object.entries(day['rooms']) : [['', day['rooms']] as const]
  for (const [heading, sessions] of rooms) {
    if (heading !== '') raw.rooms.push({ name: heading, capacity: '' })
    for (const session of records(sessions)) takeSession(raw, session, heading, frame)
  }
}

const known = new Set(
  `id guid code logo date start duration room slug url title subtitle track type language abstract description
   recording_license do_not_record do_not_stream persons links attachments answers`.split(/\s+/),
)

function takeSession(raw: RawSchedule, session: Json, roomHeading: string, day: RawDay): void {
  for (const [name, value] of Object.entries(session)) {
    const lost = !known.has(name) || ['logo', 'answers', 'recording_license', 'do_not_stream'].includes(name)
    if (lost && value !== null && value !== false) countUnknown(raw, name, contentOf(value))
  }
  raw.sessions.push({
    id: text(session['id']),
    guid: text(session['guid']),
    title: text(session['title']),
    subtitle: text(session['subtitle']),
    abstract: text(session['abstract']),
    description: text(session['description']),
    language: text(session['language']),
    type: text(session['type']),
    track: text(session['track']),
    roomHeading,
    room: text(session['room']),
    day,
    date: text(session['date']),
    start: text(session['start']),
    duration: text(session['duration']),
    url: text(session['url']),
    optOut: text(session['do_not_record']),
    recording: text(session['video_download_url']),
    people: list(session['persons']).map(personOf),
    links: list(session['links']).map(linkOf),
    attachments: list(session['attachments']).map(linkOf),
  })
}

function contentOf(value: unknown): string {
  return typeof value === 'object' && Object.keys(value ?? {}).length === 0 ? '' : text(value) || 'x'
}

function personOf(value: unknown): RawPerson {
  const person = isRecord(value) ? value : { name: value }
  const name = text(person['public_name']) || text(person['name']) || text(person['full_public_name'])
  return {
    id: text(person['id']),
    guid: text(person['guid']),
    code: text(person['code']),
    name,
    biography: text(person['biography']),
  }
}

function linkOf(value: unknown): RawLink {
  if (!isRecord(value)) return { href: text(value), title: '' }
  return {
    href: text(value['url'] ?? value['href'] ?? value['link']),
    title: text(value['title'] ?? value['description'] ?? value['name']),
  }
}
