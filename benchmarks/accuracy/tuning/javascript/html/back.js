const params = new URLSearchParams(window.location.search);
const target = params.get('back');

const anchor = document.createElement('a');
anchor.textContent = 'back';
if (target && target.startsWith('https://')) {
  anchor.setAttribute('href', target);
}
document.body.append(anchor);
