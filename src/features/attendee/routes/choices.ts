import { type Request, type Response, Router } from 'express'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { acceptOffer, acceptSignUpOffer, declineOffer, declineSignUpOffer } from '../../registration/actions/offers.ts'
import { switchAttendance } from '../../registration/actions/moves.ts'
import { type ChangeSignUpsOutcome, changeSignUps } from '../../registration/actions/sign-ups.ts'
import { mayChange } from '../../registration/permissions.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { listSignUps, type SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import { attendanceForm, offerForm, partsField, partsForm } from '../forms.ts'
import { onRegistrationToken, ownOf } from '../guards.ts'
import { askPage, askToDecline } from '../pages/asks.ts'
import { mayChangeAttendance, myAttendance } from '../pages/attendance.ts'
import { heldIds, myParts, myPartsPage, openParts, titleOf } from '../pages/parts.ts'
import type { Own } from '../types.ts'
import { actorOf, back, contextOf, headOf } from './head.ts'

/** What somebody decides about their own place: offers, parts, the way of taking part. */
export function attendeeChoiceRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const owner = onRegistrationToken(services)

  routes.get('/r/:token/offer', owner, askAboutOffer)
  routes.post('/r/:token/offer', owner, answerOffer)
  routes.get('/r/:token/parts', owner, showParts)
  routes.post('/r/:token/parts', owner, saveParts)
  routes.get('/r/:token/attendance', owner, askAboutAttendance)
  routes.post('/r/:token/attendance', owner, changeAttendance)
  return routes

  async function askAboutOffer(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const signUp = await offered(own, queryText(request, 'reference'))
    if (signUp === 'nothing') return back(request, response, 'offerGone')
    const model = askToDecline(contextOf(response), own, signUp)
    render(response, askPage, { ...model, head: await headOf(services, response, own.event, model.question) })
  }

  async function answerOffer(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const reading = readForm(offerForm, request.body)
    const signUp = reading.ok ? await offered(own, reading.value.reference) : 'nothing'
    if (!reading.ok || signUp === 'nothing') return back(request, response, 'offerGone')
    const about = { registration: own.registration }
    const [accept, decline] = signUp
      ? [
          () => acceptSignUpOffer(db, actorOf(own), { ...about, signUp }),
          () => declineSignUpOffer(db, actorOf(own), { ...about, signUp }),
        ]
      : [() => acceptOffer(db, actorOf(own), about), () => declineOffer(db, actorOf(own), about)]
    const { kind } = await (reading.value.answer === 'accept' ? accept() : decline())
    back(request, response, kind === 'accepted' || kind === 'declined' ? kind : 'offerGone')
  }

  /** What is offered: the place itself (undefined), or one in the part or option with this reference. */
  async function offered(own: Own, reference: string): Promise<SignUpOfRegistration | undefined | 'nothing'> {
    const { event, registration } = own
    if (!mayChange(registration.status, event, now())) return 'nothing'
    if (reference === '') return registration.status === 'offered' ? undefined : 'nothing'
    const found = (await listSignUps(db, registration.id)).find(
      ({ status, partReference, optionReference }) =>
        status === 'offered' && (partReference === reference || optionReference === reference),
    )
    return found ?? 'nothing'
  }

  async function showParts(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const { offer, signUps } = await choicesOf(own)
    if (openParts(own, offer).length === 0) return back(request, response)
    const held = signUps.flatMap(({ partReference }) => partReference ?? [])
    const form = freshForm(urls.mineParts(localeOf(response), own.token), {}, { [partsField]: held })
    await renderParts(request, response, form, { offer, signUps })
  }

  async function saveParts(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const { offer, signUps } = await choicesOf(own)
    const open = openParts(own, offer)
    if (open.length === 0) return back(request, response)
    const reading = readForm(partsForm, request.body, [partsField])
    const wanted = new Set(reading.typed.lists[partsField])
    const chosen = open.filter(({ part }) => wanted.has(part.reference)).map(({ part }) => part.id)
    if (!reading.ok || chosen.length < wanted.size) {
      const problem = { field: partsField, message: 'errors.unknownChoice' }
      return refuseParts(request, response.status(422), reading.typed.lists, problem)
    }
    // What can no longer be left is not on the page, and stays.
    const openIds = new Set(open.map(({ part }) => part.id))
    const kept = [...heldIds(signUps)].filter(id => !openIds.has(id))
    const outcome = await changeSignUps(db, actorOf(own), {
      registration: own.registration,
      partIds: [...chosen, ...kept],
    })
    if (outcome.kind === 'saved') return back(request, response, noticeOf(own, outcome))
    const problem = problemOf(response, offer, outcome)
    await refuseParts(request, response.status(outcome.kind === 'clash' ? 422 : 409), reading.typed.lists, problem)
  }

  async function refuseParts(
    request: Request,
    response: Response,
    lists: FormModel['lists'],
    problem: FieldProblem,
  ): Promise<void> {
    const own = ownOf(request)
    const action = urls.mineParts(localeOf(response), own.token)
    const form = refusedForm(translatorOf(response), action, { values: {}, lists }, [problem])
    await renderParts(request, response, form, await choicesOf(own))
  }

  async function askAboutAttendance(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const { offer, signUps } = await choicesOf(own)
    if (!maySwitch(own)) return back(request, response)
    if (!mayChangeAttendance(own, offer)) return back(request, response, 'attendanceFull')
    const model = myAttendance(contextOf(response), own, offer, signUps)
    render(response, askPage, { ...model, head: await headOf(services, response, own.event, model.question) })
  }

  async function changeAttendance(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const reading = readForm(attendanceForm, request.body)
    if (!reading.ok || !maySwitch(own)) return back(request, response)
    const { attendance } = reading.value
    const { kind } = await switchAttendance(db, actorOf(own), { registration: own.registration, attendance })
    if (kind === 'full') return back(request, response, 'attendanceFull')
    back(request, response, kind === 'switched' ? 'attendance' : undefined)
  }

  async function choicesOf({ event, registration }: Own): Promise<Choices> {
    return { offer: await findOffer(db, event), signUps: await listSignUps(db, registration.id) }
  }

  async function renderParts(
    request: Request,
    response: Response,
    form: FormModel,
    { offer, signUps }: Choices,
  ): Promise<void> {
    const own = ownOf(request)
    const context = contextOf(response)
    const head = await headOf(services, response, own.event, context.t('attendee.parts.title'))
    render(response, myPartsPage, { ...myParts(context, own, offer, signUps), form, head })
  }
}

