import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText, textWithLanguage } from '../../../core/localised-text.ts'
import { dateIn, formatDate, now } from '../../../core/time.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { FrameContext } from '../../events/frame.ts'
import { eventWhen } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { answerOf } from '../rules/states.ts'
import type { SpeakerLine } from '../types.ts'
import { availabilityWords } from './mine.ts'
import { draftWhen } from './words.ts'

/** The speakers of an event for paper: for those who chair, who welcome and who set the stage. */
export interface SpeakerListModel {
  readonly head: Head
  readonly title: { readonly text: string; readonly lang: string | undefined }
  readonly when: string
  readonly date: string
  readonly backHref: string
  readonly csvHref: string
  readonly speakers: readonly {
    readonly name: string
    readonly affiliation: string
    readonly answer: string
    readonly sessions: readonly { readonly title: string; readonly about: string }[]
    readonly days: string
    readonly technicalNeeds: string
  }[]
}

export const speakerListPage = page<SpeakerListModel>('contributions/organiser/list')

/** The list without its head. */
export function speakerListModel(
  context: FrameContext,
  event: EventRow,
  speakers: readonly SpeakerLine[],
): Omit<SpeakerListModel, 'head'> {
  const { t, locale } = context
  return {
    title: textWithLanguage(event.title, locale),
    when: [eventWhen(context, event).dates, eventWhen(context, event).place].filter(text => text !== '').join(', '),
    date: formatDate(dateIn(now(), event.timeZone), locale),
    backHref: urls.organiserEventPart(locale, event.slug, 'agenda/speakers/answers'),
    csvHref: urls.organiserEventPart(locale, event.slug, 'agenda/speakers.csv'),
    speakers: speakers.map(speaker => ({
      name: speakerName(speaker, locale),
      affiliation: readText(speaker.affiliation, locale),
      answer: t(`contributions.answer.${answerOf(speaker)}`),
      sessions: speaker.sessions.map(session => ({
        title: readText(session.title, locale),
        about: sessionWords(context, session),
      })),
      days: daysOf(context, event, speaker),
      technicalNeeds: speaker.technicalNeeds,
    })),
  }
}

function sessionWords(context: FrameContext, session: SpeakerLine['sessions'][number]): string {
  const { t, locale } = context
  const role = session.role === 'speaker' ? '' : t(`contributions.role.${session.role}`)
  return [draftWhen(session, context), readText(session.room, locale), role].filter(text => text !== '').join(', ')
}

function daysOf(context: FrameContext, event: EventRow, speaker: SpeakerLine): string {
  return availabilityWords(context, { event, speaker })
    .map(({ day, words }) => `${day}: ${words}`)
    .join('; ')
}

/** The same as a table: header and rows. Titles stand apart from names, so that a mail merge can use them. */
export function speakerTable(
  context: FrameContext,
  event: EventRow,
  speakers: readonly SpeakerLine[],
): { header: string[]; rows: string[][] } {
  const { t, locale } = context
  const columns = [
    'titleBefore',
    'name',
    'titleAfter',
    'affiliation',
    'email',
    'language',
    'sessions',
    'answer',
    'reason',
    'consent',
    'days',
    'needs',
  ] as const
  const rows = speakers.map(speaker => [
    speaker.titleBefore,
    readText(speaker.name, locale),
    speaker.titleAfter,
    readText(speaker.affiliation, locale),
    speaker.email ?? '',
    t(`core.languageName.${speaker.locale}`),
    speaker.sessions.map(one => `${readText(one.title, locale)} (${sessionWords(context, one)})`).join('; '),
    t(`contributions.answer.${answerOf(speaker)}`),
    speaker.declineReason,
    speaker.isPublic ? t('contributions.table.yes') : t('contributions.table.no'),
    daysOf(context, event, speaker),
    speaker.technicalNeeds,
  ])
  return { header: columns.map(column => t(`contributions.table.${column}`)), rows }
}
