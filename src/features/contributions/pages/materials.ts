import type { FormModel } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { SessionWithMaterials } from '../queries/materials.ts'
import type { Material, SpeakerLine } from '../types.ts'
import { materialField } from './parts.ts'
import { fileWords, materialTitle, type StateWord } from './words.ts'

/** The files beside a session, for its organisers. */
export interface MaterialsModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly title: string
  readonly sessionHref: string
  readonly publicHref: string | undefined
  readonly form: FormModel
  readonly accept: string
  readonly megabytes: number
  /** Where everything is shown or hidden at once. */
  readonly allAction: string
  readonly hidden: number
  readonly published: number
  readonly materials: readonly {
    readonly reference: string
    readonly title: string
    readonly typedTitle: string
    readonly about: string
    readonly by: string
    readonly state: StateWord
    readonly isPublic: boolean
    readonly isFirst: boolean
    readonly isLast: boolean
    readonly href: string
    readonly action: string
    readonly removeHref: string
  }[]
}

export const materialsPage = page<MaterialsModel>('contributions/organiser/materials')

/** The address of the files beside a session, or of one of them. */
export function materialsHref(
  { locale }: Pick<FrameContext, 'locale'>,
  event: EventRow,
  session: Pick<SessionWithMaterials, 'reference'>,
  part = '',
): string {
  const path = `agenda/sessions/${session.reference}/materials`
  return urls.organiserEventPart(locale, event.slug, part === '' ? path : `${path}/${part}`)
}

interface MaterialsData {
  readonly event: EventRow
  readonly session: SessionWithMaterials
  readonly materials: readonly Material[]
  readonly speakers: readonly SpeakerLine[]
  readonly form: FormModel
}

/** The page without its head. */
export function materialsModel(
  context: FrameContext,
  { event, session, materials, speakers, form }: MaterialsData,
): Omit<MaterialsModel, 'head' | 'flash'> {
  const { t, locale } = context
  const here = (part = '') => materialsHref(context, event, session, part)
  const names = new Map(speakers.map(speaker => [speaker.id, speakerName(speaker, locale)]))
  const published = materials.filter(({ publishedAt }) => publishedAt !== null).length
  return {
    title: readText(session.title, locale),
    sessionHref: urls.organiserEventPart(locale, event.slug, `agenda/sessions/${session.reference}`),
    publicHref: event.publishedAt === null ? undefined : urls.session(locale, event.slug, session.reference),
    form,
    ...materialField,
    allAction: here('all'),
    hidden: materials.length - published,
    published,
    materials: materials.map((material, index) => {
      const isPublic = material.publishedAt !== null
      return {
        reference: material.reference,
        title: materialTitle(material),
        typedTitle: material.title,
        about: fileWords(material, context),
        by: names.get(material.speakerId ?? 0) ?? t('contributions.materials.byOrganisers'),
        state: {
          kind: isPublic ? 'good' : 'off',
          label: t(`contributions.material.${isPublic ? 'public' : 'private'}`),
        },
        isPublic,
        isFirst: index === 0,
        isLast: index === materials.length - 1,
        href: here(`${material.reference}/file`),
        action: here(material.reference),
        removeHref: here(`${material.reference}/remove`),
      }
    }),
  }
}

/** The question before an organiser removes a file. */
export function askToRemoveMaterial(
  context: FrameContext,
  { event, session, material }: Pick<MaterialsData, 'event' | 'session'> & { material: Material },
): Omit<ConfirmModel, 'head'> {
  const { t } = context
  return {
    question: t('contributions.material.question', { title: materialTitle(material) }),
    consequences: [t(`contributions.material.${material.publishedAt === null ? 'goneForSpeakers' : 'goneForAll'}`)],
    action: materialsHref(context, event, session, `${material.reference}/remove`),
    submit: t('contributions.material.remove'),
    back: { href: materialsHref(context, event, session), label: t('core.back') },
  }
}
