import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { listNames, locales, readText, textWithLanguage } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventMode, EventRow } from '../../events/types.ts'
import type { SetupNav } from '../frame.ts'
import type { CountedThing, QuotaWithMembers } from '../queries/quotas.ts'
import { type WholeScope, wholeScopes } from '../rules/whole-places.ts'
import { type PlacesCell, placesCell, textValues } from './places.ts'

export interface SharedLine {
  readonly name: string
  readonly lang: string | undefined
  readonly href: string
  readonly members: string
  readonly places: PlacesCell
}

/** How many may come at all, or in one way. */
export interface WholeLine {
  readonly scope: WholeScope
  /** undefined: nobody limited it. */
  readonly places: PlacesCell | undefined
}

export interface QuotaListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly nav: SetupNav
  readonly whole: readonly WholeLine[]
  readonly wholeHref: string
  readonly lines: readonly SharedLine[]
  readonly newHref: string
  readonly checkHref: string
  readonly backHref: string
}

export const quotaListPage = page<QuotaListModel>('registration/organiser/quotas')

/** The address of shared places, or of something to do with them. */
export function quotaHref({ locale }: Pick<FrameContext, 'locale'>, event: Pick<EventRow, 'slug'>, path = ''): string {
  return urls.organiserEventPart(locale, event.slug, path === '' ? 'quotas' : `quotas/${path}`)
}

/** Which of the quotas of everybody make sense: where people come one way only, the event's own says it all. */
export function offeredScopes(mode: EventMode): readonly WholeScope[] {
  return mode === 'hybrid' ? wholeScopes : ['event']
}

/** The quotas of everybody that the event may have, and how full they are. */
export function wholeLines(context: FrameContext, event: EventRow, quotas: readonly QuotaWithMembers[]): WholeLine[] {
  return offeredScopes(event.mode).map(scope => {
    const quota = quotas.find(one => one.scope === scope)
    return { scope, places: quota && placesCell(context, quota) }
  })
}

/** The places that several things share. */
export function sharedLines(context: FrameContext, event: EventRow, quotas: readonly QuotaWithMembers[]): SharedLine[] {
  const { locale } = context
  return quotas
    .filter(({ scope }) => scope === 'shared')
    .map(quota => {
      const { text: name, lang } = textWithLanguage(quota.name, locale)
      const members = listNames(
        quota.members.map(thing => thingName(context, thing)),
        locale,
      )
      const href = quotaHref(context, event, quota.reference)
      return { name, lang, href, members, places: placesCell(context, quota) }
    })
}

/** A thing by its name; an option with its question. */
export function thingName({ t, locale }: FrameContext, { name, question }: CountedThing): string {
  const own = readText(name, locale)
  return question === null ? own : t('capacity.quotas.option', { question: readText(question, locale), option: own })
}

/** The kinds of things that may share places, in the order of the form. */
export const memberKinds = ['category', 'part', 'option'] as const

interface MemberGroup {
  readonly kind: CountedThing['kind']
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export interface QuotaFormModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly taken: number
  readonly groups: readonly MemberGroup[]
  readonly labels: Readonly<Record<string, string>>
  /** undefined: they do not exist yet. */
  readonly removeHref: string | undefined
  readonly backHref: string
}

export const quotaFormPage = page<QuotaFormModel>('registration/organiser/quota')

/** What may share places, grouped by kind, with names as the form sends them. */
export function memberGroups(
  context: FrameContext,
  things: readonly CountedThing[],
  nameOf: (thing: CountedThing) => string,
): MemberGroup[] {
  return memberKinds
    .map(kind => ({
      kind,
      options: things
        .filter(thing => thing.kind === kind)
        .map(thing => ({ value: nameOf(thing), label: thingName(context, thing) })),
    }))
    .filter(({ options }) => options.length > 0)
}

/** The labels of the form of shared places, for the summary of errors. */
export function quotaLabels({ t }: FrameContext): Record<string, string> {
  return {
    ...Object.fromEntries(locales.map(locale => [`name.${locale}`, t('capacity.quotas.fields.name')])),
    capacity: t('capacity.quotas.fields.capacity'),
    members: t('capacity.quotas.fields.members'),
  }
}

/** What stands in the form of shared places before anybody types. */
export function quotaValues({ name, capacity }: QuotaWithMembers): Record<string, string> {
  return { ...textValues('name', name), capacity: capacity === null ? '' : String(capacity) }
}

export interface WholePlacesModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly fields: readonly { readonly scope: WholeScope; readonly taken: number | undefined }[]
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
}

export const wholePlacesPage = page<WholePlacesModel>('registration/organiser/whole-places')

/** What the form of the whole event's places needs besides what stands in it. */
export function wholePlacesForm(
  context: FrameContext,
  event: EventRow,
  quotas: readonly QuotaWithMembers[],
): Pick<WholePlacesModel, 'fields' | 'labels' | 'backHref'> {
  const scopes = offeredScopes(event.mode)
  return {
    fields: scopes.map(scope => ({ scope, taken: quotas.find(one => one.scope === scope)?.taken })),
    labels: Object.fromEntries(scopes.map(scope => [scope, context.t(`capacity.quotas.scopes.${scope}`)])),
    backHref: quotaHref(context, event),
  }
}

/** What stands in that form before anybody types. */
export function wholeValues(quotas: readonly QuotaWithMembers[]): Record<string, string> {
  const limited = quotas.filter(({ scope, capacity }) => scope !== 'shared' && capacity !== null)
  return Object.fromEntries(limited.map(({ scope, capacity }) => [scope, String(capacity)]))
}
