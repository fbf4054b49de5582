/** A change without undefined fields: the data API would otherwise overwrite those columns. */
export function presentFields<T extends object>(change: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const fields = Object.entries(change).filter(([, value]) => value !== undefined)
  // safe: the same fields, without those that hold undefined.
  return Object.fromEntries(fields) as { [Key in keyof T]?: Exclude<T[Key], undefined> }
}
