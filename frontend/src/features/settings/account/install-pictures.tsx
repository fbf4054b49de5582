import { Pin, Puzzle } from 'lucide-react'
import type { ReactNode } from 'react'

/*
 * Drawings of Chrome for the three steps of installing. The steps say everything in words, so the drawings are hidden from
 * screen readers. Colors are the theme's.
 */

const Browser = ({ children }: { children: ReactNode }) => (
  <svg viewBox="0 0 240 132" aria-hidden="true" className="w-full rounded-control bg-sunken text-muted">
    <rect x="12" y="12" width="216" height="108" rx="6" className="fill-surface stroke-line-strong" />
    <path d="M12 34h216" className="stroke-line-strong" />
    <circle cx="22" cy="23" r="3" className="fill-line-strong" />
    <rect x="34" y="18" width="132" height="10" rx="5" className="fill-hover" />
    {children}
  </svg>
)

const Mark = ({ x, y, size }: { x: number; y: number; size: number }) => (
  <rect x={x} y={y} width={size} height={size} rx={size / 4} className="fill-accent-solid" />
)

const Line = ({ x, y, width }: { x: number; y: number; width: number }) => (
  <rect x={x} y={y} width={width} height="5" rx="2.5" className="fill-line-strong" />
)

/** The extension in the Chrome Web Store. */
export const StorePage = () => (
  <Browser>
    <Mark x={30} y={48} size={28} />
    <Line x={68} y={50} width={70} />
    <Line x={68} y={62} width={48} />
    <rect x="152" y="48" width="62" height="20" rx="10" className="fill-accent-solid" />
    <path d="M172 58h22M183 52v12" className="stroke-surface" strokeWidth="3" />
    <rect x="30" y="86" width="184" height="24" rx="4" className="fill-hover" />
  </Browser>
)

/** Chrome's page of extensions, with a folder being loaded. */
export const FolderPage = () => (
  <Browser>
    <rect x="26" y="44" width="70" height="18" rx="9" className="fill-accent-solid" />
    <path d="M44 53h34" className="stroke-surface" strokeWidth="3" />
    <rect x="186" y="46" width="28" height="14" rx="7" className="fill-done" />
    <circle cx="206" cy="53" r="5" className="fill-surface" />
    <path d="M96 80h22l6 6h30v26h-58z" className="fill-hover stroke-line-strong" />
    <Mark x={117} y={91} size={14} />
  </Browser>
)

/** The menu of the puzzle piece, with the pin. */
export const PinIcon = () => (
  <Browser>
    <Puzzle x={190} y={16} width={14} height={14} className="text-ink" />
    <rect x="118" y="40" width="96" height="62" rx="6" className="fill-canvas stroke-line-strong" />
    <Mark x={128} y={50} size={16} />
    <Line x={150} y={55} width={34} />
    <Pin x={191} y={49} width={18} height={18} className="text-accent-solid" />
    <rect x="128" y="78" width="16" height="16" rx="4" className="fill-hover" />
    <Line x={150} y={83} width={26} />
  </Browser>
)

/** The panel beside a page of Amazon. */
export const BesideAmazon = () => (
  <Browser>
    <rect x="26" y="46" width="52" height="40" rx="4" className="fill-hover" />
    <Line x={26} y={94} width={90} />
    <Line x={26} y={106} width={64} />
    <Line x={88} y={50} width={44} />
    <path d="M150 34v86" className="stroke-line-strong" />
    <Mark x={160} y={44} size={14} />
    <Line x={180} y={48} width={36} />
    <rect x="160" y="68" width="56" height="18" rx="4" className="fill-hover" />
    <rect x="160" y="92" width="56" height="18" rx="4" className="fill-hover" />
  </Browser>
)
