import type { DomainId } from '../keepa/domains.ts'

export type Region = 'north_america' | 'europe' | 'far_east'

type Shop = {
  region: Region
  currency: string
  /** Which part of the emulated catalog it sells; null: the shop is known and sells nothing here. */
  catalog: DomainId | null
}

/** Every `x-marketplace` of the Creators API. Australia sells what the United Kingdom sells. */
export const SHOPS: Readonly<Record<string, Shop>> = {
  'www.amazon.com': { region: 'north_america', currency: 'USD', catalog: 1 },
  'www.amazon.ca': { region: 'north_america', currency: 'CAD', catalog: 6 },
  'www.amazon.com.mx': { region: 'north_america', currency: 'MXN', catalog: 11 },
  'www.amazon.com.br': { region: 'north_america', currency: 'BRL', catalog: 12 },
  'www.amazon.co.uk': { region: 'europe', currency: 'GBP', catalog: 2 },
  'www.amazon.de': { region: 'europe', currency: 'EUR', catalog: 3 },
  'www.amazon.fr': { region: 'europe', currency: 'EUR', catalog: 4 },
  'www.amazon.it': { region: 'europe', currency: 'EUR', catalog: 8 },
  'www.amazon.es': { region: 'europe', currency: 'EUR', catalog: 9 },
  'www.amazon.nl': { region: 'europe', currency: 'EUR', catalog: null },
  'www.amazon.com.be': { region: 'europe', currency: 'EUR', catalog: null },
  'www.amazon.pl': { region: 'europe', currency: 'PLN', catalog: null },
  'www.amazon.se': { region: 'europe', currency: 'SEK', catalog: null },
  'www.amazon.com.tr': { region: 'europe', currency: 'TRY', catalog: null },
  'www.amazon.in': { region: 'europe', currency: 'INR', catalog: 10 },
  'www.amazon.ae': { region: 'europe', currency: 'AED', catalog: null },
  'www.amazon.sa': { region: 'europe', currency: 'SAR', catalog: null },
  'www.amazon.sg': { region: 'far_east', currency: 'SGD', catalog: null },
  'www.amazon.co.jp': { region: 'far_east', currency: 'JPY', catalog: 5 },
  'www.amazon.com.au': { region: 'far_east', currency: 'AUD', catalog: 2 },
}

/** A credential's version ends in its region. */
export const REGION_OF_VERSION: Readonly<Record<string, Region>> = {
  '.1': 'north_america',
  '.2': 'europe',
  '.3': 'far_east',
}
