import { asLocked, type Database, firstRow, type Locked, rows, type Transaction } from '../../core/database.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import { effectiveRole } from './permissions.ts'
import './tables.ts'
import type {
  OrganisationAccess,
  PasswordResetRow,
  Permission,
  Role,
  SignedInUser,
  TeamMember,
  UserRow,
} from './types.ts'

const publicColumns = ['id', 'reference', 'email', 'name', 'locale', 'isAdministrator'] as const

/** The person of a session; undefined when the account was disabled or deleted. */
export async function findSignedInUser(db: Database, id: number): Promise<SignedInUser | undefined> {
  return db('users').where({ id, disabledAt: null }).first(publicColumns)
}

/** An account by its address, in any case. */
export async function findUserByEmail(db: Database | Transaction, email: string): Promise<UserRow | undefined> {
  return db('users').whereRaw('lower(email) = lower(?)', [email]).first()
}

/** The person with everything the account page needs. */
export async function findUser(db: Database | Transaction, id: number): Promise<UserRow | undefined> {
  return db('users').where({ id }).first()
}

/**
 * The organisations where somebody has a role that `permission` allows, by slug. An administrator is an owner
 * everywhere. One query.
 */
export async function listOrganisationsOf(
  db: Database,
  user: SignedInUser,
  permission: Permission,
): Promise<OrganisationAccess[]> {
  const found = await rows<OrganisationAccess>(
    db,
    `select organisations.id, organisations.slug, organisations.name,
       case when :all::boolean then 'owner' else roles.role end as role
     from organisations
     left join organisation_roles as roles on roles.organisation_id = organisations.id and roles.user_id = :user
     where :all::boolean or roles.role is not null
     order by organisations.slug`,
    { all: user.isAdministrator, user: user.id },
  )
  return found.filter(({ role }) => permission(role))
}

/** One organisation where somebody has a role, whatever it is. One query. */
export async function findOrganisationOf(
  db: Database,
  user: SignedInUser,
  slug: string,
): Promise<OrganisationAccess | undefined> {
  return firstRow<OrganisationAccess>(
    db,
    `select organisations.id, organisations.slug, organisations.name,
       case when :all::boolean then 'owner' else roles.role end as role
     from organisations
     left join organisation_roles as roles on roles.organisation_id = organisations.id and roles.user_id = :user
     where organisations.slug = :slug and (:all::boolean or roles.role is not null)`,
    { all: user.isAdministrator, user: user.id, slug },
  )
}

/** What somebody may do at an event, through the event itself or its organisation; undefined: nothing. One query. */
export async function findRoleAtEvent(
  db: Database,
  user: SignedInUser,
  event: { readonly id: number; readonly organisationId: number },
): Promise<Role | undefined> {
  if (user.isAdministrator) return 'owner'
  const found = await firstRow<{ atOrganisation: Role | null; atEvent: Role | null }>(
    db,
    `select (select role from organisation_roles where organisation_id = :organisation and user_id = :user) as at_organisation,
       (select role from event_roles where event_id = :event and user_id = :user) as at_event`,
    { organisation: event.organisationId, event: event.id, user: user.id },
  )
  return effectiveRole(found?.atOrganisation ?? undefined, found?.atEvent ?? undefined)
}

/** The team of an organisation, by name. One query. */
export async function listOrganisationTeam(db: Database, organisationId: number): Promise<TeamMember[]> {
  return rows<TeamMember>(
    db,
    `select users.id, users.reference, users.name, users.email, roles.role, roles.granted_at,
       users.password_hash is null as is_invited
     from organisation_roles as roles join users on users.id = roles.user_id
     where roles.organisation_id = ? order by search_text(users.name), users.id`,
    [organisationId],
  )
}

/** Those with a role at this very event (not those of its organisation), by name. One query. */
export async function listEventTeam(db: Database, eventId: number): Promise<TeamMember[]> {
  return rows<TeamMember>(
    db,
    `select users.id, users.reference, users.name, users.email, roles.role, roles.granted_at,
       users.password_hash is null as is_invited
     from event_roles as roles join users on users.id = roles.user_id
     where roles.event_id = ? order by search_text(users.name), users.id`,
    [eventId],
  )
}

/** A link to set a password and whom it is for, while it may be used. */
export async function findPasswordReset(
  db: Database | Transaction,
  reference: string,
  at: Instant,
): Promise<(PasswordResetRow & { readonly email: string }) | undefined> {
  return firstRow(
    db,
    `select password_resets.*, users.email from password_resets join users on users.id = password_resets.user_id
     where password_resets.reference = ? and password_resets.expires_at > ?
       and password_resets.used_at is null and users.disabled_at is null`,
    [reference, at],
  )
}

/** What an invitation tells: the organisation, the event when it is for one, and the name of who invites. One query. */
export async function findInvitation(
  db: Database,
  about: { organisationId: number; eventId?: number | undefined; inviterId?: number | undefined },
): Promise<{ organisation: LocalisedText; event: LocalisedText | null; inviter: string | null } | undefined> {
  return firstRow(
    db,
    `select organisations.name as organisation, (select title from events where id = ?) as event,
       (select name from users where id = ?) as inviter
     from organisations where organisations.id = ?`,
    [about.eventId ?? null, about.inviterId ?? null, about.organisationId],
  )
}

/** As `findPasswordReset`, locked, so that of two uses at once one finds it used. */
export async function lockPasswordReset(
  trx: Transaction,
  reference: string,
  at: Instant,
): Promise<Locked<PasswordResetRow> | undefined> {
  const row = await trx('passwordResets')
    .where({ reference, usedAt: null })
    .where('expiresAt', '>', at)
    .forUpdate()
    .first()
  return row && asLocked(row)
}

/** Every role at an organisation, locked, so that two owners cannot leave at once. */
export async function lockOrganisationRoles(
  trx: Transaction,
  organisationId: number,
): Promise<Locked<{ userId: number; role: Role }>[]> {
  const found = await trx('organisationRoles')
    .where({ organisationId })
    .orderBy('userId')
    .forUpdate()
    .select('userId', 'role')
  return found.map(row => asLocked(row))
}
