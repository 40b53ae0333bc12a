import { type Request, type Response, Router } from 'express'
import { visitor } from '../../../core/actor.ts'
import { Busy, NotFound } from '../../../core/errors.ts'
import { sendUntrusted } from '../../../core/http/caching.ts'
import {
  type FieldProblem,
  type FormModel,
  freshForm,
  readForm,
  refusedForm,
  type Typed,
} from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { type UploadField, upload, uploaded, uploadProblems } from '../../../core/http/uploads.ts'
import { createThrottle } from '../../../core/throttle.ts'
import type { Services } from '../../../services.ts'
import { largestMaterial, largestPhotograph } from '../../files/rules/kinds.ts'
import { addMaterial, removeMaterial } from '../actions/materials.ts'
import { removePhotograph, setPhotograph } from '../actions/photograph.ts'
import { materialForm, photographForm } from '../forms.ts'
import { onSpeakerToken, ownPartOf } from '../guards.ts'
import { isOwn } from '../pages/own-sessions.ts'
import * as parts from '../pages/parts.ts'
import { materialProblem, photographProblem } from '../pages/problems.ts'
import { listAppearances } from '../queries/appearances.ts'
import { findFileForSpeaker, findPhotographOf, listMaterials } from '../queries/materials.ts'
import type { Appearance, Material } from '../types.ts'
import { backToOwn, contextOf, ownHead, sendPrivatePicture } from './head.ts'
import { partPath, whileOpen } from './speaking.ts'

const sessions = slot<Appearance>('own session')
const materials = slot<Material>('own material')

