import type { FastifyInstance, FastifyServerOptions } from 'fastify'

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
type BuildValidator = NonNullable<Factories['buildValidator']>
type Validate = ((data: unknown) => unknown) & { errors?: unknown }
type Build = (schemas: Parameters<BuildValidator>[0], options: unknown) => (definition: unknown) => Validate

/**
 * Validators that are made when a route is first asked. Fastify makes those of all routes when it starts, which took a
 * quarter of a node's start, and of every command that opens the home for itself and asks one route.
 */
export class LazyValidators {
  #build: Build | null = null
  #loading: Promise<void> | null = null

  /** For `schemaController.compilersFactory` of Fastify, which loads its own otherwise: also for answers, that have no schema here. */
  factories(): Factories {
    const build: Build = (schemas, options) => {
      let compile: ReturnType<Build> | null = null
      return (definition) => {
        let made: Validate | null = null
        const validate: Validate = (data) => {
          compile ??= this.#loaded()(schemas, options)
          made ??= compile(definition)
          const fits = made(data)
          validate.errors = made.errors
          return fits
        }
        return validate
      }
    }
    // The types of Fastify ask for what Ajv adds to its functions; Fastify itself calls them and reads `errors`.
    const buildValidator = build as unknown as BuildValidator
    return { buildValidator, buildSerializer: () => () => JSON.stringify }
  }

  /** The modules come before the first body is judged, and not before the program is ready. */
  loadFor(app: FastifyInstance): void {
    app.addHook('preValidation', () => (this.#loading ??= this.#load()))
  }

  async #load(): Promise<void> {
    const { default: build } = await import('@fastify/ajv-compiler')
    this.#build = build() as unknown as Build
  }

  #loaded(): Build {
    if (!this.#build) throw new Error('a validator was asked before its modules were there')
    return this.#build
  }
}
