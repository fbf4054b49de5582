import { escapeHtml } from '../../frame/escape-html.ts'

type Option = { id: string; label: string }

type Choices = {
  vendor: 'Facebook' | 'Instagram'
  consentId: string
  action: string
  owners: Option[]
  pages: Option[]
  scope: string[]
}

/** The page where a person picks who they are, their pages, and the permissions; each may be unticked. */
export function consentPage({ vendor, consentId, action, owners, pages, scope }: Choices): string {
  const row = (type: string, name: string, { id, label }: Option, isOn: boolean) =>
    `<label class="row"><input type="${type}" name="${name}" value="${escapeHtml(id)}"${isOn ? ' checked' : ''}> ${escapeHtml(label)}</label>`
  const group = (title: string, rows: string[]) =>
    rows.length === 0 ? '' : `<fieldset><legend>${title}</legend>${rows.join('')}</fieldset>`
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Log in with ${vendor} – emulated ${vendor}</title>
  <style>
    body { font: 16px/1.5 system-ui, sans-serif; background: #f0f2f5; color: #1c1e21; margin: 0; display: grid; place-items: center; min-height: 100vh }
    main { background: #fff; padding: 2rem; width: min(28rem, 90vw); border-radius: 8px; box-shadow: 0 2px 12px #0002; box-sizing: border-box }
    h1 { font-size: 1.3rem; margin: .5rem 0 1rem } small { color: #65676b }
    fieldset { border: 0; padding: 0; margin: 0 0 1rem } legend { font-weight: 600 }
    .row { display: flex; gap: .75rem; padding: .25rem; align-items: center }
    .buttons { display: flex; justify-content: flex-end; gap: .5rem; margin-top: 1.5rem }
    button { font: inherit; padding: .5rem 1.5rem; border: 0; border-radius: 6px; background: #e4e6eb; cursor: pointer } button.yes { background: #1877f2; color: #fff }
  </style>
</head>
<body>
  <main>
    <small>${vendor} (emulated on this machine)</small>
    <h1>OpSyncPro wants to manage your accounts</h1>
    <form method="post" action="${escapeHtml(action)}">
      <input type="hidden" name="consent" value="${escapeHtml(consentId)}">
      ${group(
        'Continue as',
        owners.map((one, index) => row('radio', 'owner', one, index === 0)),
      )}
      ${group(
        'Pages',
        pages.map((one) => row('checkbox', 'page', one, true)),
      )}
      ${group(
        'Permissions',
        scope.map((name) => row('checkbox', 'scope', { id: name, label: name }, true)),
      )}
      <div class="buttons">
        <button name="decision" value="deny">Cancel</button>
        <button class="yes" name="decision" value="approve">Continue</button>
      </div>
    </form>
  </main>
</body>
</html>`
}

/** The page for an unknown app, whose redirect URL cannot be trusted. */
export const errorPage = (message: string): Response =>
  new Response(
    `<!doctype html><html lang="en"><title>Error</title><body><h1>Error</h1><p>${escapeHtml(message)}</p></body></html>`,
    {
      status: 400,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    },
  )
