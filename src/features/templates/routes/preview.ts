import { type Request, type RequestHandler, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { readForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import type { Services } from '../../../services.ts'
import { eventOf } from '../../events/guards.ts'
import type { MailDefinition } from '../../mail/types.ts'
import type { Wording } from '../../mail/types/wording.ts'
import { previewMail } from '../actions/preview.ts'
import { previewForm } from '../forms.ts'
import { nothingHtml, previewHtml } from '../pages.ts'
import { findExample } from '../queries.ts'
import { nameSlot } from './name.ts'

const here = '/organiser/events/:event/mails/templates/:kind/:language/preview'

/** What the frame of the preview shows: a mail as it is kept, or with words that nobody has saved. */
export function previewRoutes(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  [organisers, name]: readonly [RequestHandler, RequestHandler],
): Router {
  const routes = Router()
  routes.get(here, organisers, name, kept)
  routes.post(here, organisers, name, typed)
  return routes

  async function kept(request: Request, response: Response): Promise<void> {
    await show(request, response, queryText(request, 'registration'), queryText(request, 'scheme'), undefined)
  }

  async function typed(request: Request, response: Response): Promise<void> {
    const reading = readForm(previewForm, request.body)
    if (!reading.ok) throw new NotFound()
    const { registration, scheme, ...wording } = reading.value
    await show(request, response, registration, scheme, wording)
  }

  async function show(
    request: Request,
    response: Response,
    registration: string,
    scheme: string,
    wording: Wording | undefined,
  ): Promise<void> {
    const { event } = eventOf(request)
    const example = await findExample(services.db, event.id, registration)
    if (example === undefined) throw new NotFound()
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const wish = { eventId: event.id, name: nameSlot.get(request), example }
    const content = await previewMail(services, definitions, { ...wish, wording })
    response.set('Content-Security-Policy', framePolicy).set('Cache-Control', 'no-store')
    const looks = scheme === 'dark' ? 'dark' : 'light'
    response.type('html').send(content ? previewHtml(content, looks) : nothingHtml(context, looks))
  }
}

/** As of the demo inbox: nothing runs, nothing is fetched, nothing is sent; links open beside the frame. */
const framePolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox',
].join(';')
