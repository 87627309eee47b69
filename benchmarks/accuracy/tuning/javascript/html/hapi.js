const Hapi = require('@hapi/hapi');
const server = Hapi.server({ port: 3000 });

server.route({
  method: 'GET',
  path: '/hello/{name}',
  handler: (request, h) => {
    return '<b>' + request.params.name + '</b>';
  },
});
