import { type Request, type RequestHandler, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { organiserHead } from '../../accounts/frame.ts'
import { actorOf, signedIn, userOf } from '../../accounts/guards.ts'
import { saveProgramme } from '../actions.ts'
import { programmeForm } from '../forms.ts'
import { administrator } from '../guards.ts'
import { programmeFormPage, programmeLines, programmeListPage, programmeValues } from '../pages.ts'
import { findProgramme, listProgrammes } from '../queries.ts'
import type { ProgrammeRow } from '../types.ts'

const programmes = slot<ProgrammeRow>('programme')

/** Programmes and what their funders demand: everybody may read them, administrators write them. */
export function programmeRoutes(services: Services): Router {
  const routes = Router()
  const named = loading(programmes, request => findProgramme(services.db, param(request, 'programme')))
  routes.get('/organiser/programmes', signedIn, list(services))
  routes.get('/organiser/programmes/new', administrator, offer)
  routes.post('/organiser/programmes/new', administrator, save(services))
  routes.get('/organiser/programmes/:programme', administrator, named, edit)
  routes.post('/organiser/programmes/:programme', administrator, named, save(services))
  return routes
}

function list({ db }: Services): RequestHandler {
  return async (request, response) => {
    const [locale, t, user] = [localeOf(response), translatorOf(response), userOf(request)]
    const title = t('directory.programmes.title')
    render(response, programmeListPage, {
      head: organiserHead({ t, locale }, user, { title, current: 'projects' }),
      flash: takeFlash(request),
      newHref: user.isAdministrator ? urls.organiserPart(locale, 'programmes/new') : undefined,
      programmes: programmeLines(locale, await listProgrammes(db), user.isAdministrator),
    })
  }
}

const offer: RequestHandler = (request, response) => showForm(request, response, freshForm(actionOf(request, response)))

const edit: RequestHandler = (request, response) => {
  showForm(request, response, freshForm(actionOf(request, response), programmeValues(programmes.get(request))))
}

function save({ db }: Services): RequestHandler {
  return async (request, response) => {
    const programme = programmes.find(request)
    const reading = readForm(programmeForm, request.body)
    if (!reading.ok) return refuse(request, response, reading.typed, reading.problems)
    const input = { ...reading.value, logos: programme?.logos ?? [] }
    const outcome = await saveProgramme(db, actorOf(request), { ...(programme && { programme }), input })
    if (outcome.kind === 'emblem-refused') {
      const problems = [{ field: 'showsEuEmblem', message: 'errors.emblemRefused' }]
      return refuse(request, response, reading.typed, problems)
    }
    flash(request, 'core.saved')
    redirect(response, urls.organiserPart(localeOf(response), 'programmes'))
  }
}

function actionOf(request: Request, response: Response): string {
  const programme = programmes.find(request)
  return urls.organiserPart(localeOf(response), `programmes/${programme?.slug ?? 'new'}`)
}

function refuse(request: Request, response: Response, typed: Typed, problems: Parameters<typeof refusedForm>[3]): void {
  const form = refusedForm(translatorOf(response), actionOf(request, response), typed, problems)
  showForm(request, response.status(422), form)
}

function showForm(request: Request, response: Response, form: FormModel): void {
  const [locale, t] = [localeOf(response), translatorOf(response)]
  const programme = programmes.find(request)
  const heading = programme ? readText(programme.name, locale) : t('directory.programme.new')
  render(response, programmeFormPage, {
    head: organiserHead({ t, locale }, userOf(request), { title: heading, current: 'projects' }),
    heading,
    form,
  })
}
