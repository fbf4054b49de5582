import type { Cookies } from '../context.ts'

/** Reads cookies from the request, and writes them into the headers of its answer. */
export function openCookies(request: Request, answer: Headers): Cookies {
  const pairs = (request.headers.get('cookie') ?? '').split(/;\s*/)
  return {
    get(name) {
      const pair = pairs.find((text) => text.startsWith(`${name}=`))
      return pair?.slice(name.length + 1)
    },
    // Lax: the return from a vendor's sign-in is a navigation from another site.
    set({ name, value, path, maxAgeSeconds, isSecure }) {
      const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax']
      answer.append('set-cookie', [...parts, ...(isSecure ? ['Secure'] : [])].join('; '))
    },
  }
}
