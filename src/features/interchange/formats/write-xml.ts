import { ourGenerator } from './document.ts'
import type { ExportedDay, ExportedLink, ExportedSchedule, ExportedSession } from './exported.ts'

/** frab XML, valid under voc's XSD: elements in its order, every text escaped, nothing XML 1.0 forbids. */
export function writeFrabXml(schedule: ExportedSchedule): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<schedule>',
    `<generator name="${attribute(ourGenerator)}" version="${attribute(schedule.generatorVersion)}"/>`,
    element('version', schedule.version),
    '<conference>',
    element('acronym', schedule.acronym),
    element('title', schedule.title),
    element('start', schedule.start),
    element('end', schedule.end),
    element('days', String(schedule.days.length)),
    element('timeslot_duration', '00:05'),
    element('base_url', schedule.eventUrl),
    element('time_zone_name', schedule.timeZone),
    '</conference>',
    ...schedule.days.flatMap(dayLines),
    '</schedule>',
    '',
  ].join('\n')
}

function dayLines({ index, date, start, end, rooms }: ExportedDay): string[] {
  return [
    `<day index="${index}" date="${date}" start="${start}" end="${end}">`,
    ...rooms.flatMap(({ name, sessions }) => [
      `<room name="${attribute(name)}">`,
      ...sessions.flatMap(eventLines),
      '</room>',
    ]),
    '</day>',
  ]
}

function eventLines(session: ExportedSession): string[] {
  const { recordingUrl, people, links, attachments } = session
  return [
    `<event id="${session.id}" guid="${attribute(session.guid)}">`,
    element('date', session.date),
    element('start', session.start),
    element('duration', session.duration),
    element('room', session.room),
    element('slug', session.slug),
    element('url', session.url),
    element('title', session.title),
    element('subtitle', session.subtitle),
    element('track', session.track),
    element('type', session.type),
    element('language', session.language),
    element('abstract', session.abstract),
    element('description', session.description),
    '<recording>',
    element('license', ''),
    element('optout', String(session.doNotRecord)),
    '</recording>',
    ...(recordingUrl === null ? [] : [element('video_download_url', recordingUrl)]),
    '<persons>',
    ...people.map(({ id, name }) => `<person id="${id}">${text(name)}</person>`),
    '</persons>',
    ...linkLines('links', 'link', links),
    ...linkLines('attachments', 'attachment', attachments),
    '</event>',
  ]
}

function linkLines(list: string, entry: string, links: readonly ExportedLink[]): string[] {
  const lines = links.map(({ url, title }) => `<${entry} href="${attribute(url)}">${text(title)}</${entry}>`)
  return [`<${list}>`, ...lines, `</${list}>`]
}

function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${text(content)}</${name}>`
}

/** What XML 1.0 §2.2 does not allow, and halves of surrogate pairs. */
const illegal =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function text(content: string): string {
  return content
    .replace(illegal, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}

function attribute(content: string): string {
  return text(content).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
}
