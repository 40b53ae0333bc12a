import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { RegistrationViewRow } from '../types.ts'
import { partHref } from './query.ts'
import type { Notice } from './notice.ts'

/** A saved view with the form that renames it. */
export interface ViewLine {
  readonly name: string
  readonly href: string
  readonly form: FormModel
  readonly removeAction: string
}

export interface ViewsModel {
  readonly head: Head
  readonly notice: Notice | undefined
  readonly views: readonly ViewLine[]
  /** A view that was refused: its form again. */
  readonly fresh: FormModel | undefined
  readonly backHref: string
}

export const viewsPage = page<ViewsModel>('roster/views')

/** The saved views of an event; `renaming` is the refused form of one of them. */
export function viewsModel(
  { locale }: FrameContext,
  event: EventRow,
  views: readonly RegistrationViewRow[],
  { renaming, fresh }: { renaming?: { reference: string; form: FormModel } | undefined; fresh?: FormModel | undefined },
): Omit<ViewsModel, 'head' | 'notice'> {
  return {
    views: views.map(({ reference, name, query }) => {
      const path = partHref(locale, event, `/views/${reference}`)
      return {
        name,
        href: `${partHref(locale, event, '')}?${query}`,
        form: renaming?.reference === reference ? renaming.form : freshForm(path, { name }),
        removeAction: `${path}/remove`,
      }
    }),
    fresh,
    backHref: partHref(locale, event, ''),
  }
}
