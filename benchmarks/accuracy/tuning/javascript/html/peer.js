const box = document.getElementById('peer');

window.onmessage = (event) => {
  if (event.origin !== 'https://partner.example') return;
  box.innerHTML = event.data.html;
};
