import { guardName } from '../../src/core/http/guards.ts'

/** One route of the application, as Express keeps it. */
export interface FoundRoute {
  readonly path: string
  readonly methods: string
  /** The name of the guard that comes first, if the first handler is one. */
  readonly guard: string | undefined
  /** How many of the other handlers are guards. */
  readonly further: number
}

interface Layer {
  readonly route?: {
    readonly path: string
    readonly stack: readonly { readonly handle: object; readonly method?: string }[]
  }
  readonly handle: object & { readonly stack?: readonly Layer[] }
  match(path: string): boolean
}

/** Every route of a router and of the routers mounted in it. */
export function routesOf(router: { readonly stack: unknown }, below = ''): FoundRoute[] {
  return (router.stack as readonly Layer[]).flatMap(layer => {
    if (layer.route !== undefined) return [describeRoute(layer.route, below)]
    const nested = layer.handle.stack
    return nested === undefined ? [] : routesOf({ stack: nested }, below + prefixOf(layer))
  })
}

/** Express forgets the path a router was mounted at, but still matches it: what matters is whether it is ours to guard. */
function prefixOf(layer: Layer): string {
  const isBelow = (path: string) => layer.match(`${path}/x`) && !layer.match('/elsewhere/x')
  return ['/organiser', '/cs', '/en'].find(isBelow) ?? ''
}

function describeRoute(route: NonNullable<Layer['route']>, below: string): FoundRoute {
  const names = route.stack.map(({ handle }) => guardName(handle))
  return {
    path: `${below}${route.path}`,
    methods: [...new Set(route.stack.map(({ method }) => method ?? 'all'))].join(','),
    guard: names[0],
    further: names.slice(1).filter(name => name !== undefined).length,
  }
}

/** Routes without a guard, with two, or open to anyone on the organiser side. */
export function guardProblems(routes: readonly FoundRoute[]): string[] {
  return routes.flatMap(({ path, methods, guard, further }) => {
    const report = (message: string) => [`${methods} ${path} ${message}`]
    if (guard === undefined) return report('does not begin with a guard')
    if (further > 0) return report('has more than one guard')
    if (guard === 'anyone' && /(^|\/)organiser(\/|$)/.test(path)) return report('is open to anyone')
    return []
  })
}
