import { type Request, type Response, Router } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { copyAnnouncement, removeAnnouncement } from '../actions/compose.ts'
import { unplanAnnouncement } from '../actions/send.ts'
import { resumeAnnouncement, stopAnnouncement } from '../actions/steer.ts'
import { confirmPage } from '../pages/compose.ts'
import { announcementsHref, titleOf } from '../pages/shared.ts'
import { announcementOf, contextOf, framed, theAnnouncement } from './reading.ts'

/** What is done about one announcement: stopped, gone on with, taken back, copied, thrown away. */
export function announcementDeedRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const path = '/organiser/events/:event/announcements/:announcement'
  const organising = onEvent(services, mayOrganise)
  const theOne = theAnnouncement(services)

  routes.post(`${path}/stop`, organising, theOne, stop)
  routes.post(`${path}/resume`, organising, theOne, resume)
  routes.post(`${path}/unplan`, organising, theOne, unplan)
  routes.post(`${path}/copy`, organising, theOne, copy)
  routes.get(`${path}/remove`, organising, theOne, askRemove)
  routes.post(`${path}/remove`, organising, theOne, remove)
  return routes

  async function stop(request: Request, response: Response): Promise<void> {
    const { kind } = await stopAnnouncement(db, actorOf(request), { announcement: announcementOf(request) })
    back(request, response, kind)
  }

  async function resume(request: Request, response: Response): Promise<void> {
    const { kind } = await resumeAnnouncement(db, actorOf(request), { announcement: announcementOf(request) })
    back(request, response, kind)
  }

  async function unplan(request: Request, response: Response): Promise<void> {
    const { kind } = await unplanAnnouncement(db, actorOf(request), { announcement: announcementOf(request) })
    back(request, response, kind)
  }

  async function copy(request: Request, response: Response): Promise<void> {
    const { reference } = await copyAnnouncement(db, actorOf(request), { announcement: announcementOf(request) })
    flash(request, 'announcements.flash.copied')
    redirect(response, hrefTo(request, response, `/${reference}/edit`))
  }

  function askRemove(request: Request, response: Response): void {
    const context = contextOf(response)
    const { t } = context
    const announcement = announcementOf(request)
    const question = t('announcements.remove.question', {
      title: titleOf(context, eventOf(request).event, announcement),
    })
    const here = hrefTo(request, response, `/${announcement.reference}`)
    render(response, confirmPage, {
      head: framed(request, response, question).head,
      question,
      consequences: [t('announcements.remove.consequence')],
      action: `${here}/remove`,
      submit: t('announcements.deeds.remove'),
      back: { href: here, label: t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    const { kind } = await removeAnnouncement(db, actorOf(request), { announcement: announcementOf(request) })
    if (kind === 'gone') return back(request, response, kind)
    flash(request, 'announcements.flash.removed')
    redirect(response, hrefTo(request, response))
  }

  function back(request: Request, response: Response, kind: string): void {
    flash(request, `announcements.flash.${kind}`)
    redirect(response, hrefTo(request, response, `/${announcementOf(request).reference}`))
  }
}

function hrefTo(request: Request, response: Response, part = ''): string {
  return announcementsHref(contextOf(response).locale, eventOf(request).event, part)
}
