const where = new URL(new URLSearchParams(location.search).get('return_to'), location.origin);
document.querySelector('#go').addEventListener('click', () => {
  if (where.origin === location.origin) {
    window.location.replace(where.href);
  }
});
