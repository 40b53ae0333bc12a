import { type Request, type RequestHandler, type Response, Router } from 'express'
import { visitor } from '../../../core/actor.ts'
import { freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import * as answers from '../actions/answer.ts'
import { saveEntry, saveNeeds } from '../actions/entry.ts'
import { answerForm, consentForm, declineForm, readEntry, readNeeds } from '../forms.ts'
import { onSpeakerToken, ownPartOf } from '../guards.ts'
import * as entries from '../pages/entry.ts'
import { speakingModel, speakingPage } from '../pages/mine.ts'
import * as parts from '../pages/parts.ts'
import { findReleasedAppearances, listAppearances, listReleasedChanges } from '../queries/appearances.ts'
import { listMaterials } from '../queries/materials.ts'
import { findSpeakerByReference } from '../queries/speakers.ts'
import { mayAnswer, mayContribute } from '../rules/states.ts'
import { backToOwn, contextOf, ownHead } from './head.ts'

/** The private pages of those who speak. GET changes nothing, whoever opens the link (SEC-31). */
export function speakingRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const owner = onSpeakerToken(services)

  routes.get('/speaking/:token', owner, show)
  routes.post('/speaking/:token/answer', owner, answer)
  routes.get('/speaking/:token/decline', owner, whileAsked, askWhy)
  routes.post('/speaking/:token/decline', owner, whileAsked, decline)
  routes.post('/speaking/:token/consent', owner, consent)
  routes.get('/speaking/:token/entry', owner, whileOpen, editEntry)
  routes.post('/speaking/:token/entry', owner, whileOpen, keepEntry)
  routes.get('/speaking/:token/needs', owner, whileAsked, editNeeds)
  routes.post('/speaking/:token/needs', owner, whileAsked, keepNeeds)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const own = ownPartOf(request)
    const appearances = await listAppearances(db, own.speaker.id)
    const references = appearances.map(({ reference }) => reference)
    const model = speakingModel(contextOf(response), {
      ...own,
      appearances,
      released: await findReleasedAppearances(db, own.event.id, references),
      changes: await listReleasedChanges(db, own.event.id),
      materials: await listMaterials(
        db,
        appearances.map(({ id }) => id),
      ),
      notice: queryText(request, 'done', 20),
    })
    render(response, speakingPage, { ...model, head: await ownHead(services, request, response, model.title) })
  }

  async function answer(request: Request, response: Response): Promise<void> {
    const reading = readForm(answerForm, request.body)
    if (!reading.ok) return backToOwn(request, response)
    const { event, speaker } = ownPartOf(request)
    const isConfirming = reading.value.answer === 'confirm'
    const { kind } = isConfirming
      ? await answers.confirmPart(db, visitor, { event, speaker, isConsented: reading.value.consent })
      : await answers.reopenPart(db, visitor, { event, speaker })
    backToOwn(request, response, kind === 'closed' ? 'closed' : isConfirming ? 'confirmed' : 'undone')
  }

  async function askWhy(request: Request, response: Response): Promise<void> {
    await renderDecline(request, response, freshForm(partPath(request, response, 'decline')))
  }

  async function decline(request: Request, response: Response): Promise<void> {
    const reading = readForm(declineForm, request.body)
    if (!reading.ok) {
      const form = refusedForm(
        translatorOf(response),
        partPath(request, response, 'decline'),
        reading.typed,
        reading.problems,
      )
      return renderDecline(request, response.status(422), form)
    }
    const { event, speaker } = ownPartOf(request)
    const { kind } = await answers.declinePart(db, visitor, { event, speaker, reason: reading.value.reason })
    backToOwn(request, response, kind === 'closed' ? 'closed' : 'declined')
  }

  async function renderDecline(request: Request, response: Response, form: parts.DeclineModel['form']): Promise<void> {
    const head = await ownHead(services, request, response, contextOf(response).t('contributions.decline.title'))
    render(response, parts.declinePage, { head, form, backHref: partPath(request, response) })
  }

  async function consent(request: Request, response: Response): Promise<void> {
    const reading = readForm(consentForm, request.body)
    const { event, speaker } = ownPartOf(request)
    if (!reading.ok || speaker.isCollective) return backToOwn(request, response)
    const isGiven = reading.value.consent === 'give'
    await (isGiven ? answers.giveConsent : answers.withdrawConsent)(db, visitor, { event, speaker })
    backToOwn(request, response, isGiven ? 'consented' : 'withdrawn')
  }

  async function editEntry(request: Request, response: Response): Promise<void> {
    const { speaker } = ownPartOf(request)
    const form = entries.freshEntryForm(partPath(request, response, 'entry'), speaker)
    await renderEntry(request, response, { speaker, form })
  }

  async function keepEntry(request: Request, response: Response): Promise<void> {
    const { event, speaker } = ownPartOf(request)
    const action = partPath(request, response, 'entry')
    const reading = readEntry(request.body)
    if (!reading.ok) {
      const form = refusedForm(translatorOf(response), action, reading.typed, reading.problems)
      return renderEntry(request, response.status(422), { speaker, form })
    }
    const outcome = await saveEntry(db, visitor, { event, speaker, ...reading.value })
    if (outcome.kind !== 'stale') return backToOwn(request, response, outcome.kind === 'saved' ? 'entry' : 'closed')
    // What was typed stays; what the organisers wrote meanwhile stands above it, and saving again decides.
    const current = (await findSpeakerByReference(db, speaker.reference)) ?? speaker
    const values = { ...reading.typed.values, lockVersion: String(current.lockVersion) }
    const form = freshForm(action, values)
    await renderEntry(request, response.status(409), { speaker: current, form, isStale: true })
  }

  async function renderEntry(
    request: Request,
    response: Response,
    data: Omit<Parameters<typeof entries.entryModel>[1], 'backHref'>,
  ): Promise<void> {
    const context = contextOf(response)
    const head = await ownHead(services, request, response, context.t('contributions.entry.title'))
    const backHref = partPath(request, response)
    render(response, entries.entryPage, { ...entries.entryModel(context, { ...data, backHref }), head })
  }

  async function editNeeds(request: Request, response: Response): Promise<void> {
    const { event, speaker } = ownPartOf(request)
    await renderNeeds(request, response, parts.freshNeedsForm(partPath(request, response, 'needs'), event, speaker))
  }

  async function keepNeeds(request: Request, response: Response): Promise<void> {
    const { event, speaker } = ownPartOf(request)
    const reading = readNeeds(request.body, parts.daysOfEvent(event))
    if (!reading.ok) {
      const { typed, problems } = reading
      const form = refusedForm(translatorOf(response), partPath(request, response, 'needs'), typed, problems)
      return renderNeeds(request, response.status(422), form)
    }
    const { kind } = await saveNeeds(db, visitor, { event, speaker, needs: reading.value })
    backToOwn(request, response, kind === 'closed' ? 'closed' : 'needs')
  }

  async function renderNeeds(request: Request, response: Response, form: parts.NeedsModel['form']): Promise<void> {
    const context = contextOf(response)
    const { event } = ownPartOf(request)
    const head = await ownHead(services, request, response, context.t('contributions.needs.title'))
    const backHref = partPath(request, response)
    render(response, parts.needsPage, { ...parts.needsModel(context, { event, form, backHref }), head })
  }
}

/** A page of the private link; without a part the first one. */
export function partPath(request: Request, response: Response, part = ''): string {
  const { token } = ownPartOf(request)
  const locale = localeOf(response)
  return part === '' ? urls.speaking(locale, token) : urls.speakingPart(locale, token, part)
}

/** Nothing is asked about an event that is over or called off. */
const whileAsked: RequestHandler = (request, response, next) => {
  if (!mayAnswer(ownPartOf(request).event, now())) return backToOwn(request, response, 'closed')
  next()
}

/** The entry, the photograph and the files are taken for some time after the event. */
export const whileOpen: RequestHandler = (request, response, next) => {
  if (!mayContribute(ownPartOf(request).event, now())) return backToOwn(request, response, 'closed')
  next()
}
