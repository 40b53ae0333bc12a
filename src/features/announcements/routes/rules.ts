import { type Request, type Response, Router } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { parseSelection, type Selection } from '../../roster/rules/selection.ts'
import { presetDraft } from '../actions/presets.ts'
import { addRule, editRule, removeRule, switchRule } from '../actions/rules.ts'
import { momentOf, relationOf, relations, ruleForm, wordsOf } from '../forms.ts'
import { confirmPage, placeholderHints, rulePage, segmentModel, wordLabels } from '../pages/compose.ts'
import { nextWords, ruleMoment } from '../pages/list.ts'
import { announcementsHref, titleOf } from '../pages/shared.ts'
import { listRules, type RuleInEvent } from '../queries/rules.ts'
import type { RuleDraft } from '../rules/presets.ts'
import { announcementPresets } from '../types.ts'
import { valuesOf } from './compose.ts'
import { contextOf, flashed, framed, segmentFacts, segmentIn, selectionIn } from './reading.ts'

const rules = slot<RuleInEvent>('rule')

/** The mails that go by themselves: when, to whom, and what they say. */
export function announcementRuleRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const base = '/organiser/events/:event/announcements/rules'
  const organising = onEvent(services, mayOrganise)
  const theRule = loading(rules, async request => {
    const all = await listRules(db, eventOf(request).event.id)
    return all.find(({ reference }) => reference === param(request, 'rule'))
  })

  routes.get(`${base}/new`, organising, add)
  routes.post(`${base}/new`, organising, create)
  routes.get(`${base}/:rule`, organising, theRule, show)
  routes.post(`${base}/:rule`, organising, theRule, save)
  routes.post(`${base}/:rule/switch`, organising, theRule, turn)
  routes.get(`${base}/:rule/remove`, organising, theRule, askRemove)
  routes.post(`${base}/:rule/remove`, organising, theRule, remove)
  return routes

  async function add(request: Request, response: Response): Promise<void> {
    const draft = presetDraft(announcementPresets.find(one => one === queryText(request, 'preset')) ?? 'own')
    const form = freshForm(hrefTo(request, response, '/rules/new'), formValues({ ...draft, lockVersion: 0 }))
    await draw(request, response, form, parseSelection(draft.segment), undefined)
  }

  async function create(request: Request, response: Response): Promise<void> {
    const read = readRule(request)
    if (!read.ok) return refuse(request, response, read, undefined)
    const outcome = await addRule(db, actorOf(request), { event: eventOf(request).event, input: read.input })
    if (outcome.kind === 'too-many') {
      const problems = [{ field: 'days', message: 'errors.announcementRules' }]
      return refuse(request, response, { problems, typed: read.typed }, undefined)
    }
    flash(request, 'announcements.flash.ruleAdded')
    redirect(response, hrefTo(request, response))
  }

  async function show(request: Request, response: Response): Promise<void> {
    const rule = rules.get(request)
    const form = freshForm(ruleHref(request, response), formValues(rule))
    await draw(request, response, form, parseSelection(rule.segment), rule)
  }

  async function save(request: Request, response: Response): Promise<void> {
    const rule = rules.get(request)
    const read = readRule(request)
    if (!read.ok) return refuse(request, response, read, rule)
    const { preset: _, ...input } = read.input
    const outcome = await editRule(db, actorOf(request), { rule, version: read.version, input })
    if (outcome.kind === 'changed-meanwhile') {
      const problems = [{ field: 'days', message: 'errors.announcementChanged' }]
      return refuse(request, response, { problems, typed: read.typed }, rule)
    }
    flash(request, 'core.saved')
    redirect(response, hrefTo(request, response))
  }

  async function turn(request: Request, response: Response): Promise<void> {
    const sent: unknown = request.body
    const on = typeof sent === 'object' && sent !== null && 'on' in sent && sent.on === 'yes'
    await switchRule(db, actorOf(request), { rule: rules.get(request), on })
    flash(request, on ? 'announcements.flash.ruleOn' : 'announcements.flash.ruleOff')
    redirect(response, hrefTo(request, response))
  }

  function askRemove(request: Request, response: Response): void {
    const context = contextOf(response)
    const { t } = context
    const question = t('announcements.rules.removeQuestion', {
      title: titleOf(context, eventOf(request).event, rules.get(request)),
    })
    const here = ruleHref(request, response)
    render(response, confirmPage, {
      head: framed(request, response, question).head,
      question,
      consequences: [t('announcements.rules.removeConsequence')],
      action: `${here}/remove`,
      submit: t('announcements.rules.remove'),
      back: { href: here, label: t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    await removeRule(db, actorOf(request), { rule: rules.get(request) })
    flash(request, 'announcements.flash.ruleRemoved')
    redirect(response, hrefTo(request, response))
  }

  async function refuse(
    request: Request,
    response: Response,
    { problems, typed }: { problems: readonly FieldProblem[]; typed: Parameters<typeof refusedForm>[2] },
    rule: RuleInEvent | undefined,
  ): Promise<void> {
    const action = rule ? ruleHref(request, response) : hrefTo(request, response, '/rules/new')
    const form = refusedForm(translatorOf(response), action, typed, problems)
    await draw(request, response.status(422), form, selectionIn(request.body), rule)
  }

  async function draw(
    request: Request,
    response: Response,
    form: FormModel,
    selection: Selection,
    rule: RuleInEvent | undefined,
  ): Promise<void> {
    const context = contextOf(response)
    const { t } = context
    const { event } = eventOf(request)
    const preset = announcementPresets.find(one => one === form.values['preset']) ?? 'own'
    const title = t(`announcements.presets.${preset}.name`)
    const here = rule && ruleHref(request, response)
    render(response, rulePage, {
      ...framed(request, response, title),
      title,
      form,
      segment: segmentModel(context, await segmentFacts(services, event), selection),
      placeholders: placeholderHints(context),
      labels: { ...wordLabels(context), ...ruleLabels(t) },
      submit: t(rule ? 'announcements.rules.save' : 'announcements.rules.add'),
      backHref: hrefTo(request, response),
      backLabel: t('announcements.title'),
      relations: relations.map(value => ({ value, label: t(`announcements.rules.relations.${value}`) })),
      preset,
      about: rule && { when: ruleMoment(context, rule), next: nextWords(context, event, rule) },
      switchAction: here && `${here}/switch`,
      isOn: rule !== undefined && rule.enabledAt !== null,
      removeHref: here && `${here}/remove`,
      notice: flashed(request, response),
    })
  }
}

function ruleLabels(t: ReturnType<typeof translatorOf>): Record<string, string> {
  const fields = ['days', 'relation', 'timeOfDay'] as const
  return Object.fromEntries(fields.map(field => [field, t(`announcements.rules.fields.${field}`)]))
}

function formValues(rule: RuleDraft & { readonly lockVersion: number }): Record<string, string> {
  return {
    ...valuesOf(rule),
    preset: rule.preset,
    days: String(Math.abs(rule.days)),
    relation: relationOf(rule),
    timeOfDay: rule.timeOfDay,
  }
}

function readRule(request: Request) {
  const read = readForm(ruleForm, request.body)
  if (!read.ok) return { ok: false, problems: read.problems, typed: read.typed } as const
  const { words, problems } = wordsOf(read.value)
  if (problems.length > 0) return { ok: false, problems, typed: read.typed } as const
  const { preset, days, relation, timeOfDay, lockVersion } = read.value
  const segment = segmentIn(request.body)
  const input: RuleDraft = { preset, timeOfDay, segment, ...words, ...momentOf(relation, days) }
  return { ok: true, input, version: lockVersion, typed: read.typed } as const
}

function hrefTo(request: Request, response: Response, part = ''): string {
  return announcementsHref(localeOf(response), eventOf(request).event, part)
}

function ruleHref(request: Request, response: Response): string {
  return hrefTo(request, response, `/rules/${rules.get(request).reference}`)
}
