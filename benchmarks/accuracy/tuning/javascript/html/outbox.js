const box = document.getElementById('outbox');

window.addEventListener('message', function (event) {
  box.insertAdjacentText('beforeend', event.data.text);
});
