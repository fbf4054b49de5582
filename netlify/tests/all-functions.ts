import { readdirSync } from 'node:fs'
import type { Config } from '@netlify/functions'
import type { Contract } from '#core/http/contract.ts'
import type { Endpoint } from '../src/http/endpoint.ts'

const folder = new URL('../functions/', import.meta.url)

export const functionFiles = readdirSync(folder)
export const functionsFolder = folder

/** A function file as Netlify loads it. */
export async function loadFunction(file: string): Promise<{ default: Endpoint | (() => unknown); config: Config }> {
  return import(new URL(file, folder).href)
}

/** The function that serves a contract. */
export async function endpointsByContract(): Promise<Map<Contract, Endpoint>> {
  const found = new Map<Contract, Endpoint>()
  for (const file of functionFiles) {
    const { default: serve } = await loadFunction(file)
    if ('contracts' in serve) for (const contract of serve.contracts) found.set(contract, serve)
  }
  return found
}
