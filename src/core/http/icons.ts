/** Line icons on a 16-unit grid, 1.6 strokes, drawn in the colour of the text around them. */
const shapes = {
  add: '<path d="M8 3v10M3 8h10"/>',
  arrow: '<path d="M3 8h10M9 4l4 4-4 4"/>',
  back: '<path d="M13 8H3M7 4 3 8l4 4"/>',
  building: '<path d="M3 14.5v-12h7v12M10 6.5h3v8M1.5 14.5h13M5.3 5.5h2.4M5.3 8.5h2.4M5.3 11.5h2.4"/>',
  calendar: '<rect x="2" y="3" width="12" height="11" rx="1"/><path d="M2 6.5h12M5 1.5v3M11 1.5v3"/>',
  check: '<path d="m3 8.5 3.5 3.5L13 4.5"/>',
  clock: '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>',
  close: '<path d="m4 4 8 8M12 4l-8 8"/>',
  copy: '<path d="M5.5 5.5h8v9h-8z"/><path d="M10.5 5.5v-4h-8v9h3"/>',
  document: '<path d="M4 1.5h5L12.5 5v9.5H4z"/><path d="M9 1.5V5h3.5"/>',
  down: '<path d="M8 3v10M4 9l4 4 4-4"/>',
  download: '<path d="M8 2v9M4.5 7.5 8 11l3.5-3.5M2.5 14h11"/>',
  edit: '<path d="m3 10.5 8-8 2.5 2.5-8 8-3.5 1zM9.5 4 12 6.5"/>',
  external: '<path d="M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9v4.5h-9v-9H7"/>',
  eye: '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z"/><circle cx="8" cy="8" r="1.9"/>',
  filter: '<path d="M2 3h12L9.5 8.5V13l-3 1.5v-6z"/>',
  grip: '<path d="M6 3.5v.1M6 8v.1M6 12.4v.1M10 3.5v.1M10 8v.1M10 12.4v.1"/>',
  image: '<path d="M2 3h12v10H2z"/><path d="m2 11.5 3.5-3.5 2.5 2.5 3-3 3 3M5.5 6v.1"/>',
  info: '<circle cx="8" cy="8" r="6"/><path d="M8 7.5v3.5M8 5v.1"/>',
  language: '<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c2.6 3.6 2.6 8.4 0 12M8 2c-2.6 3.6-2.6 8.4 0 12"/>',
  link: '<path d="M6.5 9.5a3 3 0 0 0 4.3 0l2.3-2.3a3 3 0 0 0-4.3-4.3L7.7 4M9.5 6.5a3 3 0 0 0-4.3 0L2.9 8.8a3 3 0 0 0 4.3 4.3L8.3 12"/>',
  list: '<path d="M5.5 4H14M5.5 8H14M5.5 12H14M2.5 4v.1M2.5 8v.1M2.5 12v.1"/>',
  lock: '<path d="M3.5 7h9v7h-9z"/><path d="M5.5 7V4.5a2.5 2.5 0 0 1 5 0V7"/>',
  mail: '<path d="M1.5 3.5h13v9h-13z"/><path d="m2 4 6 5 6-5"/>',
  minus: '<path d="M3 8h10"/>',
  people:
    '<circle cx="6" cy="5.5" r="2.5"/><path d="M1.5 13.5c0-2.6 2-4 4.5-4s4.5 1.4 4.5 4M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12 9.8c1.6.5 2.5 1.8 2.5 3.7"/>',
  phone: '<path d="M4 1.5 6.5 2 7 5.5 5.3 7a8 8 0 0 0 3.7 3.7L10.5 9l3.5.5.5 2.5-2 2C7 14 2 9 2 3.5z"/>',
  pin: '<path d="M8 14.5s5-4.2 5-8a5 5 0 0 0-10 0c0 3.8 5 8 5 8z"/><circle cx="8" cy="6.5" r="1.7"/>',
  print: '<path d="M4 5.5v-4h8v4M4 11.5H2v-6h12v6h-2"/><path d="M4 9.5h8v5H4z"/>',
  repeat: '<path d="M13.5 6.5A6 6 0 0 0 3 4.7L1.5 6.5M1.5 2.5v4h4M2.5 9.5A6 6 0 0 0 13 11.3l1.5-1.8M14.5 13.5v-4h-4"/>',
  search: '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 4 4"/>',
  settings:
    '<path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6"/><circle cx="10" cy="4.5" r="2"/><circle cx="6" cy="11.5" r="2"/>',
  star: '<path d="m8 1.9 1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.7l-3.8 2 .7-4.3-3.1-3 4.3-.6z"/>',
  ticket: '<path d="M1.5 4h13v2.5a1.5 1.5 0 0 0 0 3V12h-13V9.5a1.5 1.5 0 0 0 0-3zM10 4v1.5M10 7.3v1.4M10 10.5V12"/>',
  trash: '<path d="M2.5 4h11M6 4V2h4v2M4 4l.7 10.5h6.6L12 4M6.7 7v4.5M9.3 7v4.5"/>',
  undo: '<path d="M3 6h6.5a3.5 3.5 0 0 1 0 7H5"/><path d="M6 3 3 6l3 3"/>',
  up: '<path d="M8 13V3M4 7l4-4 4 4"/>',
  user: '<circle cx="8" cy="5" r="3"/><path d="M2.5 14.5c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5"/>',
  video: '<path d="M4.5 2.5v11l9-5.5z"/>',
  warning: '<path d="M8 2 1.5 13.5h13z"/><path d="M8 6.5v3M8 11.6v.1"/>',
} as const

export type IconName = keyof typeof shapes

/**
 * The icon as inline SVG, sized by the text around it. Hidden from assistive technology: a word
 * stands beside every icon, or the control has its own label.
 */
export function icon(name: IconName): string {
  return `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${shapes[name]}</svg>`
}
