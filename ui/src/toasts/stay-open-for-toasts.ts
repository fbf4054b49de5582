/** For what lies over the page: a toast belongs to whoever reads it there, and pressing its button closes nothing. */
export const stayOpenForToasts = {
  onInteractOutside: (event: Event) => {
    if (event.target instanceof Element && event.target.closest('[data-sonner-toaster]')) event.preventDefault()
  },
}
