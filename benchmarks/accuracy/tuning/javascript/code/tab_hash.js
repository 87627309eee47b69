const TABS = {
  home() { document.title = 'Home'; },
  about() { document.title = 'About'; },
};

window.addEventListener('hashchange', () => {
  const action = decodeURIComponent(location.hash.slice(1));
  if (Object.hasOwn(TABS, action)) {
    TABS[action]();
  }
});
