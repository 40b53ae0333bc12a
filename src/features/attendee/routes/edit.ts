import { type Request, type RequestHandler, type Response, Router } from 'express'
import { Busy } from '../../../core/errors.ts'
import { type FieldProblem, freshForm, readForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { type UploadField, upload, uploaded, uploadProblems } from '../../../core/http/uploads.ts'
import { urls } from '../../../core/http/urls.ts'
import { createThrottle, networkOf } from '../../../core/throttle.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { listQuestions } from '../../questions/queries.ts'
import { answersToValues, givenAnswers, givenConsents } from '../../questions/rules/answers.ts'
import { fieldName, largestFile, listFieldsOf } from '../../questions/rules/kinds.ts'
import { readAnswers } from '../../questions/rules/reading.ts'
import { visibleQuestions } from '../../questions/rules/visibility.ts'
import type { Question } from '../../questions/types.ts'
import { type ReceivedFiles, receiveFiles } from '../../registration/actions/files.ts'
import { changeWhole } from '../../registration/actions/whole-change.ts'
import { mayChange } from '../../registration/permissions.ts'
import { listAllAnswers } from '../../registration/queries/answers.ts'
import { listFiles } from '../../registration/queries/files.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { findNeeds } from '../../registration/queries/registrations.ts'
import { findOptionsToHold } from '../../registration/queries/sign-ups.ts'
import { changeProblem } from '../../registration/rules/refusals.ts'
import { changeForm } from '../forms.ts'
import { onRegistrationToken, ownOf } from '../guards.ts'
import { type EditData, myEdit, myEditPage, personValues } from '../pages/edit.ts'
import { actorOf, back, contextOf, headOf } from './head.ts'

/** What somebody changes of what they said of themselves, the questions of the form with it. */
export function attendeeEditRoutes(services: Services): Router {
  const { db, config } = services
  const isOff = !config.rateLimits
  const uploads = createThrottle(db, { name: 'attendee-files', attempts: 60, seconds: 3_600, isOff })
  const routes = Router()
  const owner = onRegistrationToken(services)

  routes.get('/r/:token/edit', owner, whileOpen, edit)
  routes.post('/r/:token/edit', owner, whileOpen, upload(fileFields), save)
  return routes

  async function edit(request: Request, response: Response): Promise<void> {
    const { event, registration, token } = ownOf(request)
    const questions = await listQuestions(db, event.id)
    const { values, lists } = answersToValues(questions, await listAllAnswers(db, registration.id))
    const person = personValues(registration, await findNeeds(db, registration.id))
    const form = freshForm(urls.mineEdit(localeOf(response), token), { ...person, ...values }, lists)
    const offer = await findOffer(db, event)
    const files = await keptFiles(registration.id, questions)
    await renderEdit(request, response, { form, offer, questions, newlyAsked: [], files })
  }

  async function save(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const questions = await listQuestions(db, own.event.id)
    const offer = await findOffer(db, own.event)
    const reading = await readEdit(request, questions)
    if (reading.kind === 'refused') return refuse(request, response.status(422), { ...reading, offer, questions })
    const { person, answers, typed, files } = reading
    const { dietary, access, ...details } = person
    const shown = visibleQuestions(questions, own.registration.categoryId, answers)
    const outcome = await changeWhole(db, actorOf(own), {
      registration: own.registration,
      event: own.event,
      details,
      needs: offer.settings.asksNeeds ? { dietary, access } : undefined,
      answers: givenAnswers(questions, answers),
      optionIds: await findOptionsToHold(db, own.registration.id, { offer, questions, answers }),
      consents: {
        asked: shown.filter(({ kind }) => kind === 'consent').map(({ id }) => id),
        given: givenConsents(questions, answers, localeOf(response)),
      },
    })
    if (outcome.kind === 'saved') return back(request, response, 'changed')
    if (outcome.kind === 'not-active') return back(request, response)
    const problems = [changeProblem(outcome, questions, localeOf(response))]
    const fresh = await findOffer(db, own.event)
    await refuse(request, response.status(409), { typed, files, problems, newlyAsked: [], offer: fresh, questions })
  }

  async function readEdit(request: Request, questions: readonly Question[]) {
    const { registration } = ownOf(request)
    const reading = readForm(changeForm, request.body, listFieldsOf(questions))
    const { typed } = reading
    const files = await receiveFiles(db, {
      eventId: registration.eventId,
      sender: registration.reference,
      registrationId: registration.id,
      questions,
      values: typed.values,
      sent: field => uploaded(request, field),
    })
    const former = await listAllAnswers(db, registration.id)
    const { categoryId } = registration
    const answered = readAnswers(questions, typed, { categoryId, files: files.files, former })
    const { answers, newlyAsked } = answered
    const wrongFiles = [...uploadProblems(request), ...files.problems]
    const problems = [
      ...(reading.ok ? [] : reading.problems),
      ...wrongFiles,
      ...answered.problems.filter(({ field }) => !wrongFiles.some(one => one.field === field)),
    ]
    if (!reading.ok || problems.length > 0 || newlyAsked.length > 0) {
      return { kind: 'refused', typed, files, problems, newlyAsked } as const
    }
    return { kind: 'read', typed, files, person: reading.value, answers } as const
  }

  async function refuse(
    request: Request,
    response: Response,
    { typed, problems, files, ...data }: Refused,
  ): Promise<void> {
    const action = urls.mineEdit(localeOf(response), ownOf(request).token)
    const form = refusedForm(translatorOf(response), action, typed, problems)
    await renderEdit(request, response, { ...data, form, files: files.kept })
  }

  async function renderEdit(request: Request, response: Response, data: Omit<EditData, 'own'>): Promise<void> {
    const own = ownOf(request)
    const context = contextOf(response)
    const head = await headOf(services, response, own.event, context.t('attendee.edit.title'))
    render(response, myEditPage, { ...myEdit(context, { ...data, own }), head })
  }

  async function keptFiles(registrationId: number, questions: readonly Question[]): Promise<EditData['files']> {
    if (!questions.some(({ kind }) => kind === 'file')) return new Map()
    const files = await listFiles(db, registrationId)
    return new Map(
      questions.flatMap(question => {
        const file = files.find(({ questionId }) => questionId === question.id)
        return file ? [[question.reference, { reference: file.reference, name: file.fileName }] as const] : []
      }),
    )
  }

  async function fileFields(request: Request): Promise<UploadField[]> {
    if (!(await uploads.take(networkOf(request.ip ?? '')))) throw new Busy('too many files from one address', 60)
    const questions = await listQuestions(db, ownOf(request).event.id)
    const files = questions.filter(({ kind }) => kind === 'file')
    return files.map(question => ({ name: fieldName(question), maxBytes: largestFile }))
  }
}

interface Refused extends Pick<EditData, 'offer' | 'questions' | 'newlyAsked'> {
  readonly typed: Typed
  readonly files: ReceivedFiles
  readonly problems: readonly FieldProblem[]
}

/** Nothing can be changed of a registration that ended, nor at an event that is over or called off. */
const whileOpen: RequestHandler = (request, response, next) => {
  const { event, registration } = ownOf(request)
  if (!mayChange(registration.status, event, now())) return back(request, response)
  next()
}
