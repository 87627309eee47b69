$(function () {
  var name = window.location.hash.substring(1);
  $('#alerts').html('Hello ' + decodeURIComponent(name));
});
