import { useLayoutEffect, useRef, useState } from 'react'

/** The same object of functions forever, each calling the newest version, so that rows with it are not drawn again. */
export function useLatest<Functions extends Record<string, (...args: never[]) => unknown>>(
  functions: Functions,
): Functions {
  const latest = useRef(functions)
  useLayoutEffect(() => {
    latest.current = functions
  })
  const [stable] = useState(
    () =>
      Object.fromEntries(
        Object.keys(functions).map((name) => [name, (...args: never[]) => latest.current[name]?.(...args)]),
      ) as Functions, // safe: every name calls the function of that name
  )
  return stable
}
