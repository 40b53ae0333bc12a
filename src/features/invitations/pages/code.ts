import type { FormModel } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { locales } from '../../../core/localised-text.ts'
import { formatDateTime, formatZone, now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { CodeLine } from '../../registration/queries/codes.ts'
import { codeState, placesKept } from '../../registration/rules/codes.ts'
import { type CodeLineModel, codeLine, codesHref } from './codes.ts'

export interface CodeModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly line: CodeLineModel
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** Links that fill the code in, by language of the form; none once it opens nothing. */
  readonly links: readonly { readonly label: string; readonly href: string }[]
  readonly disableHref: string | undefined
  readonly backHref: string
}

export const codePage = page<CodeModel>('invitations/organiser/code')

/** One code without its head. */
export function codeModel(
  context: FrameContext,
  { event, code, baseUrl }: { event: EventRow; code: CodeLine; baseUrl: string },
): Omit<CodeModel, 'head' | 'flash'> {
  const { t, locale } = context
  const line = codeLine(context, event, code)
  const until =
    line.expires === ''
      ? t('invitations.codes.noExpiry')
      : `${line.expires} (${formatZone(now(), event.timeZone, locale)})`
  const facts = [
    { label: t('invitations.codes.fields.opens'), value: line.opens },
    { label: t('invitations.codes.fields.used'), value: line.used },
    { label: t('invitations.codes.fields.kept'), value: line.kept },
    { label: t('invitations.codes.fields.expires'), value: until },
    { label: t('invitations.codes.fields.note'), value: line.note },
    { label: t('invitations.codes.fields.created'), value: formatDateTime(code.createdAt, event.timeZone, locale) },
  ]
  return {
    line,
    facts: facts.filter(({ value }) => value !== ''),
    links: codeState(code, now()) === 'valid' ? linksOf(context, event, code.code, baseUrl) : [],
    disableHref: code.disabledAt === null ? `${line.href}/disable` : undefined,
    backHref: codesHref(context, event),
  }
}

/** The form with the code filled in, in every language. */
function linksOf({ t }: FrameContext, event: EventRow, code: string, baseUrl: string) {
  return locales.map(locale => ({
    label: t(`core.languageName.${locale}`),
    href: absolute(baseUrl, urls.registration(locale, event.slug, { code })),
  }))
}

export interface CodeFormModel {
  readonly head: Head
  readonly form: FormModel
  readonly isMany: boolean
  readonly categories: readonly { readonly value: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly zone: string
  readonly mostAtOnce: number
  readonly otherHref: string
  readonly backHref: string
}

export const codeFormPage = page<CodeFormModel>('invitations/organiser/code-form')

const fields = ['code', 'count', 'prefix', 'category', 'mostUses', 'expiresDate', 'expiresTime', 'note'] as const

/** The labels of the forms by field, for the error summary. */
export function codeLabels({ t }: FrameContext): Record<string, string> {
  return Object.fromEntries(fields.map(field => [field, t(`invitations.codeForm.${field}`)]))
}

export const confirmPage = page<ConfirmModel>('invitations/organiser/confirm')

/** The question before a code is disabled. */
export function disableQuestion(context: FrameContext, event: EventRow, code: CodeLine): Omit<ConfirmModel, 'head'> {
  const { t } = context
  const here = codesHref(context, event, code.reference)
  const kept = placesKept(code)
  return {
    question: t('invitations.disable.question', { code: code.code }),
    consequences: [
      t('invitations.disable.link'),
      ...(code.used > 0 ? [t('invitations.disable.registrations', { count: code.used })] : []),
      ...(kept > 0 ? [t('invitations.disable.places', { count: kept })] : []),
    ],
    action: `${here}/disable`,
    submit: t('invitations.disable.submit'),
    back: { href: here, label: t('core.back') },
  }
}
