import iconUrl from '../../../icons/icon.svg'
import { cn } from './class-names.ts'

/** Our mark; what it stands beside names it. */
export const Mark = ({ className }: { className?: string }) => (
  <img src={iconUrl} alt="" className={cn('shrink-0', className)} />
)
