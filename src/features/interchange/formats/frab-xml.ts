import { countUnknown, emptySchedule, type RawDay, type RawLink, type RawPerson, type RawSchedule } from './raw.ts'
import { childText, grandchildren, openXmlTree, type XmlElement } from './xml-tree.ts'

const containers = new Set(['schedule', 'schedule/day', 'schedule/day/room', 'schedule/persons', 'schedule/tracks'])

/**
 * Reads frab XML (frab, Pentabarf, pretalx, wafer, FOSDEM) chunk by chunk; `end` gives what was in it. Both throw
 * XmlStopped or OtherRoot.
 */
export function openFrabXml(): { write(chunk: string): void; end(): RawSchedule } {
  const raw = emptySchedule()
  const xml = openXmlTree(
    'schedule',
    path => containers.has(path),
    (element, path) => take(raw, element, path),
  )
  return {
    write: xml.write,
    end() {
      xml.end()
      return raw
    },
  }
}

function take(raw: RawSchedule, element: XmlElement, path: readonly XmlElement[]): void {
  const frame = path.at(-1)
  switch (element.name) {
    case 'generator':
      raw.generator = element.attributes['name'] ?? element.text.trim()
      raw.generatorVersion = element.attributes['version'] ?? ''
      return
    case 'version':
      raw.version = element.text.trim()
      return
    case 'conference':
      return takeConference(raw, element)
    case 'track':
      return takeTrack(raw, element)
    case 'person':
      return void raw.people.push(personOf(element))
    case 'event':
      return takeSession(raw, element, path)
    default:
      // A `room` without sessions inside is a container and never comes here.
      if (frame?.name === 'schedule' && element.name !== 'url') countUnknown(raw, element.name, element.text)
  }
}

const conferenceFields = {
  title: 'title',
  acronym: 'acronym',
  start: 'start',
  end: 'end',
  time_zone_name: 'timeZone',
  day_change: 'dayChange',
  timeslot_duration: 'timeslot',
  base_url: 'baseUrl',
} as const satisfies Record<string, keyof RawSchedule>

function takeConference(raw: RawSchedule, conference: XmlElement): void {
  for (const child of conference.children) {
    const field = Object.entries(conferenceFields).find(([name]) => name === child.name)?.[1]
    if (field) raw[field] = child.text.trim()
    else if (child.name === 'track') takeTrack(raw, child)
    else if (!['days', 'url'].includes(child.name)) countUnknown(raw, child.name, child.text)
  }
}

function takeTrack(raw: RawSchedule, { attributes, text }: XmlElement): void {
  raw.tracks.push({ name: attributes['name'] ?? text.trim(), colour: attributes['color'] ?? '' })
}

function personOf(element: XmlElement): RawPerson {
  const { attributes } = element
  const written = (name: string) => attributes[name] ?? childText(element, name)
  return {
    id: attributes['id'] ?? '',
    guid: attributes['guid'] ?? '',
    code: attributes['code'] ?? '',
    name: element.text.trim() || written('name') || written('public_name'),
    biography: [written('biography'), written('extended_biography')].filter(text => text !== '').join('\n\n'),
  }
}

const linkOf = ({ attributes, text }: XmlElement): RawLink => ({ href: attributes['href'] ?? '', title: text.trim() })

const known = new Set([
  'room',
  'title',
  'subtitle',
  'type',
  'date',
  'start',
  'duration',
  'abstract',
  'description',
  'slug',
  'track',
  'persons',
  'language',
  'recording',
  'links',
  'attachments',
  'video_download_url',
  'url',
])

function takeSession(raw: RawSchedule, event: XmlElement, path: readonly XmlElement[]): void {
  const frame = (name: string) => path.find(one => one.name === name)?.attributes ?? {}
  const text = (name: string) => childText(event, name)
  const recording = event.children.find(child => child.name === 'recording')
  for (const child of event.children) if (!known.has(child.name)) countUnknown(raw, child.name, textOf(child))
  if (recording) countUnknown(raw, 'license', childText(recording, 'license'))
  raw.sessions.push({
    id: event.attributes['id'] ?? '',
    guid: event.attributes['guid'] ?? '',
    title: text('title'),
    subtitle: text('subtitle'),
    abstract: text('abstract'),
    description: text('description'),
    language: text('language'),
    type: text('type'),
    track: text('track'),
    roomHeading: frame('room')['name'] ?? '',
    room: text('room'),
    day: dayOf(frame('day')),
    date: text('date'),
    start: text('start'),
    duration: text('duration'),
    url: text('url'),
    optOut: recording ? childText(recording, 'optout') : '',
    recording: text('video_download_url'),
    people: grandchildren(event, 'persons').map(personOf),
    links: grandchildren(event, 'links').map(linkOf),
    attachments: grandchildren(event, 'attachments').map(linkOf),
  })
}

function dayOf(attributes: Readonly<Record<string, string>>): RawDay {
  return { date: attributes['date'] ?? '', start: attributes['start'] ?? '', end: attributes['end'] ?? '' }
}

function textOf({ text, children }: XmlElement): string {
  return text + children.map(textOf).join('')
}
