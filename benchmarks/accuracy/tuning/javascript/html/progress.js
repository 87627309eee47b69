const output = document.querySelector('#output');

window.addEventListener('message', (event) => {
  const data = event.data;
  if (data.type === 'status') {
    output.innerHTML = `<progress value="${Number(data.value)}"></progress>`;
  }
});

window.parent.postMessage({ type: 'ready' }, 'https://example.org');
