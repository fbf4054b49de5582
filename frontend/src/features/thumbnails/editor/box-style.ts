import type { Zone } from '#core/thumbnails/geometry.ts'

/** A zone as the position and size of an element inside the frame. */
export const boxStyle = ({ x, y, width, height }: Zone) => ({
  left: `${x}%`,
  top: `${y}%`,
  width: `${width}%`,
  height: `${height}%`,
})
