import type { Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { findOwnQuota } from '../queries/quotas.ts'
import type { QuotaRow } from '../types/places.ts'
import { recountQuota } from './places.ts'
import '../tables.ts'

/** An option of a question of an event. */
export interface OptionOfEvent {
  readonly eventId: number
  readonly optionId: number
}

/**
 * Begins to count who chose an option, without a limit; who chose it before is counted too. Does nothing where it is
 * counted already. The caller holds the lock of the ledger.
 */
export async function countOption(trx: Transaction, { eventId, optionId }: OptionOfEvent): Promise<QuotaRow> {
  const known = await findOwnQuota(trx, { optionId })
  if (known !== undefined) return known
  const [quota] = await trx('quotas').insert({ eventId, optionId, reference: newReference() }).returning('*')
  if (quota === undefined) throw new Error('the quota was not inserted')
  await signUpThoseWhoChose(trx, optionId)
  await recountQuota(trx, { eventId, quotaId: quota.id })
  return quota
}

/** Whoever has a place and chose the option has it; whoever awaits a place wishes for it. */
async function signUpThoseWhoChose(trx: Transaction, optionId: number): Promise<void> {
  await trx.raw(
    `insert into sign_ups (event_id, registration_id, option_id, created_at, content_updated_at, confirmed_at)
     select r.event_id, r.id, o.id, :now, :now, case when r.status = 'confirmed' then :now::timestamptz end
     from question_options o
       join (select * from answers union all select * from sensitive_answers) a on a.question_id = o.question_id
       join registrations r on r.id = a.registration_id
     where o.id = :optionId and jsonb_exists(a.value, o.reference)
       and r.cancelled_at is null and r.declined_at is null
     order by r.id
     on conflict do nothing`,
    { optionId, now: now() },
  )
}

/**
 * No longer counts who chose an option: everybody who did has it. Where it shares places with something it is counted
 * on, and only its own limit falls; the caller then sets it. True when the count ended.
 */
export async function stopCountingOption(trx: Transaction, { optionId }: OptionOfEvent): Promise<boolean> {
  const member = await trx('quotaMembers').where({ optionId }).first()
  if (member !== undefined) return false
  await trx('signUps').where({ optionId }).delete()
  await trx('quotas').where({ optionId }).delete()
  return true
}
