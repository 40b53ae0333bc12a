import { type Request, type Response, Router } from 'express'
import { csvType, toCsv } from '../../../core/csv.ts'
import { disposition } from '../../../core/http/caching.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { redirect } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatZone, now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import * as actions from '../../registration/actions/codes.ts'
import { type CodeFilter, type CodeLine, countCodes, findCode, listCodes } from '../../registration/queries/codes.ts'
import { listCategories } from '../../registration/queries/offers.ts'
import { codeStates, mostCodesAtOnce } from '../../registration/rules/codes.ts'
import { codeForm, codesForm, readTerms, type TermsValue } from '../forms/codes.ts'
import * as one from '../pages/code.ts'
import * as pages from '../pages/codes.ts'

const codes = slot<CodeLine>('code')

/** Rows of the file at most. */
const mostExported = 20_000

/** The access codes of an event: who holds one gets into what is hidden, so only organisers see them. */
export function codeRoutes(services: Services): Router {
  const { db, config } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/codes'
  const theOne = loading(codes, request => findCode(db, eventOf(request).event.id, param(request, 'code')))

  routes.get(base, organising, list)
  routes.get(`${base}.csv`, organising, download)
  routes.get(`${base}/new`, organising, newOne)
  routes.post(`${base}/new`, organising, createOne)
  routes.get(`${base}/many`, organising, newMany)
  routes.post(`${base}/many`, organising, createMany)
  routes.get(`${base}/:code`, organising, theOne, show)
  routes.get(`${base}/:code/disable`, organising, theOne, confirmDisabling)
  routes.post(`${base}/:code/disable`, organising, theOne, disable)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const filter = filterOf(request)
    const asked = pageRequest(queryText(request, 'page'))
    const counts = await countCodes(db, event.id)
    const { lines, total } = await listCodes(db, event.id, filter, asked)
    const paging = pager(asked, total, number => pages.codeListHref(context, event, filter, number))
    const model = pages.codeList(context, { event, filter, counts, lines, pager: paging })
    const head = headOf(request, response, context.t('invitations.codes.title'))
    render(response, pages.codeListPage, { ...model, head, flash: takeFlash(request) })
  }

  async function download(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const whole = { size: mostExported, offset: 0, users: 1_000 }
    const { lines } = await listCodes(db, event.id, filterOf(request), whole)
    await actions.recordCodesExport(db, actorOf(request), { event, rows: lines.length })
    const { header, rows } = pages.codesTable(contextOf(response), { event, codes: lines, baseUrl: config.baseUrl })
    const name = `${event.slug}-${translatorOf(response)('invitations.codes.csv.fileName')}.csv`
    response.set({ 'Content-Disposition': disposition('attachment', name), 'Cache-Control': 'private, no-store' })
    response.set('X-Robots-Tag', 'noindex').type(csvType).send(toCsv(header, rows))
  }

  async function newOne(request: Request, response: Response): Promise<void> {
    await renderForm(request, response, 'new', freshForm(hrefOf(request, response, 'new')))
  }

  async function newMany(request: Request, response: Response): Promise<void> {
    await renderForm(request, response, 'many', freshForm(hrefOf(request, response, 'many'), { mostUses: '1' }))
  }

  async function createOne(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const reading = readForm(codeForm, request.body)
    if (!reading.ok) return refuse(request, response, 'new', reading.typed, reading.problems)
    const { terms, problems } = await termsOf(request, reading.value)
    if (problems.length > 0) return refuse(request, response, 'new', reading.typed, problems)
    const outcome = await actions.issueCode(db, actorOf(request), { event, code: reading.value.code, terms })
    if (outcome.kind === 'issued') return finish(request, response, outcome.code.reference, 'invitations.flash.issued')
    const taken = { field: 'code', message: 'errors.accessCodeTaken' }
    await refuse(request, response, 'new', reading.typed, [outcome.kind === 'taken' ? taken : tooFew(outcome.free)])
  }

  async function createMany(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const reading = readForm(codesForm, request.body)
    if (!reading.ok) return refuse(request, response, 'many', reading.typed, reading.problems)
    const { terms, problems } = await termsOf(request, reading.value)
    if (problems.length > 0) return refuse(request, response, 'many', reading.typed, problems)
    const { prefix, count } = reading.value
    const outcome = await actions.issueCodes(db, actorOf(request), { event, prefix, count, terms })
    if (outcome.kind === 'issued') return finish(request, response, '', 'invitations.flash.issuedMany')
    await refuse(request, response, 'many', reading.typed, [tooFew(outcome.free)])
  }

  function show(request: Request, response: Response): void {
    const { event } = eventOf(request)
    const model = one.codeModel(contextOf(response), { event, code: codes.get(request), baseUrl: config.baseUrl })
    const head = headOf(request, response, codes.get(request).code)
    render(response, one.codePage, { ...model, head, flash: takeFlash(request) })
  }

  function confirmDisabling(request: Request, response: Response): void {
    const code = codes.get(request)
    if (code.disabledAt !== null) return redirect(response, hrefOf(request, response, code.reference))
    const model = one.disableQuestion(contextOf(response), eventOf(request).event, code)
    render(response, one.confirmPage, { ...model, head: headOf(request, response, model.question) })
  }

  async function disable(request: Request, response: Response): Promise<void> {
    const code = codes.get(request)
    const { kind } = await actions.disableCode(db, actorOf(request), { code })
    finish(request, response, code.reference, `invitations.flash.${kind}`)
  }

  async function termsOf(request: Request, value: TermsValue) {
    const { event } = eventOf(request)
    const { problems, ...read } = readTerms(value, await listCategories(db, event.id), event.timeZone)
    const { note, reserves } = value
    return { problems, terms: { ...read, note, reserves, mostUses: value.mostUses ?? null } }
  }

  function hrefOf(request: Request, response: Response, part: string): string {
    return pages.codesHref(contextOf(response), eventOf(request).event, part)
  }

  function finish(request: Request, response: Response, part: string, message: string): void {
    flash(request, message)
    redirect(response, hrefOf(request, response, part))
  }

  async function refuse(
    request: Request,
    response: Response,
    part: 'new' | 'many',
    typed: Pick<FormModel, 'values' | 'lists'>,
    problems: readonly FieldProblem[],
  ): Promise<void> {
    const action = hrefOf(request, response, part)
    const form = refusedForm(translatorOf(response), action, typed, problems)
    await renderForm(request, response.status(422), part, form)
  }

  async function renderForm(
    request: Request,
    response: Response,
    part: 'new' | 'many',
    form: FormModel,
  ): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const categories = await listCategories(db, event.id)
    render(response, one.codeFormPage, {
      head: headOf(request, response, context.t(`invitations.codeForm.title.${part}`)),
      form,
      isMany: part === 'many',
      categories: categories.map(({ reference, name }) => ({
        value: reference,
        label: readText(name, context.locale),
      })),
      labels: one.codeLabels(context),
      zone: formatZone(now(), event.timeZone, context.locale),
      mostAtOnce: mostCodesAtOnce,
      otherHref: hrefOf(request, response, part === 'many' ? 'new' : 'many'),
      backHref: hrefOf(request, response, ''),
    })
  }

  function headOf(request: Request, response: Response, title: string) {
    const frame = { title, current: 'registrations' } as const
    return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

function filterOf(request: Request): CodeFilter {
  const asked = queryText(request, 'state')
  return { state: codeStates.find(state => state === asked), search: queryText(request, 'q') }
}

/** The category has fewer places left than would be kept. */
function tooFew(free: number): FieldProblem {
  return { field: 'reserves', message: 'errors.accessCodeNoPlaces', values: { free } }
}
