/**
 * Reads the raw bytes of an iCalendar stream and names everything in it that breaks RFC 5545, 5546, 6868 or 7986, or
 * that a calendar program is known to misread. It shares no code with the writer; times are judged by Intl.
 */

interface Property {
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
  readonly value: string
}

interface Component {
  readonly name: string
  readonly properties: Property[]
  readonly components: Component[]
}

type Report = (finding: string) => void

/** Every finding, in words; an empty list for a calendar that is right. */
export function lintCalendar(bytes: Buffer): string[] {
  const findings = new Set<string>()
  const report: Report = finding => findings.add(finding)
  lintBytes(bytes, report)
  const calendar = readComponents(unfoldBytes(bytes), report)
  if (calendar) lintCalendarComponent(calendar, report)
  return [...findings]
}

function lintBytes(bytes: Buffer, report: Report): void {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) report('byte order mark')
  const text = bytes.toString('latin1')
  if (!text.endsWith('END:VCALENDAR\r\n')) report('no final CRLF')
  if (/(?<!\r)\n|\r(?!\n)/.test(text)) report('line end that is not CRLF')
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/.test(text)) report('control character')
  for (const line of text.split(/\r?\n/)) {
    const physical = Buffer.from(line, 'latin1')
    if (physical.length > 75) report('line over 75 octets')
    if (!isUtf8(physical)) report('line that is not UTF-8, or folded inside a character')
  }
  if (/[\u0080-\u009F\u2028\u2029\uFFFD]/.test(bytes.toString('utf8'))) report('control or replacement character')
}

function isUtf8(bytes: Buffer): boolean {
  try {
    return Boolean(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) || bytes.length === 0
  } catch {
    return false
  }
}

function unfoldBytes(bytes: Buffer): string[] {
  const text = Buffer.from(bytes.toString('latin1').replaceAll(/\r?\n[ \t]/g, ''), 'latin1').toString('utf8')
  return text.split(/\r?\n/).filter(line => line !== '')
}

const namePattern = /^[A-Z][A-Z0-9-]*$/
const parameterPattern = /^;([A-Z][A-Z0-9-]*)=("[^"]*"|[^";:,]*)((?:,(?:"[^"]*"|[^";:,]*))*)/

function readProperty(line: string, report: Report): Property | undefined {
  const name = /^[^;:]*/.exec(line)?.[0] ?? ''
  if (!namePattern.test(name)) return void report(`not a property: ${line.slice(0, 30)}`)
  const parameters = new Map<string, string>()
  let rest = line.slice(name.length)
  while (rest.startsWith(';')) {
    const match = parameterPattern.exec(rest)
    if (!match) return void report(`broken parameter: ${line.slice(0, 40)}`)
    if (/^(CN|X-ADDRESS|X-TITLE|LABEL)$/.test(match[1] ?? '') && !match[2]?.startsWith('"'))
      report(`unquoted parameter ${match[1]}`)
    parameters.set(match[1] ?? '', (match[2] ?? '').replaceAll('"', ''))
    rest = rest.slice(match[0].length)
  }
  if (!rest.startsWith(':')) return void report(`no value: ${line.slice(0, 40)}`)
  return { name, parameters, value: rest.slice(1) }
}

function readComponents(lines: readonly string[], report: Report): Component | undefined {
  const root: Component = { name: '', properties: [], components: [] }
  const open = [root]
  for (const line of lines) {
    const property = readProperty(line, report)
    const current = open.at(-1)
    if (!property || !current) continue
    if (property.name === 'BEGIN') {
      const component: Component = { name: property.value, properties: [], components: [] }
      current.components.push(component)
      open.push(component)
    } else if (property.name === 'END') {
      if (current.name !== property.value) report(`END:${property.value} closes ${current.name}`)
      if (open.length > 1) open.pop()
    } else {
      if (current.components.length > 0) report(`${property.name} after the components of ${current.name}`)
      current.properties.push(property)
    }
  }
  if (open.length > 1) report(`${open.at(-1)?.name} is not closed`)
  const [calendar] = root.components
  if (root.components.length !== 1 || calendar?.name !== 'VCALENDAR') report('not exactly one VCALENDAR')
  return calendar
}

