import ICAL from 'ical.js'

/** A VEVENT as a calendar program reads it. */
export interface ReadEntry {
  readonly uid: string
  readonly sequence: number
  readonly status: string
  readonly transparency: string
  readonly summary: string
  readonly location: string
  /** Milliseconds since 1970, by the VTIMEZONE of the stream itself. */
  readonly start: number
  readonly end: number
}

/** Reads a stream with ical.js, which knows no zone but those the stream defines. */
export function entriesOf(text: string): ReadEntry[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const zones = new Map(
    calendar
      .getAllSubcomponents('vtimezone')
      .map(block => [String(block.getFirstPropertyValue('tzid')), new ICAL.Timezone(block)]),
  )
  return calendar.getAllSubcomponents('vevent').map(event => ({
    uid: textOf(event, 'uid'),
    sequence: Number(textOf(event, 'sequence')),
    status: textOf(event, 'status'),
    transparency: textOf(event, 'transp'),
    summary: textOf(event, 'summary'),
    location: textOf(event, 'location'),
    start: momentOf(event, 'dtstart', zones),
    end: momentOf(event, 'dtend', zones),
  }))
}

function textOf(component: ICAL.Component, name: string): string {
  return String(component.getFirstPropertyValue(name) ?? '')
}

function momentOf(component: ICAL.Component, name: string, zones: ReadonlyMap<string, ICAL.Timezone>): number {
  const property = component.getFirstProperty(name)
  const value = property?.getFirstValue()
  if (!(value instanceof ICAL.Time)) return Number.NaN
  const zone = zones.get(String(property?.getParameter('tzid') ?? ''))
  if (zone) value.zone = zone
  return value.toUnixTime() * 1_000
}
