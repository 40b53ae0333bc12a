import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { answerBytes, disposition } from '../../../core/http/caching.ts'
import { guard } from '../../../core/http/guards.ts'
import { loading, param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, preferredLocale, speaking, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { isLocale } from '../../../core/localised-text.ts'
import { sourceOf } from '../../../core/mailer.ts'
import type { Services } from '../../../services.ts'
import { messageOf, type WrittenMail } from '../mails.ts'
import { inboxLines, inboxMail, inboxMailPage, inboxPage, kindName, otherLanguage } from '../pages.ts'
import { findCircumstances } from '../queries/circumstances.ts'
import { findMailByReference, listInbox, listKinds } from '../queries.ts'
import { framedHtml } from '../rules/framed.ts'
import type { MailRow } from '../types.ts'

const mailSlot = slot<MailRow & WrittenMail>('mail')

/**
 * The demo inbox: every mail the system has sent or would have sent. In production it does not exist, whoever asks.
 */
export function mailRootRoutes(services: Services): Router {
  const { db, config } = services
  const demonstration = guard('demonstration', (request, response, next) => {
    if (!config.demoInbox) throw new NotFound()
    const asked = queryText(request, 'lang')
    speaking(isLocale(asked) ? asked : preferredLocale(request))(request, response, next)
  })
  const theMail = loading(mailSlot, async request => {
    const mail = await findMailByReference(db, param(request, 'mail'))
    return mail?.content && mail.subject !== null
      ? { ...mail, subject: mail.subject, content: mail.content }
      : undefined
  })

  const routes = Router()
  routes.get('/demo/inbox', demonstration, list)
  routes.get('/demo/inbox.json', demonstration, listJson)
  routes.get('/demo/inbox/:mail.eml', demonstration, theMail, source)
  routes.get('/demo/inbox/:mail', demonstration, theMail, show)
  routes.get('/demo/inbox/:mail/body', demonstration, theMail, body)
  routes.get('/demo/inbox/:mail/attachments/:number', demonstration, theMail, attachment)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(request, response)
    const { lang } = context
    const [to, kind] = [queryText(request, 'to'), queryText(request, 'kind')]
    const asked = pageRequest(queryText(request, 'page'))
    const found = await listInbox(db, { ...filterOf(to, kind), limit: asked.size, offset: asked.offset })
    render(response, inboxPage, {
      head: { title: context.t('mail.inbox.title'), layout: 'plain', isPrivate: true, isDemonstration: true },
      action: urls.demoInbox(),
      to,
      kind,
      kinds: (await listKinds(db)).map(value => ({ value, label: kindName(context.t, value) })),
      lang,
      other: otherLanguage(context, language => urls.demoInbox({ to, kind, lang: language })),
      mails: inboxLines(context, found.mails),
      pager: pager(asked, found.total, page => urls.demoInbox({ to, kind, lang, page })),
      clearHref: urls.demoInbox({ lang }),
    })
  }

  async function listJson(request: Request, response: Response): Promise<void> {
    const filter = filterOf(queryText(request, 'to'), queryText(request, 'kind'))
    const { mails } = await listInbox(db, { ...filter, limit: limitOf(queryText(request, 'limit')) })
    response.set('Cache-Control', 'no-store')
    response.json(
      mails.map(({ reference, toAddress, subject, kind, createdAt }) => ({
        id: reference,
        to: toAddress,
        subject,
        kind,
        createdAt: createdAt.toISOString(),
      })),
    )
  }

  function show(request: Request, response: Response): void {
    const context = contextOf(request, response)
    const mail = mailSlot.get(request)
    // The mail itself is shown in a frame; nothing else of the policy is loosened.
    response.set('Content-Security-Policy', `${response.get('Content-Security-Policy')};frame-src 'self'`)
    render(response, inboxMailPage, {
      head: { title: mail.subject, layout: 'plain', isPrivate: true, isDemonstration: true },
      ...inboxMail(context, mail, mail.content, config),
    })
  }

  function body(request: Request, response: Response): void {
    response.set('Content-Security-Policy', bodyPolicy)
    response.set('Cache-Control', 'no-store')
    response.type('html').send(framedHtml(mailSlot.get(request).content))
  }

  async function source(request: Request, response: Response): Promise<void> {
    const mail = mailSlot.get(request)
    const circumstances = await findCircumstances(db, mail)
    const message = messageOf(services, mail, circumstances, mail.sentAt ?? mail.createdAt)
    const bytes = await sourceOf(message, config.dkim)
    const fileName = disposition('attachment', `${mail.kind}-${mail.reference}.eml`)
    response.set({ 'Cache-Control': 'no-store', 'Content-Disposition': fileName })
    response.type('message/rfc822').send(bytes)
  }

  function attachment(request: Request, response: Response): void {
    const file = mailSlot.get(request).content.attachments[Number(param(request, 'number')) - 1]
    if (file === undefined) throw new NotFound()
    answerBytes(request, response, {
      bytes: Buffer.from(file.base64, 'base64'),
      type: file.contentType,
      cacheControl: 'no-store',
      disposition: disposition('attachment', file.fileName),
    })
  }
}

/**
 * Nothing runs, nothing is fetched, nothing is sent; only the inline styles that mails need, and links to new tabs. It
 * is `default-src` that keeps scripts out: a sandbox without `allow-scripts` would also lock out accessibility checkers.
 */
const bodyPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox',
].join(';')

function contextOf(request: Request, response: Response) {
  const asked = queryText(request, 'lang')
  return { t: translatorOf(response), locale: localeOf(response), lang: isLocale(asked) ? asked : undefined }
}

function filterOf(to: string, kind: string): { to: string | undefined; kind: string | undefined } {
  return { to: to === '' ? undefined : to, kind: kind === '' ? undefined : kind }
}

/** `limit=0` means all, no limit the latest fifty. */
function limitOf(typed: string): number | undefined {
  if (!/^\d{1,6}$/.test(typed)) return 50
  return Number(typed) === 0 ? undefined : Number(typed)
}