const required: Record<string, readonly string[]> = {
  VCALENDAR: ['VERSION', 'PRODID'],
  VEVENT: ['UID', 'DTSTAMP', 'DTSTART', 'SEQUENCE', 'STATUS', 'SUMMARY', 'LAST-MODIFIED'],
  VALARM: ['ACTION', 'TRIGGER'],
  VTIMEZONE: ['TZID'],
}
const several = ['ATTENDEE', 'CATEGORIES', 'COMMENT', 'ATTACH', 'CONFERENCE', 'IMAGE', 'CONTACT']
const registered = new Set(
  (
    'VERSION PRODID CALSCALE METHOD NAME DESCRIPTION URL SOURCE COLOR REFRESH-INTERVAL IMAGE UID SEQUENCE DTSTAMP ' +
    'CREATED LAST-MODIFIED DTSTART DTEND DURATION SUMMARY STATUS TRANSP LOCATION GEO CATEGORIES ORGANIZER ATTENDEE ' +
    'CONFERENCE ATTACH CLASS ACTION TRIGGER REPEAT TZID TZURL TZNAME TZOFFSETFROM TZOFFSETTO RRULE'
  ).split(' '),
)

function lintCalendarComponent(calendar: Component, report: Report): void {
  if (values(calendar, 'UID').length > 0) report('UID on the calendar')
  for (const component of everything(calendar)) lintProperties(component, report)
  const events = calendar.components.filter(component => component.name === 'VEVENT')
  const uids = events.flatMap(event => values(event, 'UID'))
  if (new Set(uids).size < uids.length) report('the same UID twice')
  lintZones(calendar, events, report)
  for (const event of events) lintEvent(event, report)
  lintMethod(values(calendar, 'METHOD')[0], events, report)
}

function lintProperties(component: Component, report: Report): void {
  const count = new Map<string, number>()
  for (const property of component.properties) {
    count.set(property.name, (count.get(property.name) ?? 0) + 1)
    if (!registered.has(property.name) && !property.name.startsWith('X-')) report(`unregistered ${property.name}`)
    lintValue(component, property, report)
  }
  for (const name of required[component.name] ?? []) if (!count.has(name)) report(`${component.name} without ${name}`)
  for (const [name, times] of count)
    if (times > 1 && !several.includes(name) && !name.startsWith('X-')) report(`${name} twice in ${component.name}`)
  if (count.has('DTEND') && count.has('DURATION')) report('DTEND and DURATION')
}

const textProperties = /^(SUMMARY|DESCRIPTION|LOCATION|NAME|X-WR-CALNAME|X-WR-CALDESC|UID|COMMENT)$/

function lintValue({ name: owner }: Component, { name, value, parameters }: Property, report: Report): void {
  if (textProperties.test(name) && /(?<!\\)(?:\\\\)*\\(?![\\;,nN])|(?<!\\)(?:\\\\)*[;,]/.test(value))
    report(`${name} is not escaped`)
  if (/^(URL|SOURCE|ATTACH)$/.test(name)) {
    if (!/^(https?|mailto|tel):[\x21-\x7E]+$/.test(value)) report(`${name} is not an address`)
    if (value.includes('\\')) report(`${name} is escaped as text`)
  }
  if (/^(ORGANIZER|ATTENDEE)$/.test(name) && !/^mailto:[\x21-\x7E]+@[\x21-\x7E]+$/.test(value))
    report(`${name} is not a mail address`)
  if (name === 'GEO' && !/^-?\d+(\.\d+)?;-?\d+(\.\d+)?$/.test(value)) report('GEO is not latitude;longitude')
  if (name === 'STATUS' && !/^(CONFIRMED|TENTATIVE|CANCELLED)$/.test(value)) report(`STATUS:${value}`)
  if (name === 'TRANSP' && !/^(OPAQUE|TRANSPARENT)$/.test(value)) report(`TRANSP:${value}`)
  if (name === 'SEQUENCE' && !/^\d{1,10}$/.test(value)) report(`SEQUENCE:${value}`)
  if (/^(DTSTAMP|CREATED|LAST-MODIFIED)$/.test(name) && !isUtc(value)) report(`${name} is not UTC`)
  if (/^(DTSTART|DTEND)$/.test(name) && owner === 'VEVENT') lintTime(name, value, parameters, report)
}

function lintTime(name: string, value: string, parameters: ReadonlyMap<string, string>, report: Report): void {
  const zone = parameters.get('TZID')
  const isDate = parameters.get('VALUE') === 'DATE'
  if (!new RegExp(isDate ? '^\\d{8}$' : '^\\d{8}T\\d{6}Z?$').test(value)) return report(`${name} is not a time`)
  if (Number.isNaN(milliseconds(value)) || !isoOf(milliseconds(value)).startsWith(value.slice(0, 15)))
    report(`${name} does not exist`)
  if (zone && value.endsWith('Z')) report(`${name} has TZID and Z`)
  if (!zone && !isDate && !value.endsWith('Z')) report(`${name} is floating`)
}

