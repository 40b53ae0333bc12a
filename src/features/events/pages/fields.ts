import { countryOptions } from '../../../core/countries.ts'
import { readRows, rowValues } from '../../../core/http/form-rows.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type LocalisedText, type Locale, readText } from '../../../core/localised-text.ts'
import type { Translate } from '../../../core/messages.ts'
import {
  addDays,
  dateOf,
  formatShortDate,
  formatTime,
  formatZone,
  type Instant,
  type LocalDateTime,
  offeredTimeZones,
  parseLocalDateTime,
  parseTimeZone,
  type TimeZone,
  timeOf,
  toInstant,
  toLocal,
  zoneCity,
} from '../../../core/time.ts'
import { hostRows } from '../forms/event.ts'
import { daysOf } from '../rules.ts'
import { type EventHost, type EventRow, eventModes, type SeriesRow } from '../types.ts'

export interface Option {
  readonly value: string
  readonly label: string
}

/** What an organiser may choose for an event, as queries found it. */
export interface Choices {
  readonly venues: readonly {
    readonly id: number
    readonly reference: string
    readonly name: LocalisedText
    readonly city: string
  }[]
  readonly parents: readonly EventRow[]
  readonly series: readonly SeriesRow[]
  readonly projects: readonly {
    readonly id: number
    readonly slug: string
    readonly name: LocalisedText
    readonly acronym: string | null
  }[]
  readonly organisations: readonly { readonly id: number; readonly slug: string; readonly name: LocalisedText }[]
}

/** The fields that a new event and the settings of one share; drawn by `views/events/organiser/fields.ejs`. */
export interface EventFields {
  readonly form: FormModel
  readonly zones: readonly Option[]
  readonly modes: readonly Option[]
  readonly venues: readonly Option[]
  readonly parents: readonly Option[]
  readonly countries: readonly Option[]
  /** Asked only where the clocks run through the typed time twice. */
  readonly startOccurrences: readonly Option[] | undefined
  readonly endOccurrences: readonly Option[] | undefined
  /** The address is in use by people: changing it breaks links. */
  readonly isPublished: boolean
}

/** The shared fields around a form. */
export function eventFields(
  { t, locale }: { t: Translate; locale: Locale },
  form: FormModel,
  choices: Pick<Choices, 'venues' | 'parents'>,
  isPublished: boolean,
): EventFields {
  return {
    form,
    zones: zoneOptions(locale, form.values['timeZone']),
    modes: eventModes.map(mode => ({ value: mode, label: t(`events.mode.${mode}`) })),
    venues: choices.venues.map(venue => ({
      value: venue.reference,
      label: `${readText(venue.name, locale)}, ${venue.city}`,
    })),
    parents: choices.parents.map(parent => ({ value: parent.slug, label: eventLabel(parent, locale) })),
    countries: countryOptions(locale),
    startOccurrences: occurrences(t, locale, form.values, 'start'),
    endOccurrences: occurrences(t, locale, form.values, 'end'),
    isPublished,
  }
}

/** `Clusters meet Regions Burgas (13. 9. 2023)` */
export function eventLabel(event: EventRow, locale: Locale): string {
  return `${readText(event.title, locale)} (${formatShortDate(dateOf(event.startsLocal), locale)})`
}

/** The zones by city; one that an event has but we do not offer stays in its list. */
function zoneOptions(locale: Locale, chosen: string | undefined): Option[] {
  const known = parseTimeZone(chosen ?? '')
  const zones = known && !offeredTimeZones.includes(known) ? [...offeredTimeZones, known] : offeredTimeZones
  const options = zones.map(zone => ({ value: zone, label: `${zoneCity(zone, locale)} (${zone})` }))
  return options.sort((a, b) => a.label.localeCompare(b.label, locale))
}

function occurrences(
  t: Translate,
  locale: Locale,
  values: FormModel['values'],
  which: 'start' | 'end',
): Option[] | undefined {
  const zone = parseTimeZone(values['timeZone'] ?? '')
  const local = parseLocalDateTime(values[`${which}Date`] ?? '', values[`${which}Time`] ?? '')
  const meaning = zone && local ? toInstant(local, zone) : undefined
  if (!zone || meaning?.kind !== 'overlap') return undefined
  const option = (value: 'earlier' | 'later') => ({
    value,
    label: t(`events.occurrence.${value}`, {
      time: formatTime(meaning[value], zone, locale),
      zone: formatZone(meaning[value], zone, locale),
    }),
  })
  return [option('earlier'), option('later')]
}

