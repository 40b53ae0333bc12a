import { readText } from '../../../core/localised-text.ts'
import { dateOf, formatDay, formatLocalTimeRange, type LocalDateTime, timeOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { endingWord } from '../../files/rules/kinds.ts'
import type { Appearance, Material, Speaker, SpeakerAnswer } from '../types.ts'

/** A state as the partial `state` draws it. */
export interface StateWord {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

const answerKinds: Record<SpeakerAnswer, StateWord['kind']> = {
  confirmed: 'good',
  declined: 'bad',
  invited: 'warn',
  none: 'off',
}

/** How somebody answered, in a word. */
export function answerWord({ t }: Pick<FrameContext, 't'>, answer: SpeakerAnswer): StateWord {
  return { kind: answerKinds[answer], label: t(`contributions.answer.${answer}`) }
}

interface Span {
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
}

/** `středa 13. září 9.00–10.00`: when something is, on the clocks of the event. */
export function spanWords({ startsLocal, endsLocal }: Span, { locale }: Pick<FrameContext, 'locale'>): string {
  return `${formatDay(dateOf(startsLocal), locale)} ${formatLocalTimeRange(timeOf(startsLocal), timeOf(endsLocal), locale)}`
}

/** When a session is by the draft: its time, or how long it is to be. */
export function draftWhen(
  { startsLocal, endsLocal, minutes }: Pick<Appearance, 'startsLocal' | 'endsLocal' | 'minutes'>,
  { t, locale }: FrameContext,
): string {
  if (startsLocal !== null && endsLocal !== null) return spanWords({ startsLocal, endsLocal }, { locale })
  return minutes === null ? t('contributions.sessions.noTime') : t('contributions.sessions.minutes', { minutes })
}

/** `PPTX, 3,4 MB`: what a file is and how long it takes to load. */
export function fileWords(
  { fileName, size }: Pick<Material, 'fileName' | 'size'>,
  { t }: Pick<FrameContext, 't'>,
): string {
  const megabytes = size / (1024 * 1024)
  const words =
    megabytes >= 0.1
      ? t('contributions.file.megabytes', { n: Math.round(megabytes * 10) / 10 })
      : t('contributions.file.kilobytes', { n: Math.max(1, Math.round(size / 1024)) })
  return [endingWord(fileName), words].filter(word => word !== '').join(', ')
}

/** The title of a file; without one its name stands for it. */
export function materialTitle({ title, fileName }: Pick<Material, 'title' | 'fileName'>): string {
  return title === '' ? fileName : title
}

/** What of an entry is still empty and would be missed in the programme. */
export function missingWords({ t }: Pick<FrameContext, 't'>, speaker: Speaker): string[] {
  const parts = [
    [speaker.photographId === null, 'photograph'],
    [readText(speaker.affiliation, 'cs') === '', 'affiliation'],
    [readText(speaker.biography, 'cs') === '', 'biography'],
  ] as const
  return parts.flatMap(([isMissing, part]) => (isMissing ? [t(`contributions.missing.${part}`)] : []))
}
