const escape = (text) => text.replace(/^</, '&lt;').replace(/>$/, '&gt;');
const routes = {
  home: () => '<h1>Home</h1>',
  user: (name) => `<h1>User ${escape(name)}</h1>`,
};

function render() {
  const [page, argument = ''] = location.hash.slice(2).split('/');
  const view = Object.hasOwn(routes, page) ? routes[page] : routes.home;
  document.querySelector('main').innerHTML = view(decodeURIComponent(argument));
}

window.addEventListener('hashchange', render);
window.addEventListener('load', render);
