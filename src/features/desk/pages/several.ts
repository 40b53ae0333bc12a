import { countryName, countryOptions } from '../../../core/countries.ts'
import { readRows } from '../../../core/http/form-rows.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { Translate } from '../../../core/messages.ts'
import { type Locale, type LocalisedText, readText } from '../../../core/localised-text.ts'
import { dateOf, formatLongDate, offeredTimeZones, type TimeZone, zoneCity } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { placeRows } from '../forms/several.ts'
import type { PlannedPlace } from '../types.ts'

type Options = readonly { readonly value: string; readonly label: string }[]

/** What will be made in one place. */
export interface PlannedLine {
  readonly title: string
  readonly day: string
  readonly place: string
  readonly zone: string
  readonly address: string
}

export interface SeveralModel {
  readonly head: Head
  readonly backHref: string
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  /** `Info Day, středa 8. prosince 2010` */
  readonly original: string
  readonly count: number
  readonly mayAdd: boolean
  readonly countries: Options
  readonly zones: Options
  readonly venues: Options
  /** After a check that found nothing wrong. */
  readonly plan: readonly PlannedLine[] | undefined
}

export const severalPage = page<SeveralModel>('desk/organiser/several')

/** The form before anybody typed offers as many places as an info day usually has. */
const firstPlaces = 3

/** The values of the form; the zone and the country of the original stand in every row nobody chose them in. */
export function severalValues(
  values: Readonly<Record<string, string>>,
  { timeZone, country }: EventRow,
): Record<string, string> {
  const count = placeCount(values)
  const defaults = Array.from({ length: count }, (_, number) => [
    [`place.${number}.timeZone`, values[`place.${number}.timeZone`] || timeZone],
    [`place.${number}.country`, values[`place.${number}.country`] ?? country ?? ''],
  ])
  return { ...values, ...Object.fromEntries(defaults.flat()) }
}

function placeCount(values: Readonly<Record<string, string>>): number {
  return readRows(values, placeRows).length || firstPlaces
}

/** Everything the page shows around the form. */
export function severalModel(
  { t, locale }: FrameContext,
  event: EventRow,
  form: FormModel,
  venues: readonly { readonly reference: string; readonly name: LocalisedText; readonly city: string }[],
): Omit<SeveralModel, 'head' | 'plan' | 'backHref'> {
  const count = placeCount(form.values)
  return {
    form,
    labels: labelsOf(t, count),
    original: `${readText(event.title, locale)}, ${formatLongDate(dateOf(event.startsLocal), locale)}`,
    count,
    mayAdd: count < placeRows.max,
    countries: countryOptions(locale),
    zones: zoneOptions(event.timeZone, locale),
    venues: venues.map(({ reference, name, city }) => ({
      value: reference,
      label: `${readText(name, locale)}, ${city}`,
    })),
  }
}

function labelsOf(t: Translate, count: number): Record<string, string> {
  const names = {
    cityCs: 'city',
    cityEn: 'city',
    country: 'country',
    startsOn: 'startsOn',
    timeZone: 'timeZone',
  } as const
  const others = { venue: 'venue', titleCs: 'eventTitle', titleEn: 'eventTitle', slug: 'slug' } as const
  const entries = Object.entries({ ...names, ...others })
  return Object.fromEntries(
    Array.from({ length: count }, (_, number) =>
      entries.map(([field, name]) => [
        `place.${number}.${field}`,
        t('desk.several.label', { number: number + 1, field: t(`desk.several.${name}`) }),
      ]),
    ).flat(),
  )
}

/** The zones by city; that of the original is among them whatever it is. */
function zoneOptions(own: TimeZone, locale: Locale): Options {
  const zones = offeredTimeZones.includes(own) ? offeredTimeZones : [...offeredTimeZones, own]
  return zones
    .map(zone => ({ value: zone, label: `${zoneCity(zone, locale)} (${zone})` }))
    .sort((a, b) => a.label.localeCompare(b.label, locale))
}

/** What will be made, for the eyes of whoever decides. */
export function plannedLines(
  { locale }: FrameContext,
  places: readonly PlannedPlace[],
  address: (slug: string) => string,
): PlannedLine[] {
  return places.map(({ title, startsOn, city, country, timeZone, slug }) => ({
    title: readText(title, locale),
    day: formatLongDate(startsOn, locale),
    place: [readText(city, locale), country === null ? '' : countryName(country, locale)].filter(Boolean).join(', '),
    zone: zoneCity(timeZone, locale),
    address: address(slug),
  }))
}
