// Runs before the first paint, so that a chosen brightness never flickers.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* storage is switched off: follow the device */ }
