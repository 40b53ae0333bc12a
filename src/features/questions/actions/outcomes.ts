import type { Actor } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { Question, QuestionOptionRow } from '../types.ts'

/** What a condition may be refused for. */
export type ConditionRefusal =
  /** The question it should depend on is not an earlier one with answers to choose from. */
  { readonly kind: 'condition-unknown' } | { readonly kind: 'condition-without-values' }

export type AddQuestionOutcome =
  | { readonly kind: 'added'; readonly question: Question }
  | { readonly kind: 'too-many' }
  | ConditionRefusal

export type EditQuestionOutcome =
  | { readonly kind: 'saved'; readonly question: Question }
  | ConditionRefusal
  /** Answers are kept apart or not from the beginning. */
  | { readonly kind: 'sensitivity-answered'; readonly answers: number }
  /** Another question is asked only of those who chose this option. */
  | { readonly kind: 'option-needed'; readonly option: QuestionOptionRow; readonly dependent: Question }

export type MoveQuestionOutcome =
  | { readonly kind: 'moved' }
  | { readonly kind: 'before-condition'; readonly condition: Question }
  | { readonly kind: 'after-dependent'; readonly dependent: Question }

/** Another question is asked depending on it. */
export interface Needed {
  readonly kind: 'needed'
  readonly dependent: Question
}

export type ArchiveQuestionOutcome = { readonly kind: 'archived' } | Needed
export type ReinstateQuestionOutcome =
  | { readonly kind: 'reinstated' }
  | { readonly kind: 'too-many' }
  /** The question it depends on is archived. */
  | { readonly kind: 'condition-archived' }
export type RemoveQuestionOutcome =
  | { readonly kind: 'removed' }
  | Needed
  | { readonly kind: 'answered'; readonly answers: number }

/** Writes a fact about a question to the log; never an answer. */
export async function auditQuestion(
  trx: Transaction,
  actor: Actor,
  fact: string,
  question: Pick<Question, 'id' | 'eventId' | 'kind'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await recordAudit(trx, actor, `question.${fact}`, {
    eventId: question.eventId,
    subject: { kind: 'question', id: question.id },
    details: { kind: question.kind, ...details },
  })
}
