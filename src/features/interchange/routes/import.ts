import { type Request, type Response, Router } from 'express'
import { takeFlash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { upload, uploaded, uploadProblems } from '../../../core/http/uploads.ts'
import { redirect } from '../../../core/http/urls.ts'
import { tableErrors } from '../../../core/tables.ts'
import type { Services } from '../../../services.ts'
import { userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { daysOf } from '../../events/rules.ts'
import { keepSchedule } from '../actions/runs.ts'
import { largestSchedule } from '../formats/read.ts'
import { pastedForm } from '../forms.ts'
import { importHref, importStart, importStartPage } from '../pages/runs.ts'
import { refusalSentence } from '../pages/sentences.ts'
import { listScheduleImports } from '../queries/runs.ts'
import { type GivenReading, readGiven } from '../formats/given.ts'

/** Of pasted text, and of the markup that comes with it. */
const longestPasted = 5 * 1024 * 1024
/** A file of 100 MB is still told at its field that it is too big, rather than by a broken connection. */
const slack = 13

/** Giving a programme for an event. */
export function scheduleImportRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const files = upload([{ name: 'file', maxBytes: largestSchedule }], { maxTextBytes: longestPasted, slack })

  routes.get('/organiser/events/:event/agenda/import', organising, offer)
  routes.post('/organiser/events/:event/agenda/import', organising, files, start)
  return routes

  async function offer(request: Request, response: Response): Promise<void> {
    await renderStart(request, response, freshForm(importHref(contextOf(response), eventOf(request).event)))
  }

  async function start(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const context = contextOf(response)
    const form = readForm(pastedForm, request.body)
    const problems = [...(form.ok ? [] : form.problems), ...tooBig(request)]
    const reading = problems.length > 0 || !form.ok ? undefined : await readFor(request, response, form.value)
    if (reading?.kind === 'read') {
      const actor = { kind: 'user', userId: userOf(request).id } as const
      const fileName = uploaded(request, 'file')?.name ?? ''
      const run = await keepSchedule(db, actor, { event, fileName, ...reading })
      return redirect(response, importHref(context, event, run.reference))
    }
    if (reading !== undefined) problems.push(problemOf(request, response, reading))
    const refused = refusedForm(context.t, importHref(context, event), form.typed, problems)
    await renderStart(request, response.status(422), refused)
  }

  async function renderStart(request: Request, response: Response, form: FormModel): Promise<void> {
    const { event } = eventOf(request)
    const context = contextOf(response)
    const frame = { title: context.t('interchange.start.title'), current: 'agenda' } as const
    render(response, importStartPage, {
      ...importStart(context, event, await listScheduleImports(db, event.id)),
      head: organiserEventHead(context, eventOf(request), userOf(request), frame),
      flash: takeFlash(request),
      form,
    })
  }
}

const contextOf = (response: Response) => ({ t: translatorOf(response), locale: localeOf(response) })

function readFor(
  request: Request,
  response: Response,
  { pasted, markup }: { pasted: string; markup: string },
): Promise<GivenReading> {
  const setting = { days: daysOf(eventOf(request).event), locale: localeOf(response) }
  return readGiven({ file: uploaded(request, 'file'), pasted, markup }, setting)
}

/** Here people can be told what to leave out of a file. */
function tooBig(request: Request): FieldProblem[] {
  return uploadProblems(request).map(problem => ({ ...problem, message: 'interchange.problems.fileTooBig' }))
}

/** What was wrong, at what was given. */
function problemOf(
  request: Request,
  response: Response,
  reading: Exclude<GivenReading, { kind: 'read' }>,
): FieldProblem {
  const field = uploaded(request, 'file') === undefined && reading.kind !== 'nothing' ? 'pasted' : 'file'
  switch (reading.kind) {
    case 'nothing':
      return { field, message: 'interchange.problems.nothing' }
    case 'no-programme':
      return { field, message: 'interchange.problems.noProgramme' }
    case 'no-table':
      return { field, message: tableErrors[reading.reason] }
    case 'refused': {
      const sentence = refusalSentence(reading.refusal, contextOf(response))
      return { field, message: 'interchange.problems.said', values: { sentence } }
    }
  }
}
