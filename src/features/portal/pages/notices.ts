import { type Head, page } from '../../../core/http/pages.ts'

export interface AccessibilityModel {
  readonly head: Head
  /** The address the statement is about. */
  readonly site: string
}

export interface PrivacyModel {
  readonly head: Head
}

export const accessibilityPage = page<AccessibilityModel>('portal/accessibility')
export const privacyPage = page<PrivacyModel>('portal/privacy')
