import { system } from '../../src/core/actor.ts'
import { type Database, only } from '../../src/core/database.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import { invite } from '../../src/features/invitations/actions/invite.ts'
import type { InvitationRow, Invited } from '../../src/features/invitations/types.ts'
import type { Services } from '../../src/services.ts'

/** Somebody to invite; the address is made from `who`. */
export function anInvited(who: string, more: Partial<Invited> = {}): Invited {
  return {
    titleBefore: '',
    givenName: 'Jana',
    familyName: `Nováková ${who}`,
    titleAfter: '',
    email: `${who}@example.org`,
    organisation: 'ICUK',
    country: null,
    locale: 'cs',
    ...more,
  }
}

/** Invites somebody through the product's own action. */
export async function createInvitation(
  db: Database,
  event: EventRow,
  who: string,
  {
    categoryId = null,
    message = '',
    ...more
  }: Partial<Invited> & { categoryId?: number | null; message?: string } = {},
): Promise<InvitationRow> {
  const people = [anInvited(who, more)]
  const outcome = await invite(db, system, { event, people, categoryId, message: { cs: message, en: message } })
  if (outcome.kind !== 'invited') throw new Error(`nobody was invited: ${outcome.kind}`)
  return only(await db('invitations').where({ eventId: event.id }).orderBy('id', 'desc').limit(1))
}

/** The private link of an invitation, as its mail carries it. */
export function invitationLink(
  { tokens }: Services,
  { reference, tokenVersion }: Pick<InvitationRow, 'reference' | 'tokenVersion'>,
  locale: 'cs' | 'en' = 'cs',
): string {
  return `/${locale}/invitations/${tokens.issue('invitation', reference, tokenVersion)}`
}
