import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import {
  FULFILLMENT_POLICY,
  FULFILLMENT_POLICY_CALCULATED,
  LOCATION_KEY,
  marketplaceOf,
  PAYMENT_POLICY,
  RETURN_POLICY,
  RETURN_POLICY_NONE,
} from './accounts.ts'
import { scopes } from './oauth/scopes.ts'
import { pageOf } from './pages.ts'
import { inventoryCall, type RestContext, sellerCall } from './rest-call.ts'
import { RestRefusal } from './rest-error.ts'
import type { EbayState } from './state.ts'

const READ = [scopes.account, scopes.accountReadonly]
const ALL_CATEGORIES = [{ name: 'ALL_EXCLUDING_MOTORS_VEHICLES', default: true }]
const days = (value: number) => ({ value, unit: 'DAY' })

/** Business policies of the Account API, and the places of the Inventory API things are sent from. */
export function accountRoutes(context: EmulatorContext<EbayState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  const policies = (path: string, name: string, list: (marketplaceId: string) => object[]) =>
    app.get(
      `/api/sell/account/v1/${path}`,
      sellerCall(context, READ, (c) => {
        const found = list(marketplaceIn(c))
        return c.json({ total: found.length, [name]: found })
      }),
    )
  policies('fulfillment_policy', 'fulfillmentPolicies', (marketplaceId) => [
    fulfillmentPolicy(FULFILLMENT_POLICY, 'Free shipping, 1 day handling', marketplaceId, '0.0'),
    fulfillmentPolicy(FULFILLMENT_POLICY_CALCULATED, 'Flat $5.95 & 2 days', marketplaceId, '5.95'),
  ])
  policies('payment_policy', 'paymentPolicies', (marketplaceId) => [
    {
      name: 'eBay managed payments',
      marketplaceId,
      categoryTypes: ALL_CATEGORIES,
      paymentMethods: [],
      immediatePay: true,
      paymentPolicyId: PAYMENT_POLICY,
    },
  ])
  policies('return_policy', 'returnPolicies', (marketplaceId) => [
    {
      name: '30 days, buyer pays',
      marketplaceId,
      categoryTypes: ALL_CATEGORIES,
      returnsAccepted: true,
      returnPeriod: days(30),
      refundMethod: 'MONEY_BACK',
      returnShippingCostPayer: 'BUYER',
      returnPolicyId: RETURN_POLICY,
    },
    {
      name: 'No returns',
      marketplaceId,
      categoryTypes: ALL_CATEGORIES,
      returnsAccepted: false,
      returnPolicyId: RETURN_POLICY_NONE,
    },
  ])
  app.get(
    '/api/sell/inventory/v1/location',
    inventoryCall(context, [scopes.inventory, scopes.inventoryReadonly], (c) => {
      const { items, ...page } = pageOf(LOCATIONS, c.req.query(), {
        path: '/sell/inventory/v1/location',
        defaultLimit: 100,
        maxLimit: 100,
      })
      return c.json({ ...page, locations: items })
    }),
  )
  return app
}

const LOCATIONS = [
  {
    location: {
      address: {
        addressLine1: '77 Desert Rd',
        city: 'Reno',
        stateOrProvince: 'NV',
        postalCode: '89502',
        country: 'US',
      },
    },
    name: 'Reno warehouse',
    merchantLocationStatus: 'ENABLED',
    locationTypes: ['WAREHOUSE'],
    merchantLocationKey: LOCATION_KEY,
  },
  {
    location: { address: { city: 'Sparks', stateOrProvince: 'NV', postalCode: '89431', country: 'US' } },
    name: 'Old garage',
    merchantLocationStatus: 'DISABLED',
    locationTypes: ['WAREHOUSE'],
    merchantLocationKey: 'old-garage',
  },
]

function fulfillmentPolicy(id: string, name: string, marketplaceId: string, cost: string) {
  const currency = marketplaceOf(marketplaceId)?.currency ?? 'USD'
  return {
    name,
    marketplaceId,
    categoryTypes: ALL_CATEGORIES,
    handlingTime: days(cost === '0.0' ? 1 : 2),
    shippingOptions: [
      {
        optionType: 'DOMESTIC',
        costType: 'FLAT_RATE',
        shippingServices: [
          {
            sortOrder: 1,
            shippingCarrierCode: 'USPS',
            shippingServiceCode: 'USPSParcel',
            shippingCost: { value: cost, currency },
            freeShipping: cost === '0.0',
          },
        ],
      },
    ],
    globalShipping: false,
    pickupDropOff: false,
    localPickup: false,
    freightShipping: false,
    fulfillmentPolicyId: id,
  }
}

/** The marketplace asked for. Throws 20401 without one and 20403 for one nobody knows. */
function marketplaceIn(c: RestContext): string {
  const id = c.req.query('marketplace_id')
  if (id !== undefined && marketplaceOf(id)) return id
  const problem = { domain: 'API_ACCOUNT', category: 'REQUEST' as const }
  throw new RestRefusal(
    400,
    id === undefined
      ? { ...problem, errorId: 20401, message: 'Missing field marketplaceId.' }
      : { ...problem, errorId: 20403, message: 'Invalid marketplaceId.' },
  )
}
