/** For everything that opens over the page: pressing a toast's button closes nothing. */
export const stayOpenForToasts = {
  onInteractOutside: (event: Event) => {
    if (event.target instanceof Element && event.target.closest('[data-sonner-toaster]')) event.preventDefault()
  },
}
