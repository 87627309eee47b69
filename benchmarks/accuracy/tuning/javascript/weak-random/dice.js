function roll() {
  let shown = '';
  for (let i = 0; i < 6; i++) {
    shown += 1 + Math.floor(Math.random() * 6);
  }
  return shown;
}

module.exports = { roll };
