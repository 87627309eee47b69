const target = new URLSearchParams(location.search).get('src');
document.getElementById('frame').src = target;
