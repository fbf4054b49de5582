import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import type { PickedProduct } from '#app/domains/products/product-picker.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { checkVideoFile } from '#app/domains/videos/uploads/check-file.ts'
import { chooseStore } from '#app/domains/videos/uploads/choose-store.ts'
import { fingerprint } from '#app/domains/videos/uploads/fingerprint.ts'
import type { StoreName } from '#app/domains/videos/uploads/upload.ts'
import { isUnderWay } from '#app/domains/videos/uploads/upload.ts'
import { FileRefused } from '#app/domains/videos/uploads/upload-errors.ts'
import { useUploads } from '#app/domains/videos/uploads/use-uploads.ts'
import { api } from '#app/lib/api.ts'
import { findAsinsInFilename } from '#core/asin.ts'
import { productsContract } from '#core/products/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

/** A file that a person added, with the person's choices. */
export type ChosenFile = { key: string; file: File; product?: PickedProduct }

/** The plan for a file. `problem`: it cannot be uploaded. `remark`: it can, with a note for the person. */
export type FilePlan = ChosenFile & { isChecking: boolean; problem?: string; remark?: string }

/** The store for new videos, requested once per dialog. */
const storeQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.connections, 'store'],
    queryFn: ({ signal }) => chooseStore(signal),
    gcTime: 0,
  })

const checkQuery = ({ key, file }: ChosenFile, store: StoreName | undefined) =>
  queryOptions({
    queryKey: ['uploads', 'check', key, store],
    queryFn: async () => {
      try {
        await checkVideoFile(file, store ?? 'storage')
        return { problem: null, fingerprint: await fingerprint(file) }
      } catch (error) {
        const problem = error instanceof FileRefused ? error.message : `${file.name} could not be read.`
        return { problem, fingerprint: undefined }
      }
    },
    enabled: store !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The product of the first of these ASINs that the workspace has. */
const productQuery = (asins: readonly string[]) =>
  queryOptions({
    queryKey: [...queryKeys.products, 'of-asins', asins],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(
        asins.map(async (asin) => {
          const { items } = await api(productsContract.list, { query: { search: asin, limit: 10 }, signal })
          return items.find((product) => product.asin === asin)
        }),
      )
      return found.find((product) => product !== undefined) ?? null
    },
    enabled: asins.length > 0,
  })

const videosQuery = (product_id: string | undefined) =>
  queryOptions({
    queryKey: [...queryKeys.videos, 'of-product', product_id],
    queryFn: ({ signal }) => api(videosContract.list, { query: { product_id: product_id ?? '', limit: 200 }, signal }),
    enabled: product_id !== undefined,
  })

/** Checks every file before a byte is sent: its type, its product, and whether the video exists already. */
export function useFilePlans(files: readonly ChosenFile[]): { plans: FilePlan[]; error: unknown; retry: () => void } {
  const uploads = useUploads()
  const store = useQuery(storeQuery())
  const checks = useQueries({ queries: files.map((file) => checkQuery(file, store.data)) })
  const found = useQueries({ queries: files.map(({ file }) => productQuery(findAsinsInFilename(file.name))) })
  const products = files.map(({ product }, index) => product ?? found[index]?.data ?? undefined)
  const videos = useQueries({ queries: products.map((product) => videosQuery(product?.id)) })

  const plans = files.map((chosen, index): FilePlan => {
    const { file } = chosen
    const product = products[index]
    const mine = checks[index]?.data?.fingerprint
    // Cameras count from one again, so a name and a size may be those of another file.
    const isSame = (other: { filename: string; file_size: number; fingerprint?: string | undefined }) =>
      other.filename === file.name &&
      other.file_size === file.size &&
      (mine === undefined || other.fingerprint === undefined || other.fingerprint === mine)
    const isTwice = files
      .slice(0, index)
      .some((other, at) =>
        isSame({ filename: other.file.name, file_size: other.file.size, fingerprint: checks[at]?.data?.fingerprint }),
      )
    const isGoing = uploads.some((upload) => isUnderWay(upload) && isSame(upload))
    const isThere = videos[index]?.data?.items.some(isSame)
    const problem =
      checks[index]?.data?.problem ??
      (isTwice ? 'This file is in the list twice.' : isGoing ? 'This file is being uploaded already.' : undefined)
    return {
      key: chosen.key,
      file,
      isChecking: checks[index]?.data === undefined || found[index]?.isLoading === true,
      ...(product && { product }),
      ...(problem && { problem }),
      ...(isThere && { remark: `${product?.asin} has a video of this name and size already.` }),
    }
  })
  return { plans, error: store.error, retry: () => void store.refetch() }
}
