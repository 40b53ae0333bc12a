import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { sendUntrusted } from '../../../core/http/caching.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import {
  type FieldProblem,
  type FormModel,
  freshForm,
  readForm,
  refusedForm,
  type Typed,
} from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { render } from '../../../core/http/pages.ts'
import { upload, uploaded, uploadProblems } from '../../../core/http/uploads.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { largestMaterial } from '../../files/rules/kinds.ts'
import * as actions from '../actions/materials.ts'
import { materialDeedForm, materialForm } from '../forms.ts'
import * as pages from '../pages/materials.ts'
import { deskAskPage } from '../pages/one.ts'
import { materialProblem } from '../pages/problems.ts'
import { findFileOfEvent, findSessionOf, listMaterials, type SessionWithMaterials } from '../queries/materials.ts'
import { listSpeakers } from '../queries/speakers.ts'
import type { Material } from '../types.ts'
import { contextOf, deskHead } from './head.ts'

const sessions = slot<SessionWithMaterials>('session with materials')
const materials = slot<Material>('material')

/** The files beside a session: added, put in order, shown and hidden by its organisers. */
export function materialDeskRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/agenda/sessions/:session/materials'
  const theSession = loading(sessions, request =>
    findSessionOf(db, eventOf(request).event.id, param(request, 'session')),
  )
  const theMaterial = loading(materials, async request => {
    const all = await listMaterials(db, [sessions.get(request).id])
    return all.find(({ reference }) => reference === param(request, 'material'))
  })
  const takesFile = upload([{ name: 'file', maxBytes: largestMaterial }])

  routes.get(base, organising, theSession, show)
  routes.post(base, organising, theSession, takesFile, add)
  routes.post(`${base}/all`, organising, theSession, changeAll)
  routes.post(`${base}/:material`, organising, theSession, theMaterial, change)
  routes.get(`${base}/:material/file`, organising, theSession, download)
  routes.get(`${base}/:material/remove`, organising, theSession, theMaterial, confirmRemoving)
  routes.post(`${base}/:material/remove`, organising, theSession, theMaterial, remove)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    await renderPage(request, response, freshForm(pathOf(request, response)))
  }

  async function add(request: Request, response: Response): Promise<void> {
    const reading = readForm(materialForm, request.body)
    const file = uploaded(request, 'file')
    const problems = [...(reading.ok ? [] : reading.problems), ...uploadProblems(request)]
    if (problems.length === 0 && (file === undefined || file.content.length === 0))
      problems.push({ field: 'file', message: 'errors.fileMissing' })
    if (!reading.ok || file === undefined || problems.length > 0)
      return refuse(request, response, reading.typed, problems)
    const { event } = eventOf(request)
    const { title } = reading.value
    const added = { event, session: sessions.get(request), file, title }
    const { kind } = await actions.addMaterial(db, actorOf(request), added)
    if (kind !== 'added') return refuse(request, response, reading.typed, [materialProblem(kind)])
    back(request, response, 'contributions.flash.materialAdded')
  }

  async function refuse(request: Request, response: Response, typed: Typed, problems: readonly FieldProblem[]) {
    const form = refusedForm(contextOf(response).t, pathOf(request, response), typed, problems)
    await renderPage(request, response.status(422), form)
  }

  async function change(request: Request, response: Response): Promise<void> {
    const reading = readForm(materialDeedForm, request.body)
    if (!reading.ok) return back(request, response)
    const { deed, title } = reading.value
    const material = materials.get(request)
    const what = { event: eventOf(request).event, material }
    const actor = actorOf(request)
    if (deed === 'rename') await actions.renameMaterial(db, actor, { ...what, title })
    else if (deed === 'up' || deed === 'down') await actions.moveMaterial(db, actor, { ...what, isUp: deed === 'up' })
    else await actions.publishMaterials(db, actor, { ...what, materials: [material], isPublic: deed === 'publish' })
    back(request, response, `contributions.flash.${deed}`)
  }

  async function changeAll(request: Request, response: Response): Promise<void> {
    const reading = readForm(materialDeedForm, request.body)
    const deed = reading.ok ? reading.value.deed : undefined
    if (deed !== 'publish' && deed !== 'hide') return back(request, response)
    const { event } = eventOf(request)
    const all = await listMaterials(db, [sessions.get(request).id])
    await actions.publishMaterials(db, actorOf(request), { event, materials: all, isPublic: deed === 'publish' })
    back(request, response, `contributions.flash.${deed}All`)
  }

  async function download(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const { reference } = sessions.get(request)
    const file = await findFileOfEvent(db, event.id, reference, param(request, 'material'))
    if (file === undefined) throw new NotFound()
    sendUntrusted(response, { name: file.fileName, type: file.contentType, bytes: await services.files.read(file) })
  }

  function confirmRemoving(request: Request, response: Response): void {
    const what = { event: eventOf(request).event, session: sessions.get(request), material: materials.get(request) }
    const model = pages.askToRemoveMaterial(contextOf(response), what)
    render(response, deskAskPage, { ...model, head: deskHead(request, response, model.question) })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    await actions.removeMaterial(db, actorOf(request), {
      event: eventOf(request).event,
      material: materials.get(request),
    })
    back(request, response, 'contributions.flash.materialRemoved')
  }

  function pathOf(request: Request, response: Response): string {
    return pages.materialsHref(contextOf(response), eventOf(request).event, sessions.get(request))
  }

  function back(request: Request, response: Response, message?: string): void {
    if (message !== undefined) flash(request, message)
    redirect(response, pathOf(request, response))
  }

  async function renderPage(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const session = sessions.get(request)
    const model = pages.materialsModel(context, {
      event,
      session,
      materials: await listMaterials(db, [session.id]),
      speakers: await listSpeakers(db, event.id),
      form,
    })
    const head = deskHead(request, response, context.t('contributions.materials.title', { title: model.title }))
    render(response, pages.materialsPage, { ...model, head, flash: takeFlash(request) })
  }
}
