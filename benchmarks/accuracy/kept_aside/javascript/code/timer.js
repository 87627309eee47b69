const delays = { short: 100, long: 1000 };

function schedule() {
  const params = new URLSearchParams(window.location.search);
  const action = params.get('action');
  const delay = delays[params.get('delay')] || 100;
  setTimeout(action, delay);
}

document.addEventListener('DOMContentLoaded', schedule);
