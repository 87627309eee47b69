function parse(search) {
  const result = {};
  for (const pair of search.slice(1).split('&')) {
    const [name, value] = pair.split('=').map(decodeURIComponent);
    const keys = name.split('.');
    if (keys.some((key) => ['__proto__', 'constructor', 'prototype'].includes(key))) continue;
    let object = result;
    while (keys.length > 1) {
      const key = keys.shift();
      object = object[key] = object[key] || {};
    }
    object[keys[0]] = value;
  }
  return result;
}

window.options = parse(window.location.search);
