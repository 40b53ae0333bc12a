import { formatShortDateTime, type Instant } from '../../../core/time.ts'
import type { ActivityRow } from '../../audit/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { MailSummary } from '../../mail/types.ts'
import type { NoteOfRegistration } from '../../registration/queries/notes.ts'
import type { StateWord } from '../rules/words.ts'
import { type HistoryFacts, isTold, sentence } from './history.ts'

/** One thing that happened: in the log, as a mail, or as a note. */
export interface TimelineEntry {
  readonly kind: 'fact' | 'mail' | 'note'
  readonly when: string
  readonly datetime: string
  readonly what: string
  readonly who: string | undefined
  readonly state: StateWord | undefined
}

/** Everything that happened to a registration. */
export interface TimelineData {
  readonly event: EventRow
  readonly history: readonly ActivityRow[]
  readonly mails: readonly MailSummary[]
  readonly notes: readonly NoteOfRegistration[]
  readonly facts: HistoryFacts
}

const mailKinds = {
  dropped: 'off',
  queued: 'off',
  retrying: 'warn',
  sent: 'good',
  failed: 'bad',
  bounced: 'bad',
} as const

/** The log, the mails and the notes in one line of time, newest first. */
export function timelineOf(context: FrameContext, data: TimelineData): TimelineEntry[] {
  const { t, locale } = context
  const { event } = data
  const when = (at: Instant) => ({
    at,
    when: formatShortDateTime(at, event.timeZone, locale),
    datetime: at.toISOString(),
  })
  const facts = data.history.filter(isTold).map(entry => ({
    ...when(entry.at),
    kind: 'fact' as const,
    what: sentence(context, entry, data.facts),
    who: entry.actorName ?? t(`roster.actor.${entry.actorKind}`),
    state: undefined,
  }))
  const mails = data.mails.map(mail => ({
    ...when(mail.createdAt),
    kind: 'mail' as const,
    what: mail.subject ?? t('roster.one.mailBeingWritten'),
    who: undefined,
    state: { kind: mailKinds[mail.state], label: t(`roster.mailState.${mail.state}`) },
  }))
  const notes = data.notes.map(note => ({
    ...when(note.at),
    kind: 'note' as const,
    what: note.body,
    who: note.author ?? t('roster.actor.user'),
    state: undefined,
  }))
  return [...notes, ...mails, ...facts]
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .map(({ at: _, ...entry }) => entry)
}