interface Choices {
  readonly offer: EventOffer
  readonly signUps: readonly SignUpOfRegistration[]
}

function maySwitch({ event, registration }: Own): boolean {
  const isOpen = mayChange(registration.status, event, now())
  return isOpen && event.mode === 'hybrid' && registration.status !== 'offered'
}

type Refused = Exclude<ChangeSignUpsOutcome, { kind: 'saved' }>

/** Nobody without a place gets a mail about wishes. */
function noticeOf(
  { registration }: Own,
  { confirmed, waiting, left }: Extract<ChangeSignUpsOutcome, { kind: 'saved' }>,
) {
  const isTold = registration.status === 'confirmed' && confirmed.length + waiting.length + left.length > 0
  return isTold ? 'parts' : 'partsSaved'
}

/** Why the choice was not saved, with the parts it is about by their names. */
function problemOf(response: Response, offer: EventOffer, outcome: Refused): FieldProblem {
  const context = contextOf(response)
  const field = partsField
  switch (outcome.kind) {
    case 'clash': {
      const [part, other] = outcome.partIds.map(id => titleOf(context, offer, id))
      return { field, message: 'errors.partsClash', values: { part: part ?? '', other: other ?? '' } }
    }
    case 'part-full':
      return { field, message: 'attendee.parts.full', values: { part: titleOf(context, offer, outcome.partId) } }
    case 'part-closed':
      return { field, message: 'attendee.parts.late', values: { part: titleOf(context, offer, outcome.partId) } }
    default:
      return { field, message: 'errors.unknownChoice' }
  }
}
