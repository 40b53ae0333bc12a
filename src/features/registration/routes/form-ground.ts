import type { Request, Response } from 'express'
import type { Versions } from '../../../core/content-versions.ts'
import { type FormModel, freshForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { urls } from '../../../core/http/urls.ts'
import { listNames, readText } from '../../../core/localised-text.ts'
import { networkOf, type Throttle } from '../../../core/throttle.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { publicEventOf, publicVersionsOf } from '../../events/guards.ts'
import type { EventRow } from '../../events/types.ts'
import type { Question } from '../../questions/types.ts'
import type { CodeModel, ParentLink } from '../pages/public.ts'
import { type CodeForForm, findCodeForForm } from '../queries/codes.ts'
import type { FormMemory } from '../queries/form.ts'
import { hasCodes, type Surroundings } from '../queries/surroundings.ts'
import { withPlacesKept } from '../rules/opened.ts'
import type { EventOffer } from '../types/offers.ts'

/** What the code that came with a request does; `none` when there was none, `too-many` when too many were tried. */
export type CodeState = CodeForForm | { readonly kind: 'none' | 'too-many' }

/** What a form that is sent is read by, at the moment of the request; places may have gone or come since. */
export interface FormRules {
  readonly event: EventRow
  readonly offer: EventOffer
  readonly questions: readonly Question[]
  readonly typedCode: string
  readonly code: CodeState
}

/** All that the public form of an event stands on, at the moment of the request. */
export interface FormGround extends FormRules {
  readonly surroundings: Surroundings
}

/** What a public form needs of the application. */
export interface FormMeans {
  readonly services: Services
  readonly memory: FormMemory
  /** How many codes one network may try. */
  readonly codes: Throttle
}

/**
 * Reads what a form that was sent is read by; without a code no query that others do not share. Only its yes is final:
 * before anybody is told no, `groundOf` looks at the places that are left.
 * @param typedCode as somebody typed it, or as it stood in their link
 */
export async function findRules(means: FormMeans, request: Request, typedCode: string): Promise<FormRules> {
  const event = publicEventOf(request)
  const code = await readCode(means, request, typedCode)
  const versions = publicVersionsOf(request)
  const offer = await means.memory.rules(versions, event, openedBy(code))
  const questions = await means.memory.questions(versions, event.id)
  return { event, offer: withCode(offer, code), questions, typedCode, code }
}

/** The whole ground of a form that was read by these rules, with the places that were left as the request came. */
export async function groundOf(means: FormMeans, request: Request, rules: FormRules): Promise<FormGround> {
  return readGround(means, publicVersionsOf(request), rules)
}

/** Reads what the form stands on. @param typedCode as somebody typed it, or as it stood in their link */
export async function findGround(means: FormMeans, request: Request, typedCode: string): Promise<FormGround> {
  const code = await readCode(means, request, typedCode)
  return readGround(means, publicVersionsOf(request), { event: publicEventOf(request), typedCode, code })
}

/** Reads anew what the form stands on: after the engine said no, which knows more than the form that was sent. */
export async function findGroundAgain(means: FormMeans, request: Request, typedCode: string): Promise<FormGround> {
  const code = await readCode(means, request, typedCode)
  const versions = await means.services.versions.read()
  return readGround(means, versions, { event: publicEventOf(request), typedCode, code })
}

type Asked = Pick<FormRules, 'event' | 'typedCode' | 'code'>

async function readGround({ memory }: FormMeans, versions: Versions, { event, ...asked }: Asked): Promise<FormGround> {
  const offer = await memory.offer(versions, event, openedBy(asked.code))
  const questions = await memory.questions(versions, event.id)
  const surroundings = await memory.surroundings(versions, event.id)
  return { ...asked, event, offer: withCode(offer, asked.code), questions, surroundings }
}

function openedBy(code: CodeState): readonly number[] {
  return 'categoryIds' in code ? code.categoryIds : []
}

function withCode(offer: EventOffer, code: CodeState): EventOffer {
  const seen = code.kind === 'open' ? withPlacesKept(offer, code) : offer
  return { ...seen, parts: seen.parts.filter(({ part }) => part.cancelledAt === null) }
}

/** An honest try is given back: a whole hall comes from one address, each with a code of their own. */
async function readCode({ services, codes }: FormMeans, request: Request, typed: string): Promise<CodeState> {
  if (typed === '') return { kind: 'none' }
  const network = networkOf(request.ip ?? '')
  if (!(await codes.take(network))) return { kind: 'too-many' }
  const found = await findCodeForForm(services.db, publicEventOf(request), typed)
  if (found.kind !== 'unknown') await codes.giveBack(network)
  return found
}

const codeProblems = {
  unknown: 'errors.codeUnknown',
  'used-up': 'errors.codeUsedUp',
  'too-many': 'errors.codeTooMany',
} as const

/** What is wrong with the code, as a message at its field; undefined: nothing. */
export function codeProblem({ code }: FormRules): string | undefined {
  return code.kind === 'none' || code.kind === 'open' ? undefined : codeProblems[code.kind]
}

/** The form for a code; none where the event has no codes and nobody tried one. */
export function codeModel(response: Response, ground: FormGround): CodeModel | undefined {
  const { code, typedCode, surroundings, event } = ground
  if (code.kind === 'none' && !hasCodes(surroundings, now())) return undefined
  const action = urls.registration(localeOf(response), event.slug)
  return { form: codeForm(), opened: namesOpened(response, ground) }

  function codeForm(): FormModel {
    const message = codeProblem(ground)
    if (message === undefined) return freshForm(action, { code: typedCode })
    const typed = { values: { code: typedCode }, lists: {} }
    return refusedForm(translatorOf(response), action, typed, [{ field: 'code', message }])
  }
}

function namesOpened(response: Response, { code, offer }: FormGround): string | undefined {
  if (code.kind !== 'open') return undefined
  const t = translatorOf(response)
  const locale = localeOf(response)
  const opened = offer.categories.filter(({ category }) => code.categoryIds.includes(category.id))
  const categories = listNames(
    opened.map(({ category }) => readText(category.name, locale)),
    locale,
  )
  return t('registration.code.opened', { count: opened.length, categories })
}

/** The event in whose form one signs up for this one. */
export function parentLink(response: Response, { surroundings: { parent } }: FormGround): ParentLink | undefined {
  const locale = localeOf(response)
  return parent && { href: urls.registration(locale, parent.slug), title: readText(parent.title, locale) }
}

/** Whether the form is shown: somebody could get a place, or a place in the queue. */
export function isOpen({ offer }: FormRules): boolean {
  return offer.event.kind === 'open' || offer.event.kind === 'waiting-list'
}
