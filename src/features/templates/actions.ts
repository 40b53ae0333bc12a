import type { Actor } from '../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../core/database.ts'
import { Conflict } from '../../core/errors.ts'
import { now } from '../../core/time.ts'
import { recordAudit } from '../audit/actions.ts'
import { queueMail } from '../mail/actions.ts'
import type { Wording } from '../mail/types/wording.ts'
import './tables.ts'
import type { Example, MailTemplateRow, TemplateName } from './types.ts'

/** A template of an event, and the words it is to have. */
export interface TemplateChange {
  readonly event: { readonly id: number; readonly organisationId: number }
  readonly name: TemplateName
  readonly wording: Wording
  /** What was seen when the words were written; 0: there were none. */
  readonly lockVersion: number
}

const original: Wording = { subject: '', heading: '', body: '' }

/**
 * Keeps the organiser's words; mails that were written before stay as they are.
 * @throws Conflict when somebody else changed them meanwhile
 */
export async function saveTemplate(db: Database, actor: Actor, change: TemplateChange): Promise<void> {
  await inTransaction(db, async trx => {
    await writeTemplate(trx, change, actor.kind === 'user' ? actor.userId : null)
    await auditTemplate(trx, actor, 'changed', change)
  })
}

/**
 * Goes back to the words of the original; the row stays, that its version goes on.
 * @throws Conflict when somebody else changed them meanwhile
 */
export async function resetTemplate(
  db: Database,
  actor: Actor,
  change: Omit<TemplateChange, 'wording'>,
): Promise<void> {
  await inTransaction(db, async trx => {
    await writeTemplate(trx, { ...change, wording: original }, actor.kind === 'user' ? actor.userId : null)
    await auditTemplate(trx, actor, 'reset', change)
  })
}

/** One statement: of two who save at once, the second finds the version of the first. */
export async function writeTemplate(
  trx: Transaction,
  { event, name, wording, lockVersion }: Omit<TemplateChange, 'event'> & { readonly event: { readonly id: number } },
  updatedByUserId: number | null,
): Promise<MailTemplateRow> {
  const fresh = { ...wording, lockVersion: lockVersion + 1, updatedAt: now(), updatedByUserId }
  const [written] =
    lockVersion === 0
      ? await trx('mailTemplates')
          .insert({ eventId: event.id, ...name, ...fresh }, '*')
          .onConflict(['eventId', 'kind', 'locale'])
          .ignore()
      : await trx('mailTemplates')
          .where({ eventId: event.id, ...name, lockVersion })
          .update(fresh, '*')
  if (written === undefined) throw new Conflict('a template was changed by somebody else')
  return written
}

async function auditTemplate(
  trx: Transaction,
  actor: Actor,
  fact: 'changed' | 'reset',
  { event, name }: Pick<TemplateChange, 'event' | 'name'>,
): Promise<void> {
  await recordAudit(trx, actor, `template.${fact}`, {
    eventId: event.id,
    details: { kind: name.kind, locale: name.locale },
  })
}

/**
 * Sends the organiser a mail as it would look for one registration: with the words that are kept, dead links, and no
 * entry for calendars. Pressing twice within a minute sends one.
 */
export async function sendTest(
  db: Database,
  {
    event,
    name,
    example,
    to,
  }: {
    readonly event: { readonly id: number; readonly organisationId: number }
    readonly name: TemplateName
    readonly example: Pick<Example, 'reference'>
    readonly to: { readonly id: number; readonly name: string; readonly email: string }
  },
): Promise<void> {
  const minute = Math.floor(now().getTime() / 60_000)
  await inTransaction(db, trx =>
    queueMail(trx, {
      kind: 'mail-test',
      idempotencyKey: `mail-test:${event.id}:${to.id}:${name.kind}:${name.locale}:${minute}`,
      to: { name: to.name, address: to.email },
      locale: name.locale,
      organisationId: event.organisationId,
      eventId: event.id,
      payload: { kind: name.kind, registration: example.reference },
    }),
  )
}
