import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { guard } from '../../../core/http/guards.ts'
import { param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { upload } from '../../../core/http/uploads.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { optIn, optOut } from '../actions/opt-outs.ts'
import { unsubscribePage } from '../pages/unsubscribe.ts'
import { findSubscription, type Subscription } from '../queries/circumstances.ts'

const subscriptions = slot<Subscription>('subscription')

/**
 * Leaving the bulk mail of an organisation (RFC 8058). A GET only asks, because programs follow links; a POST works at
 * once, from a mail program too: without a cookie, from another site, with either kind of form.
 */
export function unsubscribeRoutes({ db, tokens }: Services): Router {
  const reader = guard('onUnsubscribeToken', async (request, _response, next) => {
    const token = param(request, 'token')
    const reference = tokens.referenceOf(token)
    if (reference === undefined || !tokens.isGenuine(token, 'unsubscribe', reference, 0)) throw new NotFound()
    const subscription = await findSubscription(db, reference)
    if (subscription === undefined) throw new NotFound()
    subscriptions.set(request, subscription)
    next()
  })
  const routes = Router()
  routes.get('/unsubscribe/:token', reader, show)
  routes.post('/unsubscribe/:token', reader, upload([]), answer)
  return routes

  function show(request: Request, response: Response): void {
    draw(request, response, subscriptions.get(request).hasOptedOut)
  }

  async function answer(request: Request, response: Response): Promise<void> {
    const body = request.body as { readonly deed?: unknown } | undefined
    const wantsAgain = body?.deed === 'resume'
    await (wantsAgain ? optIn : optOut)(db, subscriptions.get(request))
    draw(request, response, !wantsAgain, wantsAgain)
  }
}

function draw(request: Request, response: Response, isOut: boolean, isBack = false): void {
  const locale = localeOf(response)
  const { organisationName, address } = subscriptions.get(request)
  response.set('Cache-Control', 'no-store')
  render(response, unsubscribePage, {
    head: { title: translatorOf(response)('mail.unsubscribe.title'), layout: 'plain', isPrivate: true },
    organisation: readText(organisationName, locale),
    address,
    state: isOut ? 'out' : isBack ? 'back' : 'asked',
    action: urls.unsubscribe(locale, param(request, 'token')),
  })
}
