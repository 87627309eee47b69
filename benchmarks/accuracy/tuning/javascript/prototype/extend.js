window.addEventListener('message', (event) => {
  const options = $.extend(true, {}, JSON.parse(event.data));
  start(options);
});
