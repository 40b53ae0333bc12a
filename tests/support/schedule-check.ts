import { SaxesParser } from 'saxes'

/**
 * What of frab XML and schedule.json breaks the rules that voc's XSD and JSON schema set (required parts, their order,
 * patterns, uniqueness). It shares no code with the writers.
 */
interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

const uuid = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/
const day = /^\d{4}-\d\d-\d\d$/
const clock = /^[0-2]\d:[0-5]\d$/
const length = /^\d{1,2}:\d\d$/
const web = /^https?:\/\/\S+$/
const acronym = /^[a-z0-9_]{4,}$/
const slug = /^[a-z0-9_]{4,}-[a-z0-9_-]{4,}$/
const number = /^[1-9]\d*$/

/** Every finding, in words; an empty list for a document that is right. */
export function checkFrabXml(xml: string): string[] {
  const findings: string[] = []
  const need = (value: string | undefined, pattern: RegExp, what: string) => {
    if (value === undefined || !pattern.test(value)) findings.push(`${what}: ${JSON.stringify(value)}`)
  }
  const root = readXml(xml)
  if (root.name !== 'schedule') findings.push(`root ${root.name}`)
  const order = root.children.map(({ name }) => name).join(' ')
  if (!/^(generator )?version conference( day)+$/.test(order)) findings.push(`order: ${order.slice(0, 80)}`)
  const conference = childOf(root, 'conference')
  only(conference, 'acronym title start end days timeslot_duration base_url time_zone_name', findings)
  need(textOf(conference, 'acronym'), acronym, 'acronym')
  need(textOf(conference, 'title'), /\S/, 'conference title')
  for (const name of ['start', 'end']) need(textOf(conference, name), day, `conference ${name}`)
  need(textOf(conference, 'timeslot_duration'), /^\d\d:\d\d$/, 'timeslot')
  need(textOf(conference, 'base_url'), web, 'base_url')
  const days = root.children.filter(({ name }) => name === 'day')
  need(String(days.length), new RegExp(`^${textOf(conference, 'days')}$`), 'days')
  for (const [index, one] of days.entries()) {
    need(one.attributes['index'], new RegExp(`^${index + 1}$`), 'day index')
    need(one.attributes['date'], day, 'day date')
    for (const name of ['start', 'end']) need(one.attributes[name], moment, `day ${name}`)
  }
  const events = days.flatMap(one => one.children.flatMap(room => room.children.map(event => ({ one, room, event }))))
  for (const { one, room, event } of events) checkEvent(event, room, one, need, findings)
  unique(
    events.map(({ event }) => event.attributes['guid'] ?? ''),
    'guid',
    findings,
  )
  unique(
    events.map(({ event }) => event.attributes['id'] ?? ''),
    'id',
    findings,
  )
  unique(
    events.map(({ event }) => textOf(event, 'slug') ?? ''),
    'slug',
    findings,
  )
  return findings
}

type Need = (value: string | undefined, pattern: RegExp, what: string) => void

function checkEvent(event: Element, room: Element, one: Element, need: Need, findings: string[]): void {
  const title = textOf(event, 'title') ?? ''
  only(
    event,
    `date start duration room slug url title subtitle track type language abstract description recording persons links
     attachments video_download_url logo`,
    findings,
  )
  need(event.attributes['id'], number, `${title} id`)
  need(event.attributes['guid'], uuid, `${title} guid`)
  need(textOf(event, 'date'), moment, `${title} date`)
  need(textOf(event, 'start'), clock, `${title} start`)
  need(textOf(event, 'duration'), length, `${title} duration`)
  need(textOf(event, 'slug'), slug, `${title} slug`)
  need(textOf(event, 'url'), web, `${title} url`)
  for (const name of ['title', 'subtitle', 'type', 'abstract', 'track', 'room'])
    if (textOf(event, name) === undefined) findings.push(`${title}: no ${name}`)
  if (textOf(event, 'room') !== room.attributes['name']) findings.push(`${title}: stands in another room`)
  const [starts, from, to] = [textOf(event, 'date'), one.attributes['start'], one.attributes['end']].map(at =>
    Date.parse(at ?? ''),
  )
  if (!((starts ?? 0) >= (from ?? 0) && (starts ?? 0) < (to ?? 0))) findings.push(`${title}: outside its day`)
  if (!textOf(event, 'date')?.includes(`T${textOf(event, 'start')}:`)) findings.push(`${title}: date and start differ`)
  for (const person of childOf(event, 'persons').children) {
    need(person.attributes['id'], number, `${title} person`)
    if (Object.keys(person.attributes).join() !== 'id' || person.text.trim() === '') findings.push(`${title}: person`)
  }
  need(textOf(childOf(event, 'recording'), 'optout'), /^(true|false)$/, `${title} optout`)
}