/** Photographs and slides that those who speak hand in. */
export function handingInRoutes(services: Services): Router {
  const { db, config } = services
  const isOff = !config.rateLimits
  const files = createThrottle(db, { name: 'speaker-files', attempts: 60, seconds: 3_600, isOff })
  const routes = Router()
  const owner = onSpeakerToken(services)
  const base = '/speaking/:token'
  const theSession = loading(sessions, async request => {
    const appearances = await listAppearances(db, ownPartOf(request).speaker.id)
    return appearances.find(({ reference, isCancelled }) => !isCancelled && reference === param(request, 'session'))
  })
  const theMaterial = loading(materials, async request => {
    const { speaker } = ownPartOf(request)
    const ids = (await listAppearances(db, speaker.id)).map(({ id }) => id)
    const all = await listMaterials(db, ids)
    return all.find(one => one.reference === param(request, 'material') && isOwn(one, speaker))
  })
  const takes = (name: string, maxBytes: number) =>
    upload(async (request): Promise<UploadField[]> => {
      if (!(await files.take(ownPartOf(request).speaker.reference))) throw new Busy('too many files of one speaker', 60)
      return [{ name, maxBytes }]
    })

  routes.get(`${base}/photograph.webp`, owner, showPhotograph)
  routes.get(`${base}/photograph`, owner, whileOpen, editPhotograph)
  routes.post(`${base}/photograph`, owner, whileOpen, takes('photograph', largestPhotograph), keepPhotograph)
  routes.get(`${base}/sessions/:session/materials`, owner, whileOpen, theSession, askForFile)
  routes.post(
    `${base}/sessions/:session/materials`,
    owner,
    whileOpen,
    theSession,
    takes('file', largestMaterial),
    keepFile,
  )
  routes.get(`${base}/materials/:material`, owner, download)
  routes.get(`${base}/materials/:material/remove`, owner, whileOpen, theMaterial, confirmRemoving)
  routes.post(`${base}/materials/:material/remove`, owner, whileOpen, theMaterial, remove)
  return routes

  async function showPhotograph(request: Request, response: Response): Promise<void> {
    const file = await findPhotographOf(db, ownPartOf(request).speaker)
    if (file === undefined) throw new NotFound()
    await sendPrivatePicture(services, response, file)
  }

  async function editPhotograph(request: Request, response: Response): Promise<void> {
    await renderPhotograph(request, response, freshForm(partPath(request, response, 'photograph')))
  }

  async function keepPhotograph(request: Request, response: Response): Promise<void> {
    const { event, speaker } = ownPartOf(request)
    const reading = readForm(photographForm, request.body)
    if (reading.ok && reading.value.deed === 'remove') {
      await removePhotograph(db, visitor, { event, speaker })
      return backToOwn(request, response, 'photographRemoved')
    }
    const content = uploaded(request, 'photograph')?.content
    const tooBig = uploadProblems(request)
    if (content === undefined || content.length === 0 || tooBig.length > 0) {
      const problem = tooBig[0] ?? { field: 'photograph', message: 'errors.fileMissing' }
      return refusePhotograph(request, response, reading.typed, problem)
    }
    const outcome = await setPhotograph(db, visitor, { event, speaker, content })
    if (outcome.kind !== 'refused')
      return backToOwn(request, response, outcome.kind === 'saved' ? 'photograph' : 'closed')
    await refusePhotograph(request, response, reading.typed, photographProblem(outcome.reason))
  }

  async function refusePhotograph(request: Request, response: Response, typed: Typed, problem: FieldProblem) {
    const action = partPath(request, response, 'photograph')
    const form = refusedForm(translatorOf(response), action, typed, [problem])
    await renderPhotograph(request, response.status(422), form)
  }

  async function renderPhotograph(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const { speaker } = ownPartOf(request)
    const back = { href: partPath(request, response), label: context.t('core.back') }
    const src = partPath(request, response, 'photograph.webp')
    const model = parts.photographModel(context, { speaker, form, src, back })
    render(response, parts.photographPage, {
      ...model,
      head: await ownHead(services, request, response, model.heading),
    })
  }

  async function askForFile(request: Request, response: Response): Promise<void> {
    await renderUpload(request, response, freshForm(uploadPath(request, response)))
  }

  async function keepFile(request: Request, response: Response): Promise<void> {
    const { event, speaker } = ownPartOf(request)
    const reading = readForm(materialForm, request.body)
    const file = uploaded(request, 'file')
    const problems = [...(reading.ok ? [] : reading.problems), ...uploadProblems(request)]
    if (problems.length === 0 && (file === undefined || file.content.length === 0))
      problems.push({ field: 'file', message: 'errors.fileMissing' })
    if (!reading.ok || file === undefined || problems.length > 0)
      return refuseFile(request, response, reading.typed, problems)
    const { title } = reading.value
    const session = sessions.get(request)
    const { kind } = await addMaterial(db, visitor, { event, session, file, title, speaker })
    if (kind === 'added') return backToOwn(request, response, 'material')
    await refuseFile(request, response, reading.typed, [materialProblem(kind)])
  }

  async function refuseFile(request: Request, response: Response, typed: Typed, problems: readonly FieldProblem[]) {
    const form = refusedForm(translatorOf(response), uploadPath(request, response), typed, problems)
    await renderUpload(request, response.status(422), form)
  }

  async function renderUpload(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const head = await ownHead(services, request, response, context.t('contributions.upload.title'))
    const data = { session: sessions.get(request), form, backHref: partPath(request, response) }
    render(response, parts.uploadPage, { ...parts.uploadModel(context, data), head })
  }

  function uploadPath(request: Request, response: Response): string {
    return partPath(request, response, `sessions/${sessions.get(request).reference}/materials`)
  }

  async function download(request: Request, response: Response): Promise<void> {
    const file = await findFileForSpeaker(db, ownPartOf(request).speaker, param(request, 'material'))
    if (file === undefined) throw new NotFound()
    response.set('X-Robots-Tag', 'noindex')
    sendUntrusted(response, { name: file.fileName, type: file.contentType, bytes: await services.files.read(file) })
  }

  async function confirmRemoving(request: Request, response: Response): Promise<void> {
    const { token } = ownPartOf(request)
    const model = parts.askToRemove(contextOf(response), { material: materials.get(request), token })
    render(response, parts.speakerAskPage, {
      ...model,
      head: await ownHead(services, request, response, model.question),
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    const { event } = ownPartOf(request)
    await removeMaterial(db, visitor, { event, material: materials.get(request) })
    backToOwn(request, response, 'materialRemoved')
  }
}
