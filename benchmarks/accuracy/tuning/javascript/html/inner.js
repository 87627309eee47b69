const q = new URL(location.href).searchParams.get('q');
document.querySelector('#q').value = q;
