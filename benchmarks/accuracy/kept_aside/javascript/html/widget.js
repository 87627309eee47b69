import $ from 'jquery';

const params = new URLSearchParams(location.search);

export function mount() {
  const label = params.get('label') ?? 'Widget';
  const settings = { label, color: 'blue' };
  $('#widget').html('<b>' + settings.label + '</b>');
}

$(mount);
