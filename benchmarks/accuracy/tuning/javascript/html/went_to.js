const back = document.referrer;
const link = document.createElement('a');
if (back.startsWith('https://')) {
  link.href = back;
}
link.textContent = 'Back to ' + back;
document.body.append(link);
