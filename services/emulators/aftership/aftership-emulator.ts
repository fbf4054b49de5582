import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext, EmulatorDefinition } from '../frame/create-emulator.ts'
import { AfterShipRefusal, answerRefusal, answerWith } from './answer.ts'
import { COURIERS, courierObject, detectCouriers } from './couriers.ts'
import { takeRequest } from './rate-limit.ts'
import { readObject, readTrackingNumber } from './read-body.ts'
import { AfterShipSeed, type AfterShipState, applyAfterShipSeed, initialAfterShipState } from './state.ts'
import { trackingObject } from './tracking-object.ts'
import { completeTracking, createTracking, findTracking, listTrackings, retrack, updateTracking } from './trackings.ts'
import { advance, sendWebhook, WEBHOOK_SECRET } from './webhook.ts'

const BASE_PATH = '/tracking/2026-07'
const API_KEY = `asat_${createHash('sha256').update('aftership emulator').digest('hex').slice(0, 32)}`

/** AfterShip's shipment tracking, version 2026-07. */
export const afterShipEmulator: EmulatorDefinition<AfterShipState, AfterShipSeed> = {
  name: 'aftership',
  stateVersion: 1,
  initialState: initialAfterShipState,
  seedSchema: AfterShipSeed,
  secretFields: [],
  seed: (seed, { store }) => applyAfterShipSeed(store.state, seed),
  actions: { advance, webhook: sendWebhook },
  routes: afterShipRoutes,
  env: (origin) => ({
    AFTERSHIP_BASE_URL: `${origin}${BASE_PATH}`,
    AFTERSHIP_API_KEY: API_KEY,
    AFTERSHIP_WEBHOOK_SECRET: WEBHOOK_SECRET,
  }),
}

function afterShipRoutes(context: EmulatorContext<AfterShipState>): Hono<EmulatorBindings> {
  const { clock, store } = context
  const serve = (work: (c: Context<EmulatorBindings>, id: string) => Promise<Work> | Work) => {
    return async (c: Context<EmulatorBindings>): Promise<Response> => {
      const headers = new Headers()
      try {
        admit(c, context, headers)
        const { status = 200, data } = await work(c, c.req.param('id') ?? '')
        await store.save()
        return answerWith(status, data, headers)
      } catch (error) {
        if (error instanceof AfterShipRefusal) return answerRefusal(error, headers)
        throw error
      }
    }
  }

  const app = new Hono<EmulatorBindings>()
  const api = app.basePath(BASE_PATH)
  api.post(
    '/trackings',
    serve(async (c) => ({
      status: 201,
      data: trackingObject(createTracking(store.state, await c.req.text(), clock.now())),
    })),
  )
  api.get(
    '/trackings',
    serve((c) => ({ data: listTrackings(store.state, new URL(c.req.url).searchParams, clock.now()) })),
  )
  api.get(
    '/trackings/:id',
    serve((_, id) => ({ data: trackingObject(findTracking(store.state, id, clock.now())) })),
  )
  api.put(
    '/trackings/:id',
    serve(async (c, id) => ({
      data: trackingObject(updateTracking(store.state, id, await c.req.text(), clock.now())),
    })),
  )
  api.delete(
    '/trackings/:id',
    serve((_, id) => {
      const tracking = findTracking(store.state, id, clock.now())
      store.state.trackings = store.state.trackings.filter((one) => one.id !== id)
      return { data: trackingObject(tracking) }
    }),
  )
  api.post(
    '/trackings/:id/retrack',
    serve((_, id) => ({ data: trackingObject(retrack(store.state, id, clock.now())) })),
  )
  api.post(
    '/trackings/:id/mark-as-completed',
    serve(async (c, id) => ({
      data: trackingObject(completeTracking(store.state, id, await c.req.text(), clock.now())),
    })),
  )
  api.get(
    '/couriers',
    serve(() => ({ data: listOf(COURIERS) })),
  )
  api.post(
    '/couriers/detect',
    serve(async (c) => ({ data: listOf(detectCouriers(readTrackingNumber(readObject(await c.req.text())))) })),
  )
  app.all(
    '*',
    serve(() => {
      throw new AfterShipRefusal(404, 'The URI requested is invalid.')
    }),
  )
  return app
}

type Work = { status?: number; data: object }

const listOf = (couriers: typeof COURIERS) => ({ total: couriers.length, couriers: couriers.map(courierObject) })

function admit(c: Context<EmulatorBindings>, { store, clock }: EmulatorContext<AfterShipState>, headers: Headers) {
  const key = c.req.header('as-api-key')
  if (!key || !/^asat_[0-9a-f]{32}$/.test(key) || store.state.rejected_keys.includes(key)) {
    throw new AfterShipRefusal(401, 'Invalid API key.')
  }
  takeRequest(store.state, key, clock.now(), headers)
}
