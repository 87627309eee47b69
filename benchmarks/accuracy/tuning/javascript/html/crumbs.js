function show() {
  const source = new URLSearchParams(window.location.search).get('from');
  document.write('<p>You came from ' + source + '</p>');
  document.title = 'Page';
}

window.addEventListener('hashchange', show);
show();
