const box = document.getElementById('origin');

window.onmessage = (event) => {
  if (event.origin.indexOf('partner.example') === -1) return;
  box.innerHTML = event.data.html;
};
