import { type Request, type Response, Router } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { redirect } from '../../../core/http/urls.ts'
import { locales } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { parseSelection, type Selection } from '../../roster/rules/selection.ts'
import { draftAnnouncement, editAnnouncement } from '../actions/compose.ts'
import { composeForm, wordsOf } from '../forms.ts'
import { composePage, placeholderHints, segmentModel, wordLabels } from '../pages/compose.ts'
import { announcementList, announcementListPage } from '../pages/list.ts'
import { announcementsHref } from '../pages/shared.ts'
import { listAnnouncements } from '../queries/announcements.ts'
import { listRules } from '../queries/rules.ts'
import { usualSegment } from '../rules/presets.ts'
import { isEditable } from '../rules/states.ts'
import type { AnnouncementRow } from '../types.ts'
import * as reading from './reading.ts'

const { announcementOf, contextOf } = reading
/** Announcements on a page. */
const pageSize = 30

/** What an organiser writes to many: the list, and the form of one. */
export function composeRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const base = '/organiser/events/:event/announcements'
  const viewing = onEvent(services, mayView)
  const organising = onEvent(services, mayOrganise)
  const theOne = reading.theAnnouncement(services)

  routes.get(base, viewing, list)
  routes.get(`${base}/new`, organising, add)
  routes.post(`${base}/new`, organising, create)
  routes.get(`${base}/:announcement/edit`, organising, theOne, edit)
  routes.post(`${base}/:announcement/edit`, organising, theOne, save)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const { event, role } = eventOf(request)
    const context = contextOf(response)
    const asked = pageRequest(queryText(request, 'page'), pageSize)
    const [{ announcements, total }, rules, facts] = await Promise.all([
      listAnnouncements(db, event.id, asked),
      listRules(db, event.id),
      reading.segmentFacts(services, event),
    ])
    const data = { event, facts, announcements, rules, mayWrite: mayOrganise(role) }
    render(response, announcementListPage, {
      ...reading.framed(request, response, context.t('announcements.title')),
      notice: reading.flashed(request, response),
      ...announcementList(context, data),
      pager: pager(asked, total, page => announcementsHref(context.locale, event, '', { page })),
    })
  }

  async function add(request: Request, response: Response): Promise<void> {
    const form = freshForm(hrefTo(request, response, '/new'), { lockVersion: '0' })
    await draw(request, response, form, reading.firstSelection(request.query, usualSegment))
  }

  async function create(request: Request, response: Response): Promise<void> {
    const read = readWords(request)
    if (!read.ok) return refuse(request, response, read)
    const input = { ...read.words, segment: reading.segmentIn(request.body) }
    const { reference } = await draftAnnouncement(db, actorOf(request), { event: eventOf(request).event, input })
    redirect(response, hrefTo(request, response, `/${reference}`))
  }

  async function edit(request: Request, response: Response): Promise<void> {
    const announcement = announcementOf(request)
    if (!isEditable(announcement)) return redirect(response, hrefTo(request, response, `/${announcement.reference}`))
    const form = freshForm(editHref(request, response), valuesOf(announcement))
    await draw(request, response, form, parseSelection(announcement.segment))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const announcement = announcementOf(request)
    const read = readWords(request)
    if (!read.ok) return refuse(request, response, read)
    const input = { ...read.words, segment: reading.segmentIn(request.body) }
    const outcome = await editAnnouncement(db, actorOf(request), { announcement, version: read.version, input })
    if (outcome.kind === 'changed-meanwhile') {
      const problems = [{ field: 'lockVersion', message: 'errors.announcementChanged' }]
      return refuse(request, response, { problems, typed: read.typed })
    }
    flash(request, outcome.kind === 'saved' ? 'core.saved' : 'announcements.flash.gone')
    redirect(response, hrefTo(request, response, `/${announcement.reference}`))
  }

  async function refuse(
    request: Request,
    response: Response,
    { problems, typed }: { problems: readonly FieldProblem[]; typed: Parameters<typeof refusedForm>[2] },
  ): Promise<void> {
    const action = isNew(request) ? hrefTo(request, response, '/new') : editHref(request, response)
    const form = refusedForm(translatorOf(response), action, typed, problems)
    await draw(request, response.status(422), form, reading.selectionIn(request.body))
  }

  async function draw(request: Request, response: Response, form: FormModel, selection: Selection): Promise<void> {
    const context = contextOf(response)
    const { t } = context
    const title = t(`announcements.compose.${isNew(request) ? 'new' : 'edit'}`)
    const facts = await reading.segmentFacts(services, eventOf(request).event)
    render(response, composePage, {
      ...reading.framed(request, response, title),
      notice: reading.flashed(request, response),
      title,
      form,
      segment: segmentModel(context, facts, selection),
      placeholders: placeholderHints(context),
      labels: wordLabels(context),
      submit: t('announcements.compose.submit'),
      backHref: isNew(request)
        ? hrefTo(request, response)
        : hrefTo(request, response, `/${announcementOf(request).reference}`),
      backLabel: t(`announcements.${isNew(request) ? 'title' : 'back'}`),
    })
  }
}

function isNew(request: Request): boolean {
  return request.params['announcement'] === undefined
}

function hrefTo(request: Request, response: Response, part = ''): string {
  return announcementsHref(localeOf(response), eventOf(request).event, part)
}

function editHref(request: Request, response: Response): string {
  return hrefTo(request, response, `/${announcementOf(request).reference}/edit`)
}

/** The words of an announcement or a rule as the fields of its form. */
export function valuesOf(row: Pick<AnnouncementRow, 'subject' | 'body' | 'lockVersion'>): Record<string, string> {
  const words = (['subject', 'body'] as const).flatMap(part =>
    locales.map(locale => [`${part}.${locale}`, row[part][locale] ?? '']),
  )
  return { ...Object.fromEntries(words), lockVersion: String(row.lockVersion) }
}

function readWords(request: Request) {
  const read = readForm(composeForm, request.body)
  if (!read.ok) return { ok: false, problems: read.problems, typed: read.typed } as const
  const { words, problems } = wordsOf(read.value)
  if (problems.length > 0) return { ok: false, problems, typed: read.typed } as const
  return { ok: true, words, version: read.value.lockVersion, typed: read.typed } as const
}
