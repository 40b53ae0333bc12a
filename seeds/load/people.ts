import { system } from '../../src/core/actor.ts'
import type { Transaction } from '../../src/core/database.ts'
import { createUser } from '../../src/features/accounts/actions/users.ts'
import { grantOrganisationRole } from '../../src/features/accounts/actions/team.ts'
import type { Role, UserRow } from '../../src/features/accounts/types.ts'
import { events } from '../content/events.ts'
import { strangersOrganisation } from '../content/organisations.ts'
import { accounts, password } from '../content/people.ts'
import type { Named } from './named.ts'

/** Makes the accounts of the demonstration with their roles; gives the organiser. */
export async function loadPeople(trx: Transaction, organisations: Named<number>): Promise<UserRow> {
  const hosting = [...new Set(events.map(({ organisation }) => organisation))]
  const organiser = await loadPerson(trx, accounts.organiser)
  const doorStaff = await loadPerson(trx, accounts.doorStaff)
  const stranger = await loadPerson(trx, accounts.stranger)
  const grant = (invitee: UserRow, role: Role, slug: string) =>
    grantOrganisationRole(trx, system, { organisationId: organisations.of(slug), invitee, role })
  for (const slug of [...hosting, 'icuk', 'forpolis']) await grant(organiser, 'owner', slug)
  for (const slug of hosting) await grant(doorStaff, 'door_staff', slug)
  await grant(stranger, 'organiser', strangersOrganisation.slug)
  return organiser
}

async function loadPerson(trx: Transaction, person: (typeof accounts)[keyof typeof accounts]): Promise<UserRow> {
  const outcome = await createUser(trx, system, { ...person, password })
  if (outcome.kind !== 'created') throw new Error(`${person.email} has an account already`)
  return outcome.user
}
