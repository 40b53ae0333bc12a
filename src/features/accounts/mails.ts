import { z } from 'zod'
import { absolute, urls } from '../../core/http/urls.ts'
import { type Locale, readText } from '../../core/localised-text.ts'
import { translator } from '../../core/messages.ts'
import { formatDateTime, formatZone, now, timeZone } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { drawMail, inert } from '../mail/frame.ts'
import type { MailDefinition } from '../mail/types.ts'
import { findInvitation, findPasswordReset } from './queries.ts'
import type { PasswordResetRow } from './types.ts'

/** Accounts belong to no event; their times are told as the clocks of the operator's country show them. */
const homeZone = timeZone('Europe/Prague')

const resetPayload = z.object({ reset: z.string() })
const invitationPayload = resetPayload.extend({
  organisationId: z.number(),
  eventId: z.number().optional(),
  inviterId: z.number().optional(),
})

/** The address where a password is set; whoever has it may do so, once. */
export function passwordLink(services: Services, locale: Locale, reset: Pick<PasswordResetRow, 'reference'>): string {
  const token = services.tokens.issue('password-reset', reset.reference, 0)
  return absolute(services.config.baseUrl, urls.newPassword(locale, token))
}

function validUntil(expiresAt: PasswordResetRow['expiresAt'], locale: Locale): string {
  return `${formatDateTime(expiresAt, homeZone, locale)}, ${formatZone(expiresAt, homeZone, locale)}`
}

/** For one who forgot the password; not sent any more once the link was used or has expired. */
export const passwordResetMail: MailDefinition<Services> = {
  kind: 'password-reset',
  isSecret: true,
  async write(services, { payload, locale }) {
    const reset = await findPasswordReset(services.db, resetPayload.parse(payload).reset, now())
    if (reset === undefined) return undefined
    const t = translator(locale)
    const drawn = drawMail(locale, {
      subject: t('accounts.resetMail.subject'),
      preheader: t('accounts.resetMail.preheader'),
      title: t('accounts.resetMail.title'),
      lead: { heading: t('accounts.resetMail.heading'), text: t('accounts.resetMail.lead') },
      facts: [
        { label: t('accounts.resetMail.account'), value: reset.email },
        { label: t('accounts.resetMail.validUntil'), value: validUntil(reset.expiresAt, locale) },
      ],
      action: { href: passwordLink(services, locale, reset), label: t('accounts.resetMail.action') },
      paragraphs: [t('accounts.resetMail.notYou')],
      footer: [t('accounts.resetMail.yours')],
    })
    return { ...drawn, attachments: [] }
  },
}

/** For one who was given a role and has no account yet. */
export const accountInvitationMail: MailDefinition<Services> = {
  kind: 'account-invitation',
  isSecret: true,
  async write(services, { payload, locale }) {
    const about = invitationPayload.parse(payload)
    const reset = await findPasswordReset(services.db, about.reset, now())
    const invitation = await findInvitation(services.db, about)
    if (reset === undefined || invitation === undefined) return undefined
    const t = translator(locale)
    const organisation = readText(invitation.organisation, locale)
    const event = readText(invitation.event, locale)
    const facts = [
      { label: t('accounts.invitationMail.organisation'), value: organisation },
      { label: t('accounts.invitationMail.event'), value: event },
      { label: t('accounts.invitationMail.inviter'), value: inert(invitation.inviter ?? '') },
      { label: t('accounts.resetMail.account'), value: reset.email },
      { label: t('accounts.resetMail.validUntil'), value: validUntil(reset.expiresAt, locale) },
    ]
    const drawn = drawMail(locale, {
      subject: t('accounts.invitationMail.subject'),
      preheader: t('accounts.invitationMail.preheader', { organisation }),
      title: event === '' ? organisation : event,
      lead: { heading: t('accounts.invitationMail.heading'), text: t('accounts.invitationMail.lead') },
      facts: facts.filter(({ value }) => value !== ''),
      action: { href: passwordLink(services, locale, reset), label: t('accounts.invitationMail.action') },
      paragraphs: [t('accounts.invitationMail.then')],
      footer: [t('accounts.resetMail.yours')],
    })
    return { ...drawn, attachments: [] }
  },
}

/** Every mail of this feature. */
export const accountMails: readonly MailDefinition<Services>[] = [passwordResetMail, accountInvitationMail]
