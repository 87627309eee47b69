const params = new URLSearchParams(window.location.search);
const callback = params.get('callback');
setTimeout('notify("' + callback + '")', 500);