/** What stands in the settings of an event before anybody types. */
export function eventValues(event: EventRow, hosts: readonly EventHost[], choices: Choices): Record<string, string> {
  const slugOf = (list: readonly { readonly id: number; readonly slug: string }[], id: number | null) =>
    list.find(one => one.id === id)?.slug ?? ''
  return {
    ...wordValues(event),
    ...timeValues(event),
    ...registrationValues(event),
    lockVersion: String(event.lockVersion),
    slug: event.slug,
    mode: event.mode,
    country: event.country ?? '',
    hue: String(event.hue),
    edition: event.edition === null ? '' : String(event.edition),
    venue: choices.venues.find(venue => venue.id === event.venueId)?.reference ?? '',
    parent: slugOf(choices.parents, event.parentEventId),
    series: slugOf(choices.series, event.seriesId),
    project: slugOf(choices.projects, event.projectId),
    ...rowValues(
      hostRows,
      hosts.map(host => ({ organisation: host.slug, role: host.role })),
    ),
  }
}

const texts = [
  'title',
  'subtitle',
  'kindOfInvitation',
  'summary',
  'description',
  'venueNote',
  'pressRelease',
  'city',
] as const

function wordValues(event: EventRow): Record<string, string> {
  const entries = texts.flatMap(name => [
    [`${name}.cs`, event[name].cs ?? ''],
    [`${name}.en`, event[name].en ?? ''],
  ])
  return Object.fromEntries(entries)
}

function timeValues(event: EventRow): Record<string, string> {
  const { first, last } = daysOf(event)
  const ofMidnight = event.hasTimes && timeOf(event.endsLocal) === '00:00' ? addDays(last, 1) : last
  return {
    timeZone: event.timeZone,
    daysOnly: event.hasTimes ? '' : 'yes',
    startDate: first,
    startTime: event.hasTimes ? timeOf(event.startsLocal) : '',
    startOccurrence: occurrenceOf(event.startsLocal, event.startsAt, event.timeZone),
    endDate: ofMidnight,
    endTime: event.hasTimes ? timeOf(event.endsLocal) : '',
    endOccurrence: occurrenceOf(event.endsLocal, event.endsAt, event.timeZone),
  }
}

function occurrenceOf(local: LocalDateTime, at: Instant, zone: TimeZone): string {
  const meaning = toInstant(local, zone)
  if (meaning.kind !== 'overlap') return ''
  return meaning.later.getTime() === at.getTime() ? 'later' : 'earlier'
}

function registrationValues({ registrationOpensAt, registrationClosesAt, timeZone }: EventRow): Record<string, string> {
  const opens = registrationOpensAt && toLocal(registrationOpensAt, timeZone)
  const closes = registrationClosesAt && toLocal(registrationClosesAt, timeZone)
  return {
    opensDate: opens ? dateOf(opens) : '',
    opensTime: opens ? timeOf(opens) : '',
    closesDate: closes ? dateOf(closes) : '',
    closesTime: closes ? timeOf(closes) : '',
  }
}

/** How many host rows a form shows: those that are there, at least one. */
export function hostCount(form: FormModel): number {
  return Math.max(1, readRows(form.values, hostRows).length)
}

/** The names of the fields for the error summary. */
export function eventLabels(t: Translate): Record<string, string> {
  const plain = [
    'slug',
    'timeZone',
    'startDate',
    'startTime',
    'startOccurrence',
    'endDate',
    'endTime',
    'endOccurrence',
    'mode',
    'venue',
    'country',
    'parent',
    'organisation',
    'opensDate',
    'opensTime',
    'closesDate',
    'closesTime',
    'series',
    'edition',
    'project',
    'hue',
  ] as const
  const labels: Record<string, string> = {}
  for (const name of plain) labels[name] = t(`events.field.${name}`)
  for (const name of texts) {
    labels[`${name}.cs`] = t(`events.field.${name}`)
    labels[`${name}.en`] = t('events.field.inEnglish', { field: t(`events.field.${name}`) })
  }
  return labels
}
