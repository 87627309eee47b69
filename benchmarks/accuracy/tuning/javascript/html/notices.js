$(function () {
  var name = window.location.hash.substring(1);
  $('#notices').text('Hello ' + decodeURIComponent(name));
});
