import type { Request, Response } from 'express'
import { type FieldProblem, readForm, type Typed } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { uploaded, uploadProblems } from '../../../core/http/uploads.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { chosenOptionIds, givenAnswers, givenConsents } from '../../questions/rules/answers.ts'
import { fieldName, listFieldsOf } from '../../questions/rules/kinds.ts'
import { readAnswers } from '../../questions/rules/reading.ts'
import type { Answers, Question } from '../../questions/types.ts'
import { type ReceivedFiles, receiveFiles } from '../actions/files.ts'
import { inPageOrder, registerForm } from '../forms/public.ts'
import { chosenCategory } from '../pages/public.ts'
import { likelyDomain } from '../rules/addresses.ts'
import { type PartProblem, readParts } from '../rules/form-parts.ts'
import { usualAttendance } from '../rules/ledger.ts'
import { organisationProblem } from '../rules/organisations.ts'
import { refusalAtField, refusalNames } from '../rules/refusals.ts'
import { consentsOf } from '../rules.ts'
import { type Attendance, attendances } from '../types/places.ts'
import { type PartOffer, type Refusal } from '../types/offers.ts'
import { type RegisterRequest } from '../types.ts'
import { codeProblem, type FormRules } from './form-ground.ts'

/** What somebody sent, to draw the form again. */
export interface SentForm {
  readonly typed: Typed
  readonly files: ReceivedFiles
}

/** What came of reading the form: a wish to register, or what stands in its way. */
export type RegistrationReading =
  | (SentForm & { readonly kind: 'wish'; readonly request: RegisterRequest })
  | (SentForm & {
      readonly kind: 'refused'
      readonly problems: readonly FieldProblem[]
      readonly newlyAsked: readonly Question[]
    })

/** Reads the public form whole, so that everything that is wrong with it is said at once. */
export async function readRegistration(
  { db }: Services,
  request: Request,
  response: Response,
  ground: FormRules,
): Promise<RegistrationReading> {
  const { event, offer, questions } = ground
  const locale = localeOf(response)
  const reading = readForm(registerForm, request.body, ['parts', ...listFieldsOf(questions)])
  const typed = withAddressSeen(reading.typed)
  const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
  const category = chosenCategory(offer, typed.values['category'] ?? '')?.category
  if (category === undefined) problems.push({ field: 'category', message: 'errors.choose' })
  const lacking = organisationProblem(category, typed.values['organisation'] ?? '')
  if (lacking) problems.push(lacking)
  const attendance = chosenAttendance(ground, typed)
  if (attendance === undefined) problems.push({ field: 'attendance', message: 'errors.choose' })
  const files = await receiveFiles(db, {
    eventId: event.id,
    sender: typed.values['email'] ?? '',
    questions,
    values: typed.values,
    sent: field => uploaded(request, field),
  })
  const answered = readAnswers(questions, typed, { categoryId: category?.id, files: files.files })
  const wrongFiles = [...uploadProblems(request), ...files.problems]
  problems.push(...wrongFiles, ...answered.problems.filter(({ field }) => !wrongFiles.some(one => one.field === field)))
  const parts = readChosenParts(ground, typed, { categoryId: category?.id, attendance }, locale)
  problems.push(...parts.problems, ...codeProblems(ground), ...addressProblems(reading.typed))
  if (!reading.ok || !category || !attendance || problems.length > 0 || answered.newlyAsked.length > 0) {
    const ordered = inPageOrder(problems, questions.map(fieldName))
    return { kind: 'refused', typed, files, problems: ordered, newlyAsked: answered.newlyAsked }
  }
  const person = { ...reading.value, eventId: event.id, categoryId: category.id }
  const wish = wishOf(response, ground, person, answered.answers)
  const chosen = { partIds: parts.parts.map(({ part }) => part.id), attendance }
  return { kind: 'wish', typed, files, request: { ...wish, ...chosen } }
}

