// Runs before the first paint, so that nobody sees a white flash in the dark. A classic script on
// purpose: it must block. The choice is a copy of the setting that the server keeps.
(function () {
  var root = document.documentElement;
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  function read(key) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  }
  function apply() {
    var choice = read('theme');
    var theme = choice === 'light' || choice === 'dark' ? choice : dark.matches ? 'dark' : 'light';
    root.dataset.theme = theme;
    var meta = document.querySelector('meta[name="theme-color"]');
    if (meta) meta.setAttribute('content', theme === 'dark' ? '#121513' : '#f6f6f2');
  }
  apply();
  if (read('dir') === 'rtl') root.dir = 'rtl';
  dark.addEventListener('change', apply);
  window.addEventListener('storage', apply);
  window.addEventListener('themechange', apply);
  // Somebody was signed in here: show the app's outline while it loads, not the sign-in page.
  if (read('signed-in') === '1' && window.location.pathname !== '/sign-in') {
    root.dataset.boot = 'app';
  }
})();
