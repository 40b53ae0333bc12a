import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { now } from '../../../core/time.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import type { FrameContext } from '../../events/frame.ts'
import { isActive, mayCancel } from '../../registration/permissions.ts'
import type { OneData } from './one.ts'
import { oneHref } from './query.ts'

/** What can be done about a registration. */
export interface Deeds {
  /** At once. */
  readonly posts: readonly { readonly action: string; readonly label: string; readonly isFirst: boolean }[]
  /** On a page of its own. */
  readonly links: readonly { readonly href: string; readonly label: string; readonly danger: boolean }[]
}

type PostDeed = 'approve' | 'resend' | 'arrival' | 'arrival/undo'

const arrivalLabels = { arrival: 'recordArrival', 'arrival/undo': 'undoArrival' } as const
type LinkDeed = 'decline' | 'promote' | 'move' | 'edit' | 'parts' | 'category' | 'attendance' | 'replace' | 'cancel'

/** The deeds that fit how a registration stands, the most likely first. */
export function deedsOf({ t, locale }: FrameContext, { access, registration, connections }: OneData): Deeds {
  const { event, role } = access
  if (!mayOrganise(role)) return { posts: [], links: [] }
  const { status } = registration
  const to = (deed: PostDeed | LinkDeed) => oneHref(locale, event, registration, `/${deed}`)
  const post = (deed: PostDeed) => ({
    action: to(deed),
    label: t(`roster.one.${deed === 'arrival' || deed === 'arrival/undo' ? arrivalLabels[deed] : deed}`),
    isFirst: deed === 'approve',
  })
  const link = (deed: LinkDeed) => {
    return { href: to(deed), label: t(`roster.one.${deed}`), danger: deed === 'cancel' || deed === 'decline' }
  }
  const when = (isFit: boolean, deed: LinkDeed) => (isFit ? [link(deed)] : [])
  const stands = isActive(status)
  const arrivalPosts =
    registration.arrivedAt !== null ? [post('arrival/undo')] : status === 'confirmed' ? [post('arrival')] : []
  return {
    posts: [...(status === 'applied' ? [post('approve')] : []), ...arrivalPosts, post('resend')],
    links: [
      ...when(status === 'waiting', 'promote'),
      ...when(status === 'waiting', 'move'),
      ...when(stands, 'edit'),
      ...when(stands && connections.hasParts, 'parts'),
      ...when(stands && connections.categories.length > 1, 'category'),
      ...when(stands && event.mode === 'hybrid', 'attendance'),
      ...when(stands, 'replace'),
      ...when(status === 'applied', 'decline'),
      ...when(mayCancel(status, event, now()), 'cancel'),
    ],
  }
}

/** A deed that needs a few words or a choice. */
export interface DeedModel {
  readonly head: Head
  readonly title: string
  /** What will happen. */
  readonly consequences: readonly string[]
  readonly form: FormModel
  readonly fields: readonly DeedField[]
  readonly labels: Readonly<Record<string, string>>
  readonly submit: string
  readonly danger: boolean
  readonly backHref: string
  /** What stands on the way back: the page it leads to, by its heading. */
  readonly backLabel: string
}

/** A field of such a form. */
export type DeedField =
  | {
      readonly kind: 'text'
      readonly name: string
      readonly label: string
      readonly hint: string
      readonly optional: boolean
    }
  | { readonly kind: 'line'; readonly name: string; readonly label: string; readonly hint: string }
  | { readonly kind: 'number'; readonly name: string; readonly label: string; readonly hint: string }
  | {
      readonly kind: 'choice'
      readonly name: string
      readonly label: string
      readonly options: readonly { readonly value: string; readonly label: string }[]
    }

export const deedPage = page<DeedModel>('roster/deed')