type PersonOfForm = Omit<RegisterRequest, 'needs' | 'consents' | 'attendance'> & {
  readonly dietary: RegisterRequest['needs']['dietary']
  readonly access: string
  readonly newsletter: boolean
}

function wishOf(
  response: Response,
  { offer, questions, typedCode }: FormRules,
  sent: PersonOfForm,
  answers: Answers,
): RegisterRequest {
  const { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale } = sent
  const { asksNeeds, asksNewsletter } = offer.settings
  const words = localeOf(response)
  const counted = new Set(offer.options.map(({ optionId }) => optionId))
  return {
    titleBefore,
    givenName,
    familyName,
    titleAfter,
    email,
    organisation,
    country,
    locale,
    eventId: sent.eventId,
    categoryId: sent.categoryId,
    needs: asksNeeds ? { dietary: sent.dietary, access: sent.access } : { dietary: '', access: '' },
    consents: [
      ...consentsOf(translatorOf(response), words, sent.newsletter && asksNewsletter),
      ...givenConsents(questions, answers, words),
    ],
    answers: givenAnswers(questions, answers),
    optionIds: chosenOptionIds(questions, answers).filter(id => counted.has(id)),
    code: typedCode === '' ? undefined : typedCode,
  }
}

/** How somebody takes part: a hybrid event asks (unsaid, on site), the others know one way. */
function chosenAttendance({ event }: FormRules, { values }: Typed): Attendance | undefined {
  const said = values['attendance']
  if (event.mode !== 'hybrid' || said === undefined) return usualAttendance(event.mode)
  return attendances.find(attendance => attendance === said)
}

/** A code that is used up is left to the engine: who used it last may have sent the form twice. */
function codeProblems(ground: FormRules): FieldProblem[] {
  const message = ground.code.kind === 'used-up' ? undefined : codeProblem(ground)
  return message === undefined ? [] : [{ field: 'code', message }]
}

/** A probable slip in the domain is asked about once; the address sent again as it was is right. */
function addressProblems({ values }: Typed): FieldProblem[] {
  const { email = '', emailSeen } = values
  const domain = email === emailSeen ? undefined : likelyDomain(email.trim())
  return domain === undefined ? [] : [{ field: 'email', message: 'errors.likelyDomain', values: { domain } }]
}

/** From here on this address has been asked about. */
function withAddressSeen(typed: Typed): Typed {
  return { ...typed, values: { ...typed.values, emailSeen: typed.values['email'] ?? '' } }
}

function readChosenParts(
  { offer }: FormRules,
  { lists }: Typed,
  { categoryId, attendance }: { categoryId: number | undefined; attendance: Attendance | undefined },
  locale: Locale,
): { parts: readonly PartOffer[]; problems: FieldProblem[] } {
  // Without a category or a way of coming it cannot be told who may go where: that is said first.
  if (categoryId === undefined || attendance === undefined) return { parts: [], problems: [] }
  const { parts, problem } = readParts(offer.parts, lists['parts'] ?? [], { categoryId, attendance })
  return { parts, problems: problem ? [partProblem(problem, locale)] : [] }
}

const partMessages: Readonly<Record<PartProblem['kind'], string>> = {
  unknown: 'errors.partUnknown',
  closed: 'errors.partClosed',
  category: 'errors.partNotForCategory',
  attendance: 'errors.partNotForAttendance',
  clash: 'errors.partsClash',
}

function partProblem(problem: PartProblem, locale: Locale): FieldProblem {
  const title = ({ part }: PartOffer) => readText(part.title, locale)
  const part = problem.kind === 'unknown' ? '' : title(problem.part)
  const other = problem.kind === 'clash' ? title(problem.other) : ''
  return { field: 'parts', message: partMessages[problem.kind], values: { part, other } }
}

/** What the engine said no to, at the field it is about. */
export function refusalProblem(
  { offer, questions }: FormRules,
  refusal: Refusal,
  request: RegisterRequest,
  locale: Locale,
): FieldProblem {
  return refusalAtField(refusal, refusalNames(offer, questions, locale), offer, request.attendance ?? 'on_site')
}
