// The provider's own page. Plain HTML: one field, one button, a way back; works without scripts.
function escape(text) {
  return String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

const style = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f3f4f6; color: #111827; }
  main { width: min(22rem, 100vw - 2rem); padding: 2rem; border-radius: 1rem; background: #fff; box-sizing: border-box; }
  h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
  p { margin: 0 0 1.25rem; color: #4b5563; }
  label { display: block; font-weight: 600; margin-bottom: .25rem; }
  input, button { font: inherit; width: 100%; box-sizing: border-box; padding: .625rem .75rem; border-radius: .5rem; }
  input { border: 1px solid #6b7280; background: inherit; color: inherit; }
  button { margin-top: 1rem; border: 0; background: #1d4ed8; color: #fff; font-weight: 600; cursor: pointer; }
  :focus-visible { outline: 3px solid #f59e0b; outline-offset: 2px; }
  .error { color: #b91c1c; margin: .5rem 0 0; }
  .back { display: block; margin-top: 1rem; text-align: center; color: inherit; }
  @media (prefers-color-scheme: dark) {
    body { background: #0b1120; color: #e5e7eb; } main { background: #111827; }
    p { color: #9ca3af; } .error { color: #fca5a5; }
  }`;

export function signInPage({ action, abort, error }) {
  const described = error ? ' aria-invalid="true" aria-describedby="error"' : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Sign in</h1>
<p>This provider is for development. Any name will do, for example alice or bob.</p>
<form method="post" action="${escape(action)}">
<label for="name">Name</label>
<input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64" autofocus${described}>
${error ? `<p class="error" id="error" role="alert">${escape(error)}</p>` : ''}
<button>Sign in</button>
</form>
<a class="back" href="${escape(abort)}">Cancel</a>
</main>
</body>
</html>
`;
}
