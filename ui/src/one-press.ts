import { useEffect } from 'react'

const CONTROLS = 'a[href], button, input, label, select, summary, textarea, [role="button"], [role^="menuitem"]'

/**
 * One gesture presses one control. A page that changes after the first click of a double click may put another control
 * under the pointer, such as Undo in the place of Complete; the second click is then ignored. So is a key that is held
 * down: only its first press counts on a button or a link.
 */
export function useOnePress(): void {
  useEffect(() => {
    let pressed: Element | null = null
    const onClick = (event: MouseEvent) => {
      const control = controlOf(event)
      // Browsers count the clicks of one gesture in `detail`; a click by keyboard or script has 0.
      if (event.detail <= 1) pressed = control
      else if (control && control !== pressed) stop(event)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.repeat || (event.key !== 'Enter' && event.key !== ' ')) return
      if (event.target instanceof Element && event.target.closest('button, a[href], [role="button"]')) stop(event)
    }
    document.addEventListener('click', onClick, { capture: true })
    document.addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      document.removeEventListener('click', onClick, { capture: true })
      document.removeEventListener('keydown', onKeyDown, { capture: true })
    }
  }, [])
}

// A label and its field are one control.
function controlOf({ target }: MouseEvent): Element | null {
  const control = target instanceof Element ? target.closest(CONTROLS) : null
  return control instanceof HTMLLabelElement ? (control.control ?? control) : control
}

function stop(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}
