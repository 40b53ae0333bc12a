import type { FormModel } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import type { Locale } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import { isOver, phaseOf } from '../rules.ts'
import type { EventPhase, EventRow, PublicationBlocker, PublicationChecklist, PublicationWarning } from '../types.ts'
import type { SettingsTabs } from './tabs.ts'

export const confirmPage = page<ConfirmModel>('events/organiser/confirm')

export interface StatusModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly tabs: SettingsTabs
  readonly phase: EventPhase
  readonly state: 'good' | 'warn' | 'bad' | 'off'
  readonly publicHref: string | undefined
  readonly blockers: readonly PublicationBlocker[]
  readonly warnings: readonly PublicationWarning[]
  /** Publishing was tried and something was left. */
  readonly isRefused: boolean
  readonly publishAction: string
  readonly cancelHref: string
  readonly reinstateAction: string
  readonly archiveAction: string
  readonly restoreAction: string
  readonly mayArchive: boolean
  readonly settingsHref: string
}

export const statusPage = page<StatusModel>('events/organiser/status')

const stateOf: Record<EventPhase, StatusModel['state']> = {
  draft: 'warn',
  published: 'good',
  cancelled: 'bad',
  archived: 'off',
}

/** What the page of the status says about an event. */
export function statusModel(locale: Locale, event: EventRow, checklist: PublicationChecklist, at: Instant) {
  const phase = phaseOf(event)
  const part = (path: string) => urls.organiserEventPart(locale, event.slug, `settings${path}`)
  return {
    phase,
    state: stateOf[phase],
    publicHref: event.publishedAt === null ? undefined : urls.event(locale, event.slug),
    ...checklist,
    publishAction: part('/publish'),
    cancelHref: part('/cancel'),
    reinstateAction: part('/reinstate'),
    archiveAction: part('/archive'),
    restoreAction: part('/restore'),
    mayArchive: phase === 'cancelled' || (phase === 'published' && isOver(event, at)),
    settingsHref: part(''),
  }
}

export interface CancelModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly satellites: readonly string[]
  readonly backHref: string
}

export const cancelPage = page<CancelModel>('events/organiser/cancel')
