import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { RuleDraft } from '../rules/presets.ts'
import type { AnnouncementRuleRow } from '../types.ts'
import '../tables.ts'

/** Rules of one event at most. */
export const mostRules = 30

export type AddRuleOutcome =
  | { readonly kind: 'added'; readonly rule: AnnouncementRuleRow }
  | { readonly kind: 'too-many' }

/** Adds a rule; it goes by itself from now on. What was due before now is skipped. */
export async function addRule(
  db: Database | Transaction,
  actor: Actor,
  { event, input }: { event: { readonly id: number }; input: RuleDraft },
): Promise<AddRuleOutcome> {
  return inTransaction(db, async trx => {
    const [{ count } = { count: 0 }] = await trx('announcementRules').where({ eventId: event.id }).count({ count: '*' })
    if (Number(count) >= mostRules) return { kind: 'too-many' }
    const at = now()
    const row = { ...input, eventId: event.id, reference: newReference(), createdAt: at, enabledAt: at }
    const rule = only(await trx('announcementRules').insert(row, '*'))
    await auditRule(trx, actor, 'rule-added', rule)
    return { kind: 'added', rule }
  })
}

export type EditRuleOutcome = { readonly kind: 'saved' } | { readonly kind: 'changed-meanwhile' }

/** Changes when a rule sends, to whom and what; what it sent stays as it was. */
export async function editRule(
  db: Database,
  actor: Actor,
  { rule, version, input }: { rule: AnnouncementRuleRow; version: number; input: Omit<RuleDraft, 'preset'> },
): Promise<EditRuleOutcome> {
  return inTransaction(db, async trx => {
    // Enabled anew: a time that moved into the past is skipped, not sent at once.
    const enabledAt = rule.enabledAt === null ? null : now()
    const saved = await trx('announcementRules')
      .where({ id: rule.id, lockVersion: version })
      .update({ ...input, enabledAt, lockVersion: version + 1 })
    if (saved === 0) return { kind: 'changed-meanwhile' }
    await forgetSkipped(trx, rule)
    await auditRule(trx, actor, 'rule-edited', rule)
    return { kind: 'saved' }
  })
}

/** Switches a rule on or off; on when it is on changes nothing. */
export async function switchRule(
  db: Database,
  actor: Actor,
  { rule, on }: { rule: AnnouncementRuleRow; on: boolean },
): Promise<void> {
  await inTransaction(db, async trx => {
    const query = trx('announcementRules').where({ id: rule.id })
    const switched = on
      ? await query.whereNull('enabledAt').update({ enabledAt: now() })
      : await query.whereNotNull('enabledAt').update({ enabledAt: null })
    if (switched === 0) return
    if (on) await forgetSkipped(trx, rule)
    await auditRule(trx, actor, on ? 'rule-enabled' : 'rule-disabled', rule)
  })
}

/** What was skipped may come again once the rule says something else; what was sent may not. */
async function forgetSkipped(trx: Transaction, { id }: AnnouncementRuleRow): Promise<void> {
  await trx('announcements').where({ ruleId: id }).whereNotNull('skippedAt').update({ occasion: null })
}

/** Removes a rule; what it sent stays in the list. */
export async function removeRule(db: Database, actor: Actor, { rule }: { rule: AnnouncementRuleRow }): Promise<void> {
  await inTransaction(db, async trx => {
    const removed = await trx('announcementRules').where({ id: rule.id }).delete()
    if (removed > 0) await auditRule(trx, actor, 'rule-removed', rule)
  })
}

type Fact = 'rule-added' | 'rule-edited' | 'rule-enabled' | 'rule-disabled' | 'rule-removed'

async function auditRule(trx: Transaction, actor: Actor, fact: Fact, rule: AnnouncementRuleRow): Promise<void> {
  const subject = { kind: 'announcement-rule', id: rule.id }
  await recordAudit(trx, actor, `announcement.${fact}`, { eventId: rule.eventId, subject })
}
