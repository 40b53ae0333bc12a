import type { Request } from 'express'

/** A field of a form that could not be taken. */
export interface KeptField {
  readonly name: string
  readonly value: string
}

/** A form to be sent again from the page that says why it could not be taken. */
export interface KeptForm {
  readonly action: string
  readonly fields: readonly KeptField[]
}

const secretName = /password|secret|token/i

/**
 * What a form said that could not be taken just now, so that one button sends it again and nobody types it twice.
 * Undefined where nothing was sent, and where something in it is a secret that no page may repeat. Files are not kept.
 */
export function keptForm(request: Request): KeptForm | undefined {
  const body: unknown = request.body
  if (request.method !== 'POST' || body === null || typeof body !== 'object') return undefined
  const fields = Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
    [value].flat().flatMap(one => (typeof one === 'string' ? [{ name, value: one }] : [])),
  )
  if (fields.length === 0 || fields.some(({ name }) => secretName.test(name))) return undefined
  return { action: request.originalUrl, fields }
}
