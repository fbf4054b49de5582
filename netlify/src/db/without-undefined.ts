type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** The fields that have a value or null. The data API accepts a field or no field, never undefined. */
export const withoutUndefined = <T extends object>(fields: T): Given<T> =>
  // safe: exactly the undefined fields are gone
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>
