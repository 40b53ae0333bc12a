import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import type { Services } from '../../../services.ts'
import type { MailContent, MailDefinition } from '../../mail/types.ts'
import type { Wording } from '../../mail/types/wording.ts'
import { writeTemplate } from '../actions.ts'
import { type ExampleWish, writeExample } from '../mails.ts'
import { findTemplateRow } from '../queries.ts'

/**
 * A mail with words that nobody has saved: they are put in their place, the mail is written, and both are undone.
 * @param wish.wording undefined: the words that are kept
 * @returns undefined where this registration gives no such mail
 */
export async function previewMail(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  { wording, ...wish }: ExampleWish & { readonly wording?: Wording | undefined },
): Promise<MailContent | undefined> {
  return undone(services.db, async trx => {
    if (wording !== undefined) {
      const kept = await findTemplateRow(trx, wish.eventId, wish.name)
      const change = { event: { id: wish.eventId }, name: wish.name, wording, lockVersion: kept?.lockVersion ?? 0 }
      await writeTemplate(trx, change, null)
    }
    return writeExample({ ...services, db: trx }, definitions, wish)
  })
}

/** Carries what was found out of the transaction, which its being thrown undoes. */
class Undo<Result> extends Error {
  readonly result: Result

  constructor(result: Result) {
    super('undone on purpose')
    this.result = result
  }
}

async function undone<Result>(db: Database, work: (trx: Transaction) => Promise<Result>): Promise<Result> {
  const found: { undo?: Undo<Result> } = {}
  try {
    return await inTransaction(db, async trx => {
      found.undo = new Undo(await work(trx))
      throw found.undo
    })
  } catch (error) {
    if (found.undo !== undefined && error === found.undo) return found.undo.result
    throw error
  }
}
