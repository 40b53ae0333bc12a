import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { checkViews } from '../../bin/views/check.ts'
import { catalogueProblems } from '../../bin/locales/catalogue.ts'
import { useProblems, usesIn } from '../../bin/locales/uses.ts'
import { templateProblems } from '../../bin/views/rules.ts'
import { root } from './sources.ts'

const model = '<%# @model { title: string, bodyHtml: string, rows: readonly string[] } %>\n'

describe('the rules of templates', () => {
  it.each([
    ['<p><%- page.title %></p>', 'not escaped'],
    ['<p style="color: red">', 'inline style'],
    ['<p\n  style=red>', 'inline style'],
    ['<button class="a" onclick="go()">', 'inline event handler'],
    ['<script>go()</script>', 'inline script'],
    ['<script type="module">go()</script>', 'inline script'],
    ['<a href=<%= page.title %>>', 'inside quotes'],
    ['<p <%= page.title %>>', 'inside quotes'],
    ['<p><%- body %></p>', 'not escaped'],
    ['<% const a = 1 // one %>', 'comment'],
    ['<p>\n'.repeat(80), '81 lines'],
  ])('refuse %j', (markup, expected) => {
    const found = templateProblems('events/page.ejs', model + markup)
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(expected)])
  })

  it.each([
    '<a href="/<%= page.title %>" class=\'b <%= page.title %>\'><%= page.title %></a>',
    '<% if (page.rows.length > 0) { %><p <% if (page.title) { %>hidden<% } %>>a > b</p><% } %>',
    "<%- include('partial', { page: page }) %><%- icon('add') %><div><%- page.bodyHtml %></div>",
    '<script src="/js/a.js" type="module"></script><script type="application/ld+json"></script>',
    '<p>style="none" onclick="none"</p>',
  ])('let pass %j', markup => {
    expect(templateProblems('events/page.ejs', model + markup)).toEqual([])
  })

  it('want a model on line 1, and name the line of every fault', () => {
    const found = templateProblems('events/page.ejs', '<p>\n<%= 1\n%></p>\n<p style="">')
    expect(found.map(({ line }) => line)).toEqual([1, 4])
  })

  it('allow the body in layouts, and styles in mails, whose readers have no style sheets', () => {
    expect(templateProblems('layouts/public.ejs', `${model}<%- body %>`)).toEqual([])
    expect(templateProblems('mails/layout.ejs', `${model}<p style="margin: 0">`)).toEqual([])
  })
})

describe('the types of templates', () => {
  let folder: string
  const plant = (name: string, content: string) => {
    const file = join(folder, 'views', `${name}.ejs`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }

  beforeEach(() => {
    // Made here: on a fresh machine nothing has cached anything yet.
    mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
    folder = mkdtempSync(join(root, 'node_modules/.cache/planted-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('are those of the models, partials included', () => {
    plant('partials/row', '<%# @model { name: string, error?: FieldProblem } from core/http/forms %>\n<%= page.name %>')
    plant(
      'good',
      `${model}<% for (const row of page.rows) { %>\n<%- include('partials/row', { page: { name: row } }) %>\n<% } %>`,
    )
    plant(
      'wrong',
      `${model}<p>\n<%= page.titel %></p>\n<%- include('partials/row', { page: { name: 1 } }) %><%= t(1) %>`,
    )
    plant('lost', `${model}<%- include('partials/none', { page: page }) %>`)
    plant('nameless', '<%# @model Unknown %>\n<p></p>')
    plant('locals', `${model}<%= chrome.locale %><%- icon('nothing') %>\n<%= page.rows %>`)
    const found = checkViews({ views: join(folder, 'views'), src: join(root, 'src') }, join(folder, 'cache'))
    expect(found.map(({ file, line, message }) => `${file}:${line} ${message.split('\n')[0]}`)).toEqual([
      expect.stringMatching(/^locals\.ejs:2 .*"nothing"/),
      expect.stringMatching(/^locals\.ejs:3 .*readonly string\[\]/),
      expect.stringMatching(/^lost\.ejs:1 .*no such template/),
      expect.stringMatching(/^nameless\.ejs:1 .*no module/),
      expect.stringMatching(/^wrong\.ejs:3 .*titel/),
      expect.stringMatching(/^wrong\.ejs:4 .*number/),
      expect.stringMatching(/^wrong\.ejs:4 .*number/),
    ])
  })
})

describe('the rules of texts', () => {
  const texts = (entries: Record<string, string>) => new Map(Object.entries(entries))
  const cs = texts({
    'a.title': 'Název',
    'a.places': '{n, plural, one {# místo} few {# místa} many {# místa} other {# míst}}',
  })
  const problems = (entries: Record<string, string>) =>
    catalogueProblems('en', texts(entries), { locale: 'cs', catalogue: cs })

  it('let two complete languages pass', () => {
    expect(catalogueProblems('cs', cs, { locale: 'cs', catalogue: cs })).toEqual([])
    expect(problems({ 'a.title': 'Title', 'a.places': '{n, plural, one {# place} other {# places}}' })).toEqual([])
  })

  it('find what is missing, left over, unreadable, empty or takes something else', () => {
    expect(problems({ 'a.places': '{count} places', 'a.more': ' ', 'b.x': '{n, plural' })).toEqual([
      'en: a.title is missing',
      'en: a.places takes count, but cs takes n',
      'en: a.more is empty',
      'en: a.more does not exist in cs',
      expect.stringMatching(/^en: b\.x is no ICU message/),
    ])
  })

  it('want the plurals of each language, nested ones, too', () => {
    const nested =
      '{who, select, me {{n, plural, one {1} other {#}}} other {{n, plural, one {1} few {2} many {3} other {#}}}}'
    const found = catalogueProblems('cs', texts({ x: nested }), { locale: 'cs', catalogue: texts({ x: nested }) })
    expect(found).toEqual(['cs: x plural {n} lacks few, many'])
    const english = problems({ 'a.title': 'T', 'a.places': '{n, plural, one {#} few {#} other {#}}' })
    expect(english).toEqual(['en: a.places plural {n} has few, which en does not know'])
  })

  it('want every key to exist and to be used', () => {
    const catalogue = texts({ 'a.one': '1', 'a.state.open': '2', 'errors.required': '3', 'a.left': '4', 'a.two': '5' })
    const uses = [
      usesIn(
        'view.ejs',
        "<a title=\"<%= t('a.one', { x: 'a.no' }) %><%= t(`a.state.${state}`) %>\">don't<%= t(b ? 'a.two' : 'a.three') %>",
      ),
      usesIn('forms.ts', "z.string().min(1, 'errors.required').max(9, 'errors.tooLong')\n// t('a.comment')"),
      usesIn('other.ts', "format('a.nothing'); t(`b.${x}.c`)"),
    ]
    expect(useProblems(catalogue, uses)).toEqual([
      'view.ejs: a.three does not exist',
      'forms.ts: errors.tooLong does not exist',
      'other.ts: b.${}.c does not exist',
      'a.left is used nowhere',
    ])
  })
})
