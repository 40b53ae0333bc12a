import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { datesBetween, dateOf, formatDay, type LocalDate } from '../../../core/time.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { largestMaterial, largestPhotograph, materialEndings, photographTypes } from '../../files/rules/kinds.ts'
import { daysOfAvailability, daysToAsk } from '../rules/availability.ts'
import type { Appearance, Material, Speaker } from '../types.ts'
import { materialTitle } from './words.ts'

/** When somebody can come and what they need, as a form. */
export interface NeedsModel {
  readonly head: Head
  readonly form: FormModel
  readonly days: readonly { readonly name: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
}
export const needsPage = page<NeedsModel>('contributions/needs')

/** The days a speaker is asked about. */
export function daysOfEvent(event: Pick<EventRow, 'startsLocal' | 'endsLocal'>): readonly LocalDate[] {
  return daysToAsk(datesBetween(dateOf(event.startsLocal), dateOf(event.endsLocal)))
}

/** The form as the speaker stands. */
export function freshNeedsForm(action: string, event: EventRow, speaker: Speaker): FormModel {
  const days = daysOfAvailability(speaker.availability, daysOfEvent(event)).map(one => ({
    [`day.${one.day}`]: one.choice,
    ...(one.choice === 'part' && { [`from.${one.day}`]: one.from, [`to.${one.day}`]: one.to }),
  }))
  return freshForm(action, Object.assign({ technicalNeeds: speaker.technicalNeeds }, ...days))
}

/** The page of the form without its head. */
export function needsModel(
  { t, locale }: FrameContext,
  { event, form, backHref }: { event: EventRow; form: FormModel; backHref: string },
): Omit<NeedsModel, 'head'> {
  const days = daysOfEvent(event).map(day => ({ name: day, label: formatDay(day, locale) }))
  const labels = days.flatMap(({ name, label }) => [
    [`day.${name}`, label],
    [`from.${name}`, `${label}, ${t('contributions.needs.from')}`],
    [`to.${name}`, `${label}, ${t('contributions.needs.to')}`],
  ])
  return { form, days, labels: Object.fromEntries(labels), backHref }
}

/** The photograph of a speaker: the one there is, and another. */
export interface PhotographModel {
  readonly head: Head
  readonly form: FormModel
  readonly heading: string
  /** Whose it is: the text that stands for the picture. */
  readonly name: string
  readonly src: string | undefined
  readonly accept: string
  readonly megabytes: number
  readonly flash: string | undefined
  readonly backHref: string
  readonly backLabel: string
}
export const photographPage = page<PhotographModel>('contributions/photograph')
export const organiserPhotographPage = page<PhotographModel>('contributions/organiser/photograph')

/** The page without its head. */
export function photographModel(
  { t, locale }: FrameContext,
  { speaker, form, src, back }: { speaker: Speaker; form: FormModel; src: string; back: PhotographBack },
): Omit<PhotographModel, 'head'> {
  const name = speakerName(speaker, locale)
  return {
    form,
    heading: t('contributions.photograph.title'),
    name,
    // The address changes with the picture, so that nobody sees the former one out of a cache.
    src: speaker.photographReference === null ? undefined : `${src}?${speaker.photographReference}`,
    accept: photographTypes.join(','),
    megabytes: largestPhotograph / (1024 * 1024),
    flash: undefined,
    backHref: back.href,
    backLabel: back.label,
  }
}

export interface PhotographBack {
  readonly href: string
  readonly label: string
}

/** A file to put beside a session. */
export interface UploadModel {
  readonly head: Head
  readonly form: FormModel
  readonly session: string
  readonly accept: string
  readonly megabytes: number
  readonly backHref: string
}
export const uploadPage = page<UploadModel>('contributions/upload')

/** The page without its head. */
export function uploadModel(
  { locale }: FrameContext,
  { session, form, backHref }: { session: Pick<Appearance, 'title'>; form: FormModel; backHref: string },
): Omit<UploadModel, 'head'> {
  return { form, session: readText(session.title, locale), ...materialField, backHref }
}

/** What the file field of a material takes. */
export const materialField = {
  accept: materialEndings.map(ending => `.${ending}`).join(','),
  megabytes: largestMaterial / (1024 * 1024),
} as const

/** Saying no, with a reason. */
export interface DeclineModel {
  readonly head: Head
  readonly form: FormModel
  readonly backHref: string
}
export const declinePage = page<DeclineModel>('contributions/decline')

export const speakerAskPage = page<ConfirmModel>('contributions/ask')

/** The question before a file of one's own is removed. */
export function askToRemove(
  { t, locale }: FrameContext,
  { material, token }: { material: Material; token: string },
): Omit<ConfirmModel, 'head'> {
  return {
    question: t('contributions.material.question', { title: materialTitle(material) }),
    consequences: [t(`contributions.material.${material.publishedAt === null ? 'goneForOrganisers' : 'goneForAll'}`)],
    action: urls.speakingPart(locale, token, `materials/${material.reference}/remove`),
    submit: t('contributions.material.remove'),
    back: { href: urls.speaking(locale, token), label: t('core.back') },
  }
}
