import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { type Head, render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import { isLocale } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { mailNav } from '../../announcements/frame.ts'
import { type FrameContext, organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import type { MailDefinition } from '../../mail/types.ts'
import { resetTemplate, saveTemplate, sendTest } from '../actions.ts'
import { previewMail } from '../actions/preview.ts'
import { versionForm, wordingForm, wordingProblems } from '../forms.ts'
import * as pages from '../pages.ts'
import { findTemplateRow, listExamples, listTemplates } from '../queries.ts'
import { inOrderFor, wordedKind } from '../rules.ts'
import { nameSlot } from './name.ts'
import { previewRoutes } from './preview.ts'

/** The organiser's own words for the mails of an event. */
export function templateRoutes(services: Services, definitions: readonly MailDefinition<Services>[]): Router {
  const { db } = services
  const organisers = onEvent(services, mayOrganise)
  const known = definitions.map(({ kind }) => kind)
  const name = loading(nameSlot, async request => {
    const kind = wordedKind(param(request, 'kind'))
    const locale = param(request, 'language')
    return kind !== undefined && known.includes(kind) && isLocale(locale) ? { kind, locale } : undefined
  })

  const routes = Router()
  const here = '/organiser/events/:event/mails/templates/:kind/:language'
  routes.get('/organiser/events/:event/mails/templates', organisers, list)
  routes.get(here, organisers, name, edit)
  routes.post(here, organisers, name, save)
  routes.get(`${here}/reset`, organisers, name, askReset)
  routes.post(`${here}/reset`, organisers, name, reset)
  routes.post(`${here}/test`, organisers, name, test)
  routes.use(previewRoutes(services, definitions, [organisers, name]))
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    render(response, pages.templateListPage, {
      head: headOf(request, response, context.t('templates.list.title')),
      nav: mailNav(context, eventOf(request), 'templates'),
      groups: pages.templateGroups(context, event, known, await listTemplates(db, event.id)),
    })
  }

  async function edit(request: Request, response: Response): Promise<void> {
    const row = await findTemplateRow(db, eventOf(request).event.id, nameSlot.get(request))
    await show(request, response, freshForm(hereOf(request, response), pages.templateValues(row)))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const found = nameSlot.get(request)
    const reading = readForm(wordingForm, request.body)
    const problems = reading.ok ? wordingProblems(found.kind, reading.value) : reading.problems
    if (!reading.ok || problems.length > 0) {
      const form = refusedForm(translatorOf(response), hereOf(request, response), reading.typed, problems)
      return show(request, response.status(422), form)
    }
    const { lockVersion, ...wording } = reading.value
    await saveTemplate(db, actorOf(request), { event: eventOf(request).event, name: found, wording, lockVersion })
    flash(request, 'templates.one.saved')
    redirect(response, hereOf(request, response))
  }

  async function show(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const found = nameSlot.get(request)
    const row = await findTemplateRow(db, event.id, found)
    const examples = inOrderFor(found.kind, await listExamples(db, event.id))
    const chosen = examples.find(({ reference }) => reference === queryText(request, 'registration')) ?? examples[0]
    const wording = { subject: '', heading: '', body: '' }
    const wish = chosen && { eventId: event.id, name: found, example: chosen, wording }
    const left = takeFlash(request)
    allowFrames(response)
    render(response, pages.templatePage, {
      head: headOf(request, response, context.t(`mail.kinds.${found.kind}`)),
      flash: left === undefined ? undefined : context.t(left),
      ...pages.templateFrame(context, event, found),
      form,
      original: pages.originalWords(wish && (await previewMail(services, definitions, wish))),
      preview: chosen && pages.previewModel(context, hereOf(request, response), chosen, examples),
      test: chosen && { action: `${hereOf(request, response)}/test`, address: userOf(request).email },
      resetHref: pages.isWorded(row) ? `${hereOf(request, response)}/reset` : undefined,
    })
  }

  async function askReset(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const found = nameSlot.get(request)
    const row = await findTemplateRow(db, eventOf(request).event.id, found)
    if (row === undefined || !pages.isWorded(row)) return redirect(response, hereOf(request, response))
    render(response, pages.resetPage, {
      head: headOf(request, response, context.t('templates.reset.question')),
      ...found,
      action: `${hereOf(request, response)}/reset`,
      lockVersion: row.lockVersion,
      backHref: hereOf(request, response),
    })
  }

  async function reset(request: Request, response: Response): Promise<void> {
    const reading = readForm(versionForm, request.body)
    if (!reading.ok) throw new NotFound()
    const change = { event: eventOf(request).event, name: nameSlot.get(request), ...reading.value }
    await resetTemplate(db, actorOf(request), change)
    flash(request, 'templates.reset.done')
    redirect(response, hereOf(request, response))
  }

  async function test(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const found = nameSlot.get(request)
    const examples = inOrderFor(found.kind, await listExamples(db, event.id))
    const asked: unknown = request.body?.registration
    const example = examples.find(({ reference }) => reference === asked) ?? examples[0]
    if (example === undefined) throw new NotFound()
    await sendTest(db, { event, name: found, example, to: userOf(request) })
    flash(request, 'templates.test.sent')
    redirect(response, hereOf(request, response))
  }
}

function hereOf(request: Request, response: Response): string {
  return pages.templatePath(localeOf(response), eventOf(request).event, nameSlot.get(request))
}

/** The mail itself is shown in a frame; nothing else of the policy is loosened. */
function allowFrames(response: Response): void {
  response.set('Content-Security-Policy', `${response.get('Content-Security-Policy')};frame-src 'self'`)
}

function headOf(request: Request, response: Response, title: string): Head {
  const frame = { title, current: 'mails', wide: true } as const
  return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
}

function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}
