import { z } from 'zod'
import { translator } from '../../core/messages.ts'
import type { Tokens } from '../../core/tokens.ts'
import type { Services } from '../../services.ts'
import { fittedSubject } from '../mail/rules/subject.ts'
import type { MailContent, MailDefinition, QueuedMail } from '../mail/types.ts'
import { findExample, lastRelease } from './queries.ts'
import type { Example, TemplateName } from './types.ts'

/** One mail, for one registration. */
export interface ExampleWish {
  readonly eventId: number
  readonly name: TemplateName
  readonly example: Example
}

/**
 * The mail as the very definition of its kind would write it for one registration, with links that open nothing: an
 * organiser must not get at anybody's private page.
 * @returns undefined where this registration gives no such mail
 */
export async function writeExample(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  { eventId, name, example }: ExampleWish,
): Promise<MailContent | undefined> {
  const definition = definitions.find(({ kind }) => kind === name.kind)
  return definition?.write(
    { ...services, tokens: dead(services.tokens) },
    {
      reference: 'NAHLED',
      kind: name.kind,
      locale: name.locale,
      toName: `${example.givenName} ${example.familyName}`,
      toAddress: example.email,
      eventId,
      registrationId: example.id,
      payload: { release: await lastRelease(services.db, eventId), to: 'new', uid: example.calendarUid },
      isPreview: true,
    },
  )
}

/** Tokens that were never issued: the links look as they will, and lead nowhere. */
function dead(tokens: Tokens): Tokens {
  return { ...tokens, issue: (_purpose, reference) => `${reference}${'x'.repeat(43)}` }
}

const payload = z.object({ kind: z.string(), registration: z.string() })

/** What an organiser sends to themselves, to see it in their own mail program. */
export function templateMails(definitions: readonly MailDefinition<Services>[]): readonly MailDefinition<Services>[] {
  return [{ kind: 'mail-test', write: (services, mail) => writeTest(services, definitions, mail) }]
}

async function writeTest(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  { eventId, locale, payload: given }: QueuedMail,
): Promise<MailContent | undefined> {
  const { kind, registration } = payload.parse(given)
  const example = eventId === null ? undefined : await findExample(services.db, eventId, registration)
  if (eventId === null || example === undefined) return undefined
  const content = await writeExample(services, definitions, { eventId, name: { kind, locale }, example })
  if (content === undefined) return undefined
  const { subject, preheader, html, text, attachments } = content
  // Nothing of it is for a calendar: the entry would be somebody else's.
  const files = attachments.filter(({ contentType }) => !contentType.startsWith('text/calendar'))
  return {
    subject: fittedSubject(translator(locale)('templates.test.subject', { subject }), subject),
    preheader,
    html,
    text,
    attachments: files,
  }
}
