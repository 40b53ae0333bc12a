import { types } from 'node:util'

// Jest runs tests in a context of their own, but the errors of Node's modules (fs, net) come from outside it and would
// be no `instanceof Error` in here. An error is an error, whichever context made it.
const ordinary = Function.prototype[Symbol.hasInstance]
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    return ordinary.call(this, value) || (this === Error && types.isNativeError(value))
  },
})
