// Runs before the first paint, so that nobody sees a flash of the other theme. It is a file and not an inline script
// because the content security policy forbids those. lib/theme.ts does the same later, when the choice changes.
(function () {
  var choice = 'dark';
  try {
    choice = localStorage.getItem('kith-theme') || 'dark';
  } catch (e) {
    // Storage may be blocked; the default theme is fine then.
  }
  var light = choice === 'light' || (choice === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
  document.querySelector('meta[name="theme-color"]').content = light ? '#f4f6fc' : '#0b1020';
})();
