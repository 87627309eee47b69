const faces = 'abcdefghijklmnopqrstuvwxyz0123456789';

function roll() {
  return faces[Math.floor(Math.random() * faces.length)];
}

document.querySelector('#roll').addEventListener('click', () => {
  const password = Array.from({ length: 16 }, roll).join('');
  document.querySelector('#password').value = password;
});
