const where = new URLSearchParams(location.search).get('return_to');
document.querySelector('#go').addEventListener('click', () => {
  window.location.replace(where);
});
