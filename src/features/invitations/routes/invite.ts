import { type Request, type Response, Router } from 'express'
import type { z } from 'zod'
import { flash } from '../../../core/http/flash.ts'
import {
  type FieldProblem,
  type FormModel,
  freshForm,
  readForm,
  refusedForm,
  type Typed,
} from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { upload, uploaded, uploadProblems } from '../../../core/http/uploads.ts'
import { redirect } from '../../../core/http/urls.ts'
import { listNames, type LocalisedText, readText } from '../../../core/localised-text.ts'
import { readPasted, readTable, type Table, tableErrors } from '../../../core/tables.ts'
import { digest } from '../../../core/tokens.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { listCategories } from '../../registration/queries/offers.ts'
import { invite } from '../actions/invite.ts'
import { type InvitedInRow, type InvitedList, inviteForm, readInvited, toTabs } from '../forms/list.ts'
import * as pages from '../pages/invite.ts'
import { invitationsHref } from '../pages/list.ts'
import { findKnownAddresses } from '../queries/invitations.ts'
import { type Columns, missingColumns, recogniseColumns } from '../rules/columns.ts'
import { mostInvited } from '../types.ts'

/** A file of a list: 5,000 rows take far less. */
const largestFile = 5 * 1024 * 1024
const largestText = 4 * 1024 * 1024

interface ReadList {
  readonly table: Table
  readonly columns: Columns
  readonly list: InvitedList
}

/** The form as it was sent: read whole, or what is wrong with it. */
type Sent =
  | { readonly kind: 'refused'; readonly typed: Typed; readonly problems: readonly FieldProblem[] }
  | {
      readonly kind: 'read'
      readonly typed: Typed
      readonly form: z.output<typeof inviteForm>
      readonly list: ReadList
      readonly categoryId: number | null
    }

