import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { showFailure } from './notify.ts'

type CopyButtonProps = { text: string; label: string; isIconOnly?: boolean }

/** Copies and says so in place for two seconds. */
export function CopyButton({ text, label, isIconOnly = false }: CopyButtonProps) {
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
    } catch {
      showFailure('Chrome did not allow copying. Select the text and copy it by hand.')
    }
  }

  const Icon = isCopied ? Check : Copy
  const visible = isCopied ? 'Copied' : label
  return (
    <Button
      variant="quiet"
      size={isIconOnly ? 'icon-small' : 'small'}
      aria-label={isIconOnly ? label : undefined}
      title={isIconOnly ? visible : text}
      onClick={() => void copy()}
    >
      <Icon aria-hidden="true" className={isCopied ? 'text-done' : undefined} />
      {!isIconOnly && visible}
      <span role="status" className="sr-only">
        {isCopied ? 'Copied' : ''}
      </span>
    </Button>
  )
}
