import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { downloadPath } from '../chrome-extension/src/background/download-path.ts'
import { FILE_NAMES } from '../chrome-extension/testing/file-names.ts'
import { launchWithExtension, openPanel } from '../chrome-extension/testing/open-panel.ts'
import { uploadVideo } from './support/api.ts'
import { clipOf } from './support/clip.ts'
import { addOwnedProduct } from './support/owned-product.ts'
import { openPanelOf, panelGroups } from './support/panel.ts'
import { expect, test } from './support/test.ts'
import { MIB } from './support/uploads.ts'

test('C-3, C-4: Chrome accepts the path of every name, and writes exactly that path', async () => {
  // Chrome gives a file the ending of its type, so the types are those of our files.
  const server = createServer(({ url = '' }, response) => {
    const type = url.endsWith('.mp4') ? 'video/mp4' : url.endsWith('.jpg') ? 'image/jpeg' : 'application/octet-stream'
    response.setHeader('content-type', type)
    response.end('bytes')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // safe: it listens on a port
  const browser = await launchWithExtension()
  const { panel } = await openPanel({ origin: `http://127.0.0.1:${port}`, browser })
  for (const [name] of FILE_NAMES) {
    const path = downloadPath(name)
    const written = await panel.evaluate(
      ({ url, filename }) =>
        new Promise<string>((resolve, reject) => {
          let started: number | undefined
          const look = async () => {
            const [item] = started === undefined ? [] : await chrome.downloads.search({ id: started })
            if (item?.state === 'complete') resolve(item.filename)
            if (item?.state === 'interrupted') reject(new Error(item.error))
          }
          chrome.downloads.onChanged.addListener(() => void look())
          chrome.downloads.download({ url, filename, conflictAction: 'overwrite' }).then((id) => {
            started = id
            void look()
          }, reject)
        }),
      { url: `http://127.0.0.1:${port}/file${extname(path)}`, filename: path },
    )
    expect(written, name).toBe(join(browser.downloadsFolder, path))
  }
  await browser.close()
  server.close()
})

/** An extension that gives every download a name of its own. */
async function renamingExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'opsyncpro-renames-'))
  const manifest = {
    manifest_version: 3,
    name: 'Renames downloads',
    version: '1',
    permissions: ['downloads'],
    background: { service_worker: 'worker.js' },
  }
  const worker = `chrome.downloads.onDeterminingFilename.addListener((item, suggest) =>
    suggest({ filename: 'renamed-by-another.jpg', conflictAction: 'uniquify' }))`
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'worker.js'), worker)
  return folder
}

test('C-5: when another extension renames the file, the panel shows the name that Chrome wrote', async ({
  person,
  site,
}) => {
  const { product } = await addOwnedProduct(person)
  await uploadVideo(person.api, product.id, new Uint8Array(await readFile(await clipOf(MIB))))
  const browser = await launchWithExtension({ others: [await renamingExtension()] })
  const { panel } = await openPanelOf(site, person, browser)
  await panelGroups(panel).getByRole('button').first().click()
  await panel
    .getByRole('button', { name: /download/i })
    .first()
    .click()
  await expect(panel.getByText(/renamed-by-another/).first()).toBeVisible()
  expect(await readdir(browser.downloadsFolder)).toEqual([expect.stringContaining('renamed-by-another')])
  await browser.close()
})
