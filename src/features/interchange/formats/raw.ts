/** A schedule as a reader found it: texts as they stand, nothing judged yet; '' where there is nothing. */
export interface RawSchedule {
  generator: string
  generatorVersion: string
  version: string
  title: string
  acronym: string
  timeZone: string
  start: string
  end: string
  dayChange: string
  timeslot: string
  baseUrl: string
  readonly rooms: RawRoom[]
  readonly tracks: RawTrack[]
  readonly people: RawPerson[]
  readonly sessions: RawSession[]
  /** Elements nobody has a place for, and how many of them held something. */
  readonly unknown: Map<string, number>
}

export interface RawRoom {
  readonly name: string
  readonly capacity: string
}

export interface RawTrack {
  readonly name: string
  readonly colour: string
}

export interface RawPerson {
  readonly id: string
  readonly guid: string
  readonly code: string
  readonly name: string
  readonly biography: string
}

export interface RawLink {
  readonly href: string
  readonly title: string
}

export interface RawDay {
  readonly date: string
  readonly start: string
  readonly end: string
}

export interface RawSession {
  readonly id: string
  readonly guid: string
  readonly title: string
  readonly subtitle: string
  readonly abstract: string
  readonly description: string
  readonly language: string
  readonly type: string
  readonly track: string
  /** The room it stands under, and the one it names itself. */
  readonly roomHeading: string
  readonly room: string
  readonly day: RawDay
  readonly date: string
  readonly start: string
  readonly duration: string
  readonly url: string
  readonly optOut: string
  readonly recording: string
  readonly people: readonly RawPerson[]
  readonly links: readonly RawLink[]
  readonly attachments: readonly RawLink[]
}

/** An empty schedule, for a reader to fill. */
export function emptySchedule(): RawSchedule {
  return {
    generator: '',
    generatorVersion: '',
    version: '',
    title: '',
    acronym: '',
    timeZone: '',
    start: '',
    end: '',
    dayChange: '',
    timeslot: '',
    baseUrl: '',
    rooms: [],
    tracks: [],
    people: [],
    sessions: [],
    unknown: new Map(),
  }
}

/** Counts a value there is no place for; an empty one is none. */
export function countUnknown(raw: RawSchedule, name: string, value: string): void {
  if (value.trim() !== '') raw.unknown.set(name, (raw.unknown.get(name) ?? 0) + 1)
}
