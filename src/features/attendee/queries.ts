import { type Database, firstRow } from '../../core/database.ts'
import type { Instant } from '../../core/time.ts'
import { listHistory } from '../audit/queries.ts'
import { listMailsOfRegistration } from '../mail/queries.ts'
import type { MailSummary } from '../mail/types.ts'
import { listQuestions } from '../questions/queries.ts'
import { listAllAnswers } from '../registration/queries/answers.ts'
import { listFiles } from '../registration/queries/files.ts'
import { findNeeds, listConsents } from '../registration/queries/registrations.ts'
import { listAllSignUps, type SignUpOfRegistration } from '../registration/queries/sign-ups.ts'
import type { PartRow } from '../registration/types/places.ts'
import type { Own, OwnDelegation } from './types.ts'

/**
 * Everything the system holds about one person's registration, for them to take away (GDPR Art. 15 and 20). JSON,
 * `format` and `version` name its shape; instants are ISO 8601 in UTC, countries ISO 3166-1, languages BCP 47:
 *
 * - `registration`: who, where it stands and since when; `delegation`: who registered it; `event`: what it is for
 * - `answers`: to the questions of the form, with their words; choices by the labels of the options
 * - `parts`: what was signed up for and given up; `needs`: diet and access
 * - `consents`: with the words that were shown and their version, when given and withdrawn
 * - `mails`: what was sent to whom and when; `history`: what happened, by what kind of person, which fields changed
 *
 * Of a place that was handed over it tells what happened since: what the former person was sent and agreed to is theirs.
 */
export async function findMyData(db: Database, { event, registration }: Own): Promise<object> {
  const { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale } = registration
  const { reference, status, position, attendance, createdAt, appliedAt, confirmedAt, waitlistedAt } = registration
  const { promotedAt, offeredAt, offerExpiresAt, addressConfirmedAt, declinedAt, cancelledAt } = registration
  const { delegationId } = registration
  const person = { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale }
  const asked = { createdAt, addressConfirmedAt, appliedAt, waitlistedAt, offeredAt, offerExpiresAt }
  const times = { ...asked, confirmedAt, promotedAt, declinedAt, cancelledAt }
  const history = await listHistory(db, { kind: 'registration', id: registration.id })
  const since = history.find(({ action }) => action === 'registration.replaced')?.at
  const consents = (await listConsents(db, registration.id)).filter(consent => isOwnConsent(consent, since))
  const mails = (await listMailsOfRegistration(db, registration.id)).filter(mail => isOwnMail(mail, email, since))
  const delegation = delegationId === null ? undefined : await findOwnDelegation(db, delegationId)
  return {
    format: 'pozvanka.registration',
    version: 1,
    event: { slug: event.slug, title: event.title, startsAt: event.startsAt, endsAt: event.endsAt },
    registration: {
      reference,
      status,
      attendance,
      ...(position > 0 && { position }),
      category: registration.categoryName,
      ...person,
      ...times,
      ...(delegation && {
        delegation: { organisation: delegation.organisation, contactName: delegation.contactName },
      }),
    },
    answers: await listMyAnswers(db, registration),
    parts: (await listAllSignUps(db, registration.id)).map(partOfMine),
    needs: await findNeeds(db, registration.id),
    consents: consents.map(({ purpose, textShown, textVersion, locale: language, givenAt, withdrawnAt }) => {
      return { purpose, textShown, textVersion, locale: language, givenAt, withdrawnAt }
    }),
    mails: mails.map(mail => ({
      kind: mail.kind,
      subject: mail.subject,
      to: mail.toAddress,
      createdAt: mail.createdAt,
      sentAt: mail.sentAt,
    })),
    history: history
      .filter(({ at }) => since === undefined || at >= since)
      .map(({ at, actorKind, action, details }) => ({
        at,
        by: actorKind,
        action,
        fields: details['fields'] ?? [],
      })),
  }
}

/** Handing over withdraws whatever the former person had agreed to. */
function isOwnConsent({ withdrawnAt }: { withdrawnAt: Instant | null }, since: Instant | undefined): boolean {
  return since === undefined || withdrawnAt === null || withdrawnAt > since
}

/** The former person gets a last mail at the moment of handing over. */
function isOwnMail(mail: MailSummary, email: string, since: Instant | undefined): boolean {
  if (since === undefined || mail.toAddress.toLowerCase() === email.toLowerCase()) return true
  return mail.createdAt > since && mail.kind !== 'registration-replaced'
}

/** What somebody answered, sensitive answers and those to archived questions too; a file by its name. */
async function listMyAnswers(db: Database, { id, eventId }: Own['registration']): Promise<object[]> {
  const answers = await listAllAnswers(db, id)
  if (answers.size === 0) return []
  const questions = await listQuestions(db, eventId, { archived: true })
  const files = new Map((await listFiles(db, id)).map(file => [file.reference, file.fileName]))
  return questions.flatMap(({ id: questionId, kind, label, isSensitive, options }) => {
    const value = answers.get(questionId)
    if (value === undefined) return []
    const labels = new Map(options.map(option => [option.reference, option.label]))
    const chosen = Array.isArray(value) ? value.map(reference => labels.get(reference) ?? reference) : value
    const answer = kind === 'file' ? (files.get(String(value)) ?? null) : chosen
    return [{ question: label, kind, isSensitive, answer }]
  })
}

function partOfMine(signUp: SignUpOfRegistration): object {
  const { title, questionLabel, status, position, startsAt, endsAt } = signUp
  const { createdAt, confirmedAt, waitlistedAt, offeredAt, offerExpiresAt, cancelledAt } = signUp
  return {
    title,
    ...(questionLabel && { question: questionLabel }),
    status,
    ...(position > 0 && { position }),
    startsAt,
    endsAt,
    createdAt,
    confirmedAt,
    waitlistedAt,
    offeredAt,
    offerExpiresAt,
    cancelledAt,
  }
}

/** Who registered the delegation somebody came with. One query. */
export async function findOwnDelegation(db: Database, delegationId: number): Promise<OwnDelegation | undefined> {
  return firstRow<OwnDelegation>(
    db,
    'select organisation, contact_name, waits_together from delegations where id = ?',
    [delegationId],
  )
}

/** What a mail says of a part, whether somebody is signed up for it or left it. */
export type NamedPart = Pick<PartRow, 'reference' | 'title' | 'startsAt' | 'endsAt'>

/** Parts of an event by their references, in the order of their times. One query, none where nothing is asked. */
export async function listPartsNamed(
  db: Database,
  eventId: number,
  references: readonly string[],
): Promise<NamedPart[]> {
  if (references.length === 0) return []
  return db('parts')
    .where({ eventId })
    .whereIn('reference', [...references])
    .select('reference', 'title', 'startsAt', 'endsAt')
    .orderByRaw('starts_at nulls last, position, id')
}
