import { type Head, page } from '../../../core/http/pages.ts'

/** The model of the page where somebody leaves the bulk mail of an organisation. */
export interface UnsubscribeModel {
  readonly head: Head
  readonly organisation: string
  readonly address: string
  /** `asked`: nothing has happened yet. `back`: changed their mind. */
  readonly state: 'asked' | 'out' | 'back'
  readonly action: string
}

export const unsubscribePage = page<UnsubscribeModel>('mail/unsubscribe')
