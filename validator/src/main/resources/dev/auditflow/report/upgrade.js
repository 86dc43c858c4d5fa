(function () {
  'use strict';
  var $ = function (id) { return document.getElementById(id); };
  var all = function (selector, from) { return Array.prototype.slice.call((from || document).querySelectorAll(selector)); };
  var body = document.body, reviews = body.dataset.mode === 'review', over = false;
  var cards = all('.object[data-key]'), text = $('text'), at = -1, texts = new Map(), means = '';
  var counts = all('button.count');

  function shown() { return cards.filter(function (card) { return !card.hidden; }); }
  function textOf(card) {
    if (!texts.has(card)) { texts.set(card, (card.dataset.key + ' ' + card.textContent).toLowerCase()); }
    return texts.get(card);
  }
  function count() {
    var decided = cards.filter(function (card) { return card.dataset.state; }).length;
    var seen = shown().length;
    var words = seen === cards.length ? cards.length + (cards.length === 1 ? ' object' : ' objects') : seen + ' of ' + cards.length + ' objects';
    $('progress').textContent = reviews ? words + ', ' + decided + ' decided' : words;
    $('unfound').hidden = seen > 0 || cards.length === 0;
  }
  function filter() {
    var words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    cards.forEach(function (card) {
      var fits = !means || card.dataset.means.split(', ').indexOf(means) >= 0;
      card.hidden = !(fits && words.every(function (word) { return textOf(card).indexOf(word) >= 0; }));
    });
    all('.group').forEach(function (group) {
      group.hidden = all('.object', group).every(function (card) { return card.hidden; });
    });
    counts.forEach(function (button) {
      if (means) { button.setAttribute('aria-pressed', String(button.dataset.means === means)); } else { button.removeAttribute('aria-pressed'); }
    });
    count();
  }
  function go(card) {
    if (!card) { return; }
    if (at >= 0) { cards[at].classList.remove('now'); }
    at = cards.indexOf(card);
    card.classList.add('now');
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest' });
  }
  function step(by) {
    var list = shown();
    if (!list.length) { return; }
    var i = at < 0 ? -1 : list.indexOf(cards[at]);
    go(list[Math.max(0, Math.min(list.length - 1, i < 0 && by < 0 ? 0 : i + by))]);
  }
  function say(words, bad) {
    var said = $('said');
    said.textContent = words;
    said.className = bad ? 'bad' : '';
    said.hidden = false;
    clearTimeout(say.timer);
    if (!bad) { say.timer = setTimeout(function () { said.hidden = true; }, 2500); }
  }
  function mark(card, state) {
    card.dataset.state = state;
    all('.acts button', card).forEach(function (button) { button.setAttribute('aria-pressed', String(button.value === state)); });
    count();
  }
  function post(path, data) {
    return fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Review-Token': body.dataset.token }, body: JSON.stringify(data) })
      .then(function (answer) { return answer.text().then(function (words) { if (!answer.ok) { throw new Error(words || 'refused'); } return words; }); });
  }
  function decide(card, state) {
    if (!card || over) { return Promise.resolve(); }
    return post('decide', { key: card.dataset.key, decision: state }).then(function () { mark(card, state); }, function (error) {
      say(error instanceof TypeError ? 'The review has ended, or its program cannot be reached. Run it again.' : error.message, true);
      throw error;
    });
  }
  function decideNow(state) {
    if (at < 0) { step(1); return; }
    decide(cards[at], state).then(function () { step(1); }, function () {});
  }
  function acceptShown() {
    var open = shown().filter(function (card) { return card.dataset.state !== 'accepted'; });
    open.reduce(function (before, card) { return before.then(function () { return decide(card, 'accepted'); }); }, Promise.resolve())
      .then(function () { say(open.length + ' accepted'); }, function () {});
  }
  function done() {
    post('done', {}).then(function (words) { over = true; body.classList.add('over'); say(words); }, function (error) { say(error.message, true); });
  }
  function theme() {
    var dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  }

  all('.js').forEach(function (one) { one.hidden = false; });
  all('.review').forEach(function (one) { one.hidden = !reviews; });
  cards.forEach(function (card) {
    card.addEventListener('mousedown', function (event) { if (!event.target.closest('button')) { go(card); } });
    if (!reviews) { return; }
    [['accept', 'accepted', 'Accept'], ['reject', 'rejected', 'Reject'], ['later', 'skipped', 'Skip']].forEach(function (act) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'plain ' + act[0];
      button.value = act[1];
      button.textContent = act[2];
      button.setAttribute('aria-pressed', String(card.dataset.state === act[1]));
      button.addEventListener('click', function () { go(card); decideNow(act[1]); });
      card.querySelector('.acts').appendChild(button);
    });
  });
  counts.forEach(function (button) { button.addEventListener('click', function () { means = means === button.dataset.means ? '' : button.dataset.means; filter(); }); });
  text.addEventListener('input', filter);
  $('filters').addEventListener('submit', function (event) { event.preventDefault(); });
  $('theme').addEventListener('click', theme);
  $('help').addEventListener('click', function () { $('keys').showModal(); });
  $('acceptAll').addEventListener('click', acceptShown);
  $('done').addEventListener('click', done);
  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || $('keys').open) { return; }
    if (event.target === text) { if (event.key === 'Escape') { text.value = ''; filter(); text.blur(); } return; }
    var act = {
      j: function () { step(1); }, k: function () { step(-1); }, t: theme, '?': function () { $('keys').showModal(); },
      o: function () { if (at >= 0) { cards[at].classList.toggle('folded'); } },
      '/': function () { text.focus(); }
    }[event.key];
    var review = reviews && { a: function () { decideNow('accepted'); }, r: function () { decideNow('rejected'); }, s: function () { decideNow('skipped'); }, A: acceptShown }[event.key];
    if (act || review) { event.preventDefault(); (act || review)(); }
  });
  filter();
})();
