import type { Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { digest } from '../../../core/tokens.ts'
import type { GivenConsent } from '../types.ts'
import '../tables.ts'

/**
 * Makes the record of consents agree with the form somebody sent again: what is no longer ticked is withdrawn, what is
 * ticked anew, or with other words than before, is given now with these words. Only consents of questions that were on
 * the form are touched.
 */
export async function renewConsents(
  trx: Transaction,
  {
    registrationId,
    asked,
    given,
  }: { registrationId: number; asked: readonly number[]; given: readonly GivenConsent[] },
): Promise<void> {
  if (asked.length === 0) return
  const standing = await trx('consents')
    .where({ registrationId, purpose: 'question' })
    .whereIn('questionId', [...asked])
    .whereNull('withdrawnAt')
  const isSame = (one: (typeof standing)[number]) =>
    given.some(({ questionId, textVersion = 1 }) => questionId === one.questionId && textVersion === one.textVersion)
  const withdrawn = standing.filter(one => !isSame(one)).map(({ id }) => id)
  if (withdrawn.length > 0) await trx('consents').whereIn('id', withdrawn).update({ withdrawnAt: now() })
  const kept = new Set(standing.filter(isSame).map(({ questionId }) => questionId))
  const fresh = given.filter(({ questionId }) => questionId !== undefined && !kept.has(questionId))
  if (fresh.length === 0) return
  await trx('consents').insert(
    fresh.map(({ purpose, textShown, locale, questionId, textVersion }) => ({
      registrationId,
      purpose,
      textShown,
      locale,
      questionId: questionId ?? null,
      textVersion: textVersion ?? 1,
      textDigest: digest(textShown),
      givenAt: now(),
    })),
  )
}
