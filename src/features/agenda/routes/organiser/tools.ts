import { type Request, type Response, Router } from 'express'
import { type FieldProblem, readForm, type Typed } from '../../../../core/http/forms.ts'
import { allTranslators } from '../../../../core/messages.ts'
import { localDateTime } from '../../../../core/time.ts'
import type { Services } from '../../../../services.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'
import { type Batch, breakForm, type Bulk, bulkForm, noRoom, shiftForm } from '../../forms/batch.ts'
import type { ToolForm } from '../../pages/editor-tools.ts'
import { findProgramme } from '../../queries.ts'
import { type BatchChange, type Plannable, placesOf, shiftChosen, shiftFollowing } from '../../rules/batch.ts'
import { wallLater } from '../../rules/wall.ts'
import { answering } from './batch.ts'
import { showing } from './showing.ts'

/** The forms of the editor: what is done to chosen sessions, shifting all that follows, breaks. */
export function editorToolRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const answer = answering(services)
  const show = showing(services)

  routes.post('/organiser/events/:event/agenda/bulk', organisers, bulk)
  routes.post('/organiser/events/:event/agenda/shift', organisers, shift)
  routes.post('/organiser/events/:event/agenda/breaks', organisers, addBreak)
  return routes

  async function bulk(request: Request, response: Response): Promise<void> {
    const reading = readForm(bulkForm, request.body, ['session'])
    if (!reading.ok) return refuse(request, response, 'bulk', reading.typed, reading.problems)
    const batch = planOf(await draftOf(request), reading.value)
    if (batch) return answer.apply(request, response, batch)
    return refuse(request, response, 'bulk', reading.typed, [{ field: 'time', message: 'errors.placeNeedsTime' }])
  }

  async function shift(request: Request, response: Response): Promise<void> {
    const reading = readForm(shiftForm, request.body)
    if (!reading.ok) return refuse(request, response, 'shift', reading.typed, reading.problems)
    const { room, ...what } = reading.value
    const changes = shiftFollowing(await draftOf(request), { ...what, room: room === '' ? undefined : room })
    if (changes.length > 0) return answer.apply(request, response, { deed: 'shifted', changes })
    return refuse(request, response, 'shift', reading.typed, [{ field: 'from', message: 'errors.nothingFollows' }])
  }

  async function addBreak(request: Request, response: Response): Promise<void> {
    const reading = readForm(breakForm, request.body)
    if (!reading.ok) return refuse(request, response, 'break', reading.typed, reading.problems)
    const { day, time, length, name, room } = reading.value
    const [t, startsLocal] = [allTranslators(), localDateTime(day, time)]
    const title = { cs: t.cs(`editor.breaks.${name}`), en: t.en(`editor.breaks.${name}`) }
    const to = { startsLocal, endsLocal: wallLater(startsLocal, length), room: room === '' ? null : room }
    await answer.apply(request, response, { deed: 'added', changes: [{ kind: 'break', title, to }] })
  }

  async function draftOf(request: Request): Promise<Plannable> {
    return findProgramme(db, eventOf(request).event.id, [])
  }

  async function refuse(
    request: Request,
    response: Response,
    name: ToolForm['name'],
    typed: Typed,
    problems: readonly FieldProblem[],
  ): Promise<void> {
    await show(request, response.status(422), { tool: { name, typed, problems } })
  }
}

/** What a deed does to the chosen sessions; undefined: sessions without a time need a day and a time. */
function planOf(draft: Plannable, bulk: Bulk): Batch | undefined {
  switch (bulk.deed) {
    case 'shift':
      return { deed: 'shifted', changes: shiftChosen(draft, bulk.session, bulk.minutes) }
    case 'unplace':
      return { deed: 'unscheduled', changes: bulk.session.map(one => ({ kind: 'unplace', ...one })) }
    case 'remove':
      return { deed: 'removed', changes: bulk.session.map(one => ({ kind: 'remove', ...one })) }
    case 'move':
    case 'copy':
      return placing(draft, bulk)
  }
}

function placing(draft: Plannable, bulk: Extract<Bulk, { deed: 'move' | 'copy' }>): Batch | undefined {
  const { day, time, room, session: chosen } = bulk
  const isCopy = bulk.deed === 'copy'
  // Without a word where, copies wait for a place of their own: on top of the first ones they would only clash.
  if (isCopy && day === undefined && time === undefined && room === '')
    return { deed: 'copied', changes: chosen.map(({ reference }) => ({ kind: 'copy', reference, to: null })) }
  const target = { day, time, room: room === '' ? undefined : room === noRoom ? null : room }
  const places = placesOf(draft, chosen, target)
  if (places === undefined) return undefined
  const changes = chosen.flatMap(({ reference, lockVersion }): BatchChange[] => {
    const to = places.get(reference)
    // Gone meanwhile: the action says who did it.
    if (to === undefined) return [{ kind: 'unplace', reference, lockVersion }]
    return [isCopy ? { kind: 'copy', reference, to } : { kind: 'place', reference, lockVersion, to }]
  })
  return { deed: isCopy ? 'copied' : 'moved', changes }
}
