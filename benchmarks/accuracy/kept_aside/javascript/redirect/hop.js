const query = new URLSearchParams(window.location.search);

function bounce() {
  const target = query.get('url');
  if (target) {
    window.location.href = '/pages/' + parseInt(target, 10);
  }
}

document.querySelector('button').addEventListener('click', bounce);
