const box = document.getElementById('inbox');

window.addEventListener('message', function (event) {
  box.insertAdjacentHTML('beforeend', '<p>' + event.data.text + '</p>');
});
