import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../../core/errors.ts'
import { flash, takeFlash } from '../../../../core/http/flash.ts'
import {
  type FieldProblem,
  type FormModel,
  freshForm,
  readForm,
  refusedForm,
  type Typed,
} from '../../../../core/http/forms.ts'
import { loading, queryText, slot } from '../../../../core/http/loaders.ts'
import { localeOf } from '../../../../core/http/locale.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect, urls } from '../../../../core/http/urls.ts'
import { now } from '../../../../core/time.ts'
import type { Services } from '../../../../services.ts'
import { actorOf } from '../../../accounts/guards.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'
import { cancelPlannedRelease, planRelease } from '../../actions/plan-release.ts'
import { releaseAgenda } from '../../actions/release.ts'
import { restoreRelease } from '../../actions/restore.ts'
import { plannedFields, readReleaseTime, releaseForm, releaseWords, withChoice } from '../../forms/releases.ts'
import { editorPath } from '../../pages/editor.ts'
import * as pages from '../../pages/releases.ts'
import { findLatestRelease, findRelease, listReleases, unreleasedChanges } from '../../queries.ts'
import { findPlannedRelease } from '../../queries/planned.ts'
import { clashesIn } from '../../rules/clashes.ts'
import type { ReleasedAgenda } from '../../types.ts'
import { numberOf } from '../releases.ts'
import { contextOf, draftOf, editorHead, theDraft } from './draft.ts'

const released = slot<ReleasedAgenda>('release')

/** The release of the draft, now or at a set time, and the way back to a former one. */
export function releaseEditorRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const draft = theDraft(services)
  const base = '/organiser/events/:event/agenda'
  const theRelease = loading(released, request => findRelease(db, eventOf(request).event.id, numberOf(request)))

  routes.get(`${base}/release`, organisers, draft, compare)
  routes.post(`${base}/release`, organisers, draft, release)
  routes.post(`${base}/release/plan/cancel`, organisers, cancelPlan)
  routes.get(`${base}/releases/:release/restore`, organisers, draft, theRelease, confirmRestoring)
  routes.post(`${base}/releases/:release/restore`, organisers, theRelease, restore)
  return routes

  async function compare(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const plan = await findPlannedRelease(db, event.id)
    const restored = queryText(request, 'restored', 6)
    const values = {
      ...(plan && restored === '' ? plannedFields(plan, event.timeZone) : { when: 'now' }),
      restoredFrom: restored,
    }
    await renderRelease(request, response, freshForm(pathOf(request, response), values))
  }

  async function release(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const reading = readForm(releaseForm, request.body)
    if (!reading.ok) return refuse(request, response, reading.typed, reading.problems)
    const time = readReleaseTime(reading.value, event.timeZone, now())
    if (time.kind === 'refused') return refuse(request, response, reading.typed, time.problems)
    const words = { event, ...releaseWords(reading.value) }
    const restoredFrom = await knownNumber(event.id, reading.value.restoredFrom)
    const outcome =
      time.kind === 'now'
        ? await releaseAgenda(db, actorOf(request), { ...words, restoredFrom })
        : await planRelease(db, actorOf(request), { ...words, releaseAt: time.at })
    flash(request, `releases.done.${outcome.kind}`)
    redirect(response, pathOf(request, response))
  }

  function refuse(
    request: Request,
    response: Response,
    typed: Typed,
    problems: readonly FieldProblem[],
  ): Promise<void> {
    const form = refusedForm(contextOf(response).t, pathOf(request, response), withChoice(typed), problems)
    return renderRelease(request, response.status(422), form)
  }

  /** The number of a release of this event, or nothing. */
  async function knownNumber(eventId: number, number: number | undefined): Promise<number | undefined> {
    if (number === undefined) return undefined
    return (await listReleases(db, eventId)).find(one => one.number === number)?.number
  }

  async function cancelPlan(request: Request, response: Response): Promise<void> {
    const wasThere = await cancelPlannedRelease(db, actorOf(request), { event: eventOf(request).event })
    flash(request, wasThere ? 'releases.done.planCancelled' : 'releases.done.noPlan')
    redirect(response, pathOf(request, response))
  }

  async function renderRelease(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const draft = draftOf(request)
    const latest = await findLatestRelease(db, event.id)
    const changes = unreleasedChanges(draft, latest?.content)
    render(response, pages.releasePage, {
      head: editorHead(request, response, context.t('releases.organiser.title')),
      flash: takeFlash(request),
      agendaHref: editorPath(context.locale, event),
      form,
      zone: pages.zoneText(context, event),
      next: (latest?.number ?? 0) + 1,
      isPublished: event.publishedAt !== null,
      count: changes.length,
      changes: pages.changeList(changes, context),
      clashes: pages.clashList(clashesIn(draft), context),
      plan: pages.planModel(context, event, await findPlannedRelease(db, event.id)),
      releases: pages.organiserReleases(context, event, await listReleases(db, event.id)),
      historyHref: event.publishedAt === null ? undefined : urls.agendaReleases(context.locale, event.slug),
    })
  }

  async function confirmRestoring(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const release = released.get(request)
    const latest = await findLatestRelease(db, event.id)
    render(response, pages.restorePage, {
      head: editorHead(request, response, context.t('releases.restore.title', { number: release.number })),
      ...pages.restoreModel(context, event, { release, draft: draftOf(request), latest: latest ?? release }),
    })
  }

  async function restore(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const { number } = released.get(request)
    const outcome = await restoreRelease(db, actorOf(request), { event, number })
    if (outcome.kind === 'unknown') throw new NotFound()
    flash(request, `releases.done.${outcome.kind === 'restored' ? 'restored' : 'sameDraft'}`)
    const restored = outcome.kind === 'restored' ? `?restored=${number}` : ''
    redirect(response, pathOf(request, response) + restored)
  }

  function pathOf(request: Request, response: Response): string {
    return editorPath(localeOf(response), eventOf(request).event, 'release')
  }
}
