import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant, LocalDateTime } from '../../core/time.ts'
import type { SpeakerRow } from '../agenda/types/speakers.ts'
import type { SessionKind, SpeakerRole } from '../agenda/types.ts'
import type { FileSummary } from '../files/types.ts'

/** How somebody answered: asked and silent is `invited`, never asked is `none`. */
export const speakerAnswers = ['invited', 'confirmed', 'declined', 'none'] as const
export type SpeakerAnswer = (typeof speakerAnswers)[number]

/** Somebody who speaks at an event, with everything that they and the organisers say of them. */
export interface Speaker extends Omit<SpeakerRow, 'importKey' | 'createdAt' | 'updatedAt'> {
  readonly photographReference: string | null
}

/** A session that somebody appears in, as the draft has it. */
export interface Appearance {
  readonly id: number
  readonly reference: string
  readonly title: LocalisedText
  readonly kind: SessionKind
  readonly role: SpeakerRole
  readonly room: LocalisedText | null
  /** null: no time yet. */
  readonly startsLocal: LocalDateTime | null
  readonly endsLocal: LocalDateTime | null
  /** How long it is to be while it has no time. */
  readonly minutes: number | null
  readonly isCancelled: boolean
}

/** What the last release says of a session. */
export interface ReleasedAppearance {
  readonly reference: string
  readonly title: LocalisedText
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly room: LocalisedText | null
  readonly isCancelled: boolean
}

/** A file beside a session. */
export interface Material {
  readonly id: number
  readonly reference: string
  readonly sessionId: number
  readonly sessionReference: string
  /** '' : the name of the file stands for it. */
  readonly title: string
  readonly position: number
  /** null: only the organisers and those who speak in the session see it. */
  readonly publishedAt: Instant | null
  readonly createdAt: Instant
  /** null: the organisers added it. */
  readonly speakerId: number | null
  readonly fileId: number
  readonly fileReference: string
  readonly fileName: FileSummary['fileName']
  readonly contentType: string
  /** In bytes. */
  readonly size: number
}

/** A speaker in the organiser's list. */
export interface SpeakerLine extends Speaker {
  readonly sessions: readonly Pick<
    Appearance,
    'reference' | 'title' | 'role' | 'startsLocal' | 'endsLocal' | 'minutes' | 'room'
  >[]
}

/** The groups an organiser looks at. */
export const answerGroups = ['all', 'unanswered', 'confirmed', 'declined', 'unasked', 'unreachable', 'hidden'] as const
export type AnswerGroup = (typeof answerGroups)[number]
export type AnswerCounts = Readonly<Record<AnswerGroup, number>>

/** What the organisers ask: for a first answer, or again. */
export type AskKind = 'invite' | 'remind'

/** Hours between two mails that ask the same person for an answer. */
export const hoursBetweenReminders = 24
/** Files beside one session, and bytes beside all sessions of an event, at most. */
export const mostMaterials = 20
export const mostMaterialBytes = 2 * 1024 * 1024 * 1024
