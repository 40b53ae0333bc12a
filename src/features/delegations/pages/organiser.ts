import type { FormModel } from '../../../core/http/forms.ts'
import { countryOptions } from '../../../core/countries.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { textWithLanguage } from '../../../core/localised-text.ts'
import { formatDateTime, formatShortDateTime } from '../../../core/time.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventAccess, EventRow } from '../../events/types.ts'
import { isActive } from '../../registration/permissions.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { DelegationRow, RegistrationInEvent } from '../../registration/types.ts'
import type { DelegationLine, DelegationPerson } from '../types.ts'
import { type StateWord, stateWord } from './contact.ts'
import { fieldLabels } from './public.ts'

export interface DelegationListModel {
  readonly head: Head
  readonly lines: readonly {
    readonly href: string
    readonly organisation: string
    readonly contact: string
    readonly places: StateWord
    readonly waiting: string
    readonly created: string
    readonly datetime: string
  }[]
  readonly backHref: string
}

export const delegationListPage = page<DelegationListModel>('delegations/organiser/list')

/** The delegations of an event, the latest first. */
export function delegationList(
  context: FrameContext,
  event: EventRow,
  lines: readonly DelegationLine[],
): Omit<DelegationListModel, 'head'> {
  const { t, locale } = context
  return {
    lines: lines.map(line => ({
      href: urls.organiserEventPart(locale, event.slug, `delegations/${line.reference}`),
      organisation: line.organisation,
      contact: line.contactName,
      places: {
        kind: line.people === 0 ? 'off' : line.confirmed === line.people ? 'good' : 'warn',
        label: t('delegations.organiser.counts', { confirmed: line.confirmed, people: line.people }),
      },
      waiting: line.waiting === 0 ? '' : t('delegations.organiser.waitingNote', { waiting: line.waiting }),
      created: formatShortDateTime(line.createdAt, event.timeZone, locale),
      datetime: line.createdAt.toISOString(),
    })),
    backHref: urls.organiserEventPart(locale, event.slug, 'registrations'),
  }
}

export interface OneDelegationModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly organisation: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly people: readonly {
    readonly name: string
    readonly href: string
    readonly email: string
    readonly category: { readonly text: string; readonly lang: string | undefined }
    readonly state: StateWord
    readonly isUnfinished: boolean
    readonly replaceHref: string | undefined
  }[]
  readonly resendAction: string | undefined
  readonly backHref: string
}

export const oneDelegationPage = page<OneDelegationModel>('delegations/organiser/one')

interface OneData {
  readonly access: EventAccess
  readonly delegation: DelegationRow
  readonly people: readonly DelegationPerson[]
  readonly unfinished: ReadonlySet<number>
}

/** One delegation as an organiser sees it. */
export function oneDelegation(
  context: FrameContext,
  { access, delegation, people, unfinished }: OneData,
): Omit<OneDelegationModel, 'head' | 'flash'> {
  const { t, locale } = context
  const { event, role } = access
  const part = (path: string) => urls.organiserEventPart(locale, event.slug, path)
  return {
    organisation: delegation.organisation,
    facts: [
      { label: t('delegations.organiser.contact'), value: delegation.contactName },
      { label: t('delegations.organiser.email'), value: delegation.contactEmail },
      { label: t('delegations.organiser.locale'), value: t(`core.languageName.${delegation.locale}`) },
      {
        label: t('delegations.organiser.waits'),
        value: t(delegation.waitsTogether ? 'delegations.organiser.together' : 'delegations.organiser.each'),
      },
      {
        label: t('delegations.organiser.created'),
        value: formatDateTime(delegation.createdAt, event.timeZone, locale),
      },
    ],
    people: people.map(person => ({
      name: printedName(person),
      href: part(`registrations/${person.reference}`),
      email: person.email,
      category: textWithLanguage(person.categoryName, locale),
      state: stateWord(context, person),
      isUnfinished: unfinished.has(person.id),
      replaceHref:
        mayOrganise(role) && isActive(person.status) ? part(`registrations/${person.reference}/replace`) : undefined,
    })),
    resendAction: mayOrganise(role) ? part(`delegations/${delegation.reference}/resend`) : undefined,
    backHref: part('delegations'),
  }
}

export interface InsteadModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  readonly countries: readonly { readonly value: string; readonly label: string }[]
  readonly version: number
  readonly backHref: string
  /** What stands on the way back: the page it leads to, by its heading. */
  readonly backLabel: string
}

export const insteadPage = page<InsteadModel>('delegations/organiser/instead')

/** The form in which an organiser writes who comes instead of somebody. */
export function insteadModel(
  context: FrameContext,
  event: EventRow,
  registration: RegistrationInEvent,
  form: FormModel,
): Omit<InsteadModel, 'head'> {
  const { t, locale } = context
  const name = printedName(registration)
  return {
    title: t('delegations.instead.title', { name }),
    form,
    labels: { ...fieldLabels(context, 0), titleAfter: t('delegations.fields.titleAfter') },
    countries: countryOptions(locale),
    version: registration.personVersion,
    backHref: urls.organiserEventPart(locale, event.slug, `registrations/${registration.reference}`),
    backLabel: name,
  }
}