function lintEvent(event: Component, report: Report): void {
  const start = event.properties.find(property => property.name === 'DTSTART')
  const end = event.properties.find(property => property.name === 'DTEND')
  if (!start || !end) return
  if (start.value.includes('T') !== end.value.includes('T')) report('DTSTART and DTEND of different types')
  else if (instantOf(end) <= instantOf(start)) report('DTEND is not after DTSTART')
}

function lintZones(calendar: Component, events: readonly Component[], report: Report): void {
  const blocks = calendar.components.filter(component => component.name === 'VTIMEZONE')
  const defined = blocks.flatMap(block => values(block, 'TZID'))
  const times = events.flatMap(event => event.properties).filter(property => property.parameters.has('TZID'))
  const used = new Set(times.map(property => property.parameters.get('TZID') ?? ''))
  if (new Set(defined).size < defined.length) report('VTIMEZONE twice')
  for (const zone of used) if (!defined.includes(zone)) report(`TZID ${zone} without VTIMEZONE`)
  for (const zone of defined) if (!used.has(zone)) report(`VTIMEZONE ${zone} is not used`)
  for (const time of times) lintZonedTime(time, blocks, report)
}

function lintZonedTime(time: Property, blocks: readonly Component[], report: Report): void {
  const zone = time.parameters.get('TZID') ?? ''
  const block = blocks.find(each => values(each, 'TZID')[0] === zone)
  const wall = milliseconds(time.value)
  const readings = readingsOf(wall, zone)
  if (readings.length === 0) report(`${time.name} does not exist in ${zone}`)
  if (readings.length > 1) report(`${time.name} occurs twice in ${zone}`)
  const offsets = block?.components.flatMap(part => values(part, 'TZOFFSETTO')).map(offsetMinutes) ?? []
  if (block && readings.length > 0 && !readings.some(reading => offsets.includes((wall - reading) / 60_000)))
    report(`VTIMEZONE ${zone} lacks the offset of ${time.value}`)
}

function lintMethod(method: string | undefined, events: readonly Component[], report: Report): void {
  const people = (name: string) => events.map(event => values(event, name).length)
  if (!method) return people('ATTENDEE').some(count => count > 0) ? report('ATTENDEE without METHOD') : undefined
  if (people('ORGANIZER').some(count => count !== 1)) report(`${method} without ORGANIZER`)
  if (method === 'PUBLISH' && people('ATTENDEE').some(count => count > 0)) report('PUBLISH with ATTENDEE')
  if (method !== 'PUBLISH' && people('ATTENDEE').some(count => count !== 1)) report(`${method} without ATTENDEE`)
  const cancelled = events.every(event => values(event, 'STATUS')[0] === 'CANCELLED')
  if (method === 'CANCEL' && !cancelled) report('CANCEL without STATUS:CANCELLED')
}

function values(component: Component, name: string): string[] {
  return component.properties.filter(property => property.name === name).map(property => property.value)
}

function everything(component: Component): Component[] {
  return [component, ...component.components.flatMap(everything)]
}

function isUtc(value: string): boolean {
  return /^\d{8}T\d{6}Z$/.test(value)
}

/** The digits of a time read as if they were UTC. */
function milliseconds(value: string): number {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?/.exec(value) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

function isoOf(time: number): string {
  return Number.isNaN(time) ? '' : new Date(time).toISOString().replaceAll(/[-:]/g, '')
}

function offsetMinutes(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)/.exec(text) ?? []
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
}

function instantOf({ value, parameters }: Property): number {
  const zone = parameters.get('TZID')
  const wall = milliseconds(value)
  return zone ? (readingsOf(wall, zone)[0] ?? wall) : wall
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Every instant at which clocks in the zone show that time, by Intl. */
function readingsOf(wall: number, zone: string): number[] {
  const offsets = [-36, 0, 36].map(hours => wallAt(wall + hours * 3_600_000, zone) - (wall + hours * 3_600_000))
  const candidates = [...new Set(offsets)].map(offset => wall - offset)
  return candidates.filter(candidate => wallAt(candidate, zone) === wall).toSorted((one, other) => one - other)
}

function wallAt(time: number, zone: string): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
    formats.set(zone, format)
  }
  return Date.parse(`${format.format(time).replace(' ', 'T')}Z`)
}
