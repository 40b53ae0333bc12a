import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { render } from '../../../core/http/pages.ts'
import { upload, uploaded, uploadProblems } from '../../../core/http/uploads.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { largestPhotograph } from '../../files/rules/kinds.ts'
import { removePhotograph, setPhotograph } from '../actions/photograph.ts'
import { photographForm } from '../forms.ts'
import { organiserPhotographPage, photographModel } from '../pages/parts.ts'
import { photographProblem } from '../pages/problems.ts'
import { findPhotographOf } from '../queries/materials.ts'
import { findSpeaker } from '../queries/speakers.ts'
import type { Speaker } from '../types.ts'
import { contextOf, deskHead, deskPath, sendPrivatePicture } from './head.ts'

const speakers = slot<Speaker>('speaker with a photograph')

/** The photograph of a speaker, for the organisers. */
export function photographDeskRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/agenda/speakers/:speaker'
  const theOne = loading(speakers, request => findSpeaker(db, eventOf(request).event.id, param(request, 'speaker')))
  const takesPhotograph = upload([{ name: 'photograph', maxBytes: largestPhotograph }])

  routes.get(`${base}/photograph`, organising, theOne, editPhotograph)
  routes.post(`${base}/photograph`, organising, theOne, takesPhotograph, keepPhotograph)
  routes.get(`${base}/photograph.webp`, organising, theOne, showPhotograph)
  return routes

  async function showPhotograph(request: Request, response: Response): Promise<void> {
    const file = await findPhotographOf(db, speakers.get(request))
    if (file === undefined) throw new NotFound()
    await sendPrivatePicture(services, response, file)
  }

  function editPhotograph(request: Request, response: Response): void {
    renderPhotograph(request, response, freshForm(photographPath(request, response)))
  }

  async function keepPhotograph(request: Request, response: Response): Promise<void> {
    const reading = readForm(photographForm, request.body)
    const done = await photographDone(request, reading.ok && reading.value.deed === 'remove')
    if (typeof done === 'string') {
      flash(request, done)
      return redirect(response, photographPath(request, response))
    }
    const { t } = contextOf(response)
    const form = refusedForm(t, photographPath(request, response), reading.typed, [done])
    renderPhotograph(request, response.status(422), form)
  }

  /** The sentence to say when it is done, or what is wrong with the file. */
  async function photographDone(request: Request, isRemoving: boolean): Promise<string | FieldProblem> {
    const whose = { event: eventOf(request).event, speaker: speakers.get(request) }
    if (isRemoving) {
      await removePhotograph(db, actorOf(request), whose)
      return 'contributions.flash.photographRemoved'
    }
    const [tooBig] = uploadProblems(request)
    const content = uploaded(request, 'photograph')?.content
    if (tooBig) return tooBig
    if (content === undefined || content.length === 0) return { field: 'photograph', message: 'errors.fileMissing' }
    const outcome = await setPhotograph(db, actorOf(request), { ...whose, content })
    if (outcome.kind === 'refused') return photographProblem(outcome.reason)
    return `contributions.flash.${outcome.kind === 'saved' ? 'photograph' : 'closed'}`
  }

  function photographPath(request: Request, response: Response): string {
    return deskPath(request, response, `speakers/${speakers.get(request).reference}/photograph`)
  }

  function renderPhotograph(request: Request, response: Response, form: FormModel): void {
    const context = contextOf(response)
    const speaker = speakers.get(request)
    const src = `${photographPath(request, response)}.webp`
    const href = deskPath(request, response, `speakers/${speaker.reference}`)
    const model = photographModel(context, { speaker, form, src, back: { href, label: context.t('core.back') } })
    const head = deskHead(request, response, model.heading)
    render(response, organiserPhotographPage, { ...model, head, flash: takeFlash(request) })
  }
}
