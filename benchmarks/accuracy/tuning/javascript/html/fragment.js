function show() {
  const title = decodeURIComponent(window.location.hash.slice(1));
  const heading = document.getElementById('title');
  heading.innerHTML = title;
  document.title = 'Page';
}

window.addEventListener('hashchange', show);
show();
