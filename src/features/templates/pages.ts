import type { MailNav } from '../announcements/frame.ts'
import type { FormModel } from '../../core/http/forms.ts'
import { type Head, page } from '../../core/http/pages.ts'
import { urls, withQuery } from '../../core/http/urls.ts'
import { type Locale, locales } from '../../core/localised-text.ts'
import type { FrameContext } from '../events/frame.ts'
import { drawMail } from '../mail/frame.ts'
import { framedHtml } from '../mail/rules/framed.ts'
import { placeholderLines } from '../mail/rules/wording.ts'
import type { MailContent } from '../mail/types.ts'
import type { Wording } from '../mail/types/wording.ts'
import { placeholdersFor, wordedKinds, type WordedGroup, type WordedKind } from './rules.ts'
import type { Example, MailTemplateRow, TemplateName } from './types.ts'

/** One kind of mail with its languages. */
export interface TemplateLine {
  readonly kind: WordedKind
  readonly languages: readonly { readonly locale: Locale; readonly href: string; readonly isWorded: boolean }[]
}

/** The model of the list. */
export interface TemplateListModel {
  readonly head: Head
  readonly nav: MailNav
  readonly groups: readonly { readonly group: WordedGroup; readonly lines: readonly TemplateLine[] }[]
}
export const templateListPage = page<TemplateListModel>('templates/organiser/list')

/** The model of one template. */
export interface TemplateModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly kind: WordedKind
  readonly locale: Locale
  readonly listHref: string
  readonly other: { readonly locale: Locale; readonly href: string }
  readonly form: FormModel
  readonly placeholders: ReturnType<typeof placeholderLines>
  /** What stands where a field is empty; undefined: there is nobody to show it with. */
  readonly original:
    | { readonly subject: string; readonly heading: string; readonly paragraphs: readonly string[] }
    | undefined
  readonly preview: PreviewModel | undefined
  readonly test: { readonly action: string; readonly address: string } | undefined
  /** Where the original words come back; undefined: they are there. */
  readonly resetHref: string | undefined
}
export const templatePage = page<TemplateModel>('templates/organiser/template')

/** The frame that shows the mail, and whom it is for. */
export interface PreviewModel {
  readonly action: string
  readonly src: string
  readonly registration: string
  readonly examples: readonly { readonly value: string; readonly label: string }[]
}

/** The question before the words are thrown away. */
export interface ResetModel {
  readonly head: Head
  readonly kind: WordedKind
  readonly locale: Locale
  readonly action: string
  readonly lockVersion: number
  readonly backHref: string
}
export const resetPage = page<ResetModel>('templates/organiser/reset')

/** Where the templates of an event are. */
export function listPath(locale: Locale, event: { readonly slug: string }): string {
  return urls.organiserEventPart(locale, event.slug, 'mails/templates')
}

/** Where one template is. */
export function templatePath(locale: Locale, event: { readonly slug: string }, name: TemplateName): string {
  return `${listPath(locale, event)}/${name.kind}/${name.locale}`
}

/** The kinds that are written here at all, with the languages in which the organiser has words of their own. */
export function templateGroups(
  { locale }: FrameContext,
  event: { readonly slug: string },
  known: readonly string[],
  written: readonly (TemplateName & { readonly isWorded: boolean })[],
): TemplateListModel['groups'] {
  const isWorded = (name: TemplateName) =>
    written.some(one => one.kind === name.kind && one.locale === name.locale && one.isWorded)
  const lineOf = (kind: WordedKind): TemplateLine => ({
    kind,
    languages: locales.map(language => {
      const name = { kind, locale: language }
      return { locale: language, href: templatePath(locale, event, name), isWorded: isWorded(name) }
    }),
  })
  return (['registration', 'event', 'calendar'] as const)
    .map(group => ({ group, lines: wordedKinds[group].filter(kind => known.includes(kind)).map(lineOf) }))
    .filter(({ lines }) => lines.length > 0)
}

/** What stands in the form before anybody types. */
export function templateValues(row: MailTemplateRow | undefined): Record<string, string> {
  const { subject = '', heading = '', body = '', lockVersion = 0 } = row ?? {}
  return { subject, heading, body, lockVersion: String(lockVersion) }
}

/** Whether there are words to go back from. */
export function isWorded(row: Wording | undefined): boolean {
  return row !== undefined && `${row.subject}${row.heading}${row.body}` !== ''
}

/** Everything around the form that does not depend on what was typed. */
export function templateFrame(
  { locale }: FrameContext,
  event: { readonly slug: string },
  name: { readonly kind: WordedKind; readonly locale: Locale },
): Pick<TemplateModel, 'kind' | 'locale' | 'listHref' | 'other' | 'placeholders'> {
  const other = locales.find(language => language !== name.locale) ?? name.locale
  return {
    kind: name.kind,
    locale: name.locale,
    listHref: listPath(locale, event),
    other: { locale: other, href: templatePath(locale, event, { ...name, locale: other }) },
    placeholders: placeholderLines(placeholdersFor(name.kind)),
  }
}

/** The words of the original as they would come to somebody. */
export function originalWords(content: MailContent | undefined): TemplateModel['original'] {
  if (content?.words === undefined) return undefined
  return { subject: content.subject, heading: content.words.heading, paragraphs: content.words.paragraphs }
}

/** The frame of the preview, with the registrations to choose from. */
export function previewModel(
  { t }: FrameContext,
  here: string,
  chosen: Example,
  examples: readonly Example[],
): PreviewModel {
  return {
    action: `${here}/preview`,
    src: withQuery(`${here}/preview`, { registration: chosen.reference }),
    registration: chosen.reference,
    examples: examples.map(({ reference, givenName, familyName, status }) => ({
      value: reference,
      label: `${givenName} ${familyName} (${t(`roster.statuses.${status}`)})`,
    })),
  }
}

/** The html for the frame: as it looks in one scheme, with its pictures inside. */
export function previewHtml({ html, attachments }: MailContent, scheme: 'light' | 'dark'): string {
  const pictures = attachments.map(({ contentId, contentType, content }) => ({
    contentId: contentId ?? null,
    contentType,
    base64: Buffer.from(content).toString('base64'),
  }))
  return framedHtml({ html, attachments: pictures }, scheme)
}

/** Instead of a mail: that this person would get none. */
export function nothingHtml({ t, locale }: FrameContext, scheme: 'light' | 'dark'): string {
  const said = { subject: t('templates.preview.title'), title: t('templates.preview.title'), preheader: '' }
  const lead = { heading: t('templates.preview.nothing') }
  const { html } = drawMail(locale, { ...said, lead, facts: [], paragraphs: [], footer: [] })
  return framedHtml({ html, attachments: [] }, scheme)
}
