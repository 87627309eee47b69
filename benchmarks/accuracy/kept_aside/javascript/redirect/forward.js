const query = new URLSearchParams(window.location.search);

function bounce() {
  const target = query.get('url');
  if (target && new URL(target, window.location.href).origin === window.location.origin) {
    window.location.href = target;
  }
}

document.querySelector('button').addEventListener('click', bounce);
