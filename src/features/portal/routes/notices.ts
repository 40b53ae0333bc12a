import { type RequestHandler, Router } from 'express'
import { anyone } from '../../../core/http/guards.ts'
import { translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import type { Services } from '../../../services.ts'
import { accessibilityPage, privacyPage } from '../pages/notices.ts'

/** The accessibility statement and the privacy notice, linked from the foot of every page. */
export function noticeRoutes({ config }: Services): Router {
  const routes = Router()
  routes.get('/accessibility', anyone, accessibility)
  routes.get('/privacy', anyone, privacy)
  return routes

  function accessibility(...[, response]: Parameters<RequestHandler>): void {
    const title = translatorOf(response)('portal.accessibility.title')
    render(response, accessibilityPage, { head: { title }, site: config.baseUrl })
  }

  function privacy(...[, response]: Parameters<RequestHandler>): void {
    const title = translatorOf(response)('portal.privacy.title')
    render(response, privacyPage, { head: { title } })
  }
}
