/** A cookie for our own code only: pages cannot read it, and it travels to one path. */
export type OwnCookie = {
  name: string
  value: string
  path: `/api/${string}`
  maxAgeSeconds: number
  isSecure: boolean
}

/** Cookies of the browser that asks; what is set travels with the answer. */
export type Cookies = { get: (name: string) => string | undefined; set: (cookie: OwnCookie) => void }

/** Reads from the request, writes into the headers of its answer. */
export function openCookies(request: Request, answer: Headers): Cookies {
  const pairs = (request.headers.get('cookie') ?? '').split(/;\s*/)
  return {
    get(name) {
      const pair = pairs.find((text) => text.startsWith(`${name}=`))
      return pair?.slice(name.length + 1)
    },
    // Lax: the way back from a vendor's sign-in is a navigation from another site.
    set({ name, value, path, maxAgeSeconds, isSecure }) {
      const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax']
      answer.append('set-cookie', [...parts, ...(isSecure ? ['Secure'] : [])].join('; '))
    },
  }
}