/** Inviting by a list: pasted or uploaded, tried without effect first, then sent to everybody or nobody. */
export function inviteRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const files = upload([{ name: 'file', maxBytes: largestFile }], { maxTextBytes: largestText })

  routes.get('/organiser/events/:event/invitations/new', organising, show)
  routes.post('/organiser/events/:event/invitations/new', organising, files, checkOrSend)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    await renderForm(request, response, freshForm(hereOf(request, response), { locale: localeOf(response) }))
  }

  async function checkOrSend(request: Request, response: Response): Promise<void> {
    const sent = await readSent(request, response)
    if (sent.kind === 'refused') return refuse(request, response, sent.typed, sent.problems)
    const { typed, list } = sent
    const known = await findKnown(request, list)
    const fingerprint = digest(typed.values['list'] ?? '').slice(0, 32)
    const check = pages.listCheck(contextOf(response), { header: list.table.header, ...list, known, fingerprint })
    // What was shown is what is sent: a list that was changed, or whose people answered meanwhile, is shown again first.
    const isAgreed = sent.form.step === 'send' && sent.form.agreed === check.agreed
    if (isAgreed && check.count > 0) return send(request, response, sent, pages.freshOf({ list: list.list, known }))
    if (list.list.problems.length > 0) response.status(422)
    await renderForm(request, response, freshForm(hereOf(request, response), { ...typed.values }), check)
  }

  async function send(
    request: Request,
    response: Response,
    { form, categoryId }: Extract<Sent, { kind: 'read' }>,
    fresh: readonly InvitedInRow[],
  ): Promise<void> {
    const { event } = eventOf(request)
    const people = fresh.map(({ row: _row, ...person }) => person)
    const message = filled({ cs: form['message.cs'], en: form['message.en'] })
    const { kind } = await invite(db, actorOf(request), { event, people, categoryId, message })
    flash(request, kind === 'invited' ? 'invitations.flash.sent' : 'invitations.flash.closed')
    redirect(response, invitationsHref(contextOf(response), event))
  }

  /** The whole form, with the list as text in its field, whichever way it came. */
  async function readSent(request: Request, response: Response): Promise<Sent> {
    const reading = readForm(inviteForm, request.body)
    const list = await readList(request, response, reading.typed)
    const typed = 'table' in list ? withList(reading.typed, list.table) : reading.typed
    const categoryId = await chosenCategory(request, typed.values['category'] ?? '')
    const problems: FieldProblem[] = [...(reading.ok ? [] : reading.problems), ...('table' in list ? [] : list)]
    if (categoryId === undefined) problems.push({ field: 'category', message: 'errors.choose' })
    if (!reading.ok || categoryId === undefined || !('table' in list)) return { kind: 'refused', typed, problems }
    return { kind: 'read', typed, form: reading.value, list, categoryId }
  }

  async function findKnown(request: Request, { list }: ReadList) {
    const addresses = list.people.map(({ email }) => email)
    return findKnownAddresses(db, eventOf(request).event.id, addresses)
  }

  /** The list as it came, by its columns; what is wrong with it as a whole is said at its field. */
  async function readList(
    request: Request,
    response: Response,
    typed: Typed,
  ): Promise<ReadList | readonly FieldProblem[]> {
    const tooBig = uploadProblems(request)
    if (tooBig.length > 0) return tooBig
    const file = uploaded(request, 'file')
    const isFile = file !== undefined && file.content.length > 0
    const text = typed.values['list'] ?? ''
    if (!isFile && text.trim() === '') return [{ field: 'list', message: 'errors.required' }]
    const field = isFile ? 'file' : 'list'
    const table = isFile ? await readTable(file) : readPasted(text)
    if (table.kind === 'refused') return [{ field, message: tableErrors[table.reason] }]
    if (table.rows.length > mostInvited) return [{ field, message: tableErrors['too-many-rows'] }]
    const columns = recogniseColumns(table.header)
    const missing = missingColumns(columns)
    if (missing.length > 0) {
      const { t, locale } = contextOf(response)
      const names = listNames(
        missing.map(column => t(`invitations.missing.${column}`)),
        locale,
      )
      return [{ field, message: 'invitations.missingColumns', values: { names } }]
    }
    const usual = typed.values['locale'] === 'en' ? 'en' : 'cs'
    return { table, columns, list: readInvited(table.rows, columns, usual) }
  }

  /** null: the invited choose; undefined: there is no such category. */
  async function chosenCategory(request: Request, reference: string): Promise<number | null | undefined> {
    if (reference === '') return null
    const categories = await listCategories(db, eventOf(request).event.id)
    return categories.find(category => category.reference === reference)?.id
  }

  async function refuse(
    request: Request,
    response: Response,
    typed: Typed,
    problems: readonly FieldProblem[],
  ): Promise<void> {
    const form = refusedForm(translatorOf(response), hereOf(request, response), typed, problems)
    await renderForm(request, response.status(422), form)
  }

  async function renderForm(
    request: Request,
    response: Response,
    form: FormModel,
    check?: pages.ListCheck,
  ): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const title = context.t('invitations.invite.title')
    const categories = await listCategories(db, event.id)
    render(response, pages.invitePage, {
      head: organiserEventHead(context, eventOf(request), userOf(request), { title, current: 'registrations' }),
      form,
      categories: categories.map(({ reference, name }) => ({
        value: reference,
        label: readText(name, context.locale),
      })),
      labels: pages.inviteLabels(context),
      most: mostInvited,
      check,
      backHref: invitationsHref(context, event),
    })
  }

  function hereOf(request: Request, response: Response): string {
    return invitationsHref(contextOf(response), eventOf(request).event, 'new')
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** An uploaded list stands in the form as if it had been pasted: it can be mended there and sent without the file. */
function withList(typed: Typed, table: Table): Typed {
  return { ...typed, values: { ...typed.values, list: toTabs([table.header, ...table.rows]) } }
}

/** Without the languages in which nothing was written. */
function filled(text: LocalisedText): LocalisedText {
  return Object.fromEntries(Object.entries(text).filter(([, words]) => words !== ''))
}
