import { readdirSync } from 'node:fs'
import express, { type RequestHandler } from 'express'
import { madeOf } from './caching.ts'
import { openToOtherSites } from './security.ts'

/**
 * Sends the files of a folder (styles, scripts, fonts, pictures). Only what begins like one of its folders is looked
 * for on the disk; every other request passes by at once.
 * @param isFinal the files stay as they are while the process runs, so that they may be kept in memory
 */
export function staticFiles(folder: string, isFinal: boolean): RequestHandler {
  const names = new Set(readdirSync(folder))
  const send = express.static(folder, {
    index: false,
    redirect: false,
    maxAge: '1h',
    setHeaders: response => {
      openToOtherSites(response)
      if (isFinal) madeOf(response, [])
    },
  })
  return (request, response, next) => {
    if (names.has(request.path.split('/', 2)[1] ?? '')) send(request, response, next)
    else next()
  }
}
