import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import type { Locale } from '../../../core/localised-text.ts'
import type { Role, TeamMember } from '../../accounts/types.ts'
import type { EventRow } from '../types.ts'
import type { Option } from './fields.ts'
import type { SettingsTabs } from './tabs.ts'

export interface TeamModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly tabs: SettingsTabs
  readonly members: readonly {
    readonly name: string
    readonly email: string
    readonly role: Role
    readonly isInvited: boolean
    readonly removeHref: string
  }[]
  readonly form: FormModel
  readonly roles: readonly (Option & { readonly hint: string })[]
}

export const teamPage = page<TeamModel>('events/organiser/team')

/** The people with a role at this very event. */
export function teamLines(locale: Locale, event: EventRow, members: readonly TeamMember[]): TeamModel['members'] {
  return members.map(({ name, email, role, isInvited, reference }) => ({
    name,
    email,
    role,
    isInvited,
    removeHref: urls.organiserEventPart(locale, event.slug, `settings/team/${reference}/remove`),
  }))
}
