const q = new URL(location.href).searchParams.get('q');
document.querySelector('#q').outerHTML = `<input id="q" value="${q}">`;
