import { faultPoint } from '../../../core/fault-points.ts'
import { type Request, type Response, Router } from 'express'
import { visitor } from '../../../core/actor.ts'
import { Busy } from '../../../core/errors.ts'
import { postedValues } from '../../../core/http/form-rows.ts'
import { type FormModel, freshForm, refusedForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { upload } from '../../../core/http/uploads.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { createThrottle, networkOf } from '../../../core/throttle.ts'
import type { Services } from '../../../services.ts'
import { publicEventHead } from '../../events/frame.ts'
import { onPublicEvent, publicEventOf, publicVersionsOf } from '../../events/guards.ts'
import { fieldName, largestFile } from '../../questions/rules/kinds.ts'
import type { Question } from '../../questions/types.ts'
import { register } from '../actions/register.ts'
import { isCaught } from '../forms/public.ts'
import * as outcomes from '../pages/outcomes.ts'
import * as pages from '../pages/public.ts'
import { rememberForms } from '../queries/form.ts'
import type { Admission, Granted, Refusal } from '../types/offers.ts'
import type { RegisterRequest } from '../types.ts'
import {
  codeModel,
  type FormGround,
  type FormMeans,
  type FormRules,
  findGround,
  findGroundAgain,
  findRules,
  groundOf,
  isOpen,
  parentLink,
} from './form-ground.ts'
import { type RegistrationReading, readRegistration, refusalProblem, type SentForm } from './form-reading.ts'

/** The public form. */
export function registrationRoutes(services: Services): Router {
  const { db, booking } = services
  const isOff = !services.config.rateLimits
  // A university's whole hall behind one address registers in the opening minute.
  const posts = createThrottle(db, { name: 'registration', attempts: 2_000, seconds: 60, isOff })
  const uploads = createThrottle(db, { name: 'registration-files', attempts: 600, seconds: 3_600, isOff })
  const codes = createThrottle(db, { name: 'registration-code', attempts: 300, seconds: 3_600, isOff })
  const means: FormMeans = { services, codes, memory: rememberForms(services) }
  const published = onPublicEvent(services)
  const routes = Router()

  routes.get('/events/:event/registration', published, show)
  routes.post('/events/:event/registration', published, upload(fileFields), submit)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const ground = await findGround(means, request, queryText(request, 'code'))
    if (ground.code.kind !== 'none' && ground.code.kind !== 'open') response.status(422)
    if (!isOpen(ground)) return renderClosed(request, response, ground)
    const locale = localeOf(response)
    const values = { country: 'CZ', locale, category: wantedCategory(request, ground), attendance: 'on_site' }
    const action = urls.registration(locale, ground.event.slug)
    await renderForm(request, response, ground, freshForm(action, values))
  }

  async function submit(request: Request, response: Response): Promise<void> {
    if (!(await posts.take(networkOf(request.ip ?? '')))) throw new Busy('too many registrations from one address', 30)
    if (isCaught(request.body)) return redirectToDone(request, response, { kind: 'place' })
    const rules = await findRules(means, request, postedCode(request))
    const ground = () => groundOf(means, request, rules)
    if (isShut(rules)) {
      const exact = await ground()
      if (isShut(exact)) return renderClosed(request, response.status(409), exact)
    }
    const reading = await readRegistration(services, request, response, rules)
    if (reading.kind === 'refused') return refuse(request, response, await ground(), reading)
    const outcome = await register(booking, visitor, reading.request)
    await faultPoint('booking.answering')
    if (isGranted(outcome)) return redirectToDone(request, response, outcome)
    await refuseTaken(request, response, reading, outcome)
  }

  /** The fields in which files may come; who sends very many is asked to wait. */
  async function fileFields(request: Request) {
    if (!(await uploads.take(networkOf(request.ip ?? '')))) throw new Busy('too many files from one address', 60)
    const questions = await means.memory.questions(publicVersionsOf(request), publicEventOf(request).id)
    const files = questions.filter(({ kind }) => kind === 'file')
    return files.map(question => ({ name: fieldName(question), maxBytes: largestFile }))
  }

  function redirectToDone(request: Request, response: Response, outcome: Granted): void {
    const position = outcome.kind === 'waiting' ? outcome.position : undefined
    const query = { state: outcome.kind, position }
    redirect(response, urls.registrationDone(localeOf(response), publicEventOf(request).slug, query))
  }

  /** The last place went, or the category closed, while the form was being filled in: what was typed stays. */
  async function refuseTaken(
    request: Request,
    response: Response,
    sent: SentForm & { readonly request: RegisterRequest },
    refusal: Refusal,
  ): Promise<void> {
    const ground = await findGroundAgain(means, request, postedCode(request))
    const problem = refusalProblem(ground, refusal, sent.request, localeOf(response))
    const status = refusal.kind === 'code-unknown' ? 422 : 409
    await refuse(request, response, ground, { ...sent, problems: [problem], newlyAsked: [] }, status)
  }

  async function refuse(
    request: Request,
    response: Response,
    ground: FormGround,
    { typed, files, problems, newlyAsked }: Pick<Refused, 'typed' | 'files' | 'problems' | 'newlyAsked'>,
    status: 422 | 409 = 422,
  ): Promise<void> {
    if (!isOpen(ground)) return renderClosed(request, response.status(409), ground)
    const action = urls.registration(localeOf(response), ground.event.slug)
    const form = refusedForm(translatorOf(response), action, typed, problems)
    await renderForm(request, response.status(status), ground, form, { kept: files.kept, newlyAsked })
  }

  async function renderForm(
    request: Request,
    response: Response,
    ground: FormGround,
    form: FormModel,
    { kept, newlyAsked }: Again = { kept: new Map(), newlyAsked: [] },
  ): Promise<void> {
    const head = await headOf(request, response, translatorOf(response)('registration.form.title'))
    const code = codeModel(response, ground)
    const matter = { ...ground, files: kept, newlyAsked, code, parent: parentLink(response, ground) }
    render(response, pages.registrationFormPage, {
      ...pages.registrationForm(contextOf(response), matter, form),
      head,
    })
  }

  async function renderClosed(request: Request, response: Response, ground: FormGround): Promise<void> {
    const around = { code: codeModel(response, ground), parent: parentLink(response, ground) }
    const { event, offer } = ground
    const model = outcomes.registrationClosed(contextOf(response), event, offer.event, around)
    render(response, outcomes.registrationClosedPage, { ...model, head: await headOf(request, response, model.title) })
  }

  async function headOf(request: Request, response: Response, title: string) {
    const event = publicEventOf(request)
    const publicity = await means.memory.publicity(publicVersionsOf(request), event, localeOf(response))
    // What somebody typed is nobody else's: such an answer is never kept.
    const isPrivate = request.method === 'POST' || queryText(request, 'code') !== ''
    return publicEventHead(contextOf(response), event, { title, current: 'registration', publicity, isPrivate })
  }
}

type Refused = Extract<RegistrationReading, { kind: 'refused' }>

/** What a form that comes back has besides its values. */
interface Again {
  readonly kept: SentForm['files']['kept']
  readonly newlyAsked: readonly Question[]
}

/** Nobody can register now. Full is not shut: who got the last place and sent the form twice is told so twice. */
function isShut(rules: FormRules): boolean {
  return !isOpen(rules) && rules.offer.event.kind !== 'full'
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** The code that the page carried along. */
function postedCode(request: Request): string {
  return (postedValues(request.body)['code'] ?? '').slice(0, 200).trim()
}

/** The category that the address names, or that the code in it opens. */
function wantedCategory(request: Request, { offer, code }: FormGround): string {
  const wanted = queryText(request, 'category')
  const named = offer.categories.find(({ category }) => category.reference === wanted)
  const opened = code.kind === 'open' && code.categoryIds.length === 1 ? code.categoryIds[0] : undefined
  const chosen = named ?? offer.categories.find(({ category }) => category.id === opened)
  return chosen?.category.reference ?? ''
}

function isGranted(outcome: Admission): outcome is Granted {
  return ['place', 'waiting', 'approval', 'address'].includes(outcome.kind)
}
