import { type Request, type Response, Router } from 'express'
import { csvType, toCsv } from '../../../core/csv.ts'
import { disposition } from '../../../core/http/caching.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { loading, param, queryText, slot } from '../../../core/http/loaders.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { askSpeaker, askSpeakers, renewLink } from '../actions/ask.ts'
import { expectedCount } from '../forms.ts'
import * as lists from '../pages/answers.ts'
import { speakerListModel, speakerListPage, speakerTable } from '../pages/list.ts'
import * as ones from '../pages/one.ts'
import { listAppearances } from '../queries/appearances.ts'
import { listMaterials } from '../queries/materials.ts'
import { countAsked, countSpeakers, findSpeaker, listSpeakers } from '../queries/speakers.ts'
import { lastMailBefore } from '../rules/states.ts'
import { answerGroups, type AskKind, type Speaker } from '../types.ts'
import { contextOf, deskHead, deskPath } from './head.ts'

const speakers = slot<Speaker>('speaker who answers')

/** Who has answered, who is asked again, and what is known of each; mounted before the agenda's page of one speaker. */
export function speakerDeskRoutes(services: Services): Router {
  const { db, tokens, config } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/agenda/speakers'
  const theOne = loading(speakers, request => findSpeaker(db, eventOf(request).event.id, param(request, 'speaker')))

  routes.get(`${base}/answers`, organising, list)
  routes.get(`${base}/answers/invite`, organising, askFirst('invite'))
  routes.post(`${base}/answers/invite`, organising, send('invite'))
  routes.get(`${base}/answers/remind`, organising, askFirst('remind'))
  routes.post(`${base}/answers/remind`, organising, send('remind'))
  routes.get(`${base}/list`, organising, print)
  routes.get(`${base}.csv`, organising, download)
  routes.get(`${base}/:speaker/answer`, organising, theOne, show)
  routes.post(`${base}/:speaker/answer/ask`, organising, theOne, ask)
  routes.get(`${base}/:speaker/answer/renew`, organising, theOne, confirmRenewing)
  routes.post(`${base}/:speaker/answer/renew`, organising, theOne, renew)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const group = answerGroups.find(known => known === queryText(request, 'group')) ?? 'all'
    const model = lists.answersModel(context, {
      event,
      group,
      counts: await countSpeakers(db, event.id),
      toInvite: await countAsked(db, event.id, { kind: 'invite' }),
      toRemind: await countAsked(db, event.id, { kind: 'remind', before: lastMailBefore(now()) }),
      lines: await listSpeakers(db, event.id, group),
    })
    const head = deskHead(request, response, context.t('contributions.answers.title'))
    render(response, lists.answersPage, { ...model, head, flash: takeFlash(request) })
  }

  function askFirst(kind: AskKind) {
    return async (request: Request, response: Response): Promise<void> => {
      const asking = kind === 'invite' ? ({ kind } as const) : ({ kind, before: lastMailBefore(now()) } as const)
      renderAsk(request, response, kind, await countAsked(db, eventOf(request).event.id, asking), false)
    }
  }

  function send(kind: AskKind) {
    return async (request: Request, response: Response): Promise<void> => {
      const { event } = eventOf(request)
      const expected = expectedCount(request.body)
      const outcome = await askSpeakers(db, actorOf(request), { event, kind, expected })
      if (outcome.kind === 'count-changed') return renderAsk(request, response.status(409), kind, outcome.count, true)
      flash(request, outcome.kind === 'closed' ? 'contributions.flash.closed' : `contributions.flash.${kind}`)
      redirect(response, lists.answersHref(contextOf(response), event))
    }
  }

  function renderAsk(request: Request, response: Response, kind: AskKind, count: number, hasChanged: boolean): void {
    const { t } = contextOf(response)
    const head = deskHead(request, response, t(`contributions.ask.${kind}.question`, { count }))
    const backHref = deskPath(request, response, 'speakers/answers')
    render(response, lists.askPage, { head, kind, count, hasChanged, action: `${backHref}/${kind}`, backHref })
  }

  async function print(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const model = speakerListModel(context, event, await listSpeakers(db, event.id))
    const head = deskHead(request, response, context.t('contributions.list.title'), true)
    render(response, speakerListPage, { ...model, head })
  }

  async function download(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const { header, rows } = speakerTable(context, event, await listSpeakers(db, event.id))
    const name = `${event.slug}-${context.t('contributions.list.file')}.csv`
    response.set({ 'Cache-Control': 'private, no-store', 'Content-Disposition': disposition('attachment', name) })
    response.set('Content-Type', csvType).send(toCsv(header, rows))
  }

  async function show(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const speaker = speakers.get(request)
    const appearances = await listAppearances(db, speaker.id)
    const ids = appearances.map(({ id }) => id)
    const model = ones.answerModel(contextOf(response), {
      event,
      speaker,
      appearances,
      materials: await listMaterials(db, ids),
      token: tokens.issue('speaker', speaker.reference, speaker.tokenVersion),
      baseUrl: config.baseUrl,
    })
    render(response, ones.answerPage, {
      ...model,
      head: deskHead(request, response, model.name),
      flash: takeFlash(request),
    })
  }

  async function ask(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const { kind } = await askSpeaker(db, actorOf(request), { event, speaker: speakers.get(request) })
    backToOne(request, response, kind === 'asked' ? 'contributions.flash.asked' : 'contributions.flash.notAsked')
  }

  function confirmRenewing(request: Request, response: Response): void {
    const model = ones.askToRenew(contextOf(response), eventOf(request).event, speakers.get(request))
    render(response, ones.deskAskPage, { ...model, head: deskHead(request, response, model.question) })
  }

  async function renew(request: Request, response: Response): Promise<void> {
    await renewLink(db, actorOf(request), { event: eventOf(request).event, speaker: speakers.get(request) })
    backToOne(request, response, 'contributions.flash.renewed')
  }

  function backToOne(request: Request, response: Response, message: string): void {
    flash(request, message)
    redirect(response, lists.answerHref(contextOf(response), eventOf(request).event, speakers.get(request).reference))
  }
}
