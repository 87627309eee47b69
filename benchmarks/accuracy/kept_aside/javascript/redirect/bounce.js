const query = new URLSearchParams(window.location.search);

function bounce() {
  const target = query.get('url');
  if (target) {
    window.location.href = target;
  }
}

document.querySelector('button').addEventListener('click', bounce);
