import { type Database, firstRow } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { MailRow } from '../types.ts'
import type { MailServerRow, SuppressionReason } from '../types/standing.ts'

/** What a delivery needs to know beside the mail itself. */
export interface Circumstances {
  readonly suppressed: SuppressionReason | null
  readonly hasOptedOut: boolean
  /** Whose mail it is: named in the outbox, else that of the event. */
  readonly organisationId: number | null
  readonly eventTitle: LocalisedText | null
  readonly eventSlug: string | null
  /** Public reference of the announcement it belongs to. */
  readonly announcement: string | null
  /** Message-ID of the first mail that the same person got about the same registration. */
  readonly firstMessageId: string | null
  /** The organisation's own mail server, when it is in use. */
  readonly server: MailServerRow | null
}

/** Reads it all in one query. */
export async function findCircumstances(db: Database, mail: Pick<MailRow, 'id'>): Promise<Circumstances> {
  const found = await firstRow<Circumstances>(
    db,
    `select s.reason as suppressed, oo.address is not null as has_opted_out, o.id as organisation_id,
       e.title as event_title, e.slug as event_slug, a.reference as announcement,
       (select f.message_id from mails as f
        where f.registration_id = m.registration_id and f.id < m.id and f.sent_at is not null
          and lower(f.to_address) = lower(m.to_address)
        order by f.id limit 1) as first_message_id
     from mails as m
     left join events as e on e.id = m.event_id
     left join organisations as o on o.id = coalesce(m.organisation_id, e.organisation_id)
     left join announcements as a on a.id = m.announcement_id
     left join suppressed_addresses as s on s.address = lower(m.to_address)
     left join mail_opt_outs as oo on oo.organisation_id = o.id and oo.address = lower(m.to_address)
     where m.id = ?`,
    [mail.id],
  )
  if (found === undefined) throw new Error(`mail ${mail.id} is gone`)
  const server = found.organisationId === null ? undefined : await findServerInUse(db, found.organisationId)
  return { ...found, server: server ?? null }
}

/** The mail server of an organisation, in use or not. */
export async function findMailServer(db: Database, organisationId: number): Promise<MailServerRow | undefined> {
  return db('mailServers').where({ organisationId }).first()
}

async function findServerInUse(db: Database, organisationId: number): Promise<MailServerRow | undefined> {
  return db('mailServers').where({ organisationId }).whereNotNull('enabledAt').first()
}

/** Whom a one-click unsubscription is about, and whether it has happened. */
export interface Subscription {
  readonly organisationId: number
  readonly organisationName: LocalisedText
  readonly address: string
  readonly hasOptedOut: boolean
}

/** The bulk mail that an unsubscription is asked from, by its reference. */
export async function findSubscription(db: Database, reference: string): Promise<Subscription | undefined> {
  return firstRow<Subscription>(
    db,
    `select o.id as organisation_id, o.name as organisation_name, lower(m.to_address) as address,
       exists (select from mail_opt_outs as oo where oo.organisation_id = o.id and oo.address = lower(m.to_address))
         as has_opted_out
     from mails as m left join events as e on e.id = m.event_id
     join organisations as o on o.id = coalesce(m.organisation_id, e.organisation_id)
     where m.reference = ? and m.is_bulk`,
    [reference],
  )
}

/** Why nothing at all is sent to an address, if so; after a complaint only bulk is not. */
export async function findDeadAddress(db: Database, address: string): Promise<SuppressionReason | undefined> {
  const known = db('suppressedAddresses').where({ address: address.toLowerCase() })
  return (await known.whereNot({ reason: 'complaint' }).first('reason'))?.reason
}
