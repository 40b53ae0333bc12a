import type { FormModel } from '../../core/http/forms.ts'
import { type Head, page } from '../../core/http/pages.ts'
import { urls } from '../../core/http/urls.ts'
import { locales } from '../../core/localised-text.ts'
import type { OrganisationAccess, Role, TeamMember } from './types.ts'
import { roles } from './types.ts'
import type { FrameContext } from './frame.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

/** The model of the sign-in page. */
export interface SignInModel {
  readonly head: Head
  readonly form: FormModel
  /** Names of the fields for the summary of errors; none where the error is about both of them. */
  readonly labels: Readonly<Record<string, string>>
  /** Said above the form: the password was set. */
  readonly notice: string | undefined
  readonly resetHref: string
  /** Where to go afterwards, a path of ours. */
  readonly next: string
  /** Says who may be tried; only where the demonstration is loaded. */
  readonly isDemonstration: boolean
}
export const signInPage = page<SignInModel>('accounts/sign-in')

/** The model of the page that asks for the address. */
export interface ResetRequestModel {
  readonly head: Head
  readonly form: FormModel
  readonly signInHref: string
}
export const resetRequestPage = page<ResetRequestModel>('accounts/reset-request')

/** The same for everybody who asked. */
export interface ResetSentModel {
  readonly head: Head
  readonly signInHref: string
}
export const resetSentPage = page<ResetSentModel>('accounts/reset-sent')

export interface NewPasswordModel {
  readonly head: Head
  readonly form: FormModel
  /** So that a password manager knows whose password it keeps. */
  readonly email: string
}
export const newPasswordPage = page<NewPasswordModel>('accounts/new-password')

export interface AccountModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly email: string
  readonly details: FormModel
  readonly languages: readonly Choice[]
  readonly password: FormModel
  readonly elsewhereAction: string
}
export const accountPage = page<AccountModel>('accounts/organiser/account')

/** One line of the team. */
export interface TeamLine {
  readonly name: string
  readonly email: string
  readonly isInvited: boolean
  readonly role: Role
  readonly roleLabel: string
  readonly action: string
  readonly removeHref: string
  /** Labels the list of roles of this line for those who hear the page. */
  readonly fieldId: string
}

export interface TeamModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly problem: string | undefined
  readonly organisation: string
  readonly members: readonly TeamLine[]
  readonly roles: readonly Choice[]
  readonly languages: readonly Choice[]
  readonly invite: FormModel
}
export const teamPage = page<TeamModel>('accounts/organiser/team')

export interface RemoveMemberModel {
  readonly head: Head
  readonly name: string
  readonly organisation: string
  readonly action: string
  readonly backHref: string
}
export const removeMemberPage = page<RemoveMemberModel>('accounts/organiser/remove-member')

/** The path of an organisation's team. */
export function teamPath({ locale }: Pick<FrameContext, 'locale'>, { slug }: Pick<OrganisationAccess, 'slug'>): string {
  return urls.organiserPart(locale, `organisations/${slug}/team`)
}

/** The lines of the team. */
export function teamLines(
  context: FrameContext,
  organisation: OrganisationAccess,
  members: readonly TeamMember[],
): TeamLine[] {
  return members.map(({ name, email, isInvited, role, reference }) => ({
    name,
    email,
    isInvited,
    role,
    roleLabel: context.t(`accounts.roles.${role}`),
    action: `${teamPath(context, organisation)}/${reference}`,
    removeHref: `${teamPath(context, organisation)}/${reference}/remove`,
    fieldId: `role-${reference}`,
  }))
}

/** The roles to choose from. */
export function roleChoices({ t }: Pick<FrameContext, 't'>): Choice[] {
  return roles.map(role => ({ value: role, label: t(`accounts.roles.${role}`) }))
}

/** The languages to choose from. */
export function languageChoices({ t }: Pick<FrameContext, 't'>): Choice[] {
  return locales.map(locale => ({ value: locale, label: t(`core.languageName.${locale}`) }))
}
