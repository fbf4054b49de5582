import { escapeHtml } from '../../frame/escape-html.ts'
import type { Account } from '../state.ts'

const MEANINGS: Record<string, string> = {
  'User.Read': 'Read your profile',
  'Files.Read': 'Read your files',
  'Files.Read.All': 'Read all files you can open',
  'Files.ReadWrite': 'Read, create, change and delete your files',
  'Files.ReadWrite.All': 'Read, create, change and delete all files you can open',
  offline_access: 'Keep this access until you take it back',
}

type Options = { consentId: string; accounts: Account[]; scope: string[]; action: string }

/** The page where a person picks an account and accepts or declines. */
export function consentPage({ consentId, accounts, scope, action }: Options): string {
  const people = accounts.map(
    ({ id, display_name, mail }, index) => `
      <label class="row"><input type="radio" name="account" value="${escapeHtml(id)}"${index === 0 ? ' checked' : ''}>
        <span><b>${escapeHtml(display_name)}</b><br>${escapeHtml(mail)}</span></label>`,
  )
  const wishes = scope.map((name) => `<li>${escapeHtml(MEANINGS[name] ?? name)}</li>`)
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Let this app access your info? – emulated Microsoft</title>
  <style>
    body { font: 16px/1.5 system-ui, sans-serif; background: #eef1f5; color: #1b1b1b; margin: 0; display: grid; place-items: center; min-height: 100vh }
    main { background: #fff; padding: 2rem; width: min(26rem, 90vw); box-shadow: 0 2px 12px #0002; box-sizing: border-box }
    h1 { font-size: 1.4rem; margin: .5rem 0 1rem } small { color: #5c5c5c }
    fieldset { border: 0; padding: 0; margin: 0 0 1rem } legend { font-weight: 600 }
    .row { display: flex; gap: .75rem; padding: .5rem; align-items: center }
    .buttons { display: flex; justify-content: flex-end; gap: .5rem; margin-top: 1.5rem }
    button { font: inherit; padding: .5rem 1.5rem; border: 0; background: #ddd; cursor: pointer } button.yes { background: #0067b8; color: #fff }
  </style>
</head>
<body>
  <main>
    <small>Microsoft (emulated on this machine)</small>
    <h1>Let this app access your info?</h1>
    <form method="post" action="${escapeHtml(action)}">
      <input type="hidden" name="consent" value="${escapeHtml(consentId)}">
      <fieldset><legend>Sign in as</legend>${people.join('')}</fieldset>
      <p>This app would like to:</p>
      <ul>${wishes.join('')}</ul>
      <div class="buttons">
        <button name="decision" value="deny">Deny</button>
        <button class="yes" name="decision" value="approve">Approve</button>
      </div>
    </form>
  </main>
</body>
</html>`
}
