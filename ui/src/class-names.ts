import { clsx } from 'clsx'

/** Class names joined, falsy ones left out. Components offer variants, so classes never have to override each other. */
export const cn = clsx
