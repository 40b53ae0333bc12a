import { lintCalendar } from '../../support/ical-lint.ts'
import { askPython } from './programs.ts'

/** Calendar objects by what they are, for the message when one is wrong. */
export type Calendars = ReadonlyMap<string, Buffer>

/** What our linter, libical, python-icalendar and vobject find, each finding with its object. */
export async function judge(calendars: Calendars): Promise<string[]> {
  const found = await askPython<Record<string, string[]>>('calendars.py', encoded(calendars))
  const byOthers = Object.entries(found).flatMap(([name, findings]) => findings.map(finding => `${name}: ${finding}`))
  const byUs = [...calendars].flatMap(([name, bytes]) => lintCalendar(bytes).map(finding => `${name}: own: ${finding}`))
  return [...byUs, ...byOthers]
}

/** The calendar objects that mails carry, as alternatives and as files, with the method that the mail says they have. */
export async function calendarsOf(mails: ReadonlyMap<string, Buffer>): Promise<[string, Buffer][]> {
  const found = await askPython<[string, string][]>('mail_calendars.py', encoded(mails))
  return found.map(([name, content]) => [name, Buffer.from(content, 'base64')])
}

/** For JSON. */
export function encoded(files: ReadonlyMap<string, Buffer>): Record<string, string> {
  return Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.toString('base64')]))
}
