import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { showFailure } from './toasts/notify.ts'

type CopyButtonProps = {
  text: string
  label: string
  isIconOnly?: boolean
  /** Of the button with an icon only. */
  size?: 'icon-small' | 'icon-tiny'
}

/** Copies a text and confirms in place for two seconds. */
export function CopyButton({ text, label, isIconOnly = false, size = 'icon-small' }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [isCopied])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch (error) {
      showFailure('The browser did not allow copying. Select the text and copy it manually.', error)
    }
  }

  const Icon = isCopied ? Check : Copy
  return (
    <Button
      variant="quiet"
      size={isIconOnly ? size : 'small'}
      aria-label={isIconOnly ? label : undefined}
      title={isIconOnly ? label : undefined}
      onClick={(event) => {
        event.stopPropagation()
        void copy()
      }}
    >
      <Icon aria-hidden="true" />
      {!isIconOnly && (isCopied ? 'Copied' : label)}
      <span role="status" className="sr-only">
        {isCopied ? 'Copied' : ''}
      </span>
    </Button>
  )
}
