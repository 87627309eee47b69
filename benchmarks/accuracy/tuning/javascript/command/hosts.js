const { WebSocketServer } = require('ws');
const { execSync } = require('child_process');

const server = new WebSocketServer({ port: 8080 });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { host } = JSON.parse(data);
    socket.send(execSync('dig ' + host).toString());
  });
});
