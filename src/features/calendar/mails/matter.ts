import { z } from 'zod'
import { listNames, readText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { listEventHosts } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import type { QueuedMail } from '../../mail/types.ts'
import { registrationForMail } from '../../registration/queries/registrations.ts'
import type { RegistrationInEvent } from '../../registration/types.ts'
import { organizerAddress } from '../frame.ts'
import { findCalendarMatter } from '../queries.ts'
import { invitationSequence, methodFor } from '../rules/invitations.ts'
import type { CalendarMatter } from '../types.ts'
import type { InvitationMethod } from '../types/invitations.ts'

const payload = z.object({
  /** Of the entry the mail is about. */
  uid: z.string(),
  isUpdate: z.boolean().default(false),
  /** Only where the place is somebody else's now: of the last message to who had it before. */
  sequence: z.number().optional(),
})

/** Everything a calendar message is written from. */
export interface InvitationMatter extends CalendarMatter {
  readonly services: Services
  readonly mail: QueuedMail
  readonly registration: RegistrationInEvent
  readonly method: InvitationMethod
  readonly uid: string
  readonly sequence: number
  readonly isUpdate: boolean
  /** The reader had the place before: nothing about who has it now is for them. */
  readonly isToFormer: boolean
  /** Who invites; where nobody is named, the event itself. */
  readonly hosts: string
  readonly organizer: { readonly name: string; readonly email: string }
}

/** Reads what a calendar message is written from; undefined where it would not be true any more, or not for its reader. */
export async function findInvitationMatter(
  services: Services,
  mail: QueuedMail,
  method: InvitationMethod,
): Promise<InvitationMatter | undefined> {
  const { db } = services
  const found = mail.registrationId === null ? undefined : await registrationForMail(db, mail.registrationId)
  if (found === undefined) return undefined
  const { registration, event } = found
  const { uid, isUpdate, sequence } = payload.parse(mail.payload)
  const isToFormer = sequence !== undefined
  if (!isToFormer && mail.isPreview !== true && !isStillTrue(mail, registration, event, { uid, method }))
    return undefined
  const hosts = await namesOfHosts(services, mail, event)
  return {
    ...(await findCalendarMatter(db, event)),
    services,
    mail,
    registration,
    method,
    uid,
    sequence: sequence ?? invitationSequence(event, registration),
    isUpdate,
    isToFormer,
    hosts,
    organizer: { name: hosts || readText(event.title, mail.locale), email: organizerAddress(services, registration) },
  }
}

/** The mail is for the person whose registration it is now, and says how things are now. */
function isStillTrue(
  mail: QueuedMail,
  registration: RegistrationInEvent,
  event: EventRow,
  { uid, method }: { uid: string; method: InvitationMethod },
): boolean {
  const isForReader = mail.toAddress.toLowerCase() === registration.email.toLowerCase()
  return isForReader && uid === registration.calendarUid && methodFor(event, registration, now()) === method
}

async function namesOfHosts({ db }: Services, mail: QueuedMail, event: EventRow): Promise<string> {
  const hosts = (await listEventHosts(db, event.id)).filter(({ role }) => role === 'host' || role === 'co_organiser')
  return listNames(
    hosts.map(({ name }) => readText(name, mail.locale)),
    mail.locale,
  )
}
