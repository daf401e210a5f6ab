// ID tokens signed with the local provider's own key, as a client of the API would bring them.
import { join } from 'node:path';

import { mint, signerOf } from '../oidc/mint.mjs';

export const signer = (it) => signerOf({ keysFile: join(it.env.SECRETS, 'oidc-keys.json'), issuer: it.issuer,
  clientId: it.env.OIDC_CLIENT_ID });

// `claims` and `header` override the good ones.
export const mintIdToken = (it, claims, header) => mint(signer(it), claims, header);
