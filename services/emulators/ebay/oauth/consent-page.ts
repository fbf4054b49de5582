import { escapeHtml } from '../../frame/escape-html.ts'
import type { Seller } from '../state.ts'
import { scopes } from './scopes.ts'

const MEANINGS: Record<string, string> = {
  [scopes.base]: 'View public data from eBay',
  [scopes.inventory]: 'View and manage your inventory and offers',
  [scopes.inventoryReadonly]: 'View your inventory and offers',
  [scopes.account]: 'View and manage your account settings',
  [scopes.accountReadonly]: 'View your account settings',
  [scopes.fulfillment]: 'View and manage your order fulfillments',
  [scopes.fulfillmentReadonly]: 'View your order fulfillments',
  [scopes.identityReadonly]: 'View a user’s basic information, such as username or business account details',
}

type Options = { consentId: string; sellers: Seller[]; scope: string[]; action: string }

/** The page where a seller signs in and says yes or no. */
export function consentPage({ consentId, sellers, scope, action }: Options): string {
  const people = sellers.map(
    ({ user_id, username, account_type }, index) => `
      <label class="row"><input type="radio" name="seller" value="${escapeHtml(user_id)}"${index === 0 ? ' checked' : ''}>
        <span><b>${escapeHtml(username)}</b><br>${account_type === 'BUSINESS' ? 'Business account' : 'Personal account'}</span></label>`,
  )
  const wishes = scope.map((name) => `<li>${escapeHtml(MEANINGS[name] ?? name)}</li>`)
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Grant application access – emulated eBay</title>
  <style>
    body { font: 16px/1.5 system-ui, sans-serif; background: #f7f7f7; color: #191919; margin: 0; display: grid; place-items: center; min-height: 100vh }
    main { background: #fff; padding: 2rem; width: min(28rem, 90vw); border: 1px solid #ddd; border-radius: 1rem; box-sizing: border-box }
    h1 { font-size: 1.4rem; margin: .5rem 0 1rem } small { color: #5c5c5c }
    fieldset { border: 0; padding: 0; margin: 0 0 1rem } legend { font-weight: 600 }
    .row { display: flex; gap: .75rem; padding: .5rem; align-items: center }
    .buttons { display: flex; justify-content: flex-end; gap: .5rem; margin-top: 1.5rem }
    button { font: inherit; padding: .5rem 1.5rem; border: 1px solid #3665f3; border-radius: 2rem; background: #fff; color: #3665f3; cursor: pointer }
    button.yes { background: #3665f3; color: #fff }
  </style>
</head>
<body>
  <main>
    <small>eBay (emulated on this machine)</small>
    <h1>Grant application access: OpSyncPro</h1>
    <form method="post" action="${escapeHtml(action)}">
      <input type="hidden" name="consent" value="${escapeHtml(consentId)}">
      <fieldset><legend>Sign in as</legend>${people.join('')}</fieldset>
      <p>By clicking “Agree and Continue” you allow this application to:</p>
      <ul>${wishes.join('')}</ul>
      <div class="buttons">
        <button name="decision" value="decline">Decline</button>
        <button class="yes" name="decision" value="agree">Agree and Continue</button>
      </div>
    </form>
  </main>
</body>
</html>`
}
