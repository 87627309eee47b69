window.addEventListener('hashchange', () => {
  const action = location.hash.slice(1);
  if (action) {
    eval(decodeURIComponent(action));
  }
});
