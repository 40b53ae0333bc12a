import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { listNames, readText } from '../../../core/localised-text.ts'
import { formatShortDateTime, now } from '../../../core/time.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { answerOf, mayAnswer } from '../rules/states.ts'
import { type AnswerCounts, type AnswerGroup, answerGroups, type AskKind, type SpeakerLine } from '../types.ts'
import { answerWord, missingWords, type StateWord } from './words.ts'

/** Who of those who speak has answered, and what is missing. */
export interface AnswersModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly agendaHref: string
  readonly speakersHref: string
  readonly listHref: string
  readonly csvHref: string
  readonly isEmpty: boolean
  readonly groups: readonly {
    readonly href: string
    readonly label: string
    readonly note: string
    readonly current: boolean
  }[]
  readonly invite: { readonly href: string; readonly count: number } | undefined
  readonly remind: { readonly href: string; readonly count: number } | undefined
  readonly lines: readonly {
    readonly name: string
    readonly href: string
    readonly affiliation: string
    readonly sessions: string
    readonly answer: StateWord
    readonly since: string
    readonly isHidden: boolean
    readonly missing: string
  }[]
}

export const answersPage = page<AnswersModel>('contributions/organiser/answers')

interface AnswersData {
  readonly event: EventRow
  readonly group: AnswerGroup
  readonly counts: AnswerCounts
  readonly toInvite: number
  readonly toRemind: number
  readonly lines: readonly SpeakerLine[]
}

/** The address of the answers, or of something to do with them. */
export function answersHref({ locale }: Pick<FrameContext, 'locale'>, event: EventRow, part = '', group?: AnswerGroup) {
  const path = part === '' ? 'agenda/speakers/answers' : `agenda/speakers/answers/${part}`
  return urls.organiserEventPart(locale, event.slug, path, { group: group === 'all' ? undefined : group })
}

/** The address of what the organisers know of one speaker. */
export function answerHref({ locale }: Pick<FrameContext, 'locale'>, event: EventRow, reference: string, part = '') {
  const path = `agenda/speakers/${reference}/answer`
  return urls.organiserEventPart(locale, event.slug, part === '' ? path : `${path}/${part}`)
}

/** The list without its head. */
export function answersModel(
  context: FrameContext,
  { event, group, counts, toInvite, toRemind, lines }: AnswersData,
): Omit<AnswersModel, 'head' | 'flash'> {
  const { t, locale } = context
  const part = (path: string) => urls.organiserEventPart(locale, event.slug, path)
  const ask = (kind: AskKind, count: number) =>
    count > 0 && mayAnswer(event, now()) ? { href: answersHref(context, event, kind), count } : undefined
  return {
    agendaHref: part('agenda'),
    speakersHref: part('agenda/speakers'),
    listHref: part('agenda/speakers/list'),
    csvHref: part('agenda/speakers.csv'),
    isEmpty: counts.all === 0,
    groups: answerGroups
      .filter(one => one === 'all' || one === group || counts[one] > 0)
      .map(one => ({
        href: answersHref(context, event, '', one),
        label: t(`contributions.groups.${one}`),
        note: String(counts[one]),
        current: one === group,
      })),
    invite: ask('invite', toInvite),
    remind: ask('remind', toRemind),
    lines: lines.map(line => lineOf(context, event, line)),
  }
}

function lineOf(context: FrameContext, event: EventRow, line: SpeakerLine): AnswersModel['lines'][number] {
  const { t, locale } = context
  const { confirmedAt, declinedAt, remindedAt, invitedAt, email } = line
  const last = confirmedAt ?? declinedAt ?? remindedAt ?? invitedAt
  const answer = answerOf(line)
  return {
    name: speakerName(line, locale),
    href: answerHref(context, event, line.reference),
    affiliation: readText(line.affiliation, locale),
    sessions: line.sessions.map(({ title }) => readText(title, locale)).join('; '),
    answer:
      answer === 'none' && email === null
        ? { kind: 'off', label: t('contributions.answer.unreachable') }
        : answerWord(context, answer),
    since: last === null ? '' : formatShortDateTime(last, event.timeZone, locale),
    isHidden: !line.isPublic,
    missing: line.isCollective ? '' : listNames(missingWords(context, line), locale),
  }
}

/** The question before many are written to. */
export interface AskModel {
  readonly head: Head
  readonly kind: AskKind
  readonly count: number
  /** Somebody answered since the count was shown. */
  readonly hasChanged: boolean
  readonly action: string
  readonly backHref: string
}

export const askPage = page<AskModel>('contributions/organiser/ask')
