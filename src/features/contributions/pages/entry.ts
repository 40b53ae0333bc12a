import { readRows, rowValues } from '../../../core/http/form-rows.ts'
import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { locales, rawText, readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import { linkRows } from '../forms.ts'
import type { Speaker } from '../types.ts'

/** How a speaker wants to be introduced, as a form. */
export interface EntryModel {
  readonly head: Head
  readonly form: FormModel
  /** Numbers of the rows of links. */
  readonly links: readonly number[]
  readonly locales: readonly { readonly value: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  /** The organisers changed the entry meanwhile: what they wrote. */
  readonly meanwhile: readonly { readonly label: string; readonly value: string }[]
  readonly isCollective: boolean
  readonly backHref: string
}
export const entryPage = page<EntryModel>('contributions/entry')

const entryTexts = ['name', 'affiliation', 'biography'] as const

/** The form as the speaker stands. */
export function freshEntryForm(action: string, speaker: Speaker): FormModel {
  const texts = entryTexts.flatMap(field =>
    locales.map(locale => [`${field}.${locale}`, rawText(speaker[field], locale)] as const),
  )
  const { titleBefore, titleAfter, locale, lockVersion, links } = speaker
  const rows = rowValues(
    linkRows,
    links.map(({ url, title }) => ({ url, title })),
  )
  return freshForm(action, {
    ...Object.fromEntries(texts),
    ...rows,
    titleBefore,
    titleAfter,
    locale,
    lockVersion: String(lockVersion),
  })
}

/** The page of the form without its head. */
export function entryModel(
  { t, locale }: FrameContext,
  {
    speaker,
    form,
    backHref,
    isStale = false,
  }: { speaker: Speaker; form: FormModel; backHref: string; isStale?: boolean },
): Omit<EntryModel, 'head'> {
  const filled = readRows(form.values, linkRows).length
  return {
    form,
    links: Array.from({ length: Math.min(linkRows.max, Math.max(3, filled + 1)) }, (_, number) => number),
    locales: locales.map(value => ({ value, label: t(`core.languageName.${value}`) })),
    labels: entryLabels(t),
    meanwhile: isStale
      ? entryTexts
          .map(field => ({ label: t(`contributions.entry.${field}`), value: readText(speaker[field], locale) }))
          .filter(({ value }) => value !== '')
      : [],
    isCollective: speaker.isCollective,
    backHref,
  }
}

/** How the error summary names the fields. */
function entryLabels(t: FrameContext['t']): Record<string, string> {
  const texts = entryTexts.flatMap(field =>
    locales.map(locale => [
      `${field}.${locale}`,
      `${t(`contributions.entry.${field}`)}, ${t(`core.inLanguage.${locale}`)}`,
    ]),
  )
  const links = Array.from({ length: linkRows.max }, (_, at) => [
    [`link.${at}.url`, t('contributions.entry.linkUrl', { number: at + 1 })],
    [`link.${at}.title`, t('contributions.entry.linkTitle', { number: at + 1 })],
  ]).flat()
  const titles = (['titleBefore', 'titleAfter'] as const).map(field => [field, t(`contributions.entry.${field}`)])
  return { ...Object.fromEntries([...texts, ...links, ...titles]), 'name.cs': t('contributions.entry.name') }
}
