const output = document.querySelector('#output');

window.addEventListener('message', (event) => {
  const data = event.data;
  if (data.type === 'status') {
    output.replaceChildren(document.createTextNode(data.text));
  }
});

window.parent.postMessage({ type: 'ready' }, 'https://example.org');
