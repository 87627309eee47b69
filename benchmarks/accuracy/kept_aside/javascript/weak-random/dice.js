const faces = ['one', 'two', 'three', 'four', 'five', 'six'];

function roll() {
  return faces[Math.floor(Math.random() * faces.length)];
}

document.querySelector('#roll').addEventListener('click', () => {
  document.querySelector('#face').textContent = roll();
});
