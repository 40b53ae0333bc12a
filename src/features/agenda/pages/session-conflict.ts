import { readRows } from '../../../core/http/form-rows.ts'
import { formatDateTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { linkRows } from '../forms/fields.ts'
import { speakerRows } from '../forms/session.ts'
import type { Draft } from '../types.ts'
import type { SessionConflict } from '../types/changes.ts'
import type { Options } from './session-form.ts'
import { typedWhen } from './session-times.ts'
import { sessionValues } from './session-values.ts'

/** Who saved a session in between, and what then stands otherwise than in the form. */
export interface ConflictModel {
  readonly said: string
  readonly rows: readonly { readonly label: string; readonly theirs: string; readonly mine: string }[]
  /** Leads to the form as it is stored; undefined where nothing is stored any more. */
  readonly theirsHref: string | undefined
}

type Values = Readonly<Record<string, string>>

/** What the values of a form are called by: the options of its lists, by the name of the field. */
export interface Naming {
  readonly labels: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, Options>>
}

const textFields = [
  'title.cs',
  'title.en',
  'subtitle.cs',
  'subtitle.en',
  'abstract.cs',
  'abstract.en',
  'description.cs',
  'description.en',
  'placeNote.cs',
  'placeNote.en',
  'capacity',
  'recordingUrl',
] as const
const chosenFields = ['kind', 'track', 'language', 'room', 'satellite'] as const

/** Both versions side by side; only what differs, and only what the form of whoever was overtaken has. */
export function conflictOf(context: FrameContext, { conflict, draft, typed, naming, href }: Collision): ConflictModel {
  const { t } = context
  if (conflict.now === null) return { said: t('agenda.conflict.gone'), rows: [], theirsHref: undefined }
  const stored = sessionValues(conflict.now, conflict.lockVersion, draft, context.locale)
  const theirs = factsOf(context, stored, naming)
  const mine = factsOf(context, typed, naming)
  const rows = theirs
    .map((fact, index) => ({ ...fact, mine: mine[index]?.text ?? '' }))
    .filter(({ text, mine, fields }) => !sameText(text, mine) && fields.some(field => field in typed))
    .map(({ label, text, mine }) => ({ label, theirs: text, mine }))
  return { said: whoText(context, conflict, draft), rows, theirsHref: href }
}

/** Two versions of one session. */
export interface Collision {
  readonly conflict: SessionConflict
  readonly draft: Pick<Draft, 'timeZone'>
  readonly typed: Values
  readonly naming: Naming
  /** Where the stored version is read. */
  readonly href: string
}

function whoText({ t, locale }: FrameContext, { by, at }: SessionConflict, draft: Pick<Draft, 'timeZone'>): string {
  if (at === null) return t('agenda.conflict.somebody')
  const when = formatDateTime(at, draft.timeZone, locale)
  return by === null ? t('agenda.conflict.when', { when }) : t('agenda.conflict.who', { name: by, when })
}

interface Fact {
  readonly label: string
  readonly text: string
  /** The fields it is made of; a form without them has no such fact. */
  readonly fields: readonly string[]
}

function factsOf(context: FrameContext, values: Values, { labels, options }: Naming): Fact[] {
  const { t } = context
  const chosen = (field: string, value: string | undefined) =>
    options[field]?.find(option => option.value === value)?.label ?? value ?? ''
  const speakers = readRows(values, speakerRows)
    .filter(row => row['reference'])
    .map(row => `${chosen('speaker', row['reference'])} (${chosen('role', row['role'])})`)
  const links = readRows(values, linkRows).map(row => [row['title'], row['url']].filter(Boolean).join(' '))
  const recording = values['doNotRecord'] ? t('core.yes') : t('core.no')
  return [
    ...textFields.map(field => ({ label: labels[field] ?? '', text: values[field] ?? '', fields: [field] })),
    ...chosenFields.map(field => ({ label: labels[field] ?? '', text: chosen(field, values[field]), fields: [field] })),
    { label: t('agenda.conflict.time'), text: typedWhen(values, context), fields: ['day', 'unscheduled'] },
    { label: t('agenda.session.speakers'), text: speakers.join('\n'), fields: ['kind'] },
    { label: t('agenda.session.links'), text: links.join('\n'), fields: ['kind'] },
    { label: t('agenda.session.doNotRecord'), text: recording, fields: ['kind'] },
  ]
}

function sameText(one: string, other: string): boolean {
  return one.replace(/\r\n/g, '\n').trim() === other.replace(/\r\n/g, '\n').trim()
}
