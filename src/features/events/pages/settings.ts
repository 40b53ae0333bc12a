import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import type { Translate } from '../../../core/messages.ts'
import { phaseOf } from '../rules.ts'
import { type EventPhase, type EventRow, eventHues, hostRoles } from '../types.ts'
import { type Choices, type EventFields, eventLabel, type Option } from './fields.ts'
import type { SettingsTabs } from './tabs.ts'

export interface NewEventModel {
  readonly head: Head
  readonly fields: EventFields
  readonly labels: Readonly<Record<string, string>>
  readonly organisations: readonly Option[]
  /** The event the new one becomes a satellite of. */
  readonly parent: string | undefined
}

export const newEventPage = page<NewEventModel>('events/organiser/new')

/** What stands otherwise in the database than in the form of somebody who was overtaken. */
export interface Overtaken {
  readonly label: string
  readonly theirs: string
}

export interface SettingsModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly tabs: SettingsTabs
  readonly fields: EventFields
  readonly labels: Readonly<Record<string, string>>
  readonly hostCount: number
  readonly hostRoles: readonly Option[]
  readonly organisations: readonly Option[]
  readonly series: readonly Option[]
  readonly projects: readonly Option[]
  readonly hues: readonly Option[]
  readonly satellites: readonly { readonly href: string; readonly label: string; readonly phase: EventPhase }[]
  readonly newSatelliteHref: string | undefined
  readonly newSeriesHref: string
  /** undefined: nobody saved in between. */
  readonly overtaken: readonly Overtaken[] | undefined
}

export const settingsPage = page<SettingsModel>('events/organiser/settings')

/** The options of the settings beside the shared fields. */
export function settingsOptions({ t, locale }: { t: Translate; locale: Locale }, choices: Choices) {
  return {
    hostRoles: hostRoles.map(role => ({ value: role, label: t(`events.hostRole.${role}`) })),
    organisations: choices.organisations.map(one => ({ value: one.slug, label: readText(one.name, locale) })),
    series: choices.series.map(one => ({ value: one.slug, label: readText(one.name, locale) })),
    projects: choices.projects.map(one => ({ value: one.slug, label: one.acronym ?? readText(one.name, locale) })),
    hues: eventHues.map(hue => ({ value: String(hue), label: hueName(t, hue) })),
  }
}

const hueNames = [
  'pink',
  'red',
  'orange',
  'yellow',
  'lime',
  'green',
  'teal',
  'cyan',
  'sky',
  'blue',
  'violet',
  'purple',
] as const

/** `modrá, odstín 260`: every thirty degrees have a name. */
function hueName(t: Translate, hue: number): string {
  const name = hueNames[Math.floor(((hue + 10) % 360) / 30)] ?? 'pink'
  return t('events.hueOption', { name: t(`events.hue.${name}`), degrees: hue })
}

/** The satellites of an event, as its settings list them. */
export function satelliteLines(locale: Locale, satellites: readonly EventRow[]): SettingsModel['satellites'] {
  return satellites.map(satellite => ({
    href: urls.organiserEvent(locale, satellite.slug),
    label: eventLabel(satellite, locale),
    phase: phaseOf(satellite),
  }))
}

/** The fields whose stored value is not the one typed; shown to whoever was overtaken by another organiser. */
export function overtakenFields(
  labels: Readonly<Record<string, string>>,
  stored: Readonly<Record<string, string>>,
  typed: Readonly<Record<string, string>>,
): Overtaken[] {
  return Object.entries(labels)
    .filter(([field]) => field in stored && sameText(stored[field]) !== sameText(typed[field]))
    .map(([field, label]) => ({ label, theirs: stored[field] ?? '' }))
}

const sameText = (text: string | undefined) => (text ?? '').replace(/\r\n/g, '\n').trim()