/** As `checkFrabXml`, for schedule.json version 1. */
export function checkC3vocJson(json: string): string[] {
  const findings: string[] = []
  const need = (value: unknown, pattern: RegExp, what: string) => {
    if (!pattern.test(String(value))) findings.push(`${what}: ${JSON.stringify(value)}`)
  }
  const { schedule, ...rest } = JSON.parse(json) as Json
  keysOf(rest, '$schema generator', 'top', findings)
  const { conference } = schedule as Json as { conference: Json }
  keysOf(
    conference,
    'acronym title description start end daysCount timeslot_duration time_zone_name logo colors keywords url tracks rooms meta days',
    'conference',
    findings,
  )
  need(conference['acronym'], acronym, 'acronym')
  need(conference['start'], day, 'start')
  need(conference['end'], day, 'end')
  need(conference['time_zone_name'], /^([A-Z][a-z]+\/[A-Z][a-z]+)|UTC$/, 'zone')
  for (const room of conference['rooms'] as Json[]) need(room['guid'], uuid, 'room guid')
  const days = conference['days'] as Json[]
  need(conference['daysCount'], new RegExp(`^${days.length}$`), 'daysCount')
  const events = days.flatMap(one => Object.values(one['rooms'] as Record<string, Json[]>).flat())
  for (const one of days) {
    keysOf(one, 'index date day_start day_end rooms', 'day', findings)
    for (const name of ['day_start', 'day_end']) need(one[name], moment, name)
  }
  for (const event of events) checkJsonEvent(event, need, findings)
  for (const key of ['guid', 'id', 'slug'])
    unique(
      events.map(event => String(event[key])),
      key,
      findings,
    )
  return findings
}

type Json = Record<string, unknown>

const required =
  'abstract date duration guid id language links persons room slug start subtitle title track type url'.split(' ')

function checkJsonEvent(
  event: Json,
  need: (value: unknown, pattern: RegExp, what: string) => void,
  findings: string[],
) {
  const title = String(event['title'])
  for (const key of required) if (event[key] === undefined) findings.push(`${title}: no ${key}`)
  keysOf(
    event,
    `${required.join(' ')} description logo recording_license do_not_record attachments answers`,
    title,
    findings,
  )
  need(event['guid'], uuid, `${title} guid`)
  need(event['id'], number, `${title} id`)
  need(event['date'], moment, `${title} date`)
  need(event['start'], clock, `${title} start`)
  need(event['duration'], length, `${title} duration`)
  need(event['slug'], slug, `${title} slug`)
  need(event['slug'], /[a-z0-9]$/, `${title} slug`)
  need(event['url'], web, `${title} url`)
  for (const person of event['persons'] as Json[]) {
    need(person['guid'], uuid, `${title} person`)
    need(person['code'], /^[A-Z0-9]+$/, `${title} person`)
    keysOf(person, 'guid code name biography', `${title} person`, findings)
  }
}

function keysOf(object: Json, allowed: string, what: string, findings: string[]): void {
  const known = allowed.split(/\s+/)
  for (const key of Object.keys(object)) if (!known.includes(key)) findings.push(`${what}: ${key} is not known`)
}

function unique(values: readonly string[], what: string, findings: string[]): void {
  if (new Set(values).size !== values.length) findings.push(`${what} is not unique`)
}

function only(element: Element, allowed: string, findings: string[]): void {
  const known = allowed.split(/\s+/)
  const names = element.children.map(({ name }) => name)
  for (const name of names) if (!known.includes(name)) findings.push(`${element.name}: ${name} is not known`)
  unique(names, `${element.name}: an element`, findings)
}

function childOf(element: Element, name: string): Element {
  return element.children.find(child => child.name === name) ?? { name, attributes: {}, children: [], text: '' }
}

function textOf(element: Element, name: string): string | undefined {
  return element.children.find(child => child.name === name)?.text
}

/** Throws where the XML is not well-formed. */
function readXml(xml: string): Element {
  const parser = new SaxesParser()
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', text => {
    const element = open.at(-1)
    if (element) element.text += text
  })
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  return top.children[0] ?? top
}
