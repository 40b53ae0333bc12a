import type { Locale } from '../../../core/localised-text.ts'
import type { RegistrationStatus } from '../../registration/types.ts'
import type { SignUpStatus } from '../../registration/types/places.ts'

/** Interface text in one language, and which language that is. */
export interface Words {
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string
  readonly locale: Locale
}

/** A shape and a word (`partials/state`). */
export interface StateWord {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

/** Where a registration stands, as a shape and a word: `Čeká, 2.` */
export function statusWord({ t }: Words, status: RegistrationStatus, position: number): StateWord {
  switch (status) {
    case 'confirmed':
      return { kind: 'good', label: t('roster.status.confirmed') }
    case 'offered':
      return { kind: 'warn', label: t('roster.status.offered') }
    case 'waiting':
      return { kind: 'warn', label: t('roster.status.waiting', { position }) }
    case 'applied':
      return { kind: 'warn', label: t('roster.status.applied') }
    case 'unconfirmed':
      return { kind: 'off', label: t('roster.status.unconfirmed') }
    case 'declined':
      return { kind: 'off', label: t('roster.status.declined') }
    case 'cancelled':
      return { kind: 'off', label: t('roster.status.cancelled') }
  }
}

const kinds = { confirmed: 'good', offered: 'warn', waiting: 'warn', wished: 'off', cancelled: 'off' } as const

/** Where a place in a part or an option stands. */
export function signUpWord({ t }: Words, status: SignUpStatus, position = 0): StateWord {
  const label = position > 0 ? t('roster.signUp.waitingAs', { position }) : t(`roster.signUp.${status}`)
  return { kind: kinds[status], label }
}
