window.addEventListener('message', (event) => {
  const options = Object.assign({}, JSON.parse(event.data));
  start(options);
});
