import { countryName } from '../../../core/countries.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { listNames, readText } from '../../../core/localised-text.ts'
import { formatShortDateTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { answerText } from '../../questions/rules/answers.ts'
import { asksSomething } from '../../questions/rules/kinds.ts'
import type { AnswerValue, Question } from '../../questions/types.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import type { RegistrationInEvent, RegistrationStatus } from '../../registration/types.ts'
import type { Duplicate, Twin } from '../queries/duplicates.ts'

/** A shape and a word (`partials/state`). */
interface StateWord {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

export interface DuplicateListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly pairs: readonly {
    readonly name: string
    readonly why: string
    readonly compareHref: string
    readonly sides: readonly { readonly email: string; readonly organisation: string; readonly state: StateWord }[]
  }[]
  readonly backHref: string
}

export const duplicateListPage = page<DuplicateListModel>('roster/merging')

/** Where the pages about duplicates are. */
export function duplicatesPath({ locale }: FrameContext, event: EventRow, part = ''): string {
  return urls.organiserEventPart(locale, event.slug, `registrations/duplicates${part}`)
}

/** The pairs that are probably one person each. */
export function duplicateList(
  context: FrameContext,
  event: EventRow,
  duplicates: readonly Duplicate[],
): Omit<DuplicateListModel, 'head' | 'flash'> {
  return {
    pairs: duplicates.map(pair => ({
      name: printedName(pair.first),
      why: reasonsOf(context, pair),
      compareHref: duplicatesPath(context, event, `/${pair.first.reference}/${pair.second.reference}`),
      sides: [pair.first, pair.second].map(twin => sideOf(context, twin)),
    })),
    backHref: urls.organiserEventPart(context.locale, event.slug, 'registrations'),
  }
}

function reasonsOf({ t, locale }: FrameContext, pair: Duplicate): string {
  const reasons = [
    t('merging.why.name'),
    ...(pair.sameOrganisation ? [t('merging.why.organisation')] : []),
    ...(pair.sameLocalPart ? [t('merging.why.localPart')] : []),
    ...(pair.samePhone ? [t('merging.why.phone')] : []),
  ]
  return t('merging.why.same', { what: listNames(reasons, locale) })
}

function sideOf(context: FrameContext, twin: Twin) {
  const { email, organisation, status } = twin
  return { email, organisation, state: stateWord(context, { status, position: 0 }) }
}

const shapes: Record<RegistrationStatus, StateWord['kind']> = {
  confirmed: 'good',
  offered: 'warn',
  waiting: 'warn',
  applied: 'warn',
  unconfirmed: 'warn',
  declined: 'off',
  cancelled: 'off',
}

function stateWord(
  { t }: FrameContext,
  { status, position }: { readonly status: RegistrationStatus; readonly position: number },
): StateWord {
  return { kind: shapes[status], label: t(`merging.status.${status}`, { position }) }
}

/** A line of the comparison: what it is about, and what each of the two says. */
export interface ComparedLine {
  readonly label: string
  readonly values: readonly [string, string]
  readonly differs: boolean
}

export interface ComparisonModel {
  readonly head: Head
  readonly name: string
  readonly sides: readonly [ComparedSide, ComparedSide]
  readonly lines: readonly ComparedLine[]
  readonly form: FormModel
  readonly consequences: readonly string[]
  readonly backHref: string
}

interface ComparedSide {
  readonly reference: string
  readonly href: string
  readonly title: string
  readonly state: StateWord
}

export const comparisonPage = page<ComparisonModel>('roster/merging-pair')

/** Everything about one of the two. */
export interface Compared {
  readonly registration: RegistrationInEvent
  readonly answers: ReadonlyMap<number, AnswerValue>
  readonly signUps: readonly SignUpOfRegistration[]
}

/** Two registrations beside each other. */
export function comparison(
  context: FrameContext,
  event: EventRow,
  pair: readonly [Compared, Compared],
  questions: readonly Question[],
  form: FormModel,
): Omit<ComparisonModel, 'head'> {
  const { t } = context
  const [one, other] = pair
  return {
    name: printedName(one.registration),
    sides: [sideTitle(context, event, one, 1), sideTitle(context, event, other, 2)],
    lines: linesOf(context, event, pair, questions),
    form,
    consequences: (['place', 'rest', 'mail', 'undo'] as const).map(what => t(`merging.pair.consequences.${what}`)),
    backHref: duplicatesPath(context, event),
  }
}

function sideTitle(context: FrameContext, event: EventRow, { registration }: Compared, number: 1 | 2): ComparedSide {
  const { reference } = registration
  return {
    reference,
    href: urls.organiserEventPart(context.locale, event.slug, `registrations/${reference}`),
    title: context.t('merging.pair.side', { number, reference }),
    state: stateWord(context, registration),
  }
}

function linesOf(
  context: FrameContext,
  event: EventRow,
  pair: readonly [Compared, Compared],
  questions: readonly Question[],
): ComparedLine[] {
  const { t, locale } = context
  const line = (label: string, say: (side: Compared) => string): ComparedLine => {
    const values = [say(pair[0]), say(pair[1])] as const
    return { label, values, differs: values[0] !== values[1] }
  }
  const fixed = [
    line(t('merging.fields.name'), ({ registration }) => printedName(registration)),
    line(t('merging.fields.email'), ({ registration }) => registration.email),
    line(t('merging.fields.organisation'), ({ registration }) => registration.organisation),
    line(t('merging.fields.country'), ({ registration }) => countryName(registration.country, locale)),
    line(t('merging.fields.category'), ({ registration }) => readText(registration.categoryName, locale)),
    line(t('merging.fields.created'), ({ registration }) =>
      formatShortDateTime(registration.createdAt, event.timeZone, locale),
    ),
    line(t('merging.fields.signUps'), ({ signUps }) => signUps.map(one => signUpText(context, one)).join('\n')),
    line(t('merging.fields.tags'), ({ registration }) => registration.tags.join(', ')),
  ]
  // What is sensitive is nobody's business here; it moves all the same.
  const asked = questions.filter(
    question => asksSomething(question) && !question.isSensitive && question.kind !== 'file',
  )
  const answered = asked.map(question =>
    line(readText(question.label, locale), ({ answers }) =>
      answerText(question, answers.get(question.id), locale, key => t(key)),
    ),
  )
  return [...fixed, ...answered].filter(({ values }) => values.some(value => value !== ''))
}

function signUpText({ t, locale }: FrameContext, { title, status, position }: SignUpOfRegistration): string {
  return t(`merging.signUp.${status === 'cancelled' ? 'wished' : status}`, { title: readText(title, locale), position })
}
