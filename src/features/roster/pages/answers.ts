import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import type { FrameContext } from '../../events/frame.ts'
import { answerText } from '../../questions/rules/answers.ts'
import type { Answers, Question } from '../../questions/types.ts'
import type { Needs } from '../../registration/types.ts'
import type { OneData } from './one.ts'

/** A question and what somebody answered; a file is a link for those who may have it. */
export interface AnswerLine {
  readonly label: string
  readonly value: string
  readonly href: string | undefined
}

/** Diet and access in words; nothing when nothing was asked for. */
export function needLines({ t }: FrameContext, needs: Needs): AnswerLine[] {
  const line = (label: string, value: string): AnswerLine[] => (value === '' ? [] : [{ label, value, href: undefined }])
  const diet = needs.dietary === '' ? '' : t(`registration.dietary.${needs.dietary}`)
  return [...line(t('registration.fields.dietary'), diet), ...line(t('registration.fields.access'), needs.access)]
}

/** The answers in the order of the form, archived questions with them; only those that are there. */
export function answerLines(
  context: FrameContext,
  data: Pick<OneData, 'access' | 'questions' | 'files'>,
  answers: Answers,
  isSensitive: boolean,
): AnswerLine[] {
  return data.questions
    .filter(question => question.isSensitive === isSensitive && question.kind !== 'consent' && answers.has(question.id))
    .map(question => answerLine(context, data, question, answers))
}

function answerLine(
  context: FrameContext,
  { access, files }: Pick<OneData, 'access' | 'files'>,
  question: Question,
  answers: Answers,
): AnswerLine {
  const { t, locale } = context
  const text = readText(question.label, locale)
  const label = question.archivedAt === null ? text : t('roster.one.archived', { question: text })
  const value = answers.get(question.id)
  if (question.kind !== 'file') return { label, value: answerText(question, value, locale, t), href: undefined }
  const file = files.find(({ reference }) => reference === value)
  const href = urls.organiserEventPart(locale, access.event.slug, `files/${String(value)}`)
  return {
    label,
    value: file?.fileName ?? t('core.unknown'),
    href: file && mayOrganise(access.role) ? href : undefined,
  }
}
