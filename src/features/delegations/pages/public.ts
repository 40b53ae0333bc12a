import { countryOptions } from '../../../core/countries.ts'
import { readRows } from '../../../core/http/form-rows.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, textWithLanguage } from '../../../core/localised-text.ts'
import { formatDateTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { CategoryOffer, EventOffer } from '../../registration/types/offers.ts'
import { personRows } from '../forms.ts'

/** A category to choose from, as `partials/form/options` draws it. */
export interface CategoryChoice {
  readonly value: string
  readonly label: string
  readonly lang: Locale | undefined
  readonly hint: string | undefined
  readonly places: { readonly kind: 'good' | 'warn' | 'bad' | 'off'; readonly label: string }
  readonly disabled: boolean
}

export interface DelegationFormModel {
  readonly head: Head
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  readonly largest: number
  /** One category is not a choice: it is stated. */
  readonly categories: readonly CategoryChoice[]
  readonly isHybrid: boolean
  readonly countries: readonly { readonly value: string; readonly label: string }[]
  readonly rowCount: number
  readonly mayAddRow: boolean
  readonly registrationHref: string
  readonly linkHref: string
  readonly privacyHref: string
}

export const delegationFormPage = page<DelegationFormModel>('delegations/form')

/** Rows a form begins with: a delegation of one is no delegation. */
export const firstRows = 2

/** Everything of the form but its head. */
export function delegationForm(
  context: FrameContext,
  event: EventRow,
  offer: EventOffer,
  form: FormModel,
): Omit<DelegationFormModel, 'head'> {
  const { locale } = context
  const largest = offer.settings.largestDelegation
  const typedRows = readRows(form.values, personRows(largest)).length
  const rowCount = Math.max(1, typedRows)
  return {
    form,
    labels: fieldLabels(context, rowCount),
    largest,
    categories: offer.categories.map(category => choiceOf(context, event, category)),
    isHybrid: event.mode === 'hybrid',
    countries: countryOptions(locale),
    rowCount,
    mayAddRow: rowCount < largest,
    registrationHref: urls.registration(locale, event.slug),
    linkHref: urls.registrationLink(locale, event.slug),
    privacyHref: urls.privacy(locale),
  }
}

/** What stands before a message in the error summary. */
export function fieldLabels({ t }: FrameContext, rows: number): Readonly<Record<string, string>> {
  const contact = ['contactName', 'contactEmail', 'organisation', 'country', 'locale', 'category'] as const
  const others = ['attendance', 'waits', 'participation'] as const
  const fields = [...contact, ...others].map(field => [field, t(`delegations.fields.${field}`)])
  const person = ['titleBefore', 'givenName', 'familyName', 'email'] as const
  const alone = person.map(field => [field, t(`delegations.fields.${field}`)])
  const inRows = Array.from({ length: rows }, (_, row) =>
    person.map(field => [
      `person.${row}.${field}`,
      t('delegations.form.personField', { number: row + 1, field: t(`delegations.fields.${field}`) }),
    ]),
  ).flat()
  return Object.fromEntries([...fields, ...alone, ...inRows])
}

/** A category and what a delegation would find there now. */
export function choiceOf(context: FrameContext, event: EventRow, offer: CategoryOffer): CategoryChoice {
  const { text, lang } = textWithLanguage(offer.category.name, context.locale)
  const hint = textWithLanguage(offer.category.description, context.locale).text
  const value = offer.category.reference
  return { value, label: text, lang, hint: hint === '' ? undefined : hint, ...placesOf(context, event, offer) }
}

function placesOf(
  { t, locale }: FrameContext,
  event: EventRow,
  { admission, left }: CategoryOffer,
): Pick<CategoryChoice, 'places' | 'disabled'> {
  const open = (kind: 'good' | 'warn' | 'bad' | 'off', label: string) => ({ places: { kind, label }, disabled: false })
  const shut = (kind: 'bad' | 'off', label: string) => ({ places: { kind, label }, disabled: true })
  switch (admission.kind) {
    case 'place':
    case 'address':
      if (left === undefined) return open('good', t('delegations.places.free'))
      return open(left <= 3 ? 'warn' : 'good', t('core.places.left', { count: left }))
    case 'approval':
      return open('off', t('delegations.places.approval'))
    case 'waiting':
      return open('bad', t('delegations.places.queue'))
    case 'not-yet':
      return shut(
        'off',
        t('delegations.places.notYet', { when: formatDateTime(admission.opensAt, event.timeZone, locale) }),
      )
    case 'full':
      return shut('bad', t('core.places.full'))
    default:
      return shut('off', t('delegations.places.closed'))
  }
}

/** Whether a claim made now would get something. */
export function isOpenCategory({ admission }: CategoryOffer): boolean {
  return ['place', 'approval', 'waiting', 'address'].includes(admission.kind)
}

/** What the page says when the form cannot be offered now, and after it was sent. */
export interface DelegationMessageModel {
  readonly head: Head
  readonly title: string
  readonly text: string
  readonly steps: readonly string[]
  readonly actions: readonly { readonly href: string; readonly label: string }[]
}

export const delegationMessagePage = page<DelegationMessageModel>('delegations/message')

/** Nobody registers now: the page of the registration tells why. */
export function delegationClosed({ t, locale }: FrameContext, event: EventRow): Omit<DelegationMessageModel, 'head'> {
  return {
    title: t('delegations.closed.title'),
    text: t('delegations.closed.text'),
    steps: [],
    actions: [
      { href: urls.registration(locale, event.slug), label: t('delegations.closed.registration') },
      { href: urls.registrationLink(locale, event.slug), label: t('delegations.form.lost') },
    ],
  }
}

/** After the form: the same for everybody, whoever of the people was registered before (SEC-20). */
export function delegationDone({ t, locale }: FrameContext, event: EventRow): Omit<DelegationMessageModel, 'head'> {
  return {
    title: t('delegations.done.title'),
    text: t('delegations.done.text'),
    steps: [t('delegations.done.contact'), t('delegations.done.people'), t('delegations.done.spam')],
    actions: [
      { href: urls.event(locale, event.slug), label: t('delegations.done.event') },
      { href: urls.registrationLink(locale, event.slug), label: t('delegations.done.link') },
    ],
  }
}
