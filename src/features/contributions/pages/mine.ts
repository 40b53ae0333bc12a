import { safeHtml } from '../../../core/markdown.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, listNames, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { dateIn, datesBetween, dateOf, formatDate, formatLocalTimeRange, formatDay, now } from '../../../core/time.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { FrameContext } from '../../events/frame.ts'
import { eventWhen } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { ReleasedChanges } from '../queries/appearances.ts'
import { daysOfAvailability } from '../rules/availability.ts'
import { answerOf, mayAnswer, mayContribute, slidesUntil } from '../rules/states.ts'
import type { Appearance, Material, ReleasedAppearance, Speaker, SpeakerAnswer } from '../types.ts'
import { type OwnSession, ownSessions } from './own-sessions.ts'
import { missingWords } from './words.ts'

/** What was just done, as `?done=` names it. */
export const notices = [
  'confirmed',
  'declined',
  'undone',
  'consented',
  'withdrawn',
  'entry',
  'needs',
  'photograph',
  'photographRemoved',
  'material',
  'materialRemoved',
  'closed',
] as const
export type Notice = (typeof notices)[number]

/** The private page of somebody who speaks. */
export interface SpeakingModel {
  readonly head: Head
  readonly notice: { readonly kind: 'good' | 'warn'; readonly text: string } | undefined
  readonly title: string
  readonly lead: string
  readonly answer: SpeakerAnswer
  /** Where an answer is sent; undefined: it is too late for one. */
  readonly answerAction: string | undefined
  readonly declineHref: string | undefined
  readonly declineReason: string
  /** The box in the form of the answer: not for those who agreed already, nor for institutions. */
  readonly asksConsent: boolean
  readonly sessions: readonly OwnSession[]
  readonly sessionsNote: string
  readonly entry: {
    readonly name: string
    readonly affiliation: { readonly text: string; readonly lang: Locale | undefined }
    readonly biographyHtml: string
    readonly biographyLang: Locale | undefined
    readonly links: readonly { readonly url: string; readonly title: string }[]
    readonly photographHref: string | undefined
    readonly missing: string
    readonly email: string
    readonly editHref: string | undefined
    readonly editPhotographHref: string | undefined
  }
  readonly consent: { readonly text: string; readonly isGiven: boolean; readonly action: string } | undefined
  readonly needs: {
    readonly days: readonly { readonly day: string; readonly words: string }[]
    readonly technicalNeeds: string
    readonly editHref: string | undefined
  }
  readonly eventHref: string | undefined
}

export const speakingPage = page<SpeakingModel>('contributions/speaking')

export interface SpeakingData {
  readonly event: EventRow
  readonly speaker: Speaker
  readonly token: string
  readonly appearances: readonly Appearance[]
  readonly released: ReadonlyMap<string, ReleasedAppearance>
  readonly changes: readonly ReleasedChanges[]
  readonly materials: readonly Material[]
  readonly notice: string
}

/** The page without its head. */
export function speakingModel(context: FrameContext, data: SpeakingData): Omit<SpeakingModel, 'head'> {
  const { t, locale } = context
  const { event, speaker, token } = data
  const answer = answerOf(speaker)
  const isAsked = mayAnswer(event, now())
  const mayChange = mayContribute(event, now())
  const part = (name: string) => urls.speakingPart(locale, token, name)
  const title = readText(event.title, locale)
  const until = formatDate(dateIn(slidesUntil(event), event.timeZone), locale)
  return {
    notice: noticeOf(context, data.notice),
    title: t(`contributions.mine.${isAsked ? answer : 'over'}.title`),
    lead: t(`contributions.mine.${isAsked ? answer : 'over'}.lead`, { title, dates: eventWhen(context, event).dates }),
    answer,
    answerAction: isAsked ? part('answer') : undefined,
    declineHref: isAsked && answer !== 'declined' ? part('decline') : undefined,
    declineReason: speaker.declineReason,
    asksConsent: speaker.consentedAt === null && !speaker.isCollective,
    sessions: ownSessions(context, data),
    sessionsNote: mayChange ? t('contributions.sessions.until', { date: until }) : '',
    entry: entryOf(context, data, mayChange),
    consent: speaker.isCollective
      ? undefined
      : { text: consentText(context, data), isGiven: speaker.consentedAt !== null, action: part('consent') },
    needs: {
      days: availabilityWords(context, data),
      technicalNeeds: speaker.technicalNeeds,
      editHref: isAsked ? part('needs') : undefined,
    },
    eventHref: event.publishedAt === null ? undefined : urls.event(locale, event.slug),
  }
}

function noticeOf({ t }: FrameContext, done: string): SpeakingModel['notice'] {
  const notice = notices.find(one => one === done)
  return notice && { kind: notice === 'closed' ? 'warn' : 'good', text: t(`contributions.done.${notice}`) }
}

function entryOf(context: FrameContext, { speaker, token }: SpeakingData, mayChange: boolean): SpeakingModel['entry'] {
  const { locale } = context
  const biography = textWithLanguage(speaker.biography, locale)
  const part = (name: string) => urls.speakingPart(locale, token, name)
  return {
    name: speakerName(speaker, locale),
    affiliation: textWithLanguage(speaker.affiliation, locale),
    biographyHtml: biography.text === '' ? '' : safeHtml(biography.text),
    biographyLang: biography.lang,
    links: speaker.links.map(({ url, title }) => ({ url, title: title || url })),
    photographHref: speaker.photographId === null ? undefined : part('photograph.webp'),
    missing: listNames(missingWords(context, speaker), locale),
    email: speaker.email ?? '',
    editHref: mayChange ? part('entry') : undefined,
    editPhotographHref: mayChange ? part('photograph') : undefined,
  }
}

function consentText({ t, locale }: FrameContext, { event, speaker }: SpeakingData): string {
  const { consentedAt, consentSource } = speaker
  if (consentedAt === null) return t('contributions.consent.none')
  const date = formatDate(dateIn(consentedAt, event.timeZone), locale)
  return t(`contributions.consent.${consentSource ?? 'organiser'}`, { date })
}

/** What somebody said of each day; one line when they can come whenever. */
export function availabilityWords(
  { t, locale }: FrameContext,
  { event, speaker }: Pick<SpeakingData, 'event' | 'speaker'>,
): { day: string; words: string }[] {
  if (speaker.availability.length === 0) return []
  const days = datesBetween(dateOf(event.startsLocal), dateOf(event.endsLocal))
  return daysOfAvailability(speaker.availability, days).map(one => ({
    day: formatDay(one.day, locale),
    words:
      one.choice === 'part'
        ? formatLocalTimeRange(one.from, one.to, locale)
        : t(`contributions.needs.choices.${one.choice}`),
  }))
}
