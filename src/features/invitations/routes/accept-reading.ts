import type { Request, Response } from 'express'
import type { z } from 'zod'
import { type FieldProblem, readForm, type Typed } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { uploaded, uploadProblems } from '../../../core/http/uploads.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import type { EventRow } from '../../events/types.ts'
import { chosenOptionIds, givenAnswers, givenConsents } from '../../questions/rules/answers.ts'
import { fieldName, listFieldsOf } from '../../questions/rules/kinds.ts'
import { readAnswers } from '../../questions/rules/reading.ts'
import type { Answers, Question } from '../../questions/types.ts'
import { type ReceivedFiles, receiveFiles } from '../../registration/actions/files.ts'
import type { AddedByHand } from '../../registration/actions/register.ts'
import { consentsOf } from '../../registration/rules.ts'
import { usualAttendance } from '../../registration/rules/ledger.ts'
import { organisationProblem } from '../../registration/rules/organisations.ts'
import { refusalAtField, refusalMessages } from '../../registration/rules/refusals.ts'
import { type Attendance, attendances } from '../../registration/types/places.ts'
import { type EventOffer, type Refusal } from '../../registration/types/offers.ts'
import { type RegisterRequest } from '../../registration/types.ts'
import { acceptForm } from '../forms/answer.ts'
import { chosenCategory } from '../pages/accept.ts'
import type { InvitationInEvent } from '../types.ts'

/** What the form of a yes is read against. */
export interface AcceptGround {
  readonly event: EventRow
  readonly invitation: InvitationInEvent
  readonly offer: EventOffer
  readonly questions: readonly Question[]
}

interface Sent {
  readonly typed: Typed
  readonly files: ReceivedFiles
  readonly newlyAsked: readonly Question[]
}

/** What came of reading the form: a wish to register, or what stands in its way. */
export type AcceptReading =
  | (Sent & { readonly kind: 'wish'; readonly request: RegisterRequest })
  | (Sent & { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] })

/** Reads the form of a yes whole, so that everything that is wrong with it is said at once. */
export async function readAccept(
  { db }: Services,
  request: Request,
  response: Response,
  ground: AcceptGround,
): Promise<AcceptReading> {
  const { event, invitation, questions } = ground
  const reading = readForm(acceptForm, request.body, listFieldsOf(questions))
  const { typed } = reading
  const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
  const category = chosenCategory(ground, typed.values['category'] ?? '')?.category
  if (category === undefined) problems.push({ field: 'category', message: 'errors.choose' })
  const lacking = organisationProblem(category, typed.values['organisation'] ?? '')
  if (lacking) problems.push(lacking)
  const attendance = attendanceOf(event, typed.values['attendance'])
  if (attendance === undefined) problems.push({ field: 'attendance', message: 'errors.choose' })
  const files = await receiveFiles(db, {
    eventId: event.id,
    sender: invitation.email,
    questions,
    values: typed.values,
    sent: field => uploaded(request, field),
  })
  const answered = readAnswers(questions, typed, { categoryId: category?.id, files: files.files })
  const wrongFiles = [...uploadProblems(request), ...files.problems]
  problems.push(...wrongFiles, ...answered.problems.filter(({ field }) => !wrongFiles.some(one => one.field === field)))
  const sent = { typed, files, newlyAsked: answered.newlyAsked }
  if (!reading.ok || !category || !attendance || problems.length > 0 || answered.newlyAsked.length > 0)
    return { ...sent, kind: 'refused', problems }
  const chosen = { categoryId: category.id, attendance }
  return { ...sent, kind: 'wish', request: wishOf(response, ground, { ...reading.value, ...chosen }, answered.answers) }
}

type Accepted = z.output<typeof acceptForm> & Pick<RegisterRequest, 'categoryId' | 'attendance'>

/** The wish of a form without faults; the address is that of the invitation, whatever was sent. */
function wishOf(
  response: Response,
  { event, invitation, offer, questions }: AcceptGround,
  accepted: Accepted,
  answers: Answers,
): RegisterRequest {
  const { dietary, access, newsletter, participation: _given, category: _reference, ...person } = accepted
  const { asksNeeds, asksNewsletter } = offer.settings
  const words = localeOf(response)
  const counted = new Set(offer.options.map(({ optionId }) => optionId))
  return {
    ...person,
    email: invitation.email,
    eventId: event.id,
    needs: asksNeeds ? { dietary, access } : { dietary: '', access: '' },
    consents: [
      ...consentsOf(translatorOf(response), words, newsletter && asksNewsletter),
      ...givenConsents(questions, answers, words),
    ],
    answers: givenAnswers(questions, answers),
    optionIds: chosenOptionIds(questions, answers).filter(id => counted.has(id)),
  }
}

/** How somebody takes part: a hybrid event asks, the others know one way. */
function attendanceOf({ mode }: EventRow, typed: string | undefined): Attendance | undefined {
  return mode === 'hybrid' ? attendances.find(way => way === typed) : usualAttendance(mode)
}

/** What the engine said no to, at the field it is about. */
export function refusalProblem(
  outcome: AddedByHand,
  { offer, questions, request }: Pick<AcceptGround, 'offer' | 'questions'> & { request: RegisterRequest },
  locale: Locale,
): FieldProblem {
  const option = (optionId: number) => {
    const question = questions.find(({ options }) => options.some(({ id }) => id === optionId))
    const label = readText(question?.options.find(({ id }) => id === optionId)?.label, locale)
    return { field: question ? fieldName(question) : 'category', label }
  }
  if (!isRefusal(outcome)) return { field: 'category', message: refusalMessages.full }
  return refusalAtField(outcome, { part: () => '', option }, offer, request.attendance ?? 'on_site')
}

function isRefusal(outcome: AddedByHand): outcome is Extract<AddedByHand, Refusal> {
  return outcome.kind in refusalMessages
}
