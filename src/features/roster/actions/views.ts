import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, violatedConstraint } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { RegistrationViewRow } from '../types.ts'
import '../tables.ts'

/** Views of one event at most. */
const mostViews = 100

export type ViewOutcome = { readonly kind: 'saved' } | { readonly kind: 'name-taken' } | { readonly kind: 'too-many' }

/** Keeps what the table shows under a name that everybody at the event sees. */
export async function saveView(
  db: Database,
  actor: Actor,
  { eventId, name, query }: { eventId: number; name: string; query: string },
): Promise<ViewOutcome> {
  return unlessTaken(() =>
    inTransaction(db, async trx => {
      const [{ count } = { count: 0 }] = await trx('registrationViews').where({ eventId }).count({ count: '*' })
      if (Number(count) >= mostViews) return { kind: 'too-many' }
      const createdBy = actor.kind === 'user' ? actor.userId : null
      const reference = newReference()
      const [view] = await trx('registrationViews').insert(
        { eventId, reference, name, query, createdBy, createdAt: now() },
        'id',
      )
      const subject = view && { kind: 'registration-view', id: view.id }
      await recordAudit(trx, actor, 'registration.view-saved', { eventId, subject })
      return { kind: 'saved' }
    }),
  )
}

/** Gives a view another name. */
export async function renameView(
  db: Database,
  actor: Actor,
  { view, name }: { view: RegistrationViewRow; name: string },
): Promise<ViewOutcome> {
  return unlessTaken(() =>
    inTransaction(db, async trx => {
      await trx('registrationViews').where({ id: view.id }).update({ name })
      const subject = { kind: 'registration-view', id: view.id }
      await recordAudit(trx, actor, 'registration.view-renamed', { eventId: view.eventId, subject })
      return { kind: 'saved' }
    }),
  )
}

/** Forgets a view; nothing happens to the registrations. */
export async function removeView(db: Database, actor: Actor, { view }: { view: RegistrationViewRow }): Promise<void> {
  await inTransaction(db, async trx => {
    await trx('registrationViews').where({ id: view.id }).delete()
    const subject = { kind: 'registration-view', id: view.id }
    await recordAudit(trx, actor, 'registration.view-removed', { eventId: view.eventId, subject })
  })
}

async function unlessTaken(work: () => Promise<ViewOutcome>): Promise<ViewOutcome> {
  try {
    return await work()
  } catch (error) {
    if (violatedConstraint(error) === 'registration_view_name_is_unique') return { kind: 'name-taken' }
    throw error
  }
}
