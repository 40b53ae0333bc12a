import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { dateOf, formatDay, formatLocalTimeRange, timeOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { findTemplate, planTemplate } from '../rules/templates.ts'
import { templateKeys, type Template, type TemplateKey } from '../rules/template.ts'

/** A template as the page offers it, on the days of this event. */
export interface TemplateModel {
  readonly key: TemplateKey
  readonly title: string
  readonly text: string
  readonly facts: string
  readonly days: readonly {
    readonly label: string
    readonly lines: readonly { readonly time: string; readonly title: string }[]
  }[]
  /** Sessions for which the event has no day. */
  readonly waiting: readonly string[]
}

export interface StartModel {
  readonly head: Head
  readonly flash: string | undefined
  /** Somebody has begun: templates and copies are no longer offered. */
  readonly isBegun: boolean
  readonly agendaHref: string
  readonly newHref: string
  readonly importHref: string
  readonly severalHref: string
  readonly templateAction: string
  readonly templates: readonly TemplateModel[]
  readonly form: FormModel
  readonly events: readonly { readonly value: string; readonly label: string }[]
  /** Satellites of a template come only where the organiser may make events. */
  readonly withSatellites: boolean
}

export const startPage = page<StartModel>('desk/organiser/start')

/** Every template, laid on the days of the event. */
export function templateModels(context: FrameContext, event: EventRow, withSatellites: boolean): TemplateModel[] {
  return templateKeys.flatMap(key => {
    const template = findTemplate(key)
    return template ? [templateModel(context, event, template, withSatellites)] : []
  })
}

function templateModel(
  { t, locale }: FrameContext,
  event: EventRow,
  template: Template,
  withSatellites: boolean,
): TemplateModel {
  const { sessions } = planTemplate(template, event)
  const placed = sessions.flatMap(({ session, times }) => (times === null ? [] : [{ ...times, title: session.title }]))
  const dates = [...new Set(placed.map(({ startsLocal }) => dateOf(startsLocal)))]
  const satellites = withSatellites ? template.satellites.length : 0
  const facts = [
    t('desk.start.days', { n: template.days }),
    t('desk.start.sessions', { n: template.sessions.length }),
    ...(template.tracks.length > 0 ? [t('desk.start.tracks', { n: template.tracks.length })] : []),
    ...(satellites > 0 ? [t('desk.start.satellites', { n: satellites })] : []),
  ]
  return {
    key: template.key,
    title: t(`desk.start.template.${template.key}.title`),
    text: t(`desk.start.template.${template.key}.text`),
    facts: facts.join(' · '),
    days: dates.map(date => ({
      label: formatDay(date, locale),
      lines: placed
        .filter(({ startsLocal }) => dateOf(startsLocal) === date)
        .map(({ startsLocal, endsLocal, title }) => ({
          time: formatLocalTimeRange(timeOf(startsLocal), timeOf(endsLocal), locale),
          title: readText(title, locale),
        })),
    })),
    waiting: sessions.flatMap(({ session, times }) => (times === null ? [readText(session.title, locale)] : [])),
  }
}

/** Where the page of an event leads. */
export function startLinks({ locale }: FrameContext, { slug }: EventRow) {
  const part = (path: string) => urls.organiserEventPart(locale, slug, path)
  return {
    agendaHref: part('agenda'),
    newHref: part('agenda/sessions/new'),
    importHref: part('agenda/import'),
    severalHref: part('several'),
    templateAction: part('agenda/start/template'),
  }
}
