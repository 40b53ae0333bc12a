import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatShortDateTime, type Instant, now } from '../../../core/time.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { answerOf, mayAnswer } from '../rules/states.ts'
import type { Appearance, Material, Speaker } from '../types.ts'
import { answerHref } from './answers.ts'
import { availabilityWords } from './mine.ts'
import { answerWord, draftWhen, type StateWord } from './words.ts'

/** What the organisers know of one speaker: the answer, the link, what they need. */
export interface AnswerModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly name: string
  readonly state: StateWord
  readonly reason: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly days: readonly { readonly day: string; readonly words: string }[]
  readonly technicalNeeds: string
  readonly sessions: readonly {
    readonly title: string
    readonly when: string
    readonly room: string
    readonly href: string
    readonly materials: number
  }[]
  readonly history: readonly { readonly when: string; readonly datetime: string; readonly what: string }[]
  readonly link: string
  readonly hasEmail: boolean
  /** What a mail would do: ask for the first time, or again; undefined when there is nothing to ask. */
  readonly ask: { readonly action: string; readonly label: string } | undefined
  readonly renewHref: string
  readonly editHref: string
  readonly photographHref: string
  readonly photographSrc: string | undefined
  readonly backHref: string
}

export const answerPage = page<AnswerModel>('contributions/organiser/answer')

interface AnswerData {
  readonly event: EventRow
  readonly speaker: Speaker
  readonly appearances: readonly Appearance[]
  readonly materials: readonly Material[]
  readonly token: string
  readonly baseUrl: string
}

/** One speaker without the head of the page. */
export function answerModel(context: FrameContext, data: AnswerData): Omit<AnswerModel, 'head' | 'flash'> {
  const { t, locale } = context
  const { event, speaker, token, baseUrl } = data
  const here = (part = '') => answerHref(context, event, speaker.reference, part)
  const form = urls.organiserEventPart(locale, event.slug, `agenda/speakers/${speaker.reference}`)
  const answer = answerOf(speaker)
  const isAskable = speaker.email !== null && (answer === 'none' || answer === 'invited') && mayAnswer(event, now())
  return {
    name: speakerName(speaker, locale),
    state: answerWord(context, answer),
    reason: speaker.declineReason,
    facts: factsOf(context, data),
    days: availabilityWords(context, data),
    technicalNeeds: speaker.technicalNeeds,
    sessions: sessionsOf(context, data),
    history: historyOf(context, event, speaker),
    link: absolute(baseUrl, urls.speaking(speaker.locale, token)),
    hasEmail: speaker.email !== null,
    ask: isAskable
      ? { action: here('ask'), label: t(`contributions.one.${answer === 'none' ? 'invite' : 'remind'}`) }
      : undefined,
    renewHref: here('renew'),
    editHref: form,
    photographHref: `${form}/photograph`,
    photographSrc:
      speaker.photographReference === null ? undefined : `${form}/photograph.webp?${speaker.photographReference}`,
    backHref: urls.organiserEventPart(locale, event.slug, 'agenda/speakers/answers'),
  }
}

function factsOf({ t, locale }: FrameContext, { speaker }: AnswerData): AnswerModel['facts'] {
  const consent = speaker.consentedAt === null ? 'none' : (speaker.consentSource ?? 'organiser')
  return [
    { label: t('contributions.one.affiliation'), value: readText(speaker.affiliation, locale) },
    { label: t('contributions.one.email'), value: speaker.email ?? '' },
    { label: t('contributions.one.language'), value: t(`core.languageName.${speaker.locale}`) },
    {
      label: t('contributions.one.consent'),
      value: speaker.isCollective ? '' : t(`contributions.one.consents.${consent}`),
    },
  ].filter(({ value }) => value !== '')
}

function sessionsOf(context: FrameContext, { event, appearances, materials }: AnswerData): AnswerModel['sessions'] {
  const { locale } = context
  return appearances
    .filter(({ isCancelled }) => !isCancelled)
    .map(session => ({
      title: readText(session.title, locale),
      when: draftWhen(session, context),
      room: readText(session.room, locale),
      href: urls.organiserEventPart(locale, event.slug, `agenda/sessions/${session.reference}/materials`),
      materials: materials.filter(({ sessionId }) => sessionId === session.id).length,
    }))
}

function historyOf({ t, locale }: FrameContext, event: EventRow, speaker: Speaker): AnswerModel['history'] {
  const { invitedAt, remindedAt, confirmedAt, declinedAt, consentedAt } = speaker
  const entries: (readonly [Instant | null, string])[] = [
    [invitedAt, t('contributions.history.invited')],
    [remindedAt, t('contributions.history.reminded')],
    [confirmedAt, t('contributions.history.confirmed')],
    [declinedAt, t('contributions.history.declined')],
    [consentedAt, t('contributions.history.consented')],
  ]
  return entries
    .flatMap(([at, what]) => (at === null ? [] : [{ at, what }]))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .map(({ at, what }) => ({
      when: formatShortDateTime(at, event.timeZone, locale),
      datetime: at.toISOString(),
      what,
    }))
}

export const deskAskPage = page<ConfirmModel>('contributions/ask')

/** The question before the private link is made anew. */
export function askToRenew(context: FrameContext, event: EventRow, speaker: Speaker): Omit<ConfirmModel, 'head'> {
  const { t, locale } = context
  const here = answerHref(context, event, speaker.reference)
  return {
    question: t('contributions.renew.question', { name: speakerName(speaker, locale) }),
    consequences: [t('contributions.renew.old'), t('contributions.renew.mail')],
    action: `${here}/renew`,
    submit: t('contributions.renew.submit'),
    back: { href: here, label: t('core.back') },
  }
}
