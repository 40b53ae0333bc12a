import { hash } from '@node-rs/argon2'
import { type Database, only } from '../../src/core/database.ts'
import { newReference } from '../../src/core/tokens.ts'

/** Somebody with an account, and the password that opens it. */
export interface Person {
  readonly id: number
  readonly reference: string
  readonly name: string
  readonly email: string
  readonly password: string
}

/** An organisation as the tests of access need it. */
export interface TestOrganisation {
  readonly id: number
  readonly slug: string
}

/** The four whom every page is asked about, and the two organisations they belong to. */
export interface People {
  /** May do everything in `organisation`. */
  readonly owner: Person
  /** May check people in at the events of `organisation`, and little else. */
  readonly doorStaff: Person
  /** Owns `otherOrganisation` and has no business with `organisation`. */
  readonly stranger: Person
  /** Takes part: has an account, so that it can be tried at every door, but no role anywhere. */
  readonly attendee: Person
  readonly organisation: TestOrganisation
  readonly otherOrganisation: TestOrganisation
}

const password = 'správný kůň baterie sponka'
// argon2id takes its time by design: once for all people of a test file.
const passwordHash = hash(password)

/** Inserts an account; the e-mail is at example.org unless given. */
export async function createUser(
  db: Database,
  { name, ...rest }: { name: string; email?: string; locale?: 'cs' | 'en'; isAdministrator?: boolean },
): Promise<Person> {
  const reference = newReference()
  const email = rest.email ?? `${reference.toLowerCase()}@example.org`
  const row = { ...rest, reference, name, email, passwordHash: await passwordHash }
  const { id } = only(await db('users').insert(row).returning('id'))
  return { id, reference, name, email, password }
}

/** Inserts an organisation with the same name in both languages. */
export async function createOrganisation(db: Database, { slug, name }: { slug: string; name: string }) {
  const row = { slug, name: { cs: name, en: name } }
  const { id } = only(await db('organisations').insert(row).returning('id'))
  const organisation: TestOrganisation = { id, slug }
  return organisation
}

/** Gives somebody a role in an organisation. */
export async function grantRole(
  db: Database,
  role: 'owner' | 'organiser' | 'door_staff' | 'viewer',
  user: { readonly id: number },
  organisation: { readonly id: number },
): Promise<void> {
  await db('organisationRoles').insert({ userId: user.id, organisationId: organisation.id, role })
}

/** Inserts the four standing people and their organisations. */
export async function createPeople(db: Database): Promise<People> {
  const organisation = await createOrganisation(db, { slug: 'icuk', name: 'Inovační centrum Ústeckého kraje' })
  const otherOrganisation = await createOrganisation(db, { slug: 'cizi-klastr', name: 'Cizí klastr' })
  const owner = await createUser(db, { name: 'Olga Ownerová', email: 'owner@example.org' })
  const doorStaff = await createUser(db, { name: 'Dan Dveřník', email: 'door@example.org' })
  const stranger = await createUser(db, { name: 'Cyril Cizí', email: 'stranger@example.org' })
  const attendee = await createUser(db, { name: 'Hana Hostová', email: 'attendee@example.org' })
  await grantRole(db, 'owner', owner, organisation)
  await grantRole(db, 'door_staff', doorStaff, organisation)
  await grantRole(db, 'owner', stranger, otherOrganisation)
  return { owner, doorStaff, stranger, attendee, organisation, otherOrganisation }
}
