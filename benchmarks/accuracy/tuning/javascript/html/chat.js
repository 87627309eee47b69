const list = document.getElementById('messages');
const socket = new WebSocket('wss://chat.example.org/');

function line({ author, text }) {
  const item = document.createElement('li');
  item.innerHTML = `<b>${author}</b>: ${text}`;
  return item;
}

socket.addEventListener('message', (event) => {
  list.append(line(JSON.parse(event.data)));
});
