import type { FrameContext } from '../../events/frame.ts'
import { printedName } from '../../registration/queries/names.ts'
import { stateOf } from '../rules/states.ts'
import type { InvitationRow } from '../types.ts'

/** A shape and a word (`partials/state`). */
export interface StateWord {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

/** A group of a list, chosen by a link; `note` is how many are in it. */
export interface GroupTab {
  readonly href: string
  readonly label: string
  readonly note: string
  readonly current: boolean
}

const kinds = { yes: 'good', no: 'bad', opened: 'warn', sent: 'off', withdrawn: 'off' } as const

/** Where an invitation stands, as a shape and a word. */
export function stateWord({ t }: FrameContext, invitation: InvitationRow): StateWord {
  const state = stateOf(invitation)
  return { kind: kinds[state], label: t(`invitations.states.${state}`) }
}

/** The name of the invited; words of ours where it was forgotten (`actions/retention.ts`). */
export function invitedName({ t }: FrameContext, invitation: InvitationRow): string {
  return printedName(invitation) || t('invitations.forgotten')
}
